/**
 * When the browser itself fails: the engine's worker dies, WebAssembly or storage is refused, the
 * reader clicks too soon or opens two tabs. A sentence says it, and nothing already made is lost.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectStep, LAB, length, open, ready, settings, step } from "./laboratory.ts";

const LONG_RUN =
  "#v=1&variante=publiee&graine=42&p.commandes=900&p.stock=9000&f1=crash:orchestrateur@event:91+3s&pas=40";

/**
 * Counts the workers of the page. While `isDeaf`, a new one is killed at birth and says nothing.
 * The first one is never heard to finish: it is always in the middle of its run when it is killed,
 * however slow the page is beside it.
 */
const watchWorkers = (page: Page, isDeaf: boolean) =>
  page.addInitScript((deaf) => {
    const made: Worker[] = [];
    const watch = { made, isDeaf: deaf };
    Object.assign(window, { watch });
    const hear = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
    Object.defineProperty(MessagePort.prototype, "onmessage", {
      ...hear,
      set(this: MessagePort, handler: ((event: MessageEvent) => void) | null) {
        hear?.set?.call(this, (event: MessageEvent) => {
          if (made.length > 1 || event.data?.kind !== "done") handler?.(event);
        });
      },
    });
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        made.push(this);
        if (watch.isDeaf) super.terminate();
      }
    };
  }, isDeaf);

interface Watched {
  readonly watch: { readonly made: Worker[]; isDeaf: boolean };
}

/** Waits until the run has so many steps, and kills its worker in the same frame. */
const killAfter = (page: Page, steps: number) =>
  page.waitForFunction((wanted) => {
    const head = document.querySelector('[role="slider"][aria-label="Curseur"]');
    if (Number(head?.getAttribute("aria-valuemax")) < wanted) return false;
    const isBusy = document.querySelector('main[aria-busy="true"]') !== null;
    const worker = (window as unknown as Watched).watch.made.at(-1);
    worker?.terminate();
    worker?.dispatchEvent(new Event("error"));
    return isBusy ? "killed" : "too late";
  }, steps);

const workerCount = (page: Page) =>
  page.evaluate(() => (window as unknown as Watched).watch.made.length);

test("le moteur tué en plein parcours : il repart seul, et la panne posée reste", async ({
  page,
}) => {
  await watchWorkers(page, false);
  await page.goto(LAB + LONG_RUN);
  expect(await (await killAfter(page, 1_000)).jsonValue()).toBe("killed");
  await ready(page);
  expect(await workerCount(page)).toBe(2);
  expect(await length(page)).toBeGreaterThan(50_000);
  await expectStep(page, 40);
  await expect(settings(page).getByRole("switch", { name: /Arrêt brutal/ })).toBeChecked();
});

test("le moteur qui finit de lui-même sans un mot, en plein parcours, est remplacé", async ({
  page,
}) => {
  await page.clock.install();
  await watchWorkers(page, false);
  await page.goto(LAB + LONG_RUN);
  await expect.poll(() => workerCount(page)).toBe(1);
  const engine = page.workers().find((worker) => worker.url().includes("engine"));
  await (engine ?? page.workers()[0])?.evaluate(() => self.close());
  await page.clock.runFor(16_000);
  await expect.poll(() => workerCount(page)).toBe(2);
  await page.clock.resume();
  await ready(page);
  await expectStep(page, 40);
});

test("le moteur qui se tait est donné pour mort et remplacé ; deux fois, la page le dit et se relance", async ({
  page,
}) => {
  await page.clock.install();
  await watchWorkers(page, true);
  await page.goto(`${LAB}#v=1&f1=crash:orchestrateur@event:91+3s&pas=40`);
  await expect.poll(() => workerCount(page)).toBe(1);
  await page.clock.runFor(16_000);
  await expect.poll(() => workerCount(page)).toBe(2);
  await page.clock.runFor(16_000);
  await expect(page.getByText("Le simulateur s’est arrêté deux fois")).toBeVisible();
  await expect(settings(page).getByRole("switch", { name: /Arrêt brutal/ })).toBeVisible();
  await page.evaluate(() => {
    (window as unknown as Watched).watch.isDeaf = false;
  });
  await page.getByRole("button", { name: "Relancer le parcours" }).click();
  await page.clock.resume();
  await ready(page);
  await expectStep(page, 40);
  await page.getByRole("button", { name: "Pas suivant" }).click();
  await expectStep(page, 41);
  await expect(page.getByText("Le simulateur s’est arrêté deux fois")).toHaveCount(0);
});

test.describe("SQLite ne se charge pas", () => {
  test.use({ tolerated: [/ERR_|Failed to load|wasm|WebAssembly|ArrayBuffer instantiation/i] });

  test("la page le dit, le texte se lit, et le parcours se relance quand il revient", async ({
    page,
    context,
  }) => {
    await context.route("**/*.wasm", (route) => route.abort());
    await page.goto(LAB);
    await expect(page.getByText("Ce navigateur ne sait pas exécuter WebAssembly")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Saga orchestrée/);
    await context.unroute("**/*.wasm");
    await page.getByRole("button", { name: "Relancer le parcours" }).click();
    await ready(page);
    await expect.poll(() => length(page)).toBeGreaterThan(100);
    await page.getByRole("button", { name: "Pas suivant" }).click();
    await expect.poll(() => step(page)).toBe(1);
  });

  test("l’accueil et l’étude restent lisibles", async ({ page, context }) => {
    await context.route("**/*.wasm", (route) => route.abort());
    await page.goto("/");
    await expect(page.getByRole("region", { name: "Le système, en miniature" })).toContainText(
      "Ce navigateur ne sait pas exécuter WebAssembly",
    );
    await expect(page.getByRole("link", { name: /^Saga orchestrée : stock/ })).toBeVisible();
    await page.goto("/etudes/saga-fintech/");
    await expect(page.getByRole("heading", { name: "L’incident" })).toBeVisible();
    await expect(
      page.getByText("Ce navigateur ne sait pas exécuter WebAssembly").first(),
    ).toBeVisible();
  });
});

test("WebAssembly refusé par le navigateur : l’accueil et l’étude restent lisibles", async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "WebAssembly", { value: undefined });
  });
  await page.goto("/");
  await expect(page.getByRole("link", { name: /^Saga orchestrée : stock/ })).toBeVisible();
  await page.goto("/etudes/saga-fintech/");
  await expect(
    page.getByText("Ce navigateur ne sait pas exécuter WebAssembly").first(),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "L’incident" })).toBeVisible();
});

test("stockage plein : la page le dit une fois, et les pannes tiennent", async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await open(page);
  await page.getByRole("button", { name: "La réponse du débit se perd" }).click();
  await ready(page);
  const said = page.getByText("Ce navigateur refuse d’enregistrer");
  await expect(said).toHaveCount(1);
  await page.getByRole("button", { name: "Arrêt entre le débit et son écriture" }).click();
  await ready(page);
  await expect(settings(page).getByRole("switch", { name: /Arrêt brutal/ })).toBeChecked();
  await page.waitForTimeout(600);
  await expect(said).toHaveCount(1);
  // The link keeps everything: a reload finds the fault again.
  await page.reload();
  await ready(page);
  await expect(settings(page).getByRole("switch", { name: /Arrêt brutal/ })).toBeChecked();
});

test("stockage refusé : chaque page s’ouvre et s’utilise", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  for (const address of ["/", "/etudes/saga-fintech/", "/glossaire/", "/modele/saga-fintech/"]) {
    await page.goto(address);
    await ready(page);
    await expect(page.locator("h1")).toBeVisible();
  }
  await open(page);
  await page.getByRole("button", { name: "La réponse du débit se perd" }).click();
  await ready(page);
  await expect(settings(page).getByRole("switch", { name: /débité/ })).toBeChecked();
  await page.getByRole("button", { name: "Affichage" }).click();
  await page.keyboard.press("Escape");
});

for (const [name, text] of [
  ["du bruit", "\u0000ÿ{{{"],
  ["une autre version", '{"version":99,"branches":[]}'],
  [
    "une forme fausse",
    '{"version":1,"shown":"b1","branchesMade":1,"faultsMade":0,"branches":[null]}',
  ],
  [
    "un parent qui n’existe pas",
    '{"version":1,"shown":"b9","branchesMade":1,"faultsMade":0,"branches":[{"id":"b1","name":null,"parent":"b7","leavesAt":-1,"change":"","changeText":"","setup":"variante=publiee&graine=42"}]}',
  ],
] as const) {
  test(`ce que le navigateur a gardé est abîmé (${name}) : la page part de son état de départ`, async ({
    page,
  }) => {
    await page.addInitScript(
      (kept) => localStorage.setItem("contretemps.labo.saga-fintech", kept),
      text,
    );
    await open(page);
    await expect(page.getByText(/avait gardé de ce laboratoire ne se lit plus/)).toBeVisible();
    expect(await length(page)).toBeGreaterThan(100);
    await page.getByRole("button", { name: "Pas suivant" }).click();
    await expectStep(page, 1);
  });
}

test("des clics pendant le chargement : le dernier choix gagne", async ({ page }) => {
  await page.goto(LAB, { waitUntil: "commit" });
  await page.getByRole("button", { name: "Le dernier casque, refusé à tort" }).click();
  await page.getByRole("button", { name: "La réponse du débit se perd" }).click();
  await page.getByRole("radio", { name: "corrigée" }).click();
  await page.getByRole("button", { name: "Arrêt entre le débit et son écriture" }).click();
  await page.keyboard.press("End");
  await ready(page);
  await expect(page.getByRole("radio", { name: "telle que publiée" })).toBeChecked();
  await expect(settings(page).getByRole("switch")).toHaveCount(1);
  await expect(settings(page).getByRole("switch", { name: /Arrêt brutal/ })).toBeChecked();
  await page.getByRole("button", { name: "Fin", exact: true }).click();
  await expectStep(page, await length(page));
});

/** The names of the kept branches, as the list of branches shows them. */
async function branches(page: Page): Promise<readonly string[]> {
  await page.getByRole("button", { name: /^Branches/ }).click();
  const list = page.getByRole("dialog", { name: /^Branches/ });
  await expect(list.getByRole("radio").first()).toBeVisible();
  const names = await list
    .getByRole("radio")
    .evaluateAll((radios) => radios.map((radio) => radio.getAttribute("aria-label") ?? ""));
  await list.getByRole("button", { name: "Fermer" }).last().click();
  return names;
}

test("recharger garde branches, noms et pannes désactivées", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "La réponse du débit se perd" }).click();
  await ready(page);
  await page.getByRole("button", { name: /^Branches/ }).click();
  await page.getByRole("textbox", { name: "Nom de la branche B2" }).fill("Ma réponse perdue");
  await page.keyboard.press("Enter");
  await page
    .getByRole("dialog", { name: /^Branches/ })
    .getByRole("button", { name: "Fermer" })
    .last()
    .click();
  await settings(page)
    .getByRole("switch", { name: /débité/ })
    .click();
  await ready(page);
  const before = await branches(page);
  expect(before.length).toBeGreaterThanOrEqual(3);
  await page.waitForTimeout(800);
  await page.reload();
  await ready(page);
  expect(await branches(page)).toEqual(before);
  expect(before.some((name) => name.includes("Ma réponse perdue"))).toBe(true);
  await expect(settings(page).getByRole("switch", { name: /débité/ })).not.toBeChecked();
});

test("deux onglets : ce que l’un a fait, l’autre ne l’efface pas", async ({ page, context }) => {
  await open(page);
  const other = await context.newPage();
  await open(other);
  await page.getByRole("button", { name: "La réponse du débit se perd" }).click();
  await ready(page);
  await page.getByRole("button", { name: "L’index que le texte oublie" }).click();
  await ready(page);
  await page.waitForTimeout(700);
  await other.getByRole("button", { name: "Arrêt entre le débit et son écriture" }).click();
  await ready(other);
  await other.waitForTimeout(700);
  for (const tab of [page, other]) {
    await tab.reload();
    await ready(tab);
    const kept = (await branches(tab)).join("\n");
    expect(kept).toContain("réponse du débit se perd");
    expect(kept).toContain("arrêt entre le débit et son écriture");
  }
});
