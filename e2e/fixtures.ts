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
      await context.route(
        (url) => url.protocol.startsWith("http") && url.host !== own,
        (route) => {
          complaints.push(`request to a third party: ${route.request().url()}`);
          return route.abort();
        },
      );
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

/** Sets the light before the page is opened. */
export async function setLight(page: Page, light: Light): Promise<void> {
  await page.addInitScript((wanted) => {
    localStorage.setItem("contretemps.theme", wanted === "dark" ? "dark" : "light");
    if (wanted === "projector") localStorage.setItem("contretemps.profil", "projector");
    else localStorage.removeItem("contretemps.profil");
  }, light);
}

/** Fails on any breach of WCAG 2.2 AA that axe can see, with the place of each. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
  expect(found).toEqual([]);
}
