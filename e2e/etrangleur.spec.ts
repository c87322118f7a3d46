/**
 * The study of the strangler, from its bet to a challenge met: with the mouse, then without it. What the
 * reader answered and broke is there after a reload.
 */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { cursor, ready, stage, timeline } from "./laboratory.ts";

const STUDY = "/etudes/etrangleur/";
/** Within the peak, seconds: whoever stops the new catalogue there sends its pages to the monolith. */
const PEAK = { from: 4.3, to: 7.5 } as const;

async function open(page: Page): Promise<void> {
  await page.goto(STUDY);
  await expect(stage(page)).toBeVisible();
  await ready(page);
}

/** Where the cursor stands, seconds. */
const instant = async (page: Page): Promise<number> => {
  const text = (await cursor(page).getAttribute("aria-valuetext")) ?? "";
  return Number.parseFloat((text.split(", ").at(-1) ?? "").replace(",", "."));
};

const challenge = (page: Page): Locator =>
  page
    .locator("#defi div")
    .filter({ hasText: "Faites attendre une commande derrière le catalogue" })
    .last();
const met = (page: Page): Locator => challenge(page).getByText(/est rompue\s: défi relevé/);
const proof = (page: Page): Locator => challenge(page).getByRole("link", { name: /^Votre preuve/ });

/** Clicks along the time line until the cursor stands within the peak. */
async function clickIntoPeak(page: Page): Promise<void> {
  const box = await timeline(page).boundingBox();
  if (box === null) throw new Error("the time line is seen");
  for (let share = 0.15; share < 0.8; share += 0.05) {
    await page.mouse.click(box.x + box.width * share, box.y + box.height - 24);
    const at = await instant(page);
    if (at >= PEAK.from && at <= PEAK.to) return;
  }
  throw new Error("no click on the time line stands within the peak");
}

test("à la souris : pari, constats, poids tiré, défi relevé, et tout est là après un rechargement", async ({
  page,
}) => {
  test.setTimeout(90_000);
  await open(page);
  await page.getByText("Elle attend son tour derrière des pages", { exact: false }).click();
  await page.getByText("Sûr", { exact: true }).first().click();
  await page.getByRole("button", { name: "Engager mon pari" }).first().click();
  await page.getByRole("button", { name: "Voir ce qui se passe" }).click();
  await expect(page.getByText(/votre pari, «\s?sûr\s?» · constaté/)).toBeVisible();
  const debits = page.getByRole("group", { name: /Combien de débits/ });
  await debits.scrollIntoViewIfNeeded();
  await debits.getByRole("button", { name: "1", exact: true }).click();
  await expect(page.getByText("C’est bien ce que disent les livres.")).toBeVisible();

  // The weight, from nobody to everybody: the same peak, measured where the ruler rests.
  await page.getByText(/ce que change la part du nouveau service/).scrollIntoViewIfNeeded();
  const ruler = page.getByRole("slider", { name: "Poids du nouveau catalogue" });
  await ruler.scrollIntoViewIfNeeded();
  const row = (weight: number): Locator =>
    page
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${weight}\\s%$`) }) });
  const figures = async (weight: number): Promise<readonly number[]> =>
    (await row(weight).getByRole("cell").allInnerTexts()).map((text) =>
      Number(text.replace(/\D/g, "")),
    );
  const box = await ruler.boundingBox();
  if (box === null) throw new Error("the ruler is seen");
  await page.mouse.move(box.x + 3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
  await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(row(100)).toBeVisible({ timeout: 20_000 });
  await ruler.press("Home");
  await expect(row(0)).toBeVisible({ timeout: 20_000 });
  const [allBy = 0, , allP99 = 0] = await figures(100);
  expect(allBy).toBe(100);
  expect(allP99).toBeLessThan(60);
  const [noneBy = 1, , noneP99 = 0] = await figures(0);
  expect(noneBy).toBe(0);
  expect(noneP99).toBeGreaterThan(5 * allP99);

  await challenge(page).getByRole("button", { name: "Relever le défi" }).click();
  await ready(page);
  await expect(challenge(page).getByText(/tient encore/)).toBeVisible();
  await clickIntoPeak(page);
  await stage(page)
    .getByRole("group", { name: /^Nœud Catalogue/ })
    .click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Arrêt brutal/ }).click();
  await expect(met(page)).toBeVisible({ timeout: 20_000 });

  await page.reload();
  await expect(page.getByText("Le laboratoire est tel que vous l’aviez laissé.")).toBeVisible();
  await expect(met(page)).toBeVisible({ timeout: 20_000 });
  await expect(proof(page)).toBeVisible();
  await expect(page.getByText(/votre pari, «\s?sûr/)).toBeVisible();
});

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} is not reached by ${key}`);
}

test("au clavier seul : le même défi, du sommaire à sa preuve", async ({ page }) => {
  test.setTimeout(90_000);
  await open(page);
  await tabTo(
    page,
    page
      .getByRole("navigation", { name: "Sections de l’étude" })
      .first()
      .getByRole("link", { name: "Défi" }),
  );
  await page.keyboard.press("Enter");
  await tabTo(page, challenge(page).getByRole("button", { name: "Relever le défi" }));
  await page.keyboard.press("Enter");
  await ready(page);
  await expect(challenge(page).getByText(/tient encore/)).toBeVisible();
  await tabTo(page, cursor(page));
  await page.keyboard.press("k");
  await expect
    .poll(() => instant(page), { intervals: [50], timeout: 30_000 })
    .toBeGreaterThan(PEAK.from);
  await page.keyboard.press("k");
  expect(await instant(page)).toBeLessThan(PEAK.to);
  await tabTo(
    page,
    stage(page).getByRole("group").and(page.locator('[tabindex="0"]')).first(),
    "Shift+Tab",
  );
  const catalogue = stage(page).getByRole("group", { name: /^Nœud Catalogue/ });
  const isThere = (): Promise<boolean> =>
    catalogue.evaluate((element) => element === document.activeElement);
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp"]) {
    if (await isThere()) break;
    await page.keyboard.press(key);
  }
  await expect(catalogue).toBeFocused();
  await page.keyboard.press("p");
  const crash = page.getByRole("menuitem", { name: /^Arrêt brutal/ });
  await expect(crash).toBeVisible();
  await tabTo(page, crash, "ArrowDown");
  await page.keyboard.press("Enter");
  await expect(met(page)).toBeVisible({ timeout: 20_000 });
  await tabTo(page, proof(page), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/labo\/etrangleur\/#.*f1=crash:catalogue/);
});
