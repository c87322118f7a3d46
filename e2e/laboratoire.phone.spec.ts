/** The laboratory in one hand: the same commands by touch, in sheets. */
import { expect, expectAccessible, test } from "./fixtures.ts";

const CRASH =
  "/labo/saga-fintech/#v=1&variante=publiee&graine=42&f1=crash:orchestrateur@823ms+3s&pas=40";

test.beforeEach(async ({ page }) => {
  await page.goto(CRASH);
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });
});

test("une promesse et trois totaux en haut, et l’on va à la rupture d’un doigt", async ({
  page,
}) => {
  const claims = page.getByRole("region", { name: "Promesses" });
  await claims
    .getByRole("button", { name: /rompue/ })
    .first()
    .tap();
  const cursor = page.getByRole("slider", { name: "Curseur" });
  expect(Number(await cursor.getAttribute("aria-valuenow"))).toBeGreaterThan(40);
});

test("les pannes et les réglages montent en feuilles, et se referment", async ({ page }) => {
  await page.getByRole("button", { name: "Pannes", exact: true }).tap();
  const faults = page.getByRole("dialog", { name: "Pannes" });
  await expect(faults.getByRole("switch", { name: /Arrêt brutal/ })).toBeVisible();
  await faults.getByRole("button", { name: "Fermer" }).tap();
  await expect(faults).toBeHidden();
  await page.getByRole("tab", { name: "Plus" }).tap();
  await page.getByRole("button", { name: "Variante et réglages" }).tap();
  await expect(page.getByRole("dialog", { name: "Réglages" })).toBeVisible();
});

test("une panne préparée se provoque en deux gestes", async ({ page }) => {
  await page.getByRole("button", { name: "Pannes", exact: true }).tap();
  await page.getByRole("button", { name: "La réponse du débit se perd" }).tap();
  await expect.poll(() => new URL(page.url()).hash).toContain("drop-message:");
});

test("tout se lit et s’atteint, sans débordement", async ({ page }) => {
  await expectAccessible(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});
