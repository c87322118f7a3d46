/**
 * The study of the gateway, from its incident to a challenge met: with a mouse, then with keys alone. And what
 * the laboratory draws of it: the machine of each breaker, the month with its gauge, its budget and its alerts.
 */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import {
  cursor,
  expectStep,
  promise,
  ready,
  stage,
  step,
  timeline,
  verdict,
} from "./laboratory.ts";

const STUDY = "/etudes/passerelle/";
const EXHAUSTED = "Jamais épuisée par un seul";
const KEPT = "La bonne copie est gardée";

const challenge = (page: Page): Locator =>
  page
    .locator("#defi")
    .getByText(/faites disparaître du cache un bon rapport/)
    .locator("..");

const nodeNamed = (page: Page, name: string): Locator =>
  stage(page).getByRole("group", { name: new RegExp(`^Nœud ${name}`) });

/** Clicks the axis of time at a share of it. */
async function clickAxis(page: Page, share: number): Promise<void> {
  const lanes = await timeline(page).boundingBox();
  const head = await cursor(page).boundingBox();
  if (lanes === null || head === null) throw new Error("the axis is not on screen");
  await page.mouse.move(head.x + head.width / 2, head.y + 10);
  await page.mouse.down();
  await page.mouse.move(lanes.x + lanes.width * share, head.y + 10, { steps: 6 });
  await page.mouse.up();
}

test("l’étude à la souris : le pari, les faits, un défi relevé en une panne", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(STUDY);
  await expect(stage(page)).toBeVisible();
  await ready(page);
  // It plays by itself: the run is there to be asked for.
  await expect.poll(() => step(page), { timeout: 20_000 }).toBeGreaterThan(3);
  await page.getByRole("button", { name: "Voir la passerelle un matin calme" }).click();
  await ready(page);
  await expectStep(page, 0);

  await test.step("le pari, et ce qui se passe", async () => {
    const bet = page.locator("#votre-pari");
    await bet.getByText("La lenteur : elle finit par prendre").click();
    await bet.getByText("Sûr", { exact: true }).click();
    await bet.getByRole("button", { name: "Engager mon pari" }).click();
    await bet.getByRole("button", { name: "Voir ce qui se passe" }).click();
    await ready(page);
    await expect(bet.getByText("constaté")).toBeVisible();
    await expect.poll(() => verdict(page, EXHAUSTED)).toBe("rompue");
  });

  await test.step("les faits", async () => {
    const facts = page.locator("#le-constat");
    await facts.getByRole("button", { name: "Toutes" }).click();
    await expect(facts.getByText(/^Oui, les soixante/)).toBeVisible();
    await facts.getByRole("button", { name: "Ce qui est gardé à la place du rapport" }).click();
    await ready(page);
    await expect.poll(() => verdict(page, KEPT)).toBe("rompue");
    await facts.getByRole("button", { name: /^Un message d’excuse/ }).click();
    await expect(facts.getByText(/^Oui\. Le rapport est perdu/)).toBeVisible();
  });

  await test.step("le défi : une panne, au milieu de la charge", async () => {
    await challenge(page).getByRole("button", { name: "Relever le défi" }).click();
    await ready(page);
    await expect(challenge(page).getByText(/tient encore/)).toBeVisible();
    await clickAxis(page, 0.5);
    await expect.poll(() => step(page)).toBeGreaterThan(1_000);
    await nodeNamed(page, "Rapports").click({ button: "right" });
    await page.getByRole("menuitem", { name: /^Refus/ }).click();
    await ready(page);
    await expect(challenge(page).getByText(/est rompue\s: défi relevé/)).toBeVisible();
    await expect(challenge(page).getByRole("link", { name: /^Votre preuve/ })).toHaveAttribute(
      "href",
      /\/labo\/passerelle\/.*refuse/,
    );
  });
});

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab") {
  for (let i = 0; i < 120; i++) {
    const isHere = await target
      .evaluate((element) => element === document.activeElement, undefined, { timeout: 2_000 })
      .catch(() => false);
    if (isHere) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} was not reached`);
}

/** From each box of the graph, the arrow that leads nearer to Reports; a healthy service stands above it. */
const TOWARD_REPORTS: Readonly<Record<string, string>> = {
  ...{
    clients: "ArrowRight",
    astreinte: "ArrowRight",
    passerelle: "ArrowDown",
    cache: "ArrowRight",
  },
};

async function walkToReports(page: Page): Promise<void> {
  const here = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.getAttribute("data-node") ?? "");
  for (let i = 0; i < 10; i++) {
    const at = await here();
    if (at === "rapports") return;
    await page.keyboard.press(TOWARD_REPORTS[at] ?? "ArrowDown");
    await expect.poll(here).not.toBe(at);
  }
  throw new Error("Rapports was not reached");
}

test("le même défi au clavier seul, jusqu’à sa preuve", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${STUDY}#defi`);
  await expect(stage(page)).toBeVisible();
  await ready(page);
  await tabTo(page, challenge(page).getByRole("button", { name: "Relever le défi" }));
  await page.keyboard.press("Enter");
  await ready(page);
  await expect(challenge(page).getByText(/tient encore/)).toBeVisible();

  // The first thing that this run breaks by itself is well inside the load: one goes there.
  await tabTo(page, cursor(page));
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => step(page)).toBeGreaterThan(1_000);
  await tabTo(
    page,
    stage(page).getByRole("group").and(page.locator('[tabindex="0"]')).first(),
    "Shift+Tab",
  );
  await walkToReports(page);
  await page.keyboard.press("p");
  const refusal = page.getByRole("menuitem", { name: /^Refus/ });
  await expect(page.getByRole("menu", { name: "Panne sur Rapports" })).toBeVisible();
  for (let i = 0; i < 10; i++) {
    if (await refusal.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await ready(page);
  await expect(challenge(page).getByText(/est rompue\s: défi relevé/)).toBeVisible();
  await tabTo(page, challenge(page).getByRole("link", { name: /^Votre preuve/ }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/labo\/passerelle\//);
  await ready(page);
  await expect(promise(page, KEPT).getByRole("button", { name: /rompue au pas/ })).toBeVisible();
});

test("le laboratoire : la machine du disjoncteur, et le mois avec sa jauge, son budget, ses alertes", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const slow = "f1=slow:rapports=4000@30s%2B90s";
  await page.goto(`/labo/passerelle/#v=1&variante=disjoncteur&${slow}&pas=16000&vue=etats`);
  await ready(page);
  const reports = page
    .getByRole("region", { name: "Protections" })
    .locator('[data-guard="rapports"]');
  const healthy = page.locator('[data-guard="commandes"]');
  await expect(reports.locator('[aria-current="step"]')).toHaveText("ouvert");
  await expect(healthy.locator('[aria-current="step"]')).toHaveText("fermé");
  await expect(reports.getByText(/trop d’échecs ×1/)).toBeVisible();
  await reports.getByRole("button", { name: "fermé" }).click();
  await expect(reports.locator('[aria-current="step"]')).toHaveText("fermé");

  await page.goto(
    "/labo/passerelle/#v=1&variante=nue&graine=16&p.incidents=2&p.vitesse-calme=6000&pas=0&vue=metriques",
  );
  await ready(page);
  await page.getByRole("button", { name: "Fin", exact: true }).click();
  const board = page.getByRole("region", { name: "Objectif de disponibilité" });
  await expect(board.getByText("sur 30 jours de calendrier")).toBeVisible();
  await expect(board.getByText(/^99,62\s%$/)).toBeVisible();
  await expect(board.getByText(/^380\s%$/)).toBeVisible();
  await expect(board.getByText("dépassé")).toBeVisible();
  await expect(board.getByText(/^jours \d+, \d+\s; closes$/)).toBeVisible();
});
