/** Two runs under one clock, as a visitor sees and touches them. */
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures.ts";
import { cursor, ready, timeline } from "./laboratory.ts";

const PAIR = "/comparer/saga-publiee-corrigee/";

async function open(page: Page, address = `${PAIR}#v=1&pas=0.0`): Promise<void> {
  await page.goto(address);
  await ready(page);
}

const side = (page: Page, name: "À gauche" | "À droite"): Locator =>
  page.getByRole("region", { name: new RegExp(`^${name}`) });
const sides = (page: Page): readonly Locator[] => [side(page, "À gauche"), side(page, "À droite")];
/** The step shown in the head of a side: « pas 60 / 324 ». */
const step = async (pane: Locator): Promise<number> =>
  Number(
    (await pane.getByRole("heading", { level: 2 }).innerText())
      .match(/pas\s*([\d\s\u202f]+)\//)?.[1]
      ?.replace(/\D/g, ""),
  );
const faultsOnLane = (page: Page): Locator =>
  page.getByRole("list", { name: "Pannes sur la ligne du temps" }).getByRole("button");
const instant = (page: Page): Promise<string> =>
  cursor(page)
    .getAttribute("aria-valuetext")
    .then((text) => text?.split(/\s:/)[0] ?? "");

test("une panne posée à gauche l’est à droite, au même instant ; annuler les retire", async ({
  page,
}) => {
  await open(page, `${PAIR}#v=1&pas=60.79`);
  const [left, right] = sides(page) as [Locator, Locator];
  await left.getByRole("group", { name: /^Nœud Orchestrateur/ }).click({ button: "right" });
  await page.getByRole("menuitem", { name: /Arrêt brutal/ }).click();
  await ready(page);
  await expect(faultsOnLane(page)).toHaveCount(1);
  await expect(faultsOnLane(page)).toContainText("des deux côtés");
  // The focus is back on the node, whose arrows walk the graph. Left, the fault follows an event; right, it
  // has the instant of the clock: less than a millisecond, a few steps.
  const stopped = right.getByRole("group", { name: /^Nœud Orchestrateur, arrêté/ });
  for (let i = 0; i < 20 && (await stopped.count()) === 0; i++)
    await page.getByRole("button", { name: "Pas suivant" }).click();
  for (const pane of [left, right])
    await expect(pane.getByRole("group", { name: /^Nœud Orchestrateur, arrêté/ })).toBeVisible();
  await page.getByRole("button", { name: "Annuler, des deux côtés" }).click();
  await ready(page);
  await expect(faultsOnLane(page)).toHaveCount(0);
});

test("ici seulement : l’autre côté n’en sait rien, et la divergence est à la panne", async ({
  page,
}) => {
  await open(
    page,
    "/comparer/#v=1&g.labo=saga-fintech&g.variante=publiee&d.labo=saga-fintech&d.variante=publiee&pas=60.60",
  );
  await expect(page.getByRole("complementary", { name: "Divergences" })).toContainText(
    "Les deux parcours sont le même, événement pour événement.",
  );
  await page.getByRole("switch", { name: "Pannes des deux côtés" }).click();
  const right = side(page, "À droite");
  await right.getByRole("group", { name: /^Nœud Paiement/ }).click({ button: "right" });
  await page.getByRole("menuitem", { name: /Arrêt brutal/ }).click();
  await ready(page);
  await expect(faultsOnLane(page)).toContainText("à droite seulement");
  const divergence = page.getByRole("complementary", { name: "Divergences" });
  await expect(divergence.getByRole("heading")).toHaveText("Première divergence");
  await divergence.getByRole("button", { name: /^pas/ }).click();
  await expect(right.getByRole("group", { name: /^Nœud Paiement, arrêté/ })).toBeVisible();
  await expect(
    side(page, "À gauche").getByRole("group", { name: /^Nœud Paiement, en service/ }),
  ).toBeVisible();
});

test("un seul curseur : le tirer mène les deux côtés au même instant, et tout suit", async ({
  page,
}) => {
  await open(page);
  const lanes = await timeline(page).boundingBox();
  if (lanes === null) throw new Error("the lanes are drawn");
  await page.mouse.click(lanes.x + lanes.width * 0.4, lanes.y + 80);
  const [left, right] = sides(page) as [Locator, Locator];
  await expect.poll(() => step(left)).toBeGreaterThan(20);
  await expect.poll(() => step(right)).toBeGreaterThan(20);
  await expect(page.getByRole("table", { name: /Compteurs/ })).toContainText(/ms/);
  await page.getByRole("tab", { name: "Lignes" }).click();
  await expect(page.getByRole("tabpanel")).toContainText(/lignes? diff|disent la même chose/);
});

test("au clavier seul : pas à pas, divergence suivante, panne, annulation, lien", async ({
  page,
}) => {
  await open(page);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => instant(page)).not.toBe("");
  await page.keyboard.press("Shift+ArrowRight");
  const first = await instant(page);
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => instant(page)).not.toBe(first);
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => instant(page)).toBe(first);
  await expect(page.getByRole("complementary", { name: "Divergences" })).toContainText("À droite");
  const node = side(page, "À droite").getByRole("group", { name: /^Nœud Orchestrateur/ });
  await node.focus();
  await page.keyboard.press("p");
  await page.getByRole("menuitem").first().press("Enter");
  await ready(page);
  await expect(faultsOnLane(page)).toContainText("des deux côtés");
  await expect.poll(() => page.url()).toMatch(/g\.f1=crash.*d\.f1=crash/);
  await page.keyboard.press("Control+z");
  await ready(page);
  await expect(faultsOnLane(page)).toHaveCount(0);
});

test("ce que le pointeur désigne d’un côté s’allume de l’autre", async ({ page }) => {
  await open(page, `${PAIR}#v=1&pas=60.79`);
  await side(page, "À gauche")
    .getByRole("group", { name: /^Nœud Paiement/ })
    .hover();
  await expect(
    side(page, "À droite").getByRole("group", { name: /^Nœud Paiement/ }),
  ).toHaveAttribute("data-lit", "true");
});

test("un lien hostile se dit en français, et la page s’utilise", async ({ page }) => {
  for (const [fragment, said] of [
    ["#~~~&&=", "Ce lien est mal formé"],
    [`#v=1&g.f1=${"%41".repeat(20_000)}`, "Ce lien dépasse 16"],
    ["#v=2&pas=1.1", "Ce lien vient d’une autre version"],
    ["#v=1&g.variante=%3Cimg src=x onerror=alert(1)%3E", "Variante inconnue"],
    ["#v=1&d.f1=crash:lune@2s", "vise un nœud inconnu ici"],
    ["#v=1&pas=douze", "n’est pas un couple de pas"],
  ] as const) {
    await page.goto("about:blank");
    await open(page, PAIR + fragment);
    await expect(side(page, "À gauche").getByRole("status").first()).toContainText(said);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => step(side(page, "À gauche"))).toBeGreaterThan(0);
  }
  expect(await page.locator("main img").count()).toBe(0);
  await page.goto("about:blank");
  await page.goto("/comparer/#v=1&g.labo=lune&d.labo=saga-fintech");
  await expect(page.getByRole("status")).toContainText("Laboratoire inconnu");
  await page.getByRole("button", { name: "Comparer" }).click();
  await ready(page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Saga orchestrée");
});

test("depuis un laboratoire, « Comparer » ouvre la branche affichée à côté de celle qu’elle quitte", async ({
  page,
}) => {
  await page.goto("/labo/saga-fintech/#v=1&f1=crash:orchestrateur@823ms%2B3s&pas=0");
  await ready(page);
  await page.getByRole("link", { name: "Comparer" }).click();
  await ready(page);
  await expect(page).toHaveURL(/\/comparer\/#v=1&g\.labo=saga-fintech/);
  await expect(side(page, "À gauche").getByRole("heading", { level: 2 })).toContainText(
    "Sans panne",
  );
  await expect(faultsOnLane(page)).toContainText("à droite seulement");
});

test("sur un téléphone, un côté à la fois ; accessible", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, `${PAIR}#v=1&pas=60.79`);
  await expect(side(page, "À gauche")).toBeVisible();
  await expect(side(page, "À droite")).toBeHidden();
  await page.getByRole("button", { name: "Corrigée", exact: true }).click();
  await expect(side(page, "À droite")).toBeVisible();
  await expect(side(page, "À gauche")).toBeHidden();
  await expectAccessible(page);
});
