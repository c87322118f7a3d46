/**
 * Links that come from anywhere: each bad one is said in one French sentence, the page stays usable,
 * and what the reader had made is still there.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectStep, LAB, length, open, ready, settings, step } from "./laboratory.ts";

const notices = (page: Page) =>
  page.getByRole("region", { name: "Ce qui arrive" }).getByRole("status");

async function expectUsable(page: Page): Promise<void> {
  const before = await step(page);
  const way = before === (await length(page)) ? "Pas précédent" : "Pas suivant";
  await page.getByRole("button", { name: way }).click();
  await expectStep(page, way === "Pas suivant" ? before + 1 : before - 1);
}

const LONG = "é".repeat(300);
const BINARY = "%00%01%FE%FF%80%C3%28";

const links: readonly (readonly [name: string, fragment: string, said: string])[] = [
  ["du bruit", "#~~~???&&&===", "Ce lien est mal formé"],
  ["un pourcentage seul", "#v=1&pas=%", "Ce lien est mal formé"],
  ["des octets qui ne sont pas du texte", `#v=1&variante=${BINARY}`, "Ce lien est mal formé"],
  ["du JSON", '#{"v":1,"pas":3}', "Ce lien est mal formé"],
  ["sans version", "#pas=12", "Ce lien est mal formé"],
  ["neuf mille caractères", `#v=1&choix=${"x".repeat(9_000)}`, "Ce lien dépasse 8"],
  ["un mégaoctet", `#v=1&f1=${"%41".repeat(300_000)}`, "Ce lien dépasse 8"],
  ["une autre version", "#v=2&variante=publiee&pas=3", "Ce lien vient d’une autre version"],
  [
    "une version qui n’est pas un nombre",
    "#v=__proto__&pas=3",
    "Ce lien vient d’une autre version",
  ],
  ["une variante inconnue", "#v=1&variante=parfaite", "Variante inconnue : « parfaite »"],
  [
    "une variante qui est du script",
    "#v=1&variante=%3Cimg src=x onerror=alert(1)%3E",
    "Variante inconnue",
  ],
  ["une variante très longue", `#v=1&variante=${LONG}`, "Variante inconnue"],
  ["une graine négative", "#v=1&graine=-3", "La graine est un entier positif"],
  ["une graine en exposant", "#v=1&graine=1e9", "La graine est un entier positif"],
  ["un réglage inconnu", "#v=1&p.bonheur=12", "Réglage inconnu : « bonheur »"],
  ["le prototype pour réglage", "#v=1&p.__proto__=12", "Réglage inconnu"],
  ["un réglage hors de ses bornes", "#v=1&p.commandes=999999999", "Commandes"],
  ["un réglage qui n’est pas un nombre", "#v=1&p.commandes=beaucoup", "Commandes"],
  ["un genre de panne inconnu", "#v=1&f1=incendie:paiement@2s", "Genre de panne inconnu"],
  ["une panne sans instant", "#v=1&f1=crash:orchestrateur", "cette partie du lien"],
  ["une panne sur un nœud inconnu", "#v=1&f1=crash:entrepot@2s", "vise un nœud inconnu ici"],
  [
    "une panne qui est du script",
    "#v=1&f1=crash:%22%3E%3Cscript%3Ealert(1)%3C/script%3E@2s",
    "cette partie du lien",
  ],
  ["un pas négatif", "#v=1&pas=-4", "n’est pas un pas"],
  ["une vue inconnue", "#v=1&vue=camera", "Vue inconnue : « camera »"],
  ["un choix qui ne désigne rien", "#v=1&choix=lune:1", "ne désigne rien"],
  ["un brouillard sur un nœud inconnu", "#v=1&brouillard=lune", "Nœud inconnu : « lune »"],
  ["une clé inconnue", "#v=1&cadeau=oui", "« cadeau » n’est pas connu ici"],
  [
    "une empreinte fausse",
    "#v=1&variante=publiee&graine=42&pas=3&empreinte=324.0123456789abcdef",
    "L’empreinte diffère",
  ],
];

async function expectSaid(page: Page, said: string): Promise<void> {
  await expect(
    notices(page).getByRole("paragraph").filter({ hasText: said }).first(),
  ).toBeVisible();
  // Some sentences, never the link itself thrown back at the reader.
  expect((await notices(page).innerText()).length).toBeLessThan(1_200);
}

test("chaque mauvais lien suivi dans la page le dit en français, et la page s’utilise", async ({
  page,
}) => {
  test.setTimeout(150_000);
  let asked = false;
  page.on("dialog", (dialog) => {
    asked = true;
    void dialog.dismiss();
  });
  await open(page);
  for (const [name, fragment, said] of links) {
    await test.step(name, async () => {
      await page.evaluate((wanted) => {
        location.hash = wanted;
      }, fragment);
      await expectSaid(page, said);
      await ready(page);
      await expectUsable(page);
      const close = page.getByRole("button", { name: "Fermer ce message" });
      while ((await close.count()) > 0) await close.first().click();
    });
  }
  expect(asked).toBe(false);
});

/** The same links by which one arrives: the first thing that the page ever reads. */
const arrivals = [
  "un pourcentage seul",
  "un mégaoctet",
  "une version qui n’est pas un nombre",
  "une variante qui est du script",
  "un réglage hors de ses bornes",
  "une panne sur un nœud inconnu",
  "une empreinte fausse",
];

for (const [name, fragment, said] of links.filter(([name]) => arrivals.includes(name))) {
  test(`arriver par un mauvais lien : ${name}`, async ({ page }) => {
    await open(page, fragment);
    await expectSaid(page, said);
    await expectUsable(page);
  });
}

test("le script d’un lien est montré comme du texte, jamais exécuté", async ({ page }) => {
  await open(page, "#v=1&variante=%3Cimg src=x onerror=alert(1)%3E&f1=%3Cscript%3E");
  await expect(notices(page)).toContainText("<img src=x onerror=alert(1)>");
  expect(await page.locator("main img, main script").count()).toBe(0);
});

test("un lien en partie valable garde ce qui l’est", async ({ page }) => {
  await open(
    page,
    "#v=1&variante=corrigee&graine=7&f1=crash:orchestrateur@823ms+3s&f2=incendie:paiement@2s&pas=30",
  );
  await expect(page.getByRole("radio", { name: "corrigée" })).toBeChecked();
  await expect(page.getByRole("textbox", { name: "Graine" })).toHaveValue("7");
  await expect(settings(page).getByRole("switch")).toHaveCount(1);
  await expectStep(page, 30);
  await expect(notices(page)).toContainText("Genre de panne inconnu");
});

test("un pas ou un choix au-delà du parcours ne casse rien", async ({ page }) => {
  await open(page, "#v=1&pas=999999999&choix=pas:999999999&a=999999999&vue=temps");
  await expectStep(page, await length(page));
  await expectUsable(page);
  await page.goto("about:blank");
  await open(page, "#v=1&pas=40&choix=message:personne%3Eici:rien:0#1&vue=table");
  await expectUsable(page);
  await page.goto("about:blank");
  await open(page, "#v=1&pas=40&choix=ligne:lune/cratere/[1]&vue=bases");
  await expectUsable(page);
});

test("une panne qui ne trouve pas son message laisse le parcours se faire", async ({ page }) => {
  await open(page, "#v=1&f1=drop-message:orchestrateur%3Epaiement:debiter:9999#1@0s&pas=3");
  await expectStep(page, 3);
  await expectUsable(page);
});

test("un mauvais lien suivi dans la page ne perd ni panne ni branche", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "La réponse du débit se perd" }).click();
  await ready(page);
  await expect(settings(page).getByRole("switch")).toHaveCount(1);
  const total = await length(page);
  await page.evaluate(() => {
    location.hash = "#v=9&variante=<b>&f1=tout:casser@jamais";
  });
  await expect(notices(page)).toContainText("Ce lien vient d’une autre version");
  await expect(settings(page).getByRole("switch")).toHaveCount(1);
  expect(await length(page)).toBe(total);
  await page.getByRole("button", { name: "Fermer ce message" }).first().click();
  await expect(notices(page).getByRole("paragraph")).toHaveCount(0);
  await page.evaluate(() => {
    location.hash = "#v=1&variante=corrigee&graine=42&pas=5";
  });
  await ready(page);
  await expectStep(page, 5);
  await page.getByRole("button", { name: /^Branches/ }).click();
  await page
    .getByRole("radio", { name: /^Afficher .*débit se perd/ })
    .first()
    .click();
  await ready(page);
  await expect(settings(page).getByRole("switch", { name: /débité/ })).toBeChecked();
});

test.describe("une adresse qui n’existe pas", () => {
  test.use({ tolerated: [/404/] });
  for (const address of [
    "/labo/lune/",
    "/etudes/lune/",
    "/modele/%3Cscript%3E/",
    `/labo/${"x".repeat(2_000)}/`,
    "/labo/..%2f..%2fetc/passwd",
  ]) {
    test(`${address.slice(0, 30)} mène à une page qui ramène au catalogue`, async ({ page }) => {
      const response = await page.goto(address);
      expect(response?.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cette page n’existe pas.");
      await page.getByRole("link", { name: "Revenir au catalogue" }).click();
      await expect(page).toHaveURL("/");
    });
  }
});

test("un lien de la page d’accueil ou d’ailleurs n’a pas besoin de la barre finale", async ({
  page,
}) => {
  await page.goto(`${LAB.slice(0, -1)}#v=1&pas=12`);
  await ready(page);
  await expectStep(page, 12);
});
