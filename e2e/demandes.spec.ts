/** The reader asks the running system where an order stands, reads the answer, and keeps it in the link. */
import { expect, test } from "./fixtures.ts";
import { expectLink, expectStep, ready, settings, step, timeline } from "./laboratory.ts";

const PIECE = "/labo/piece-saga-orchestree/";

test("« Où en est cette commande ? » : posée au curseur, répondue en mots, reprise par le lien", async ({
  page,
}) => {
  await page.goto(`${PIECE}#v=1&variante=corrigee&graine=42&pas=260&choix=sujet:7`);
  await ready(page);
  // By the keyboard alone: D leads to the field, which holds the chosen order; Entrée asks.
  await page.keyboard.press("d");
  const key = settings(page).getByRole("textbox", { name: "Commande", exact: true });
  await expect(key).toBeFocused();
  await expect(key).toHaveValue("7");
  await page.keyboard.press("Enter");
  await ready(page);
  const placed = settings(page).getByRole("list", { name: "Demandes posées" });
  const answer = placed.getByRole("button", { name: /^Réponse au pas \d+$/ });
  await expect(answer).toBeVisible();
  await expect(placed.getByRole("definition")).toHaveText(["7", "en cours", "paiement : demandée"]);
  // The past is untouched: the reader still stands where they asked.
  await expectStep(page, 260);

  const there = Number((await answer.textContent())?.match(/\d+/)?.[0]);
  await answer.click();
  await expectStep(page, there);
  await expect(timeline(page).getByText(/Votre demande .* a sa réponse/)).toContainText(
    "commande 7, état en cours, étape paiement : demandée",
  );
  const onTrack = timeline(page)
    .getByRole("list", { name: "Gestes sur la ligne du temps" })
    .getByRole("button", { name: /^Où en est cette commande\s\? 7/ });
  await expect(onTrack).toBeVisible();
  await expectLink(page, "f1", /^request:etat-saga\/7@\d+us$/);

  // Another order, later in its life, answers something else; one that nobody knows is refused in words.
  await key.fill("1");
  await settings(page).getByRole("button", { name: "Où en est cette commande" }).first().click();
  await expect(placed.getByRole("definition").nth(1)).toHaveText("terminée");
  await key.fill("fantome");
  await page.keyboard.press("Enter");
  await expect(placed.getByText("L’orchestrateur ne connaît pas cette saga.")).toBeVisible();
  await key.fill("<b>");
  await page.keyboard.press("Enter");
  await expect(settings(page).getByRole("alert")).toContainText("de 1 à 64 lettres");
  await expect(placed.getByRole("listitem")).toHaveCount(3);

  // What the link says, it says again; a key takes a request away, Ctrl + Z gives it back.
  await expectLink(page, "f3", /^request:etat-saga\/fantome@/);
  await page.reload();
  await ready(page);
  await expect(placed.getByRole("definition")).toHaveText([
    ...["1", "terminée", "livraison : faite"],
    ...["7", "en cours", "paiement : demandée"],
  ]);
  await onTrack.focus();
  await page.keyboard.press("Delete");
  await expect(placed.getByRole("listitem")).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(placed.getByRole("listitem")).toHaveCount(3);
  expect(await step(page)).toBeGreaterThan(0);
});
