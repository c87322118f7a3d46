/**
 * A thousand random runs have the same digests in Node and in a worker of Chromium.
 * Firefox: `scripts/firefox-determinism.mjs`, because Playwright cannot drive a stock Firefox.
 */
import { expect, test } from "@playwright/test";
import { differences, nodeDigests, serveEngine } from "../scripts/determinism.mjs";

const RUN_COUNT = 1_000;

test("the engine: a thousand random runs: a Chromium worker tells what Node tells", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const engine = await serveEngine();
  try {
    await page.goto(engine.url);
    const found = await page.evaluate(
      (count) =>
        (globalThis as unknown as { digests: (n: number) => Promise<unknown> }).digests(count),
      RUN_COUNT,
    );
    const expected = await nodeDigests(RUN_COUNT);
    expect(expected).toHaveLength(RUN_COUNT + 1);
    expect(differences(expected, found)).toEqual([]);
  } finally {
    await engine.close();
  }
});
