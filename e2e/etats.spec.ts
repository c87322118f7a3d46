/** The sagas as state machines: a view of its own, lit at the playhead. */
import { expect, expectAccessibleInEveryLight, test } from "./fixtures.ts";
import { open, ready, step } from "./laboratory.ts";

const REFUSED = "#v=1&variante=publiee&graine=42&f1=refuse:livraison@0s%2B10s";

test("chaque saga est un diagramme : son état s’allume au curseur, un état mène à son pas", async ({
  page,
}) => {
  await open(page, `${REFUSED}&vue=etats&pas=0`);
  await expect(page.getByRole("tab", { name: "États" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByText("Aucune n’a commencé à cet instant.")).toBeVisible();
  await page.getByRole("button", { name: "Fin", exact: true }).click();
  const one = page.locator("[data-instance='1041']");
  await expect(
    one.getByRole("listitem").and(page.locator("[aria-current=step]")).first(),
  ).toContainText(/compensée|compense|bloquée/);
  const counts = page.getByRole("list", { name: "Saga, par état" });
  await expect(counts.getByRole("button", { name: /^terminée\s*0$/ })).toBeVisible();

  const total = await step(page);
  await one.getByRole("button", { name: /^en cours/ }).click();
  expect(await step(page)).toBeLessThan(total);
  await expect(one.locator("li[aria-current=step]").first()).toContainText("en cours");
  await counts.getByRole("button", { name: /^compensée/ }).click();
  await expect(one).toHaveCount(0);
  await counts.getByRole("button", { name: /^compensée/ }).click();
  await one.getByRole("button", { name: "Commande 1041" }).click();
  await expect(
    page.getByRole("complementary", { name: "Ce que vous regardez" }).getByRole("heading", {
      name: /Commande 1041/,
    }),
  ).toBeVisible();
});

test("la vue des états est accessible dans chaque lumière, et rien ne déborde à 1024", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await open(page, `${REFUSED}&vue=etats&pas=200`);
  await ready(page);
  await expect(page.locator("[data-instance]").first()).toBeVisible();
  const isWider = (): Promise<boolean> =>
    page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
  expect(await isWider()).toBe(false);
  const tabs = page.getByRole("tablist", { name: "Vues" });
  const cut = await tabs.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(cut).toBeLessThanOrEqual(0);
  await expectAccessibleInEveryLight(page);
  expect(await isWider()).toBe(false);
});
