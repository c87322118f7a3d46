/**
 * The databases at the playhead: tables at any step, what a step changed, what is expected and
 * missing, the difference between two instants.
 */
import type { Page } from "@playwright/test";
import { expect, expectAccessibleInEveryLight, test } from "./fixtures.ts";
import { expectStep, open, ready, settings } from "./laboratory.ts";

const tables = (page: Page) => page.getByRole("region", { name: "Tables à l’instant du curseur" });
const difference = (page: Page) =>
  page.getByRole("region", { name: "Différence entre deux instants" });
const inspector = (page: Page) => page.getByRole("region", { name: "Inspecteur" });

/** The prepared crash between the debit and its writing; the cursor on the crash itself. */
async function openAtCrash(page: Page): Promise<void> {
  await open(page, "#v=1&variante=publiee&graine=42&pas=0&vue=bases");
  await settings(page)
    .getByRole("button", { name: "Arrêt entre le débit et son écriture" })
    .click();
  await ready(page);
  for (let i = 0; i < 2; i++) await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByRole("region", { name: "Quand" })).toContainText("s’arrête");
}

test("avant le premier pas, chaque table dit quand sa première ligne arrive", async ({ page }) => {
  await open(page, "#v=1&variante=publiee&graine=42&pas=0&vue=bases");
  await expect(tables(page)).toContainText("Aucune ligne à cet instant. La première arrive au pas");
});

test("au pas de l’arrêt, l’étape débitée est une ligne attendue, jamais écrite", async ({
  page,
}) => {
  await openAtCrash(page);
  const steps = tables(page).getByRole("table", { name: /^sagas\.saga_steps/ });
  await expect(steps).toContainText("jamais écrite");
  await expect(difference(page)).toContainText("attendue, jamais écrite");
});

test("chaque pas dit ses lignes ajoutées et changées ; le pas mène à son instant", async ({
  page,
}) => {
  await open(page, "#v=1&variante=publiee&graine=42&pas=60&vue=bases");
  await page.getByRole("button", { name: "Poser A ici" }).click();
  await page.getByRole("button", { name: "Fin", exact: true }).click();
  const line = difference(page)
    .getByRole("row", { name: /ajoutée/ })
    .first();
  await expect(line).toBeVisible();
  const there = line.getByRole("button", { name: /^pas/ });
  const wanted = Number((await there.innerText()).replace(/\D/g, ""));
  await there.click();
  await expectStep(page, wanted);
  await page.getByRole("button", { name: "Retirer A" }).click();
  await expect(
    difference(page)
      .getByRole("row", { name: /ajoutée|changée/ })
      .first(),
  ).toBeVisible();
});

test("une ligne choisie montre toutes ses colonnes et sa vie dans l’inspecteur", async ({
  page,
}) => {
  await open(page, "#v=1&variante=publiee&graine=42&pas=120&vue=bases");
  await tables(page)
    .getByRole("table", { name: /^sagas\.sagas/ })
    .getByRole("button", { name: "1041" })
    .click();
  await expect(inspector(page)).toContainText("survit à l’arrêt");
  await expect(inspector(page).getByRole("table", { name: /Sa vie/ })).toContainText("écrite");
  await page.keyboard.press("ArrowRight");
  await expect(inspector(page).getByRole("table", { name: /La ligne/ })).toContainText("order_id");
});

test("une table seule montre toutes ses colonnes", async ({ page }) => {
  await open(page, "#v=1&variante=publiee&graine=42&pas=120&vue=bases");
  await page
    .getByRole("navigation", { name: "Tables" })
    .getByRole("button", { name: /^sagas(?!_)/ })
    .click();
  await expect(tables(page).getByRole("columnheader", { name: "payload" })).toBeVisible();
  await expect(tables(page).getByRole("table")).toHaveCount(1);
});

test("les bases sont accessibles, de jour, de nuit, au projecteur", async ({ page }) => {
  await open(page, "#v=1&variante=publiee&graine=42&pas=100&vue=bases");
  await expect(tables(page)).toBeVisible();
  await expectAccessibleInEveryLight(page);
});
