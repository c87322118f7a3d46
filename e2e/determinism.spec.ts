/** A thousand random runs have the same digests in Node, in a worker of Chromium and in one of Firefox. */
import { expect, test } from "@playwright/test";
import { differences, nodeDigests, serveEngine } from "../scripts/determinism.mjs";
import { findFirefox, firefoxDigests } from "../scripts/firefox.mjs";

const RUN_COUNT = 1_000;
const PATIENCE_MS = 300_000;

const urlOf = (engine: { readonly url: string } | undefined): string => engine?.url ?? "";

// One after the other in one process: Node's thousand runs are played once for both.
test.describe.configure({ mode: "serial" });

test.describe("the engine: a thousand random runs", () => {
  let engine: Awaited<ReturnType<typeof serveEngine>> | undefined;
  let expected: readonly string[];

  test.beforeAll(async () => {
    test.setTimeout(PATIENCE_MS);
    [engine, expected] = await Promise.all([serveEngine(), nodeDigests(RUN_COUNT)]);
    expect(expected).toHaveLength(RUN_COUNT + 1);
  });
  test.afterAll(() => engine?.close());

  test("a Chromium worker tells what Node tells", async ({ page }) => {
    test.setTimeout(PATIENCE_MS);
    await page.goto(urlOf(engine));
    const found = await page.evaluate(
      (count) =>
        (globalThis as unknown as { digests: (n: number) => Promise<unknown> }).digests(count),
      RUN_COUNT,
    );
    expect(differences(expected, found)).toEqual([]);
  });

  test("a Firefox worker tells what Node tells", async () => {
    test.setTimeout(PATIENCE_MS);
    const path = findFirefox();
    test.skip(path === null, "Firefox is not installed");
    const { digests } = await firefoxDigests(path as string, urlOf(engine), RUN_COUNT);
    expect(differences(expected, digests)).toEqual([]);
  });
});
