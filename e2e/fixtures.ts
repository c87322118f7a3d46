/**
 * What every browser test watches without saying so: no error in the console, no violation of the
 * policy, no request to anybody else. A test that provokes an error names it in `tolerated`.
 */
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

export { expect };

interface Options {
  /** Console errors that this test provokes on purpose. */
  readonly tolerated: readonly RegExp[];
}

export const test = base.extend<Options & { readonly watched: undefined }>({
  tolerated: [[], { option: true }],
  watched: [
    async ({ context, baseURL, tolerated }, use) => {
      const complaints: string[] = [];
      const own = new URL(baseURL ?? "").host;
      // Listened to, not intercepted: an interception would cost every page load a tenth of its time. The
      // browser itself finds no other host (`playwright.config.ts`).
      context.on("request", (request) => {
        const { protocol, host } = new URL(request.url());
        if (protocol.startsWith("http") && host !== own)
          complaints.push(`request to a third party: ${request.url()}`);
      });
      context.on("console", (message) => {
        if (message.type() === "error") complaints.push(`console: ${message.text()}`);
      });
      context.on("weberror", (error) => {
        complaints.push(`error: ${error.error().stack ?? error.error().message}`);
      });
      await context.addInitScript(() => {
        addEventListener("securitypolicyviolation", (event) => {
          console.error(
            `policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`,
          );
        });
      });
      await use(undefined);
      const serious = complaints.filter((text) => !tolerated.some((pattern) => pattern.test(text)));
      expect(serious, "console errors, policy violations, foreign requests").toEqual([]);
    },
    { auto: true },
  ],
});

export type Light = "light" | "dark" | "projector";

/** Changes the light of a page that is open, as its own switches do. */
export async function switchLight(page: Page, light: Light): Promise<void> {
  await page.evaluate((wanted) => {
    const { dataset } = document.documentElement;
    dataset.theme = wanted === "dark" ? "dark" : "light";
    if (wanted === "projector") dataset.profile = "projector";
    else delete dataset.profile;
    window.dispatchEvent(new Event("contretemps:theme"));
  }, light);
}

/**
 * Of what axe finds, only the breaches: describing every node that passes doubles its work. The page has no
 * frame, so that it is asked in place (« legacy »): no second page is opened to put answers together.
 */
const axeOf = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });

/** Fails on any breach of WCAG 2.2 AA that axe can see, with the place of each. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(page.frames(), "axe is asked of the page alone").toHaveLength(1);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  await expectNothingFound(axeOf(page).withTags(tags));
}

/** By day, by night (where only contrast can differ), and at the projector, in a window of 1024 × 768. */
export async function expectAccessibleInEveryLight(page: Page): Promise<void> {
  // Three looks at a whole page: on a busy machine, more than the minute of a test.
  test.slow();
  await switchLight(page, "light");
  await expectAccessible(page);
  await switchLight(page, "dark");
  await expectNothingFound(axeOf(page).withRules(["color-contrast"]));
  await expectAccessibleAtProjector(page);
}

export async function expectAccessibleAtProjector(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1024, height: 768 });
  await switchLight(page, "projector");
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });
  await laidOut(page);
  await expectAccessible(page);
}

/**
 * The drawings have followed the window: what a reader may press has stood still for some frames. A page that
 * plays by itself never does, and is looked at after two seconds.
 */
async function laidOut(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const places = (): string =>
      [...document.querySelectorAll("a, button, [role], [tabindex]")]
        .map((one) => one.getBoundingClientRect())
        .map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" "))
        .join();
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const endMs = performance.now() + 2_000;
    let before = "";
    for (let still = 0; still < 5 && performance.now() < endMs; await frame()) {
      const now = places();
      still = now === before ? still + 1 : 0;
      before = now;
    }
  });
}

async function expectNothingFound(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
  expect(found).toEqual([]);
}
