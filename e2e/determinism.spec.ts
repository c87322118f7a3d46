/** A thousand random runs have the same digests in Node, in a worker of Chromium and in one of Firefox. */
import { expect, test } from "@playwright/test";
import { differences, nodeDigests, serveEngine } from "../scripts/determinism.mjs";
import { findFirefox, firefoxDigests } from "../scripts/firefox.mjs";

const RUN_COUNT = 1_000;

// One after the other in one process: Node's thousand runs are played once for both.
test.describe.configure({ mode: "serial", timeout: 300_000 });

test.describe("the engine: a thousand random runs", () => {
  let engine: { readonly url: string; readonly close: () => Promise<void> };
  let expected: readonly string[];

  test.beforeAll(async () => {
    [engine, expected] = await Promise.all([serveEngine(), nodeDigests(RUN_COUNT)]);
    expect(expected).toHaveLength(RUN_COUNT + 1);
  });
  test.afterAll(() => engine.close());

  test("a Chromium worker tells what Node tells", async ({ page }) => {
    await page.goto(engine.url);
    const found = await page.evaluate(
      (count) =>
        (globalThis as unknown as { digests: (n: number) => Promise<unknown> }).digests(count),
      RUN_COUNT,
    );
    expect(differences(expected, found)).toEqual([]);
  });

  test("a Firefox worker tells what Node tells", async () => {
    const path = findFirefox();
    test.skip(path === null, "Firefox is not installed");
    const { digests } = await firefoxDigests(path as string, engine.url, RUN_COUNT);
    expect(differences(expected, digests)).toEqual([]);
  });
});
