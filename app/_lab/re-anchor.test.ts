/**
 * « La même panne » in the other variant, on real runs: the effect is looked for in the log, not in the
 * setup. The engine answers in this process; everything else is the laboratory of the page.
 */
import { describe, expect, test } from "vitest";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { shownBranch } from "./document.ts";
import { engine } from "./fixtures/engine.ts";
import { createLab, type Lab } from "./store.ts";

function open(): { readonly lab: Lab; readonly client: ReturnType<typeof engine> } {
  const client = engine();
  const lab = createLab({ card, client });
  lab.actions.start();
  return { lab, client };
}

const setup = (lab: Lab) => shownBranch(lab.store.getState().document).setup;
const notices = (lab: Lab): string[] => lab.store.getState().notices.map(({ text }) => text);

/** What the faults did, as the log tells it. */
function effects(lab: Lab): string[] {
  const { log } = lab.store.getState().run;
  return Array.from({ length: log.length }, (_, index) => log.event(index)).flatMap((event) => {
    switch (event.kind) {
      case "fault-started":
        return [`${event.fault} agit`];
      case "node-crashed":
        return [`${event.node} s’arrête`];
      case "node-degraded":
        return [`${event.node} ${event.mode} ${event.isOn}`];
      case "link-changed":
        return [`${event.from}>${event.to} ${event.state}`];
      case "message-lost":
        return event.reason === "dropped" ? [`perdu ${event.message}`] : [];
      case "message-duplicated":
        return [`doublé ${event.message}`];
      case "message-delayed":
        return [`retardé ${event.message}`];
      default:
        return [];
    }
  });
}

/** The first message of this name in flight: the step just after it left. */
function sentAt(lab: Lab, message: string): number {
  const record = lab.store.getState().run.messages.byId(message);
  expect(record, message).toBeDefined();
  return record?.sentIndex ?? -1;
}

/** Ids of the messages that a variant sends. */
function sentIn(lab: Lab, variant: string): ReadonlySet<string> {
  lab.actions.setVariant(variant);
  return new Set(lab.store.getState().run.messages.all.map(({ id }) => id));
}

describe.each(card.incidents)("$title : la même panne dans l’autre variante", (incident) => {
  test("posée telle que préparée, elle agit aussi dans la variante corrigée", () => {
    const { lab } = open();
    lab.actions.applyIncident(incident.id);
    const before = [...new Set(effects(lab))].sort();
    lab.actions.setVariant("corrigee");
    expect([...new Set(effects(lab))].sort()).toEqual(before);
  });

  test("déplacée sur un événement, elle agit encore, au même instant ou sur le même message", () => {
    const { lab } = open();
    lab.actions.applyIncident(incident.id);
    const { faults } = setup(lab);
    for (const { intervention } of faults) {
      const { id, at, target } = intervention;
      // Its own events would shift the steps that it is placed among.
      lab.actions.setFaultEnabled(id, false);
      const { log } = lab.store.getState().run;
      const index =
        target.kind === "message"
          ? sentAt(lab, target.message)
          : at.kind === "time"
            ? log.indexAt(at.atUs)
            : at.index;
      lab.actions.moveFault(id, { kind: "event", index });
      lab.actions.setFaultEnabled(id, true);
    }
    const before = [...new Set(effects(lab))].sort();
    expect(before.filter((effect) => effect.endsWith("agit"))).toHaveLength(faults.length);
    const { log } = lab.store.getState().run;
    const places = setup(lab).faults.map(({ intervention: { at } }) =>
      at.kind === "event" ? log.atUs(at.index) : -1,
    );
    lab.actions.setVariant("corrigee");
    expect([...new Set(effects(lab))].sort()).toEqual(before);
    for (const [i, { intervention }] of setup(lab).faults.entries()) {
      const atUs = intervention.target.kind === "message" ? 0 : (places[i] ?? 0) + 1;
      expect(intervention.at).toEqual({ kind: "time", atUs });
    }
    expect(notices(lab).filter((text) => text.includes("un même pas"))).toHaveLength(
      faults.length === 0 ? 0 : 1,
    );
  });
});

const KINDS = [
  ["drop-message", "perdu"],
  ["duplicate-message", "doublé"],
  ["delay-message", "retardé"],
] as const;

describe("une panne cliquée sur un message en vol", () => {
  test.each(KINDS)("%s atteint le même message, d’où qu’il parte", (kind, word) => {
    const { lab } = open();
    const there = sentIn(lab, "corrigee");
    lab.actions.setVariant("publiee");
    const shared = lab.store.getState().run.messages.all.filter(({ id }) => there.has(id));
    expect(shared.length).toBeGreaterThan(20);
    for (const { id } of shared.filter((_, i) => i % 5 === 0)) {
      lab.actions.showBranch("b1");
      lab.actions.goTo(sentAt(lab, id));
      lab.actions.placeFault({ kind, target: { kind: "message", message: id } });
      expect(effects(lab)).toContain(`${word} ${id}`);
      lab.actions.setVariant("corrigee");
      expect(effects(lab)).toContain(`${word} ${id}`);
    }
  });

  test("un message qui ne part pas dans l’autre variante : le lecteur l’apprend", () => {
    const { lab } = open();
    const there = sentIn(lab, "publiee");
    const message = [...sentIn(lab, "corrigee")].find((id) => !there.has(id)) ?? "";
    lab.actions.goTo(sentAt(lab, message));
    lab.actions.placeFault({ kind: "drop-message", target: { kind: "message", message } });
    expect(effects(lab)).toContain(`perdu ${message}`);
    lab.actions.setVariant("publiee");
    expect(notices(lab).filter((text) => text.includes("ne part pas"))).toMatchInlineSnapshot(`
      [
        "La requête « confirmer » de 1041 destinée au service Inventaire ne part pas dans cette variante : sa panne n’y change rien.",
      ]
    `);
  });
});

describe("changer de monde et en revenir", () => {
  const crash = { kind: "crash", target: { kind: "node", node: "orchestrateur" } } as const;

  test("revenir rend la branche quittée, ses pas compris, sans rien rejouer", () => {
    const { lab } = open();
    lab.actions.goTo(40);
    lab.actions.placeFault(crash);
    const left = shownBranch(lab.store.getState().document);
    lab.actions.setVariant("corrigee");
    lab.actions.setVariant("sans-coordination");
    lab.actions.setVariant("publiee");
    expect(shownBranch(lab.store.getState().document)).toBe(left);
    expect(setup(lab).faults[0]?.intervention.at).toEqual({ kind: "event", index: 40 });
    lab.actions.setVariant("publiee");
    expect(shownBranch(lab.store.getState().document)).toBe(left);
  });

  test("annuler rend les pannes à leur pas", () => {
    const { lab } = open();
    lab.actions.goTo(40);
    lab.actions.placeFault(crash);
    lab.actions.setSeed(7);
    expect(setup(lab).faults[0]?.intervention.at.kind).toBe("time");
    expect(effects(lab)).toContain("orchestrateur s’arrête");
    lab.actions.undo();
    expect(setup(lab).faults[0]?.intervention.at).toEqual({ kind: "event", index: 40 });
  });

  test("une panne déplacée dans l’autre monde y reste où on l’a mise", () => {
    const { lab } = open();
    lab.actions.goTo(40);
    lab.actions.placeFault(crash);
    lab.actions.setVariant("corrigee");
    lab.actions.moveFault("f1", { kind: "time", atUs: 2_000_000 as never });
    lab.actions.setVariant("publiee");
    expect(setup(lab).faults[0]?.intervention.at).toEqual({ kind: "time", atUs: 2_000_000 });
  });

  test("la phrase nomme la panne et son instant, une seule fois", () => {
    const { lab } = open();
    lab.actions.goTo(40);
    lab.actions.placeFault(crash);
    lab.actions.setVariant("corrigee");
    lab.actions.setVariant("sans-coordination");
    expect(notices(lab)).toMatchInlineSnapshot(`
      [
        "D’un parcours à l’autre, un même pas n’est pas le même événement. Votre panne garde son instant : Arrêt brutal de l’orchestrateur, à 0,285 s.",
      ]
    `);
  });

  test("demandé pendant le calcul, le changement attend le parcours qu’il quitte", async () => {
    const { lab, client } = open();
    lab.actions.goTo(40);
    client.isHeld = true;
    lab.actions.placeFault(crash);
    lab.actions.setVariant("sans-coordination");
    lab.actions.setVariant("corrigee");
    expect(setup(lab).variant).toBe("publiee");
    client.isHeld = false;
    client.answer();
    await Promise.resolve();
    expect(setup(lab).variant).toBe("corrigee");
    expect(effects(lab)).toContain("orchestrateur s’arrête");
  });
});
