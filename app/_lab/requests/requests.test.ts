/** A question asked from the page, on real runs: placed, answered, moved, taken back, kept. */
import { describe, expect, test } from "vitest";
import { isWellSet } from "@/app/_texte/typography.ts";
import { card } from "@/scenarios/pieces/saga-orchestree/card.ts";
import { askedRequests } from "@/simulator/observation/requests.ts";
import { requestsAbout } from "@/simulator/vocabulary/requests.ts";
import { branchTitle, shownBranch } from "../document.ts";
import { engine } from "../fixtures/engine.ts";
import { decodeDocument, encodeDocument } from "../storage.ts";
import { createLab, type Lab } from "../store.ts";
import { faultOffers } from "../table/row-menu.ts";
import { bodyOf, spoken, standingOf } from "./answers.ts";
import { afterPlayhead } from "./use-requests.ts";

function open(): Lab {
  const lab = createLab({ card, client: engine() });
  lab.actions.start();
  return lab;
}

const shown = (lab: Lab) => shownBranch(lab.store.getState().document);
const run = (lab: Lab) => lab.store.getState().run;
const asked = (lab: Lab, id: string) => askedRequests(run(lab).log).get(id);

const ask = (lab: Lab, request: string, subject: string | null): string | null =>
  lab.actions.placeFault({
    kind: "request",
    target: { kind: "request", request, subject },
    at: afterPlayhead(lab.store.getState()),
  });

/** Stands where the payment of order 7 is asked and not yet answered. */
function inTheMiddle(lab: Lab): number {
  const sent = run(lab).messages.byId("orchestrateur>paiement:faire:7#1")?.sentIndex ?? -1;
  expect(sent).toBeGreaterThan(0);
  lab.actions.goTo(sent);
  return sent;
}

describe("une demande posée au curseur", () => {
  test("ne touche à rien de ce qui précède, et reçoit ce que l’orchestrateur sait à cet instant", () => {
    const lab = open();
    const at = inTheMiddle(lab);
    const before = run(lab).log.digest(at + 1);
    expect(ask(lab, "etat-saga", "7")).toBe("f1");
    expect(run(lab).log.digest(at + 1)).toBe(before);
    expect(lab.store.getState().view.playhead).toBe(at);
    expect(asked(lab, "f1")?.end).toMatchObject({
      outcome: "ok",
      reply: { saga: "7", etat: "en cours", etape: "paiement : demandée" },
    });
    expect(branchTitle(shown(lab))).toBe("B2 «\u00a0où en est cette commande\u202f? 7\u00a0»");
  });

  test("garde sa réponse quand une autre est posée avant elle, et quand celle-ci est retirée", () => {
    const lab = open();
    inTheMiddle(lab);
    ask(lab, "etat-saga", "7");
    const first = asked(lab, "f1")?.end?.reply;
    lab.actions.goTo(40);
    ask(lab, "etat-saga", "1");
    expect(asked(lab, "f1")?.end?.reply).toEqual(first);
    lab.actions.removeFault("f2");
    expect(asked(lab, "f1")?.end?.reply).toEqual(first);
    expect(asked(lab, "f2")).toBeUndefined();
    lab.actions.undo();
    expect(asked(lab, "f2")?.end?.outcome).toBe("ok");
  });

  test("garde son instant dans l’autre variante, où l’orchestrateur répond ce qu’il sait, lui", () => {
    const lab = open();
    const sent = inTheMiddle(lab);
    ask(lab, "etat-saga", "7");
    const place = shown(lab).setup.faults[0]?.intervention.at;
    expect(place).toEqual({ kind: "time", atUs: run(lab).log.atUs(sent) + 1 });
    lab.actions.setVariant("en-memoire");
    expect(shown(lab).setup.faults[0]?.intervention.at).toEqual(place);
    expect(asked(lab, "f1")?.end).toBeDefined();
  });

  test("sur un événement, elle suit l’instant de cet événement dans l’autre variante, et la page le dit", () => {
    const lab = open();
    const sent = inTheMiddle(lab);
    ask(lab, "etat-saga", "7");
    lab.actions.moveFault("f1", { kind: "event", index: sent });
    const atUs = run(lab).log.atUs(sent);
    lab.actions.setVariant("publiee");
    expect(shown(lab).setup.faults[0]?.intervention.at).toEqual({ kind: "time", atUs: atUs + 1 });
    expect(
      lab.store
        .getState()
        .notices.map(({ text }) => text)
        .join(),
    ).toMatch(/Votre demande garde son instant/);
  });

  test("désactivée, elle n’a pas lieu ; enregistrée, elle revient telle quelle", () => {
    const lab = open();
    inTheMiddle(lab);
    ask(lab, "etat-saga", "7");
    lab.actions.setFaultEnabled("f1", false);
    expect(asked(lab, "f1")).toBeUndefined();
    const { document } = lab.store.getState();
    expect(decodeDocument(card, encodeDocument(card, document))).toMatchObject({ document });
  });
});

describe("la réponse en mots", () => {
  test("un objet, ligne par ligne, avec les titres de la fiche", () => {
    const body = bodyOf({ saga: "7", etat: "en cours", autre: 3 }, card);
    expect(body).toEqual({
      kind: "pairs",
      pairs: [
        ["commande", "7"],
        ["état", "en cours"],
        ["autre", "3"],
      ],
    });
  });

  test("une liste d’objets, en table ; ce qui ne tient pas est compté", () => {
    const rows = Array.from({ length: 11 }, (_, i) => ({ saga: `${i}`, etat: "en cours" }));
    const body = bodyOf(rows, card);
    expect(body).toMatchObject({ kind: "rows", columns: ["commande", "état"], restCount: 3 });
    expect(bodyOf([], card)).toEqual({ kind: "text", text: "rien" });
    expect(bodyOf([1, 2], card)).toEqual({ kind: "text", text: "1, 2" });
    expect(bodyOf(null, card)).toEqual({ kind: "text", text: "rien" });
  });

  test.each([
    ["ok", /^Réponse au pas 131$/],
    ["refused", /^Refus au pas 131$/],
    ["timed-out", /^Sans réponse au pas 131$/],
    ["lost", /^Perdue au pas 131$/],
  ] as const)("%s", (outcome, text) => {
    const end = { index: 130, outcome, detail: "", reply: null };
    const one = { fault: "f1", request: "etat-saga", subject: "7", index: 120, end };
    const standing = standingOf(one, true);
    expect(standing.text.replaceAll(/\s/g, " ")).toMatch(text);
    expect(standing.index).toBe(130);
    expect(isWellSet(spoken(one, standing, card))).toBe(true);
  });

  test("tant que rien n’est dit, la ligne dit ce qu’elle attend", () => {
    const waiting = { fault: "f1", request: "r", subject: null, index: 12, end: null };
    expect(standingOf(waiting, false).text).toBe("Attend sa réponse…");
    expect(standingOf(waiting, true).text).toBe("Attend encore à la fin du parcours.");
    expect(standingOf(undefined, true)).toMatchObject({
      ...{ index: null, text: "Le parcours finit avant elle." },
    });
  });
});

test("la table propose de demander où en est ce dont parle l’événement", () => {
  const lab = open();
  const index = inTheMiddle(lab);
  const { log, messages } = run(lab);
  const offers = faultOffers({ card, log, messages }, index);
  expect(offers[0]).toMatchObject({ sign: "ask", hint: "7" });
  expect(offers.filter(({ order }) => order.kind === "request")).toHaveLength(
    requestsAbout(card).length,
  );
  expect(lab.actions.placeFault(offers[0]?.order as never)).toBe("f1");
  expect(asked(lab, "f1")?.end?.outcome).toBe("ok");
});
