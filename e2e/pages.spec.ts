import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, expectAccessible, setLight, test } from "./fixtures.ts";

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
const LIGHTS = ["light", "dark", "projector"] as const;
const addresses = all.filter((address, i) => {
  const kind = kindOf(address);
  return kind === null || all.findIndex((other) => kindOf(other) === kind) === i;
});

for (const address of addresses) {
  test.describe(`page ${address}`, () => {
    // Pieces stand for themselves by day and by night in `pieces.spec.ts`, and are laboratories besides.
    const lights = kindOf(address) === null ? LIGHTS : (["projector"] as const);
    for (const light of lights) {
      test(`accessible en ${light}, sans erreur ni violation`, async ({ page }) => {
        await setLight(page, light);
        if (light === "projector") await page.setViewportSize({ width: 1024, height: 768 });
        await page.goto(address);
        await expect(page.locator("main#contenu")).toBeVisible();
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });
        await expect(page.locator("h1")).toHaveCount(1);
        await expectAccessible(page);
      });
    }

    test("sur un téléphone, rien ne déborde en largeur", async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(address);
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });
}
