import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures.ts";

const root = join(import.meta.dirname, "..");
const built = readFileSync(join(root, ".next/csp.json"), "utf8");
const laboratories = Object.keys(
  (JSON.parse(built) as { pages: Record<string, string> }).pages,
).filter((address) => /^\/labo\/[^/]+\/$/.test(address));

for (const address of laboratories) {
  test(`${address} prêt à servir pèse au plus 230 Kio de JavaScript compressé`, async ({
    page,
  }) => {
    await page.goto(address, { waitUntil: "networkidle" });
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });
    // What the page itself has fetched, lazily or not; a worker keeps its own list.
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
    expect(bytes / 1024).toBeLessThanOrEqual(230);
  });
}
