/**
 * A study before it is awake, and the laboratory under the hand of the text: an early click counts, what plays by
 * itself gives way, and the reader keeps the view that they chose.
 */
import { expect, test } from "./fixtures.ts";
import { expectStep, ready, stage } from "./laboratory.ts";

const STUDY = "/etudes/caisses/";

test("un pari cliqué avant que les scripts ne soient là est pris, et « Voir » arrête la démonstration", async ({
  page,
}) => {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/\/_next\/.*\.js(\?|$)/, async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto(STUDY, { waitUntil: "commit" });
  const bet = page.locator("#votre-pari");
  await bet.getByText("Elle permet de voir deux ventes concurrentes").click();
  await bet.getByText("Pas sûr", { exact: true }).click();
  const commit = bet.getByRole("button", { name: "Engager mon pari" });
  await expect(commit).toBeDisabled();
  await page.getByRole("button", { name: "Voir les caisses à l’ouverture" }).click();
  letGo();
  await expect(commit).toBeEnabled();
  await commit.click();
  await expect(bet.getByText("votre pari, « pas sûr »")).toBeVisible();

  // Asked for before the laboratory was there: it stands at its beginning, and stays there.
  await expect(stage(page)).toBeVisible();
  await ready(page);
  await expectStep(page, 0);
  await page.waitForTimeout(1_500);
  await expectStep(page, 0);
});

test("un repère de la marge laisse la vue du lecteur, sauf s’il en demande une", async ({
  page,
}) => {
  await page.goto(STUDY);
  await expect(stage(page)).toBeVisible();
  const chosen = page.getByRole("tab", { selected: true });
  await page.getByRole("tab", { name: "Bases" }).click();
  await page.getByRole("button", { name: /La caisse A vend le casque/ }).click();
  await expect(page.getByRole("slider", { name: "Curseur" })).not.toHaveAttribute(
    "aria-valuenow",
    "0",
  );
  await ready(page);
  await expect(chosen).toHaveText("Bases");
  await page.getByRole("button", { name: /Plus petite estampille/ }).click();
  await expect(chosen).toHaveText(/^Espace-temps/);
  // Lent, not chosen: the next one gives theirs back.
  await page.getByRole("button", { name: /L’horloge de B recule/ }).click();
  await expect(chosen).toHaveText("Bases");
});
