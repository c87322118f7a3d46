/**
 * Reload at the wrong moment, storage full, what was kept no longer readable: what the reader did is
 * found again, or a sentence says that it is not.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { open, ready, settings, stage } from "./laboratory.ts";

const SAGA = "/etudes/saga-fintech/";
const refused = (page: Page) => page.getByText("Ce navigateur refuse d’enregistrer");

async function bet(page: Page): Promise<void> {
  const question = page.getByRole("group", { name: /Qu’y aura-t-il dans les bases/ });
  const engage = page.getByRole("button", { name: "Engager mon pari" }).first();
  // A page that is not awake yet hears nothing: one clicks again, as anybody would.
  await expect(async () => {
    await question.locator("label").nth(1).click();
    await page.getByText("Pas sûr", { exact: true }).first().click();
    await expect(engage).toBeEnabled({ timeout: 500 });
  }).toPass();
  await engage.click();
}
const placed = (page: Page) => page.getByText(/votre pari, «\s?pas sûr/);

test("étude : un pari dans un onglet, une réponse dans un autre, et tout revient dans les deux", async ({
  page,
  context,
}) => {
  await page.goto(SAGA);
  const other = await context.newPage();
  await other.goto(SAGA);
  await bet(page);
  const prompt = other.locator("details").filter({ hasText: "À revoir" }).first();
  await prompt.locator("summary").click();
  await prompt.getByRole("button", { name: "À revoir" }).click();
  for (const tab of [page, other]) {
    await tab.reload();
    await expect(placed(tab)).toBeVisible();
    await expect(tab.locator('button[aria-pressed="true"]', { hasText: "À revoir" })).toHaveCount(
      1,
    );
  }
});

test("étude : stockage plein, la page le dit une fois et garde le pari sous les yeux", async ({
  page,
}) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await page.goto(SAGA);
  await bet(page);
  await expect(refused(page)).toHaveCount(1);
  await expect(placed(page)).toBeVisible();
});

test("étude : la panne posée dans le laboratoire d’à côté est là après un rechargement", async ({
  page,
}) => {
  await page.goto(SAGA);
  await expect(stage(page)).toBeVisible();
  await ready(page);
  await stage(page)
    .getByRole("group", { name: /^Nœud Paiement/ })
    .click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Arrêt brutal/ }).click();
  await page.reload();
  await expect(page.getByText("Le laboratoire est tel que vous l’aviez laissé.")).toBeVisible();
  await ready(page);
  await page.getByRole("link", { name: "Plein écran" }).click();
  await ready(page);
  await expect(settings(page).getByRole("switch", { name: /Arrêt brutal/ })).toBeChecked();
});

test("laboratoire : recharger pendant un long calcul ne perd pas la panne que l’on vient de poser", async ({
  page,
}) => {
  await open(page, "#v=1&variante=publiee&graine=42&p.commandes=900&p.stock=9000&pas=40");
  await stage(page)
    .getByRole("group", { name: /^Nœud Paiement/ })
    .click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Arrêt brutal/ }).click();
  const isStillBusy = await page.waitForFunction(() => {
    if (!location.hash.includes("f1=crash")) return null;
    return document.querySelector('main[aria-busy="true"]') === null ? "over" : "busy";
  });
  expect(await isStillBusy.jsonValue()).toBe("busy");
  await page.reload();
  await expect(settings(page).getByRole("switch", { name: /Arrêt brutal/ })).toBeChecked();
});

test("comparaison : refermée aussitôt, elle rend la panne posée", async ({ page }) => {
  const PAIR = "/comparer/saga-publiee-corrigee/";
  await page.goto(PAIR);
  await ready(page);
  await page
    .getByRole("group", { name: /^Nœud Paiement/ })
    .first()
    .click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Arrêt brutal/ }).click();
  await page.goto("/glossaire/");
  await page.goto(PAIR);
  await page.getByRole("button", { name: "Y revenir" }).click();
  await ready(page);
  await expect(page).toHaveURL(/g\.f1=crash.*d\.f1=crash/);
  await expect(
    page.getByRole("list", { name: "Pannes sur la ligne du temps" }).getByRole("button"),
  ).toHaveCount(1);
});
