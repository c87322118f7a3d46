/** « Pourquoi ? »: from the breach back to its first cause, and the same world repaired. */
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures.ts";
import { expectStep, open, promise, ready, settings, step } from "./laboratory.ts";

const RESERVED = "Stock réservé une seule fois";
const why = (page: Page) => page.getByRole("region", { name: /^Pourquoi/ });
const stops = (page: Page) => why(page).getByRole("listitem");

test.beforeEach(async ({ page }) => {
  await open(page, "#v=1&variante=publiee&graine=42&pas=0");
  await settings(page)
    .getByRole("button", { name: "Arrêt entre le débit et son écriture" })
    .click();
  await ready(page);
  await promise(page, RESERVED)
    .getByRole("button", { name: /^Pourquoi/ })
    .click();
});

test("les arrêts vont de la rupture à la cause, et nomment ce qui manque et votre panne", async ({
  page,
}) => {
  await expect(why(page)).toContainText(/Promesse rompue au pas\s\d+/);
  expect(await stops(page).count()).toBeGreaterThanOrEqual(4);
  await expect(why(page)).toContainText("une absence est un fait");
  await expect(why(page)).toContainText("panne injectée");
  await expect(why(page)).toContainText(/Cause première\s: vous arrêtez l’orchestrateur/);
});

test("↓ marche vers la cause et déplace le curseur, l’espace-temps montre le même numéro", async ({
  page,
}) => {
  await page.getByRole("tab", { name: "Espace-temps" }).click();
  await stops(page).first().getByRole("button").focus();
  await page.keyboard.press("ArrowDown");
  const second = stops(page).nth(1).getByRole("button");
  await expect(second).toBeFocused();
  await expect(second).toHaveAttribute("aria-current", "step");
  const said = Number(/pas\s(\d+)/.exec((await second.innerText()).replace(/\u00a0/g, " "))?.[1]);
  expect(await step(page)).toBe(said);
  await expect(page.locator("g[data-lit]").filter({ hasText: /^2$/ })).toHaveCount(1);
});

test("« Aller au pas » mène à la cause ; Échap rend l’inspecteur", async ({ page }) => {
  const go = why(page).getByRole("button", { name: /^Aller au pas/ });
  const wanted = Number((await go.innerText()).replace(/\D/g, ""));
  await go.click();
  await expectStep(page, wanted);
  await page.keyboard.press("Escape");
  await expect(why(page)).toBeHidden();
  await expect(page.getByRole("region", { name: "Inspecteur" })).toBeVisible();
});

test("« Rejouer en corrigée » : la même panne, et la promesse tient", async ({ page }) => {
  await why(page)
    .getByRole("button", { name: /^Rejouer en/ })
    .click();
  await ready(page);
  await expect(why(page)).toContainText("tient à cet instant");
  await expect(settings(page)).toContainText("Arrêt brutal");
});

test("le panneau est accessible", async ({ page }) => {
  await expect(stops(page).first()).toBeVisible();
  await expectAccessible(page);
});
