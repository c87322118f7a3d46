/**
 * What the shops have sold beside what the centre knows of it: live at the cursor, and without a mouse.
 * Its sums are held against the bases by the unit test of the fold.
 */
import { expect, test } from "./fixtures.ts";
import { ready } from "./laboratory.ts";

test("un magasin coupé vend : ce qui attend est à côté de ce que sait le siège, et arrive au retour", async ({
  page,
}) => {
  const cut = "f1=partition:m1-c1,m1-c2|siege@20s%2B100s";
  await page.goto(`/labo/caisses/#v=1&variante=corrigee&graine=42&${cut}&pas=2600&vue=metriques`);
  await ready(page);
  const takings = page.getByRole("region", { name: "Chiffre d’affaires, par magasin et par jour" });
  const store = takings.getByRole("row", { name: /^magasin001/ });
  const cells = async (): Promise<readonly string[]> => store.getByRole("cell").allInnerTexts();

  const [sold, waiting, known, gap] = await cells();
  expect(sold).toMatch(/^\d+,\d\d$/);
  expect([waiting, known]).toEqual([sold, "–"]);
  expect(gap).toContain(sold);
  await expect(
    takings
      .getByRole("row", { name: /^magasin002/ })
      .getByRole("cell")
      .nth(3),
  ).toHaveText("0");

  // The widest gap first, by the keyboard; then the end of the run.
  await takings.getByRole("button", { name: "écart" }).focus();
  await page.keyboard.press("Enter");
  await expect(takings.getByRole("columnheader", { name: "écart" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await expect(takings.getByRole("rowheader").first()).toHaveText("magasin001");
  await page.keyboard.press("End");
  await expect(store.getByRole("cell").nth(3)).toHaveText("0");
  const [after, left, arrived] = await cells();
  expect(left).toBe("");
  expect(arrived).toBe(after);
});
