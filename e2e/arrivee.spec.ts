/**
 * Arriving: a laboratory opened without a step plays by itself, until a hand is laid on it. A link with
 * a step opens there, at rest; reduced motion opens at rest too.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { AT_REST, cursor, expectStep, LAB, promises, ready, stage, step } from "./laboratory.ts";

const STUDY = "/etudes/saga-fintech/";
const pause = (page: Page) => page.getByRole("button", { name: "Pause", exact: true });
const play = (page: Page) => page.getByRole("button", { name: "Lecture", exact: true });

/** It has stopped, and stays there. */
async function expectStill(page: Page): Promise<number> {
  await expect(play(page)).toBeVisible();
  const at = await step(page);
  await page.waitForTimeout(700);
  await expectStep(page, at);
  return at;
}

for (const address of [LAB, STUDY]) {
  test.describe(`arriver à ${address}`, () => {
    test("la saga tourne d’elle-même, « Pause » est écrit, et un clic l’arrête", async ({
      page,
    }) => {
      await page.goto(address);
      await expect.poll(() => step(page), { timeout: 20_000 }).toBeGreaterThan(3);
      await expect(pause(page)).toBeVisible();
      await expect(pause(page)).toHaveText("Pause");
      await pause(page).click();
      await expectStill(page);
      await play(page).click();
      const from = await step(page);
      await expect.poll(() => step(page)).toBeGreaterThan(from);
    });

    test("le premier geste sur le laboratoire prend la main", async ({ page }) => {
      await page.goto(address);
      await expect(pause(page)).toBeVisible({ timeout: 20_000 });
      await stage(page)
        .getByRole("group", { name: /^Nœud Inventaire/ })
        .click();
      await expectStill(page);
    });
  });
}

test("Espace et K arrêtent et reprennent", async ({ page }) => {
  await page.goto(LAB);
  await expect(pause(page)).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press("Space");
  const at = await expectStill(page);
  await page.keyboard.press("k");
  await expect.poll(() => step(page)).toBeGreaterThan(at);
});

test("une touche qui déplace le curseur l’arrête là", async ({ page }) => {
  await page.goto(LAB);
  await expect(pause(page)).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press("Home");
  expect(await expectStill(page)).toBe(0);
});

test("lire le texte d’une étude n’arrête rien ; lui demander un état, si", async ({ page }) => {
  await page.goto(STUDY);
  await expect(pause(page)).toBeVisible({ timeout: 20_000 });
  await page.getByRole("heading", { name: "L’incident" }).click();
  await page.mouse.wheel(0, 400);
  const at = await step(page);
  await expect.poll(() => step(page)).toBeGreaterThan(at);
  await page.getByRole("button", { name: "Voir une commande ordinaire" }).click();
  await ready(page);
  await expectStill(page);
});

test("un lien qui nomme un pas s’ouvre à ce pas, au repos", async ({ page }) => {
  for (const [link, at] of [
    ["#v=1&pas=12", 12],
    [AT_REST, 0],
  ] as const) {
    await page.goto("about:blank");
    await page.goto(LAB + link);
    await ready(page);
    expect(await expectStill(page)).toBe(at);
  }
});

test("un lien qu’il faut corriger se lit d’abord", async ({ page }) => {
  await page.goto(`${LAB}#v=1&variante=parfaite`);
  await ready(page);
  expect(await expectStill(page)).toBe(0);
});

test.describe("mouvement réduit", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });
  for (const address of [LAB, STUDY]) {
    test(`rien ne bouge avant qu’on le demande : ${address}`, async ({ page }) => {
      await page.goto(address);
      await expect(cursor(page)).toBeAttached();
      await ready(page);
      expect(await expectStill(page)).toBe(0);
    });
  }
});

test("sur un téléphone, le laboratoire d’une étude attend qu’on l’ouvre, et se repose refermé", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(STUDY);
  await expect(cursor(page)).toBeAttached();
  await page.waitForTimeout(1_500);
  await expectStep(page, 0);
  const sheet = page.getByRole("button", { name: /^Le laboratoire/ });
  await sheet.click();
  await expect.poll(() => step(page)).toBeGreaterThan(3);
  await sheet.click();
  await page.waitForTimeout(400);
  const at = await step(page);
  await page.waitForTimeout(700);
  await expectStep(page, at);
  await sheet.click();
  await expect.poll(() => step(page)).toBeGreaterThan(at);
});

test("laissée à elle-même, la saga va jusqu’au bout et s’arrête", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(LAB);
  await expect(pause(page)).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Vitesse 2" }).click();
  await expect(pause(page)).toBeVisible();
  await expect(play(page)).toBeVisible({ timeout: 90_000 });
  expect(await step(page)).toBe(Number(await cursor(page).getAttribute("aria-valuemax")));
  await expect(promises(page).getByRole("button", { name: /rompue/ })).toHaveCount(0);
});
