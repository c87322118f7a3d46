/**
 * The pieces of the workshop on the built site: each lives in the gallery and on a page of its own, its
 * prepared faults break the promises that its card names and no other.
 *
 * Loops over what stands in the folder of pieces; names none. What a card announces is read from the
 * page (`data-breaks`), what a run has shown too (`data-broken`): the two are written by different hands.
 */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessibleInEveryLight, test } from "./fixtures.ts";
import { cursor, ready, stage } from "./laboratory.ts";

const GALLERY = "/atelier/pieces/";
const slugs = readdirSync(join(import.meta.dirname, "../scenarios/pieces"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** So many pieces a test: few pages to open, and two workers to share them. */
const SHARE = 9;
const shares = Array.from({ length: Math.ceil(slugs.length / SHARE) }, (_, i) =>
  slugs.slice(i * SHARE, (i + 1) * SHARE),
);

// Nothing moves by itself here: what is looked at is what broke, not how it looked on the way.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const tile = (page: Page, slug: string): Locator => page.locator(`[data-piece="piece-${slug}"]`);

interface Pressed {
  readonly fault: string;
  readonly announced: readonly string[];
  readonly broken: readonly string[];
  /** Of the run that was shown; null where the page does not say it. */
  readonly digest: string | null;
}

/**
 * Presses the faults of a region one after the other, and reads what each announces and what it breaks.
 * Inside the page: a hundred and fifty runs would spend more time on the way there than at work.
 */
const pressFaults = (region: Locator, most = 1_000): Promise<readonly Pressed[]> =>
  region.evaluate(async (root, limit) => {
    const wordsOf = (element: Element, name: string): string[] =>
      (element.getAttribute(name) ?? "").split(" ").filter((word) => word !== "");
    const shown = async (selector: string): Promise<Element> => {
      for (let i = 0; i < 1_000; i++) {
        const found = root.querySelector(selector);
        if (found !== null) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`nothing came: ${selector}`);
    };
    const pressed: Pressed[] = [];
    const buttons = [...root.querySelectorAll<HTMLButtonElement>("button[data-incident]")];
    for (const button of buttons.slice(0, limit)) {
      const fault = button.dataset.incident ?? "";
      button.click();
      const outcome = await shown(`[data-outcome="${fault}"]`);
      const broken = [...outcome.querySelectorAll("[data-broken]")];
      pressed.push({
        fault,
        announced: wordsOf(button, "data-breaks").sort(),
        broken: broken.map((line) => line.getAttribute("data-broken") ?? "").sort(),
        digest: outcome.getAttribute("data-digest"),
      });
    }
    return pressed;
  }, most);

let toldByNode: Readonly<Record<string, string>> | undefined;

/** What Node answers to the same requests, `piece-x/fault`; asked once for the tests of one process. */
function digestsInNode(): Readonly<Record<string, string>> {
  toldByNode ??= JSON.parse(
    execFileSync(
      process.execPath,
      ["--import", "./scripts/register.mjs", "simulator/testing/print-incident-digests.ts"],
      { cwd: join(import.meta.dirname, ".."), encoding: "utf8", maxBuffer: 1 << 24 },
    ),
  );
  return toldByNode as Readonly<Record<string, string>>;
}

test("la galerie montre chaque pièce du dossier, dans sa famille, et rien d’autre", async ({
  page,
}) => {
  await page.goto(GALLERY);
  const shown = await page
    .locator("[data-piece]")
    .evaluateAll((tiles) => tiles.map((one) => one.getAttribute("data-piece") ?? ""));
  expect(shown.sort()).toEqual(slugs.map((slug) => `piece-${slug}`).sort());
  const families = page.getByRole("navigation", { name: "Familles" }).getByRole("link");
  for (const family of await families.all()) {
    const id = ((await family.getAttribute("href")) ?? "").replace("#", "");
    await expect(page.locator(`section#${id} [data-piece]`).first()).toBeAttached();
  }
  const field = page.getByRole("searchbox", { name: "Chercher une pièce" });
  await field.fill("aucune pièce ne s’appelle ainsi");
  await expect(page.locator("[data-piece]")).toHaveCount(0);
  await expect(page.getByText("Aucune pièce ne contient ces mots.")).toBeVisible();
});

shares.forEach((share, i) => {
  test(`dans la galerie, les pannes rompent ce qu’elles annoncent, avec l’empreinte de Node (${i + 1} sur ${shares.length})`, async ({
    page,
  }) => {
    test.slow();
    const inNode = digestsInNode();
    await page.goto(GALLERY);
    for (const slug of share) {
      const pressed = await pressFaults(tile(page, slug));
      expect(pressed.length, slug).toBeGreaterThan(0);
      for (const { fault, announced, broken, digest } of pressed) {
        expect(broken, `${slug}, ${fault}`).toEqual(announced);
        // The built site bundles and renames; the story must not notice.
        expect(digest, `${slug}, ${fault}`).toBe(inNode[`piece-${slug}/${fault}`]);
      }
    }
  });

  test(`chaque pièce a sa page, son laboratoire entier et sa fiche (${i + 1} sur ${shares.length})`, async ({
    page,
  }) => {
    test.slow();
    for (const slug of share) {
      await page.goto(`${GALLERY}${slug}/`);
      await ready(page);
      await expect(stage(page).getByRole("group").first()).toBeVisible();
      const headings = (await page.getByRole("heading").allTextContents()).join("\n");
      for (const part of ["Modèle et limites", "Modélisé", "Simplifié", "Laissé de côté"]) {
        expect(headings, slug).toContain(part);
      }
      const faults = page.getByRole("region", { name: "Mettre à l’épreuve" });
      for (const { fault, announced, broken } of await pressFaults(faults, 1)) {
        expect(broken, `${slug}, ${fault}`).toEqual(announced);
      }
    }
  });
});

/** Three pieces whose boxes show, together, as many kinds of readings as three can. */
async function variedPieces(page: Page): Promise<readonly string[]> {
  await page.goto(GALLERY);
  const kinds = await page.locator("[data-piece]").evaluateAll((tiles) =>
    tiles.map((one) => ({
      slug: (one.getAttribute("data-piece") ?? "").replace("piece-", ""),
      readings: (one.getAttribute("data-readings") ?? "").split(" "),
    })),
  );
  const chosen: string[] = [];
  const seen = new Set<string>();
  while (chosen.length < 3) {
    const news = (readings: readonly string[]): number =>
      readings.filter((kind) => !seen.has(kind)).length;
    const [best] = kinds
      .filter(({ slug }) => !chosen.includes(slug))
      .sort((a, b) => news(b.readings) - news(a.readings));
    if (best === undefined) break;
    chosen.push(best.slug);
    for (const kind of best.readings) seen.add(kind);
  }
  expect([...seen]).toEqual(expect.arrayContaining(["state", "gauge", "bars", "strip", "pairs"]));
  return chosen;
}

test("la galerie et trois pièces de lectures différentes sont accessibles dans chaque lumière", async ({
  page,
}) => {
  test.slow();
  const pieces = await variedPieces(page);
  await pressFaults(page.locator("[data-piece]").first(), 1);
  await expectAccessibleInEveryLight(page);
  for (const slug of pieces) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${GALLERY}${slug}/`);
    await ready(page);
    await pressFaults(page.getByRole("region", { name: "Mettre à l’épreuve" }), 1);
    await page.getByRole("button", { name: "Fin", exact: true }).click();
    await stage(page).getByRole("group").nth(1).click();
    await expectAccessibleInEveryLight(page);
  }
});

test("aucune boîte ne coupe une lecture, à 1440, 1024 et 390 de large", async ({ page }) => {
  for (const slug of await variedPieces(page)) {
    await page.goto(`/labo/piece-${slug}/#v=1&pas=400`);
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await ready(page);
      await expect(stage(page).getByRole("group").first()).toBeVisible();
      const cut = await stage(page)
        .locator("[data-node]")
        .evaluateAll(
          (boxes) =>
            boxes.filter((box) => {
              const { bottom } = box.getBoundingClientRect();
              return [...box.querySelectorAll("p")].some(
                (line) => line.getBoundingClientRect().bottom > bottom + 1,
              );
            }).length,
        );
      expect(cut, `${slug} à ${width}`).toBe(0);
    }
  }
});

/** Goes there by Tab alone. */
async function tabTo(page: Page, target: Locator, most = 120): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not reached by ${most} tabs: ${target}`);
}

test("au clavier seul : une panne dans la galerie, la même sur sa page, jusqu’au pas de la rupture", async ({
  page,
}) => {
  test.slow();
  await page.goto(GALLERY);
  const breaking = page.locator('[data-incident]:not([data-breaks=""])').first();
  const fault = await breaking.getAttribute("data-incident");
  const piece = page.locator("[data-piece]").filter({ has: breaking }).first();
  await tabTo(page, breaking);
  await page.keyboard.press("Enter");
  const outcome = piece.locator(`[data-outcome="${fault}"]`);
  await expect(outcome.locator("[data-broken]").first()).toBeVisible({ timeout: 20_000 });
  await tabTo(page, piece.getByRole("link", { name: "La pièce et sa fiche" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/atelier\/pieces\/[^/]+\/$/);
  await ready(page);
  const faults = page.getByRole("region", { name: "Mettre à l’épreuve" });
  await tabTo(page, faults.locator(`[data-incident="${fault}"]`));
  await page.keyboard.press("Space");
  const line = faults.locator(`[data-outcome="${fault}"] [data-broken]`).first();
  await expect(line).toBeVisible({ timeout: 20_000 });
  const breach = Number(
    /pas\s([\d\s]+)/.exec((await line.textContent()) ?? "")?.[1]?.replace(/\s/g, ""),
  );
  await tabTo(page, faults.getByRole("button", { name: "Y aller" }).first());
  await page.keyboard.press("Enter");
  await expect(cursor(page)).toHaveAttribute("aria-valuenow", String(breach));
});

test("le laboratoire d’une pièce a tout du laboratoire : variante, réglage, code et promesses", async ({
  page,
}) => {
  await page.goto(GALLERY);
  const slug = (await page.locator("[data-piece]").first().getAttribute("data-piece")) ?? "";
  await page.goto(`/labo/${slug}/#v=1&pas=0`);
  await ready(page);
  const settings = page.getByRole("complementary", { name: "Ce que vous réglez" });
  const last = settings.getByRole("radio").last();
  await last.check();
  await ready(page);
  await expect(last).toBeChecked();
  await settings.getByLabel("Graine").fill("7");
  await page.keyboard.press("Enter");
  await ready(page);
  await expect.poll(() => new URL(page.url()).hash).toContain("graine=7");
  await page.getByRole("button", { name: "Fin", exact: true }).click();
  await page.getByRole("tab", { name: "Code" }).first().click();
  await expect(page.getByText(/export function\*/).first()).toBeVisible();
  await expect(
    page
      .getByRole("region", { name: /^Promesses/ })
      .getByRole("listitem")
      .first(),
  ).toBeVisible();
});
