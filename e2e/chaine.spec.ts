/** A chain of stores: one tile a store, which opens into its registers; a region is cut off by its name. */
import { expect, test } from "./fixtures.ts";
import { ready, stage } from "./laboratory.ts";

const CHAIN =
  "/labo/caisses/#v=1&variante=corrigee&graine=42&p.magasins=16&p.caisses-par-magasin=3" +
  "&p.intervalle=10s&p.duree=60s&p.periode-synchro=5s&pas=3000";

test("seize magasins s’ouvrent sur leurs caisses ; le Nord coupé, ses magasins le disent et gardent leurs ventes", async ({
  page,
}) => {
  await page.goto(CHAIN);
  await ready(page);
  const graph = stage(page);
  const tiles = graph.getByRole("button", { name: /^Magasin \d+, 3 caisses/ });
  await expect(tiles).toHaveCount(16);

  // By the keyboard: a store opens on its registers, and closes where one was.
  await tiles.nth(4).focus();
  await page.keyboard.press("Enter");
  const opened = graph.getByRole("region", { name: "Magasin 5, 3 caisses" });
  await expect(opened.getByRole("group", { name: /^Nœud Magasin 5 · / })).toHaveCount(3);
  await expect(opened.getByRole("group", { name: /Magasin 5 · A/ })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(opened.getByRole("group", { name: /Magasin 5 · B/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(opened).toHaveCount(0);
  await expect(tiles.nth(4)).toBeFocused();

  await graph.getByRole("button", { name: "Pannes, Nord" }).click();
  await page.getByRole("menuitem", { name: /Coupure dans les deux sens/ }).click();
  await ready(page);
  await expect(page.getByText(/Nord ↔ Siège/).first()).toBeVisible();
  // The cut begins at the cursor: a few steps on, its four stores say so, and no other.
  const cut = graph.getByRole("button", { name: /^Magasin \d+, 3 caisses, 3 sans liaison/ });
  await expect(async () => {
    await page.getByRole("button", { name: "Pas suivant" }).click();
    await expect(cut).toHaveCount(4, { timeout: 100 });
  }).toPass({ timeout: 20_000, intervals: [50] });
  await expect(cut.first()).toHaveAccessibleName(/^Magasin 1,/);
  await expect(cut.last()).toHaveAccessibleName(/^Magasin 4,/);
});
