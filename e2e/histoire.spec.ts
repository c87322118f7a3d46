/**
 * The story that the project promises, word for word, in one visit: from the home page to the same
 * digest at the same instant in somebody else's browser.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import {
  cursor,
  expectStep,
  length,
  pickMessage,
  promise,
  promises,
  ready,
  settings,
  settledLink,
  stage,
  step,
  stepUntil,
  timeline,
  verdict,
} from "./laboratory.ts";

const PAID = "Payé, donc expédié ou remboursé";

/** Drags the playhead to a share of the axis, as a hand does. */
async function dragPlayhead(page: Page, share: number): Promise<void> {
  const head = await cursor(page).boundingBox();
  const lanes = await timeline(page).boundingBox();
  if (head === null || lanes === null) throw new Error("the playhead is not on screen");
  const y = head.y + 10;
  await page.mouse.move(head.x + head.width / 2, y);
  await page.mouse.down();
  const to = lanes.x + 140 + (lanes.width - 164) * share;
  await page.mouse.move((head.x + to) / 2, y, { steps: 4 });
  await page.mouse.move(to, y, { steps: 4 });
  await page.mouse.up();
}

test("de l’accueil au lien partagé : la saga, sa panne, son pourquoi, sa réparation", async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(240_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);

  await test.step("ouvrir la page, cliquer « Saga orchestrée : stock, paiement, livraison »", async () => {
    await page.goto("/");
    await page.getByRole("link", { name: "Saga orchestrée : stock, paiement, livraison" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(stage(page)).toBeVisible();
    await ready(page);
  });

  await test.step("une saga tourne : un orchestrateur, trois services, quatre bases", async () => {
    for (const name of ["Orchestrateur", "Inventaire", "Paiement", "Livraison"]) {
      await expect(
        stage(page).getByRole("group", { name: new RegExp(`^Nœud ${name}`) }),
      ).toBeVisible();
    }
    // Nobody has pressed anything: it runs when one arrives.
    await expect.poll(() => step(page)).toBeGreaterThan(5);
  });

  await test.step("suspendre, un pas en avant, un pas en arrière", async () => {
    await page.getByRole("button", { name: "Pause" }).click();
    const paused = await step(page);
    await page.waitForTimeout(400);
    await expectStep(page, paused);
    await page.getByRole("button", { name: "Pas suivant" }).click();
    await expectStep(page, paused + 1);
    await page.getByRole("button", { name: "Pas précédent" }).click();
    await expectStep(page, paused);
    await page.getByRole("button", { name: "Pas précédent" }).click();
    await expectStep(page, paused - 1);
  });

  await test.step("en plein écran, la même saga au même pas", async () => {
    const here = await step(page);
    const fullScreen = page.getByRole("link", { name: "Plein écran" });
    if ((await fullScreen.count()) > 0) {
      await fullScreen.click();
      await expect(page).toHaveURL(/\/labo\/saga-fintech\//);
      await ready(page);
    }
    await expectStep(page, here);
    await expect(promises(page).getByRole("button", { name: /rompue/ })).toHaveCount(0);
  });

  await test.step("tirer le curseur, en arrière et en avant", async () => {
    await dragPlayhead(page, 0.7);
    const far = await step(page);
    await dragPlayhead(page, 0.05);
    const near = await step(page);
    expect(near).toBeLessThan(far);
    expect(near).toBeGreaterThan(0);
    await dragPlayhead(page, 0.28);
    expect(await step(page)).toBeGreaterThan(near);
    expect(await step(page)).toBeLessThan(far);
  });

  await test.step("cliquer l’orchestrateur, l’arrêter entre deux écritures", async () => {
    // The payment has answered; the orchestrator has not yet written that this step is done.
    await stepUntil(page, /^L’orchestrateur reçoit la réponse «\sdébité\s» .* 1041/);
    const box = stage(page).getByRole("group", { name: /^Nœud Orchestrateur/ });
    await box.click();
    await expect(
      page.getByRole("complementary", { name: "Ce que vous regardez" }).getByRole("heading", {
        name: /Orchestrateur/,
      }),
    ).toBeVisible();
    const before = await step(page);
    await box.click({ button: "right" });
    const menu = page.getByRole("menu", { name: "Panne sur Orchestrateur" });
    const crash = menu.getByRole("menuitem", { name: /^Arrêt brutal/ });
    await crash.hover();
    for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowLeft");
    await expect(crash).toHaveText(/500\sms/);
    await crash.click();
    await ready(page);
    await expectStep(page, before);
    await page.getByRole("button", { name: "Pas suivant" }).click();
    await page.getByRole("button", { name: "Pas suivant" }).click();
    await expect(box).toHaveAccessibleName(/arrêt/);
    await expect(
      settings(page).getByRole("switch", { name: /Arrêt brutal de l’orchestrateur/ }),
    ).toBeChecked();
  });

  await test.step("cliquer un message, le perdre", async () => {
    // It may run past the message before the pause is heard: one goes back, as a reader would.
    const from = await step(page);
    await page.getByRole("button", { name: "Lecture", exact: true }).click();
    await expect.poll(() => step(page), { intervals: [20], timeout: 20_000 }).toBeGreaterThan(150);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Début" }).click();
    await expectStep(page, 0);
    expect(from).toBeGreaterThan(0);
    await stepUntil(
      page,
      /^Le service Paiement répond «\sdébité\s» à l’orchestrateur .* 1043/,
      300,
    );
    await pickMessage(page, /^Réponse débité de 1043/);
    await page.getByRole("button", { name: "Perdre" }).click();
    await ready(page);
    await expect(settings(page).getByRole("switch", { name: /débité 1043/ })).toBeChecked();
  });

  let breach = 0;
  await test.step("voir la promesse rougir à un événement, la cliquer", async () => {
    const red = promise(page, PAID).getByRole("button", { name: /rompue au pas/ });
    await expect(red).toBeVisible();
    expect(await verdict(page, PAID)).not.toBe("rompue");
    await red.click();
    breach = await step(page);
    expect(await verdict(page, PAID)).toBe("rompue");
    await page.getByRole("button", { name: "Pas précédent" }).click();
    await expectStep(page, breach - 1);
    expect(await verdict(page, PAID)).not.toBe("rompue");
    await page.getByRole("button", { name: "Pas suivant" }).click();
    await expectStep(page, breach);
  });

  await test.step("lire la chaîne de causes jusqu’à sa propre panne", async () => {
    await promise(page, PAID)
      .getByRole("button", { name: /^Pourquoi/ })
      .click();
    const why = page.getByRole("region", { name: "Pourquoi ?" });
    await expect(why).toContainText(`Promesse rompue au pas ${breach}`);
    await expect(why).toContainText("La commande 1043 est débitée");
    const stops = why.getByRole("list").getByRole("button");
    expect(await stops.count()).toBeGreaterThan(2);
    const texts = await stops.allInnerTexts();
    expect(
      texts.some((text) => /n’attend plus|délai/.test(text)),
      texts.join("\n"),
    ).toBe(true);
    expect(
      texts.some((text) => /Vous perdez/.test(text)),
      texts.join("\n"),
    ).toBe(true);
    await expect(why).toContainText(/Cause première.*vous perdez/);
    await why.getByRole("button", { name: /^Aller au pas/ }).click();
    expect(await step(page)).toBeLessThan(breach);
    await page.keyboard.press("Escape");
    await promise(page, PAID)
      .getByRole("button", { name: /rompue au pas/ })
      .click();
    await expectStep(page, breach);
  });

  await test.step("ouvrir les tables à cet instant, les interroger en SQL", async () => {
    await page.getByRole("tab", { name: "Bases" }).click();
    const tables = page.getByRole("navigation", { name: "Tables" });
    for (const table of ["sagas", "stock", "payments", "shipments"]) {
      await expect(tables.getByRole("button", { name: new RegExp(`^${table} `) })).toBeVisible();
    }
    const sql = page.getByRole("region", { name: "Requête SQL" });
    await sql
      .getByRole("textbox", { name: "Requête SQL" })
      .fill(
        "SELECT g.status AS saga, p.status AS paiement, (SELECT count(*) FROM shipping.shipments s WHERE s.order_id = p.order_id) AS colis FROM payments.payments p JOIN sagas.sagas g USING (order_id) WHERE p.order_id = '1043'",
      );
    await sql.getByRole("button", { name: /^Exécuter/ }).click();
    const cells = sql.getByRole("table").getByRole("cell");
    await expect(cells).toHaveText(["COMPENSATED", "DEBITED", "0"]);
    // One instant, not the end of the run: before the debit, the same question finds nobody.
    await page.getByRole("button", { name: "Début", exact: true }).click();
    await sql.getByRole("button", { name: /^Exécuter/ }).click();
    await expect(sql.getByText("0 ligne")).toBeVisible();
    await promise(page, PAID)
      .getByRole("button", { name: /rompue au pas/ })
      .click();
    await expectStep(page, breach);
  });

  await test.step("passer à « corrigée » : mêmes arrivées, même hasard, mêmes pannes, tout est vert", async () => {
    const published = await settledLink(page);
    await page.getByRole("radio", { name: "corrigée" }).click();
    await ready(page);
    await page.getByRole("button", { name: "Fin", exact: true }).click();
    await expect(promises(page).getByRole("button", { name: /rompue/ })).toHaveCount(0);
    const lines = promises(page).getByRole("listitem");
    expect(await lines.count()).toBe(7);
    for (const line of await lines.all()) {
      await expect(line.getByRole("heading").getByRole("img").first()).toHaveAttribute(
        "aria-label",
        "tenue",
      );
    }
    const repaired = await settledLink(page);
    // A step of one variant means nothing in the other: a fault keeps its instant, or its message.
    expect(repaired.get("graine")).toBe(published.get("graine"));
    for (const part of ["f1", "f2"]) {
      const [act, instant] = (repaired.get(part) ?? "").split("@");
      expect(act).toBe(published.get(part)?.split("@")[0]);
      expect(published.get(part)).toContain("@event:");
      expect(instant).toMatch(part === "f1" ? /^\d+us\+500ms$/ : /^0s$/);
    }
    // The same message was truly lost, and the repaired saga lived through it.
    await page.getByRole("tab", { name: "Table" }).click();
    await page.getByRole("searchbox", { name: "Texte cherché" }).fill("c’est votre panne");
    await expect(page.getByRole("row", { name: /« débité » de 1043 .* se perd/ })).toHaveCount(1);
    await page.getByRole("tab", { name: "Graphe" }).click();
  });

  await test.step("copier le lien, l’ouvrir ailleurs : même empreinte, même instant", async () => {
    await page.getByRole("radio", { name: "telle que publiée" }).click();
    await ready(page);
    await promise(page, PAID)
      .getByRole("button", { name: /rompue au pas/ })
      .click();
    await expectStep(page, breach);
    const here = await settledLink(page);
    await page.getByRole("button", { name: "Copier le lien" }).click();
    await expect(page.getByRole("button", { name: "Lien copié" })).toBeVisible();
    const address = await page.evaluate(() => navigator.clipboard.readText());
    const clock = await page.getByRole("timer", { name: "Horloge simulée" }).innerText();

    const elsewhere = await browser.newContext({
      locale: "fr-FR",
      viewport: { width: 1440, height: 900 },
    });
    const other = await elsewhere.newPage();
    await other.goto(address);
    await ready(other);
    await expectStep(other, breach);
    await expect(other.getByRole("timer", { name: "Horloge simulée" })).toHaveText(clock);
    expect(await length(other)).toBe(await length(page));
    expect(await verdict(other, PAID)).toBe("rompue");
    const there = await settledLink(other);
    expect(there.get("empreinte")).toBe(here.get("empreinte"));
    await expect(other.getByText("Ce lien vient d’une autre version")).toHaveCount(0);
    await elsewhere.close();
  });
});
