import { expect, test } from "./fixtures.ts";

test("l’accueil s’ouvre en français, avec ses polices et une politique stricte", async ({
  page,
}) => {
  const response = await page.goto("/");
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).not.toContain("script-src 'unsafe-inline'");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.locator("main#contenu")).toBeVisible();
  const faces = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter((face) => face.status === "loaded").length;
  });
  expect(faces).toBeGreaterThan(0);
});

test.describe("adresse inconnue", () => {
  test.use({ tolerated: [/404/] });

  test("elle mène à une page qui le dit et qui ramène au catalogue", async ({ page }) => {
    const response = await page.goto("/une/page/qui/n-existe/pas/");
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cette page n’existe pas.");
    await page.getByRole("link", { name: "Revenir au catalogue" }).click();
    await expect(page).toHaveURL("/");
  });
});

test("le premier arrêt du clavier mène au contenu", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeFocused();
});

test("le choix du sombre survit à un rechargement, sans éclair", async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("contretemps.theme", "dark"));
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(17, 20, 24)");
});
