/** Reduced motion: nothing slides. Playing goes from event to event, and between two nothing moves. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { open, stage, step } from "./laboratory.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const clock = (page: Page) => page.getByRole("timer", { name: "Horloge simulée" });

/** The clock at each frame, for a while, with the step it was seen at. */
const watchClock = (page: Page, durationMs: number) =>
  page.evaluate(
    (lastsMs) =>
      new Promise<readonly (readonly [step: string, clock: string])[]>((resolve) => {
        const seen: [string, string][] = [];
        const timer = document.querySelector('[role="timer"]');
        const head = document.querySelector('[role="slider"][aria-label="Curseur"]');
        const startMs = performance.now();
        const look = (): void => {
          seen.push([head?.getAttribute("aria-valuenow") ?? "", timer?.textContent ?? ""]);
          if (performance.now() - startMs < lastsMs) requestAnimationFrame(look);
          else resolve(seen);
        };
        look();
      }),
    durationMs,
  );

test("la lecture va d’événement en événement, jamais entre deux", async ({ page }) => {
  await open(page, "#v=1&pas=60");
  await page.getByRole("button", { name: "Lecture", exact: true }).click();
  const seen = await watchClock(page, 3_500);
  await page.getByRole("button", { name: "Pause" }).click();
  const steps = new Set(seen.map(([at]) => at));
  expect(steps.size).toBeGreaterThan(2);
  expect(steps.size).toBeLessThan(8);
  const instants = new Map<string, Set<string>>();
  for (const [at, said] of seen) instants.set(at, (instants.get(at) ?? new Set()).add(said));
  // One step, one instant: the clock never stands between two events.
  for (const [at, said] of instants) expect([...said], `pas ${at}`).toHaveLength(1);
});

test("un pas est un saut : l’horloge et la scène sont tout de suite à leur place", async ({
  page,
}) => {
  await open(page, "#v=1&pas=90");
  await page.getByRole("button", { name: "Pas suivant" }).click();
  const after = await clock(page).innerText();
  const picture = await stage(page).screenshot();
  await page.waitForTimeout(500);
  expect(await clock(page).innerText()).toBe(after);
  expect((await stage(page).screenshot()).equals(picture)).toBe(true);
});

for (const address of [
  "/",
  "/etudes/saga-fintech/",
  "/labo/saga-fintech/#v=1&pas=90",
  "/glossaire/",
]) {
  test(`aucune animation ne tourne : ${address}`, async ({ page }) => {
    await page.goto(address);
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });
    await page.waitForTimeout(300);
    const running = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(
          (animation) =>
            animation.playState === "running" &&
            Number(animation.effect?.getComputedTiming().duration) > 10,
        )
        .map((animation) => (animation.effect as KeyframeEffect).target?.outerHTML.slice(0, 120)),
    );
    expect(running).toEqual([]);
  });
}

test("sans mouvement réduit, la lecture glisse entre les événements", async ({ browser }) => {
  const context = await browser.newContext({ reducedMotion: "no-preference", locale: "fr-FR" });
  const page = await context.newPage();
  await open(page, "#v=1&pas=60");
  await page.getByRole("button", { name: "Lecture", exact: true }).click();
  const seen = await watchClock(page, 1_500);
  const instants = new Set(seen.map(([, said]) => said));
  expect(instants.size).toBeGreaterThan(10);
  expect(await step(page)).toBeGreaterThan(60);
  await context.close();
});
