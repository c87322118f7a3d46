/**
 * The study of the registers, from its incident to a challenge met: with a mouse, then with keys alone. And
 * what a reader does there with SQL: a touch that a check misses, and sees once corrected.
 */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectStep, promise, ready, stage, step, verdict } from "./laboratory.ts";

const STUDY = "/etudes/caisses/";
const OVERSOLD = "Jamais survendu";
const TOUCHED = "Toute retouche est vue";

const challenge = (page: Page): Locator =>
  page.locator("#defi").getByText("Cinq exemplaires de chaque article").locator("..");

test("l’étude à la souris : le pari, les deux horloges, le ticket, un défi relevé en une panne", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto(STUDY);
  await expect(stage(page)).toBeVisible();
  await page.getByRole("button", { name: "Voir les caisses à l’ouverture" }).click();
  await ready(page);
  await expectStep(page, 0);

  await test.step("le pari, et ce qui se passe", async () => {
    const bet = page.locator("#votre-pari");
    await bet.getByText("Elle permet de voir deux ventes concurrentes").click();
    await bet.getByText("Pas sûr", { exact: true }).click();
    await bet.getByRole("button", { name: "Engager mon pari" }).click();
    await bet.getByRole("button", { name: "Voir ce qui se passe" }).click();
    await ready(page);
    await expect(bet.getByText("constaté")).toBeVisible();
    await expect.poll(() => verdict(page, OVERSOLD)).toBe("rompue");
  });

  await test.step("les deux horloges se lisent dans le diagramme espace-temps", async () => {
    const diagram = page.getByRole("region", { name: "Diagramme espace-temps" });
    await page.getByRole("button", { name: /La caisse A vend le casque/ }).click();
    await ready(page);
    await page.getByRole("tab", { name: "Espace-temps" }).click();
    await expect(diagram.getByText("[7, 0]", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: /La caisse B vend le casque/ }).click();
    await ready(page);
    await page.getByRole("tab", { name: "Espace-temps" }).click();
    await expect(diagram.getByText("[2, 2]", { exact: true })).toBeVisible();
    await page.locator("#le-constat").getByRole("button", { name: "[7, 0]" }).click();
    await expect(page.getByText(/^Oui\s: sept événements de A/)).toBeVisible();
    await page.getByRole("tab", { name: "Graphe" }).click();
  });

  await test.step("le ticket à côté de ses événements : payé plus que ses lignes", async () => {
    await page.locator("#ticket").scrollIntoViewIfNeeded();
    const paper = page.getByRole("table", { name: /^vente m\d-c\d-\d+$/ });
    await expect(paper.getByRole("row", { name: /, retiré/ })).toBeVisible();
    const amounts = await paper.locator("tfoot td").allInnerTexts();
    expect(new Set(amounts).size).toBe(2);
  });

  await test.step("le défi : la caisse A coupée de tout, assez longtemps", async () => {
    await challenge(page).getByRole("button", { name: "Relever le défi" }).click();
    await ready(page);
    await expect(challenge(page).getByText(/tient encore/)).toBeVisible();
    await stage(page)
      .getByRole("group", { name: /^Nœud Magasin 1 · A/ })
      .click({ button: "right" });
    const cut = page.getByRole("menuitem", { name: /^Coupure de ses liens/ });
    await cut.focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await ready(page);
    await expect(challenge(page).getByText(/est rompue\s: défi relevé/)).toBeVisible();
    await expect(challenge(page).getByRole("link", { name: /^Votre preuve/ })).toHaveAttribute(
      "href",
      /\/labo\/caisses\/.*partition/,
    );
  });
});

test("l’étude au clavier : le défi se relève sans souris", async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto(STUDY);
  await expect(stage(page)).toBeVisible();
  await challenge(page).getByRole("button", { name: "Relever le défi" }).focus();
  await page.keyboard.press("Enter");
  await ready(page);
  await expect(challenge(page).getByText(/tient encore/)).toBeVisible();
  await stage(page)
    .getByRole("group", { name: /^Nœud Magasin 1 · A/ })
    .focus();
  await page.keyboard.press("p");
  const cut = page.getByRole("menuitem", { name: /^Coupure de ses liens/ });
  await expect(cut).toBeVisible();
  await cut.focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await ready(page);
  await expect(challenge(page).getByText(/est rompue\s: défi relevé/)).toBeVisible();
});

test("une fin de journal coupée par SQL : le contrôle publié passe, la tête notée la voit", async ({
  page,
}) => {
  await page.goto("/labo/caisses/#v=1&variante=publiee&graine=42&f1=request:couper@130s&pas=3000");
  await ready(page);
  const asks = page.getByRole("complementary", { name: "Ce que vous réglez" });
  await asks.getByRole("button", { name: /^Contrôler cette caisse/ }).click();
  await ready(page);
  await expect(asks.getByText(/intact/).first()).toBeVisible();
  await expect(promise(page, TOUCHED).getByRole("button", { name: /rompue au pas/ })).toBeVisible();
  await page.getByRole("radio", { name: "corrigée" }).click();
  await ready(page);
  await expect(asks.getByText(/rompu/).first()).toBeVisible();
  await expect(promise(page, TOUCHED).getByRole("button", { name: /rompue au pas/ })).toHaveCount(
    0,
  );
  expect(await step(page)).toBeGreaterThanOrEqual(0);
});
