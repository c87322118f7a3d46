/**
 * No mouse at all: the first challenge of the study from the top of its page to its proof, and the
 * story of the laboratory from a fault to its cause and its repair.
 */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import {
  cursor,
  expectStep,
  length,
  open,
  promise,
  ready,
  settings,
  stage,
  step,
} from "./laboratory.ts";

const PAID = "Payé, donc expédié ou remboursé";

/** Presses Tab until the focus is there; fails when it takes more stops than a reader would bear. */
async function tabTo(
  page: Page,
  target: Locator,
  { key = "Tab", stopsMax = 90 } = {},
): Promise<void> {
  for (let i = 0; i < stopsMax; i++) {
    const isHere = await target
      .evaluate((element) => element === document.activeElement, undefined, { timeout: 2_000 })
      .catch(() => false);
    if (isHere) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} was not reached in ${stopsMax} presses of ${key}`);
}

async function pressUntilStep(page: Page, wanted: number): Promise<void> {
  for (let now = await step(page); now !== wanted; now = await step(page)) {
    const by = Math.abs(wanted - now);
    for (let i = 0; i < by; i++)
      await page.keyboard.press(now < wanted ? "ArrowRight" : "ArrowLeft");
    await expectStep(page, wanted);
  }
}

/** Walks the messages in flight with M until this one is held. */
async function holdMessage(page: Page, name: RegExp): Promise<void> {
  const held = stage(page).getByRole("button", { name });
  for (let i = 0; i < 12 && (await held.count()) === 0; i++) await page.keyboard.press("m");
  await expect(held).toBeFocused();
}

test("le premier défi de l’étude, du haut de la page à sa preuve", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("/etudes/saga-fintech/");
  await expect(stage(page)).toBeVisible();
  await ready(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeFocused();

  const contents = page.getByRole("navigation", { name: "Sections de l’étude" }).first();
  await tabTo(page, contents.getByRole("link", { name: "Défi" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#defi$/);
  await tabTo(page, page.getByRole("button", { name: "Relever le défi" }).first(), {
    stopsMax: 15,
  });
  await page.keyboard.press("Enter");
  await ready(page);
  await expect(page.getByText(/tient encore/)).toBeVisible();
  await expectStep(page, 0);

  // The cursor of the laboratory beside the text: to the reply that says « débité ».
  await tabTo(page, cursor(page));
  await pressUntilStep(page, 91);
  await tabTo(page, stage(page).getByRole("group").and(page.locator('[tabindex="0"]')).first(), {
    key: "Shift+Tab",
  });
  await holdMessage(page, /^Réponse débité de 1041/);
  await page.keyboard.press("p");
  const menu = page.getByRole("menu", { name: /^Panne sur/ });
  await expect(menu.getByRole("menuitem", { name: /^Perdre/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(menu).toBeHidden();
  await ready(page);

  await expect(page.getByText(/est rompue\s: défi relevé/)).toBeVisible();
  const proof = page.getByRole("link", { name: /^Votre preuve/ });
  await tabTo(page, proof, { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/labo\/saga-fintech\//);
  await ready(page);
  await expect(promise(page, PAID).getByRole("button", { name: /rompue au pas/ })).toBeVisible();
});

test("la même histoire dans le laboratoire : panne, promesse rompue, pourquoi, corrigée", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await page.keyboard.press("k");
  await expect.poll(() => step(page)).toBeGreaterThan(3);
  await page.keyboard.press(" ");
  await pressUntilStep(page, 91);
  await page.keyboard.press("ArrowLeft");
  await expectStep(page, 90);
  await page.keyboard.press("ArrowRight");

  // The table is the accessible equivalent of the graph: the fault is injected from its row.
  await page.keyboard.press("t");
  const row = page.getByRole("row", { name: /^Aller au pas 91 / });
  await tabTo(page, row);
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu", { name: "Actions au pas 91" });
  const lose = menu.getByRole("menuitem", { name: /^Perte|^Message perdu|^Perdre|^Perdu/ }).first();
  await expect(menu).toBeVisible();
  for (let i = 0; i < 12; i++) {
    if (await lose.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("ArrowDown");
  }
  await expect(lose).toBeFocused();
  await page.keyboard.press("Enter");
  await ready(page);
  await expect(settings(page).getByRole("switch", { name: /débité 1041/ })).toBeChecked();

  // The promise, its step, its cause.
  await page.keyboard.press("g");
  const red = promise(page, PAID).getByRole("button", { name: /rompue au pas/ });
  await tabTo(page, red, { key: "Shift+Tab", stopsMax: 160 });
  await page.keyboard.press("Enter");
  const breach = await step(page);
  expect(breach).toBeGreaterThan(91);
  await page.keyboard.press("Tab");
  await expect(promise(page, PAID).getByRole("button", { name: /^Pourquoi/ })).toBeFocused();
  await page.keyboard.press("Enter");
  const why = page.getByRole("region", { name: "Pourquoi ?" });
  await expect(why.getByRole("list").getByRole("button").first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(why.getByRole("list").getByRole("button").last()).toBeFocused();
  expect(await step(page)).toBeLessThan(breach);
  await expect(why).toContainText(/vous perdez/i);
  await page.keyboard.press("Escape");
  await expect(why).toHaveCount(0);

  // Repaired: the arrows of the variant.
  await tabTo(page, page.getByRole("radio", { name: "telle que publiée" }), { stopsMax: 60 });
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "corrigée" })).toBeChecked();
  await ready(page);
  await expect(red).toHaveCount(0);

  await page.keyboard.press("c");
  await expect(page.getByRole("button", { name: "Lien copié" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("variante=corrigee");
});

interface Stop {
  readonly name: string;
  readonly isSeen: boolean;
  /** Something in it, on it or around it shows the focus. */
  readonly isMarked: boolean;
}

const focusedStop = (page: Page): Promise<Stop | null> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const shows = (one: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    };
    const name = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40);
    return {
      name: `${element.tagName} « ${name} »`,
      isSeen:
        (box.width > 0 || box.height > 0) &&
        box.right > 0 &&
        box.bottom > 0 &&
        box.left < innerWidth &&
        box.top < innerHeight,
      isMarked: [element, ...element.querySelectorAll("*"), element.parentElement ?? element].some(
        shows,
      ),
    };
  });

for (const [place, address, names] of [
  [
    "laboratoire",
    "/labo/saga-fintech/#v=1&pas=60",
    ["Copier le lien", "Brouillard", "Pas suivant", "Curseur", "débit se perd", "Nœud", "INPUT"],
  ],
  ["l’étude", "/etudes/saga-fintech/", ["Relever le défi", "Curseur", "Nœud", "Pas suivant"]],
] as const) {
  test(`le tour au clavier : ${place} : chaque arrêt se voit, et l’on en sort`, async ({
    page,
  }) => {
    await page.goto(address);
    await expect(stage(page)).toBeVisible();
    await ready(page);
    const seen: string[] = [];
    const wrong: string[] = [];
    for (let i = 0; i < 180; i++) {
      await page.keyboard.press("Tab");
      const stop = await focusedStop(page);
      if (stop === null) break;
      seen.push(stop.name);
      if (!stop.isSeen) wrong.push(`${stop.name} has the focus out of sight`);
      if (!stop.isMarked) wrong.push(`${stop.name} does not show that it has the focus`);
    }
    expect(wrong).toEqual([]);
    expect(seen.length).toBeLessThan(180);
    for (const name of names) {
      expect(
        seen.some((stop) => stop.includes(name)),
        `${name} is reached`,
      ).toBe(true);
    }
  });
}

test("tout le parcours tient dans la table : chaque pas y est une ligne lisible", async ({
  page,
}) => {
  await open(page, "#v=1&pas=0&vue=table");
  const table = page.getByRole("table").first();
  await expect(table).toHaveAttribute("aria-rowcount", String((await length(page)) + 1));
  await tabTo(page, table.getByRole("row").and(page.locator('[tabindex="0"]')).first());
  await page.keyboard.press("End");
  await expect(page.locator('tr[aria-selected="true"]')).toHaveAttribute(
    "aria-rowindex",
    String((await length(page)) + 1),
  );
  await page.keyboard.press("Enter");
  await expectStep(page, await length(page));
});
