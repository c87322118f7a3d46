/**
 * What a visitor sees and touches of a laboratory, by role and French name: shared by the specs.
 */
import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

export const LAB = "/labo/saga-fintech/";

/** The page has nothing left to compute. */
export const ready = (page: Page): Promise<void> =>
  expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });

/** A link without a step plays by itself: tests that count steps begin at rest. */
export const AT_REST = "#v=1&pas=0";

export async function open(page: Page, fragment = AT_REST): Promise<void> {
  await page.goto(LAB + fragment);
  await ready(page);
}

export const cursor = (page: Page): Locator => page.getByRole("slider", { name: "Curseur" });
export const step = async (page: Page): Promise<number> =>
  Number(await cursor(page).getAttribute("aria-valuenow"));
export const length = async (page: Page): Promise<number> =>
  Number(await cursor(page).getAttribute("aria-valuemax"));
export const expectStep = (page: Page, wanted: number): Promise<void> =>
  expect(cursor(page)).toHaveAttribute("aria-valuenow", String(wanted));

export const promises = (page: Page): Locator => page.getByRole("region", { name: /^Promesses/ });
export const promise = (page: Page, title: string): Locator =>
  promises(page).getByRole("listitem").filter({ hasText: title });
/** Its verdict at the cursor, in one word: « tenue », « en attente », « rompue », « sans objet ». */
export const verdict = (page: Page, title: string): Promise<string> =>
  promise(page, title)
    .getByRole("heading")
    .getByRole("img")
    .first()
    .getAttribute("aria-label")
    .then((word) => word ?? "");

export const settings = (page: Page): Locator =>
  page.getByRole("complementary", { name: "Ce que vous réglez" });
export const timeline = (page: Page): Locator => page.getByRole("region", { name: "Quand" });
export const stage = (page: Page): Locator =>
  page.getByRole("region", { name: "Graphe du système" });

/** Steps forward until the sentence of the step says so; fails after `stepsMax` steps. */
export async function stepUntil(page: Page, sentence: RegExp, stepsMax = 80): Promise<void> {
  const said = timeline(page).getByRole("paragraph").filter({ hasText: sentence });
  for (let i = 0; i < stepsMax; i++) {
    if (await said.count()) return;
    const before = await step(page);
    await page.getByRole("button", { name: "Pas suivant" }).click();
    await expectStep(page, before + 1);
  }
  throw new Error(`no step says ${sentence} within ${stepsMax} steps`);
}

/** The address comes to say this of one of its parts, be the machine slow. */
export const expectLink = (page: Page, part: string, said: string | RegExp): Promise<void> =>
  expect(async () => {
    const link = new URLSearchParams(new URL(page.url()).hash.slice(1).replaceAll("+", "%2B"));
    if (typeof said === "string") expect(link.get(part)).toBe(said);
    else expect(link.get(part)).toMatch(said);
  }).toPass({ timeout: 10_000 });

/** The address once the page has rested, as its parts. */
export async function settledLink(page: Page): Promise<URLSearchParams> {
  await ready(page);
  const fragment = (): string => new URL(page.url()).hash;
  await expect.poll(fragment).toContain("empreinte=");
  let last = "";
  let reads = 0;
  // The address is written 300 ms after the last change; on a busy machine, later.
  await expect
    .poll(
      () => {
        const now = fragment();
        reads = now === last ? reads + 1 : 0;
        last = now;
        return reads;
      },
      { intervals: [350] },
    )
    .toBeGreaterThanOrEqual(2);
  return new URLSearchParams(last.slice(1).replaceAll("+", "%2B"));
}

/** Clicks, with the mouse, the message in flight of this name; it is drawn on a canvas. */
export async function pickMessage(page: Page, name: RegExp): Promise<void> {
  // The keyboard walks the messages one after the other: it says where each one is.
  await stage(page).getByRole("group").first().focus();
  const held = stage(page).getByRole("button", { name });
  for (let i = 0; i < 12 && (await held.count()) === 0; i++) await page.keyboard.press("m");
  const box = await held.boundingBox();
  if (box === null) throw new Error(`no message ${name} in flight`);
  await page.keyboard.press("Escape");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(held).toHaveAttribute("aria-pressed", "true");
}
