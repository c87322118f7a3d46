/** What the pointer rests on is lit in the other views, both ways. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { open, promises, stage, stepUntil } from "./laboratory.ts";

const messages = (page: Page) =>
  page.getByRole("complementary", { name: "Ce que vous regardez" }).locator("[data-lit]");

test("un message pointé sur le graphe s’allume dans l’inspecteur", async ({ page }) => {
  await open(page, "#v=1&variante=publiee&graine=42&pas=85");
  await stepUntil(page, /^Le service Paiement répond «\sdébité\s» à l’orchestrateur .* 1041/, 20);
  await page.keyboard.press("i");
  await page.keyboard.press("i");
  await page
    .getByRole("complementary", { name: "Ce que vous regardez" })
    .getByRole("tab", { name: "Messages" })
    .click();
  await stage(page).getByRole("group").first().focus();
  await page.keyboard.press("m");
  const box = await page.locator("#message-tenu").boundingBox();
  await page.keyboard.press("Escape");
  if (box === null) throw new Error("no message is in flight");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(messages(page)).toHaveCount(1);
  await page.mouse.move(5, 5);
  await expect(messages(page)).toHaveCount(0);
});

test("une étape du pourquoi, une ligne de la table et un point du diagramme s’allument ensemble", async ({
  page,
}) => {
  await open(
    page,
    "#v=1&variante=publiee&graine=42&f1=drop-message:orchestrateur>paiement:debiter:1041%231/reply@0s&pas=1",
  );
  const claims = promises(page);
  await claims
    .getByRole("button", { name: /rompue au pas/ })
    .first()
    .click();
  await claims
    .getByRole("button", { name: /^Pourquoi/ })
    .first()
    .click();
  const why = page.getByRole("region", { name: "Pourquoi ?" });
  const stops = why.getByRole("list").getByRole("button");
  await expect(stops.first()).toBeVisible();

  await page.getByRole("tab", { name: "Table" }).click();
  await stops.first().hover();
  await expect(page.locator("tr[data-lit]")).toHaveCount(1);
  const row = page.locator("tr[aria-current=step]");
  await row.hover();
  await expect(page.locator("tr[data-lit]")).toHaveCount(1);

  await page.getByRole("tab", { name: "Espace-temps" }).click();
  await stops.first().hover();
  const dot = page.locator("g[data-event][data-lit]");
  await expect(dot).toHaveCount(1);
  await page.mouse.move(5, 5);
  await expect(dot).toHaveCount(0);
  // From the diagram to the panel: the stop that is pointed at there is the one that is lit here.
  const breach = (await stops.first().textContent())?.match(/pas\s(\d+)/)?.[1] ?? "0";
  await page.locator(`#evenement-${Number(breach) - 1}`).hover();
  await expect(why.locator("li[data-lit]")).toHaveCount(1);
  await expect(why.locator("li[data-lit]")).toContainText(`pas\u00a0${breach}`);
});
