/**
 * The laboratory, driven as a visitor would: transport, keyboard, links, faults, branches, and what
 * the page says when something outside it fails.
 */
import type { Page } from "@playwright/test";
import { expect, expectAccessibleInEveryLight, test } from "./fixtures.ts";
import { AT_REST } from "./laboratory.ts";

const LAB = "/labo/saga-fintech/";
const CRASH = "#v=1&variante=publiee&graine=42&f1=crash:orchestrateur@823ms+3s&pas=40";

async function open(page: Page, fragment = AT_REST): Promise<void> {
  await page.goto(LAB + fragment);
  await ready(page);
}

const ready = (page: Page) =>
  expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });

const cursor = (page: Page) => page.getByRole("slider", { name: "Curseur" });
const step = async (page: Page): Promise<number> =>
  Number(await cursor(page).getAttribute("aria-valuenow"));
const length = async (page: Page): Promise<number> =>
  Number(await cursor(page).getAttribute("aria-valuemax"));
const expectStep = (page: Page, wanted: number) =>
  expect(cursor(page)).toHaveAttribute("aria-valuenow", String(wanted));
const fragment = (page: Page): string => new URL(page.url()).hash;

/** The address once the page has rested. */
async function settledFragment(page: Page): Promise<URLSearchParams> {
  await expect.poll(() => fragment(page)).toContain("empreinte=");
  await page.waitForTimeout(500);
  return new URLSearchParams(fragment(page).slice(1).replaceAll("+", "%2B"));
}

test("on avance, on recule, on va à la fin et on revient au début", async ({ page }) => {
  await open(page);
  await expectStep(page, 0);
  const total = await length(page);
  expect(total).toBeGreaterThan(100);
  await page.getByRole("button", { name: "Pas suivant" }).click();
  await page.getByRole("button", { name: "Pas suivant" }).click();
  await expectStep(page, 2);
  await page.getByRole("button", { name: "Pas précédent" }).click();
  await expectStep(page, 1);
  await page.getByRole("button", { name: "Fin", exact: true }).click();
  await expectStep(page, total);
  await page.getByRole("button", { name: "Début", exact: true }).click();
  await expectStep(page, 0);
});

test("la lecture avance, la pause arrête, et le temps mort est vite passé", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Lecture", exact: true }).click();
  await expect.poll(() => step(page)).toBeGreaterThan(3);
  await page.getByRole("button", { name: "Pause" }).click();
  const stopped = await step(page);
  await page.waitForTimeout(400);
  expect(await step(page)).toBe(stopped);
});

test("le clavier fait tout ce que fait la souris", async ({ page }) => {
  await open(page, CRASH);
  await expectStep(page, 40);
  await page.keyboard.press("ArrowRight");
  await expectStep(page, 41);
  await page.keyboard.press("Shift+ArrowRight");
  const marked = await step(page);
  expect(marked).toBeGreaterThan(41);
  await page.keyboard.press("Shift+ArrowLeft");
  expect(await step(page)).toBeLessThan(marked);
  await page.keyboard.press("End");
  await expectStep(page, await length(page));
  await page.keyboard.press("Home");
  await expectStep(page, 0);
  await page.keyboard.press("k");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.keyboard.press(" ");
  await expect(page.getByRole("button", { name: "Lecture", exact: true })).toBeVisible();
  await page.keyboard.press("v");
  await expect(page.getByRole("button", { name: "Vitesse 2" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  for (const [key, view] of [
    ["e", "Espace-temps"],
    ["t", "Table"],
    ["g", "Graphe"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("tab", { name: view })).toHaveAttribute("aria-selected", "true");
  }
  await page.keyboard.press("i");
  await expect(page.getByRole("complementary", { name: "Ce que vous regardez" })).toHaveCount(0);
  await page.keyboard.press("i");
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Aide" });
  await expect(help).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
});

test("les touches s’éteignent, et les boutons font encore tout", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Aide" }).click();
  await page.getByRole("switch", { name: "Touches du laboratoire" }).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await expectStep(page, 0);
  await page.getByRole("button", { name: "Pas suivant" }).click();
  await expectStep(page, 1);
});

test("un lien copié rend ailleurs le même parcours, au même instant", async ({ page, browser }) => {
  await open(page);
  await page.getByRole("button", { name: "Arrêt entre le débit et son écriture" }).click();
  await ready(page);
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("ArrowRight");
  const here = await settledFragment(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(page.url());
  await ready(other);
  const there = await settledFragment(other);
  expect(there.get("empreinte")).toBe(here.get("empreinte"));
  expect(there.get("pas")).toBe(here.get("pas"));
  expect(there.get("f1")).toBe(here.get("f1"));
  await expect(other.getByText("Ce lien vient d’une autre version")).toHaveCount(0);
  await context.close();
});

for (const [name, bad, said] of [
  ["mal formé", "#n'importe quoi", "Ce lien est mal formé"],
  ["trop long", `#v=1&f1=${"x".repeat(9_000)}`, "Ce lien dépasse 8"],
  ["d’une autre version", "#v=7&pas=3", "Ce lien vient d’une autre version"],
  ["hostile", "#v=1&variante=<script>alert(1)</script>&pas=3", "Variante inconnue"],
  ["vers une panne inconnue", "#v=1&f1=explosion:paiement@2s", "Genre de panne inconnu"],
  [
    "dont l’empreinte a vieilli",
    "#v=1&variante=publiee&graine=42&pas=3&empreinte=10.0123456789abcdef",
    "L’empreinte diffère",
  ],
] as const) {
  test(`un lien ${name} le dit, et la page s’utilise`, async ({ page }) => {
    await open(page, bad);
    await expect(page.getByText(said)).toBeVisible();
    await page.getByRole("button", { name: "Pas suivant" }).click();
    expect(await step(page)).toBeGreaterThan(0);
  });
}

test("la promesse rompue mène à son pas, puis à son pourquoi", async ({ page }) => {
  await open(page, CRASH);
  const claims = page.getByRole("region", { name: "Promesses" });
  await claims
    .getByRole("button", { name: /rompue au pas/ })
    .first()
    .click();
  expect(await step(page)).toBeGreaterThan(40);
  await claims
    .getByRole("button", { name: /^Pourquoi/ })
    .first()
    .click();
  await expect(claims.getByRole("button", { name: /^Pourquoi/ }).first()).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.keyboard.press("Escape");
  await expect(claims.getByRole("button", { name: /^Pourquoi/ }).first()).toHaveAttribute(
    "aria-pressed",
    "false",
  );
});

test("une panne se déplace, se désactive, se retire, s’annule ; les branches restent", async ({
  page,
}) => {
  await open(page, CRASH);
  const bar = page.getByRole("button", { name: /^Arrêt brutal de l’orchestrateur, / });
  await bar.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => fragment(page)).toContain("f1=crash:orchestrateur@event:");
  const rail = page.getByRole("complementary", { name: "Ce que vous réglez" });
  await rail.getByRole("switch", { name: /Arrêt brutal/ }).click();
  await expect.poll(() => fragment(page)).toContain("f1-off=crash:");
  await rail.getByRole("button", { name: /^Retirer/ }).click();
  await expect(rail.getByText("Aucune panne.")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(rail.getByRole("switch", { name: /Arrêt brutal/ })).toBeVisible();
  await ready(page);
  await page.waitForTimeout(700);
  await page.reload();
  await ready(page);
  await page.getByRole("button", { name: /^Branches/ }).click();
  await expect(page.getByRole("radio", { name: /^Afficher/ }).nth(2)).toBeVisible();
});

test("changer de variante rejoue le même monde, et revenir ne recalcule rien", async ({ page }) => {
  await open(page, CRASH);
  await page.getByRole("radio", { name: "corrigée" }).click();
  await ready(page);
  await expect.poll(() => fragment(page)).toContain("variante=corrigee");
  const claims = page.getByRole("region", { name: "Promesses" });
  await expect(claims.getByRole("button", { name: /rompue au pas/ })).toHaveCount(0);
  await page.getByRole("radio", { name: "telle que publiée" }).click();
  await expect(claims.getByRole("button", { name: /rompue au pas/ }).first()).toBeVisible();
});

test("cliquer partout pendant que le monde se prépare est sans danger", async ({ page }) => {
  await page.goto(LAB);
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    await page.keyboard.press(" ");
  }
  await ready(page);
  await page.keyboard.press("Home");
  await expectStep(page, 0);
});

test.describe("quand le moteur manque", () => {
  test("un ouvrier qui meurt est dit en français, et rien de ce qui est posé ne se perd", async ({
    page,
  }) => {
    await page.addInitScript(() => {
      class DeadWorker extends EventTarget {
        onerror: ((event: Event) => void) | null = null;
        constructor() {
          super();
          setTimeout(() => this.onerror?.(new Event("error")), 50);
        }
        postMessage(): void {}
        terminate(): void {}
      }
      Object.assign(window, { Worker: DeadWorker });
    });
    await page.goto(LAB + CRASH);
    await expect(page.getByText("Le simulateur s’est arrêté deux fois")).toBeVisible();
    await expect(page.getByRole("switch", { name: /Arrêt brutal/ })).toBeVisible();
  });

  test("sans WebAssembly, la page le dit", async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, "WebAssembly", { value: undefined });
    });
    await page.goto(LAB);
    await expect(page.getByText("Ce navigateur ne sait pas exécuter WebAssembly")).toBeVisible();
  });
});

test("une promesse rompue reste accessible, de jour, de nuit, au projecteur", async ({ page }) => {
  await open(page, CRASH);
  await expectAccessibleInEveryLight(page);
});
