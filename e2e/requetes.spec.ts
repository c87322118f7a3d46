/**
 * The SQL console under bad treatment: queries that never end, that return everything, that are
 * wrong, that would write. Each ends in a sentence, and the page stays usable meanwhile.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectStep, open, promises } from "./laboratory.ts";

const AT_BASES = "#v=1&variante=publiee&graine=42&pas=120&vue=bases";

const panel = (page: Page) => page.getByRole("region", { name: "Requête SQL" });
const words = (page: Page) => panel(page).getByRole("status");

async function ask(page: Page, sql: string): Promise<void> {
  await panel(page).getByRole("textbox", { name: "Requête SQL" }).fill(sql);
  await panel(page)
    .getByRole("button", { name: /^Exécuter/ })
    .click();
}

/** The console still answers, at once. */
async function expectAlive(page: Page): Promise<void> {
  await ask(page, "SELECT 6 * 7 AS reponse");
  await expect(panel(page).getByRole("cell")).toHaveText(["42"]);
}

test.beforeEach(async ({ page }) => {
  await open(page, AT_BASES);
});

test("une récursion sans fin est arrêtée au bout de deux secondes, la page vit pendant ce temps", async ({
  page,
}) => {
  // The console is warm: SQLite is loaded, the two seconds are the query's own.
  await expectAlive(page);
  const startMs = Date.now();
  await ask(
    page,
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
  );
  await expect(words(page)).toContainText("s’exécute");
  await page.getByRole("button", { name: "Pas suivant" }).click();
  await expectStep(page, 121);
  await expect(words(page)).toContainText("n’a pas fini en 2", { timeout: 6_000 });
  const tookMs = Date.now() - startMs;
  expect(tookMs).toBeGreaterThan(1_500);
  expect(tookMs).toBeLessThan(5_000);
  await expectAlive(page);
});

test("un million de lignes sont comptées, cinq cents montrées", async ({ page }) => {
  await ask(
    page,
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i, i * i FROM n",
  );
  await expect(words(page)).toContainText(/(1\s000\s000 lignes|plus de [\d\s]+ lignes)/, {
    timeout: 8_000,
  });
  await expect(words(page)).toContainText(/les 500 premières sont montrées/);
  expect(await panel(page).getByRole("row").count()).toBe(501);
  await expectAlive(page);
});

test("une faute de syntaxe est dite dans les mots de SQLite", async ({ page }) => {
  await ask(page, "SELEC * FROM sagas.sagas");
  await expect(words(page)).toContainText('near "SELEC": syntax error');
  await ask(page, "SELECT commande FROM payments.payments");
  await expect(words(page)).toContainText("no such column: commande");
  await ask(page, "SELECT * FROM payments.payement");
  await expect(words(page)).toContainText("no such table: payments.payement");
  await expect(words(page)).toContainText("La table s’appelle payments.payments");
  await ask(page, "SELECT");
  await expect(words(page)).toContainText("incomplete input");
  await expectAlive(page);
});

test("une écriture est refusée, et les tables montrées n’ont pas bougé", async ({ page }) => {
  const tables = page.getByRole("region", { name: "Tables à l’instant du curseur" });
  const before = await tables.innerText();
  for (const sql of [
    "DELETE FROM payments.payments",
    "UPDATE inventory.stock SET available = 999",
    "INSERT INTO payments.payments (id, order_id) VALUES ('x', 'y')",
    "DROP TABLE sagas.sagas",
    "CREATE TABLE payments.faux (a)",
    "PRAGMA query_only = OFF; DELETE FROM payments.payments",
    "SELECT 1; DELETE FROM payments.payments",
    "ATTACH 'file:evil' AS evil",
  ]) {
    await ask(page, sql);
    await expect(words(page)).not.toContainText("s’exécute");
    await ask(page, "SELECT count(*) FROM payments.payments");
    await expect(panel(page).getByRole("cell")).not.toHaveText(["0"]);
    expect(await tables.innerText(), sql).toBe(before);
  }
  await ask(page, "DELETE FROM payments.payments");
  await expect(words(page)).toContainText(/readonly|read-only/);
  await expect(words(page)).toContainText("il faut une panne ou un réglage");
});

test("un résultat énorme dans une seule cellule ne bloque rien", async ({ page }) => {
  await ask(page, "SELECT hex(zeroblob(200000000))");
  await expect(words(page)).not.toContainText("s’exécute", { timeout: 6_000 });
  await expectAlive(page);
  await ask(page, "SELECT '<script>alert(1)</script>' AS texte, x'00ff' AS octets, NULL AS rien");
  await expect(panel(page).getByRole("cell")).toHaveText([
    "<script>alert(1)</script>",
    /octets/,
    "NULL",
  ]);
});

test("des requêtes lancées coup sur coup : la dernière répond", async ({ page }) => {
  for (let i = 0; i < 8; i++) {
    await ask(
      page,
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ${i}, count(*) FROM n`,
    );
  }
  await expectAlive(page);
  await expect(promises(page)).toBeVisible();
});

test("la requête se relit au fil du curseur, et le texte tapé survit à un changement de vue", async ({
  page,
}) => {
  await ask(page, "SELECT count(*) AS paiements FROM payments.payments");
  await expect(panel(page).getByRole("cell")).toHaveText(["1"]);
  await page.getByRole("button", { name: "Début", exact: true }).click();
  await expect(panel(page).getByRole("cell")).toHaveText(["0"]);
  await page.getByRole("button", { name: "Fin", exact: true }).click();
  await expect(panel(page).getByRole("cell")).toHaveText(["4"]);
  await page.getByRole("tab", { name: "Graphe" }).click();
  await page.getByRole("tab", { name: "Bases" }).click();
  await expect(panel(page).getByRole("textbox", { name: "Requête SQL" })).toHaveValue(/count/);
});
