/**
 * « La même panne » when the reader passes to the other variant: it acts there too, the page says where
 * it stands now, and the way back gives the branch that was left.
 */
import { expect, test } from "./fixtures.ts";
import {
  expectLink,
  open,
  pickMessage,
  ready,
  settings,
  settledLink,
  stage,
  stepUntil,
} from "./laboratory.ts";

test("un message perdu d’un clic se perd aussi dans la variante corrigée", async ({ page }) => {
  await open(page, "#v=1&variante=publiee&graine=42&pas=75");
  await stepUntil(page, /^Le service Paiement répond «\sdébité\s» à l’orchestrateur .* 1041/, 30);
  await pickMessage(page, /^Réponse débité de 1041/);
  await page.getByRole("button", { name: "Perdre" }).click();
  await ready(page);
  const placed = (await settledLink(page)).get("f1") ?? "";
  expect(placed).toMatch(/^drop-message:.*@event:\d+$/);

  await page.getByRole("radio", { name: "corrigée" }).click();
  await ready(page);
  await expect(page.getByText(/Votre panne garde son message\s: .*, dès son envoi/)).toBeVisible();
  const there = await settledLink(page);
  expect(there.get("f1")).toBe(placed.replace(/@.*$/, "@0s"));
  await page.getByRole("tab", { name: "Table" }).click();
  await page.getByRole("searchbox", { name: "Texte cherché" }).fill("c’est votre panne");
  await expect(page.getByRole("row", { name: /« débité » de 1041 .* se perd/ })).toHaveCount(1);

  await page.getByRole("radio", { name: "telle que publiée" }).click();
  await expectLink(page, "f1", placed);
});

test("un nœud arrêté après un pas s’arrête au même instant dans l’autre variante", async ({
  page,
}) => {
  await open(page, "#v=1&variante=publiee&graine=42&f1=crash:orchestrateur@event:60+3s&pas=64");
  await expect(
    stage(page).getByRole("group", { name: /^Nœud Orchestrateur/ }),
  ).toHaveAccessibleName(/arrêt/);
  await page.getByRole("radio", { name: "corrigée" }).click();
  await ready(page);
  await expect(page.getByText(/Votre panne garde son instant/)).toBeVisible();
  await expectLink(page, "f1", /^crash:orchestrateur@\d+us\+3s$/);
  for (let i = 0; i < 3; i++) await page.getByRole("button", { name: "Pas suivant" }).click();
  await expect(
    stage(page).getByRole("group", { name: /^Nœud Orchestrateur/ }),
  ).toHaveAccessibleName(/arrêt/);
  await page.keyboard.press("Control+z");
  await expect(settings(page).getByText(/pas\s61/)).toBeVisible();
});
