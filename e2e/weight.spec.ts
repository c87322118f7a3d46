import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { ready } from "./laboratory.ts";

const root = join(import.meta.dirname, "..");
const built = readFileSync(join(root, ".next/csp.json"), "utf8");
const addresses = Object.keys((JSON.parse(built) as { pages: Record<string, string> }).pages);
/** Laboratories of pieces all load the same files: the first one stands for them. */
const [firstPiece] = addresses.filter((address) => address.startsWith("/labo/piece-"));
const laboratories = addresses.filter(
  (address) =>
    /^\/labo\/[^/]+\/$/.test(address) &&
    (!address.startsWith("/labo/piece-") || address === firstPiece),
);

/** What the page itself has fetched, lazily or not, gzipped; a worker keeps its own list. */
async function weightOf(page: Page): Promise<number> {
  const scripts = await page.evaluate(() =>
    (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
      .filter((entry) => entry.initiatorType === "script" || entry.initiatorType === "link")
      .map((entry) => new URL(entry.name).pathname)
      .filter((path) => path.endsWith(".js")),
  );
  const bytes = [...new Set(scripts)].reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(root, "out", path)), { level: 9 }).length,
    0,
  );
  return bytes / 1024;
}

/**
 * First look: 230 KiB, held by `scripts/weight.mjs` on the exported page. Ready to serve, the graph and
 * the code panel have come too: 291.4 KiB measured where boxes hold parts, 287.4 elsewhere. It was 287
 * before worlds of hundreds of nodes, guards drawn as machines, and a word for all that a reload could lose;
 * this ceiling may only fall.
 */
const READY_KIB_MAX = 292;

for (const address of laboratories) {
  test(`${address} prêt à servir pèse au plus ${READY_KIB_MAX} Kio de JavaScript compressé`, async ({
    page,
  }) => {
    await page.goto(address, { waitUntil: "networkidle" });
    await ready(page);
    expect(await weightOf(page)).toBeLessThanOrEqual(READY_KIB_MAX);
  });
}

/**
 * First look: 150 KiB, held on the exported page. Alive, the stages and the engine's client have come; the
 * links of the header fetch nothing ahead: 171 KiB measured; this ceiling may only fall.
 */
const ALIVE_KIB_MAX = 180;

test(`la galerie vivante pèse au plus ${ALIVE_KIB_MAX} Kio de JavaScript compressé`, async ({
  page,
}) => {
  await page.goto("/atelier/pieces/", { waitUntil: "networkidle" });
  await expect(page.getByRole("slider", { name: /^Curseur de/ }).first()).toBeVisible();
  expect(await weightOf(page)).toBeLessThanOrEqual(ALIVE_KIB_MAX);
});
