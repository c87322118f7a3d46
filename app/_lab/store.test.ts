import { beforeEach, describe, expect, test } from "vitest";
import { claimsAt } from "./claims-at.ts";
import { shownBranch } from "./document.ts";
import { nextMark, previousMark } from "./marks.ts";
import { createLab, type Lab } from "./store.ts";
import { syntheticCard, syntheticClient, syntheticLog } from "./testing/synthetic.ts";

let lab: Lab;
let client: ReturnType<typeof syntheticClient>;
const state = () => lab.store.getState();
const shown = () => shownBranch(state().document);

beforeEach(() => {
  client = syntheticClient();
  lab = createLab({ card: syntheticCard, client });
  lab.actions.start();
});

describe("le curseur", () => {
  test("part avant tout, avance d’un pas, recule, et ne sort jamais du parcours", () => {
    expect(state().view.playhead).toBe(-1);
    lab.actions.step(-1);
    expect(state().view.playhead).toBe(-1);
    lab.actions.step(1);
    expect(state().view.playhead).toBe(0);
    expect(state().run.timeline.position).toBe(0);
    lab.actions.goTo(100_000);
    expect(state().view.playhead).toBe(state().run.length - 1);
    lab.actions.step(1);
    expect(state().view.playhead).toBe(state().run.length - 1);
  });

  test("un instant entre deux événements donne l’état du dernier qui a eu lieu", () => {
    lab.actions.goToTime(150_000);
    expect(state().view.playhead).toBe(1);
    expect(lab.clock.timeUs()).toBe(150_000);
  });

  test("les événements marqués se suivent, puis la fin ; en arrière, puis le début", () => {
    lab.actions.goTo(3);
    lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
    lab.actions.goToStart();
    const marks: number[] = [];
    for (let i = 0; i < 10; i++) {
      const next = nextMark(state());
      if (next === marks.at(-1)) break;
      marks.push(next);
      lab.actions.goTo(next);
    }
    expect(marks.at(-1)).toBe(state().run.length - 1);
    expect(marks.slice(0, 2).map((i) => state().run.log.kind(i))).toEqual([
      "fault-started",
      "node-crashed",
    ]);
    lab.actions.goTo(marks[0] as number);
    expect(previousMark(state())).toBe(-1);
  });

  test("cliquer partout pendant que le monde se prépare est sans danger", () => {
    const late = syntheticClient(false);
    const waiting = createLab({ card: syntheticCard, client: late });
    waiting.actions.start();
    waiting.actions.step(1);
    waiting.actions.goToEnd();
    waiting.actions.play(true);
    waiting.actions.goToMark(1);
    waiting.actions.placeFault({ kind: "pause", target: { kind: "node", node: "banque" } });
    waiting.actions.undo();
    waiting.actions.undo();
    waiting.actions.redo();
    waiting.actions.goToTime(1e12);
    late.answer();
    expect(waiting.store.getState().run.length).toBeGreaterThan(0);
    expect(waiting.store.getState().view.playhead).toBeGreaterThanOrEqual(-1);
  });
});

describe("une panne posée", () => {
  test("agit juste après le pas affiché, ouvre une branche, et le curseur ne bouge pas", () => {
    lab.actions.goTo(3);
    const former = state().run.log;
    const id = lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
    expect(id).toBe("f1");
    expect(state().view.playhead).toBe(3);
    expect(state().document.branches).toHaveLength(2);
    expect(shown()).toMatchObject({ parent: "b1", leavesAt: 3 });
    expect(client.requests.at(-1)?.interventions[0]).toMatchObject({
      kind: "crash",
      at: { kind: "event", index: 3 },
      durationUs: 10_000_000,
    });
    expect(state().run.log).not.toBe(former);
    expect(state().run.log.digest(4)).toBe(former.digest(4));
  });

  test("déplacée plusieurs fois, elle ne laisse qu’une branche ; désactivée, une autre", () => {
    lab.actions.goTo(3);
    lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
    lab.actions.moveFault("f1", { kind: "event", index: 4 });
    lab.actions.moveFault("f1", { kind: "event", index: 2 });
    expect(state().document.branches).toHaveLength(2);
    expect(shown().leavesAt).toBe(2);
    lab.actions.setFaultEnabled("f1", false);
    expect(state().document.branches).toHaveLength(3);
    // Nothing acts any more: the witness's own run is shown again, without computing it twice.
    expect(state().run.log.digest()).toBe(syntheticLog(client.requests[0] as never).digest());
    expect(client.requests).toHaveLength(4);
    expect(shown().setup.faults).toHaveLength(1);
  });

  test("commencée plus tôt, elle finit au même instant, d’un seul geste qui s’annule", () => {
    lab.actions.goTo(3);
    lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
    const placed = shown();
    const [fault] = placed.setup.faults;
    const lastsUs = fault?.intervention.durationUs ?? 0;
    lab.actions.reshapeFault("f1", { kind: "event", index: 1 }, lastsUs + 400_000);
    expect(shown().setup.faults[0]?.intervention).toMatchObject({
      at: { kind: "event", index: 1 },
      durationUs: lastsUs + 400_000,
    });
    lab.actions.undo();
    expect(shown()).toBe(placed);
  });

  test("retirée, elle rend la branche d’avant ; annuler la remet", () => {
    lab.actions.goTo(3);
    lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
    lab.actions.removeFault("f1");
    expect(state().document.shown).toBe("b1");
    lab.actions.undo();
    expect(shown().setup.faults).toHaveLength(1);
    lab.actions.undo();
    expect(state().document.branches).toHaveLength(1);
    lab.actions.redo();
    expect(shown().setup.faults).toHaveLength(1);
  });

  test("sur une cible du mauvais genre, elle est refusée sans rien changer", () => {
    const before = state().document;
    expect(
      lab.actions.placeFault({ kind: "loss", target: { kind: "node", node: "banque" } }),
    ).toBeNull();
    expect(state().document).toBe(before);
  });
});

describe("une branche", () => {
  test("revenir à une variante déjà vue montre la branche gardée, sans recalcul", () => {
    lab.actions.setVariant("corrigee");
    const asked = client.requests.length;
    lab.actions.setVariant("naive");
    expect(state().document.shown).toBe("b1");
    expect(client.requests).toHaveLength(asked);
  });

  test("un parcours qui contredit son parent est dénoncé au pas où il diffère", () => {
    const late = syntheticClient(false);
    const other = createLab({ card: syntheticCard, client: late });
    other.actions.start();
    late.answer();
    other.actions.goTo(5);
    other.actions.placeFault({ kind: "pause", target: { kind: "node", node: "banque" } });
    late.answer((request) => syntheticLog({ ...request, seed: 99 }));
    expect(other.store.getState().notices.map((n) => n.text)).toEqual([
      "Le simulateur s’est contredit au pas 2. Copiez ce lien\u00a0: il rejoue l’erreur.",
    ]);
  });

  test("quand le moteur échoue, le document reste et le lecteur le sait", () => {
    const late = syntheticClient(false);
    const other = createLab({ card: syntheticCard, client: late });
    other.actions.start();
    late.answer();
    other.actions.placeFault({ kind: "pause", target: { kind: "node", node: "banque" } });
    late.fail("Le moteur est tombé.");
    expect(other.store.getState().engine).toEqual({
      kind: "failed",
      message: "Le moteur est tombé.",
    });
    expect(other.store.getState().document.branches).toHaveLength(2);
    expect(other.store.getState().run.length).toBeGreaterThan(0);
  });

  test("effacer une branche rend ses enfants à son parent", () => {
    lab.actions.goTo(3);
    lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
    lab.actions.goTo(5);
    lab.actions.placeFault({ kind: "pause", target: { kind: "node", node: "banque" } });
    lab.actions.removeBranch("b2");
    expect(shown()).toMatchObject({ id: "b3", parent: "b1", leavesAt: 3 });
    lab.actions.removeBranch("b1");
    expect(state().document.branches).toHaveLength(2);
  });
});

describe("une promesse", () => {
  test("tient ici et se rompt plus loin", () => {
    lab.actions.goTo(3);
    lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
    const [here] = claimsAt(state());
    expect(here?.standing?.verdict).toBe("held");
    expect(here?.brokenAt).toBe(6);
    lab.actions.goTo(6);
    expect(claimsAt(state())[0]?.standing?.verdict).toBe("broken");
  });
});

describe("un incident préparé", () => {
  test("pose sa variante, sa graine, ses réglages et ses pannes d’un seul geste", () => {
    lab.actions.applyIncident("arret");
    expect(shown().setup).toMatchObject({ variant: "naive", seed: 7 });
    expect(shown().setup.parameters.commandes).toBe(8);
    expect(shown().setup.faults[0]?.intervention).toMatchObject({ id: "f1", kind: "crash" });
    const next = lab.actions.placeFault({
      kind: "pause",
      target: { kind: "node", node: "boutique" },
    });
    expect(next).toBe("f2");
  });
});

describe("deux liens l’un après l’autre", () => {
  test("le second est suivi, et le premier reste une branche", () => {
    const base = shown().setup;
    const follow = (seed: number): void =>
      lab.actions.applySetup({ ...base, seed }, "lien reçu", { kind: "index", index: -1 });
    follow(7);
    expect(shown().setup.seed).toBe(7);
    follow(8);
    expect(shown().setup.seed).toBe(8);
    expect(state().run.branch).toBe(state().document.shown);
    expect(state().document.branches.map(({ setup }) => setup.seed)).toEqual([base.seed, 7, 8]);
  });
});

test("au-delà de quarante branches, celle qui laisse la place ne part pas sans un mot", () => {
  for (let seed = 100; seed < 139; seed++) {
    lab.actions.showBranch("b1");
    lab.actions.setSeed(seed);
  }
  expect(state().document.branches).toHaveLength(40);
  expect(state().notices).toEqual([]);
  lab.actions.showBranch("b1");
  lab.actions.setSeed(500);
  expect(state().document.branches).toHaveLength(40);
  expect(state().notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Quarante branches au plus/),
  ]);
});

test("la panne de trop n’est pas posée, et la page dit pourquoi", () => {
  for (let i = 0; i < 33; i++)
    lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
  expect(shown().setup.faults).toHaveLength(32);
  expect(state().notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Pas plus de 32 pannes et demandes/),
  ]);
});

test("une panne préparée qu’un lien avait déjà apportée garde sa branche et prend son nom", () => {
  const [incident] = syntheticCard.incidents;
  lab.actions.applyIncident(incident?.id ?? "");
  const { setup } = shown();
  const other = createLab({ card: syntheticCard, client: syntheticClient() });
  other.actions.applySetup(setup, "lien reçu", { kind: "index", index: -1 });
  other.actions.showBranch("b1");
  other.actions.applyIncident(incident?.id ?? "");
  const { document } = other.store.getState();
  expect(document.branches).toHaveLength(2);
  expect(shownBranch(document)).toMatchObject({ id: "b2", change: `incident:${incident?.id}` });
});
