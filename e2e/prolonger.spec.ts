/** A run stopped by its budget of events says so, judges nothing, and goes on when it is asked to. */
import { expect, test } from "./fixtures.ts";
import { expectLink, expectStep, length, open, promises, ready } from "./laboratory.ts";

test("le budget atteint se dit, se prolonge d’un bouton, et le lien le garde", async ({ page }) => {
  await open(page, "#v=1&variante=publiee&graine=42&budget=250&pas=120");
  const short = await length(page);
  expect(short).toBeLessThan(260);
  const said = page.getByText(/Le budget de 250 d’événements est atteint/);
  await expect(said).toBeVisible();
  await page.getByRole("button", { name: /^Prolonger de 500\s000$/ }).click();
  await ready(page);
  await expect(said).toBeHidden();
  expect(await length(page)).toBeGreaterThan(short);
  await expectStep(page, 120);
  await page.getByRole("button", { name: "Fin", exact: true }).click();
  await expect(promises(page).getByRole("img", { name: "indéterminée" })).toHaveCount(0);
  await expectLink(page, "budget", "500250");
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("button", { name: /^Prolonger/ })).toBeVisible();
});
