import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import {
  expect,
  expectAccessibleAtProjector,
  expectAccessibleInEveryLight,
  switchLight,
  test,
} from "./fixtures.ts";

/**
 * Every page of the site, as the build listed them. The pieces of the workshop share three pages: the
 * first of each stands for all here, and `pieces.spec.ts` opens every one.
 */
const PIECE = /^\/(?:labo|modele|atelier\/pieces)\/(?:piece-)?[^/]+\/$/;
const built = readFileSync(join(import.meta.dirname, "../.next/csp.json"), "utf8");
const all = Object.keys((JSON.parse(built) as { pages: Record<string, string> }).pages).filter(
  (address) => address.endsWith("/") && address !== "/404/" && address !== "/_not-found/",
);
const kindOf = (address: string): string | null =>
  PIECE.test(address) && !address.endsWith("/saga-fintech/") ? (address.split("/")[1] ?? "") : null;
const addresses = all.filter((address, i) => {
  const kind = kindOf(address);
  return kind === null || all.findIndex((other) => kindOf(other) === kind) === i;
});

const settled = (page: Page) =>
  expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });

for (const address of addresses) {
  test(`page ${address} : accessible de jour, de nuit, au projecteur, sans erreur, et rien ne déborde d’un téléphone`, async ({
    page,
  }) => {
    test.slow();
    await page.goto(address);
    await expect(page.locator("main#contenu")).toBeVisible();
    await settled(page);
    await expect(page.locator("h1")).toHaveCount(1);
    // Pieces stand for themselves by day and by night in `pieces.spec.ts`, and are laboratories besides.
    if (kindOf(address) === null) await expectAccessibleInEveryLight(page);
    else await expectAccessibleAtProjector(page);

    await page.setViewportSize({ width: 390, height: 844 });
    await switchLight(page, "light");
    await page.reload();
    await settled(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
