/**
 * The event table: the accessible equivalent of the drawings. Walked, filtered and used to inject
 * faults with the keyboard alone.
 */
import type { Page } from "@playwright/test";
import { expect, expectAccessibleInEveryLight, test } from "./fixtures.ts";
import { expectStep, length, open, ready, settings } from "./laboratory.ts";

const AT_TABLE = "#v=1&variante=publiee&graine=42&pas=40&vue=table";

const table = (page: Page) => page.getByRole("table", { name: /^Événements du parcours/ });
const current = (page: Page) => table(page).locator('tr[aria-current="step"]');
const filters = (page: Page) => page.getByRole("search");

test.beforeEach(async ({ page }) => {
  await open(page, AT_TABLE);
});

test("la ligne du pas courant est marquée et suit les pas", async ({ page }) => {
  await expect(current(page)).toContainText("40");
  await page.getByRole("button", { name: "Pas suivant" }).click();
  await expect(current(page)).toContainText("41");
  await expect(current(page)).toBeInViewport();
});

test("au clavier seul : marcher, aller au pas, injecter une panne à cet événement", async ({
  page,
}) => {
  await current(page).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const chosen = table(page).locator('tr[aria-selected="true"]');
  await expect(chosen).toContainText("42");
  await expectStep(page, 40);
  await page.keyboard.press("Enter");
  await expectStep(page, 42);
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu", { name: /Actions au pas/ });
  await expect(menu).toBeVisible();
  await page.keyboard.press("a");
  await page.keyboard.press("a");
  await menu.getByRole("menuitem", { name: /^Arrêt brutal/ }).focus();
  await page.keyboard.press("Enter");
  await expect(settings(page)).toContainText("Arrêt brutal");
  await ready(page);
  // The world is the same up to the event, and the fault acts just after it.
  await expectStep(page, 42);
  await page.getByRole("button", { name: "Pas suivant" }).click();
  await expect(current(page)).toContainText("panne injectée");
});

test("le clic droit ouvre le menu de la ligne ; « Poser A » y pose le drapeau", async ({
  page,
}) => {
  await current(page).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Poser A à ce pas" }).click();
  await page.getByRole("tab", { name: "Bases" }).click();
  await expect(page.getByRole("button", { name: "Retirer A" })).toBeVisible();
});

test("filtrer par nœud, par commande et par mot ne garde que ce qui répond", async ({ page }) => {
  const total = await length(page);
  await filters(page).getByRole("combobox", { name: "Nœud" }).selectOption("paiement");
  await expect(filters(page).getByRole("status")).toContainText(/^\d+ sur/);
  const nodes = table(page).locator("tbody tr[data-row]");
  await expect(nodes.first()).toContainText("Paiement");
  expect(await nodes.filter({ hasNotText: "Paiement" }).count()).toBe(0);
  await filters(page).getByRole("searchbox").fill("debit");
  await expect(filters(page).getByRole("status")).toContainText("sur");
  await filters(page).getByRole("searchbox").fill("introuvable entre tous");
  await expect(page.getByText("Aucun pas ne correspond.")).toBeVisible();
  await filters(page).getByRole("button", { name: "Tout voir" }).click();
  await expect(filters(page).getByRole("status")).toHaveText(new RegExp(`^${total} pas$`));
});

test("quelques dizaines de lignes existent dans la page, la dernière s’atteint", async ({
  page,
}) => {
  const total = await length(page);
  await current(page).focus();
  await page.keyboard.press("End");
  await expect(table(page).locator('tr[aria-selected="true"]')).toContainText(String(total));
  expect(await table(page).locator("tbody tr[data-row]").count()).toBeLessThan(60);
});

test("la table est accessible, de jour, de nuit, au projecteur", async ({ page }) => {
  await expect(current(page)).toBeVisible();
  await expectAccessibleInEveryLight(page);
});
