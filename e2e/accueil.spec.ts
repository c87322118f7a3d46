/** The first gesture: a fault injected in at most two clicks and ten seconds after a cold load. */
import { expect, test } from "./fixtures.ts";
import { expectStep, open, promise, ready, settings, stage, step } from "./laboratory.ts";

const FIRST_FAULT_MS_MAX = 10_000;

test("depuis un chargement à froid, la première panne prend un clic et moins de dix secondes", async ({
  browser,
}) => {
  // Nothing is cached: a context of its own, and a processor twice as slow.
  const context = await browser.newContext({
    locale: "fr-FR",
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 2 });
  const startMs = Date.now();
  await page.goto("/", { waitUntil: "commit" });
  const world = page.getByRole("region", { name: "Le système, en miniature" });
  await world.getByRole("button", { name: /perdre/i }).click();
  await expect(world).toContainText(/se perd\s:\sc’est votre panne|débitée/);
  expect(Date.now() - startMs).toBeLessThan(FIRST_FAULT_MS_MAX);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await context.close();
});

test("la miniature va jusqu’à la promesse rompue, et le laboratoire s’ouvre à cet instant", async ({
  page,
}) => {
  await page.goto("/");
  const world = page.getByRole("region", { name: "Le système, en miniature" });
  await world.getByRole("button", { name: /perdre/i }).click();
  // The gesture plays by itself what follows from it.
  const door = page.getByRole("link", { name: "Ouvrir le laboratoire à cet instant" });
  await expect(door).toBeVisible({ timeout: 30_000 });
  await expect(
    world.getByRole("listitem").filter({ hasText: "Payé, donc expédié ou remboursé" }),
  ).toContainText("rompue");
  const said = Number(/pas (\d+)/.exec((await world.innerText()).replaceAll(/\s/g, " "))?.[1]);
  await door.click();
  await expect(page).toHaveURL(/\/labo\/saga-fintech\//);
  await ready(page);
  await expectStep(page, said);
  await expect(settings(page).getByRole("switch", { name: /débité 1041/ })).toBeChecked();
  await expect(
    promise(page, "Payé, donc expédié ou remboursé").getByRole("button", { name: /rompue au pas/ }),
  ).toBeVisible();
});

test("dans le laboratoire aussi, deux clics suffisent", async ({ page }) => {
  await open(page, "#v=1&pas=50");
  await stage(page)
    .getByRole("group", { name: /^Nœud Paiement/ })
    .click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Arrêt brutal/ }).click();
  await ready(page);
  await expect(settings(page).getByRole("switch", { name: /Arrêt brutal/ })).toBeChecked();
  expect(await step(page)).toBe(50);
});

test("sans rien cliquer, la miniature vit déjà, et la recherche trouve un cas", async ({
  page,
}) => {
  await page.goto("/");
  const world = page.getByRole("region", { name: "Le système, en miniature" });
  await expect(world).toContainText("répond");
  await page.getByRole("searchbox", { name: "Chercher dans le catalogue" }).fill("idempotence");
  await expect(page.getByRole("link", { name: /^Saga orchestrée : stock/ })).toBeVisible();
  await expect(page.getByText(/cas trouvé/)).toBeVisible();
  await page.getByRole("searchbox", { name: "Chercher dans le catalogue" }).fill("zzz");
  await expect(page.getByText("Aucun cas ne contient ces mots.")).toBeVisible();
});

test("une vignette vue joue une fois sa panne, repose sur la promesse rompue, et rien ne bouge autour", async ({
  browser,
}) => {
  const context = await browser.newContext({ reducedMotion: "no-preference", locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto("/");
  const card = page.getByRole("listitem").filter({ hasText: "Du monolithe aux services" });
  const film = card.locator("[data-picture]");
  // Out of sight, it asks for nothing.
  await expect(film).toHaveAttribute("data-picture", "rest");
  await expect(film).toContainText("Validée, donc connue");
  await expect(film).not.toContainText(/tenue|rompue/);
  await card.scrollIntoViewIfNeeded();
  const before = await card.boundingBox();
  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        seen.add((await film.getAttribute("data-picture")) ?? "");
        return film.getAttribute("data-picture");
      },
      { intervals: [100], timeout: 30_000 },
    )
    .toBe("30");
  expect(seen.size).toBeGreaterThan(8);
  await expect(film).toContainText("rompue");
  expect(await card.boundingBox()).toEqual(before);
  await page.waitForTimeout(400);
  await expect(film).toHaveAttribute("data-picture", "30");
  // Under a hand, once more.
  await card.hover();
  await expect(film).not.toHaveAttribute("data-picture", "30");
  await context.close();
});

test("qui demande moins de mouvement voit la dernière image, et aucune autre", async ({
  browser,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce", locale: "fr-FR" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const pictures: string[] = [];
    Object.assign(window, { pictures });
    new MutationObserver((changes) => {
      for (const { target } of changes)
        pictures.push((target as HTMLElement).dataset.picture ?? "");
    }).observe(document, { subtree: true, attributeFilter: ["data-picture"] });
  });
  await page.goto("/");
  const card = page
    .getByRole("listitem")
    .filter({ has: page.locator("[data-picture]") })
    .first();
  await card.scrollIntoViewIfNeeded();
  await expect(card).toContainText("rompue", { timeout: 30_000 });
  await card.hover();
  const pictures = await page.evaluate(
    () => (window as unknown as { pictures: string[] }).pictures,
  );
  expect(new Set(pictures)).toEqual(new Set(["30"]));
  await context.close();
});
