import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareHref } from "@/app/_lab/compare-link.ts";
import { defaultSetup, type Setup, setupKey } from "@/app/_lab/document.ts";
import { syntheticCard } from "@/app/_lab/testing/synthetic.ts";
import { card as saga } from "@/scenarios/saga-fintech/card.ts";
import { freePair } from "./free-pair.ts";
import { decodePairLink, encodePairLink, type PairLink } from "./pair-link.ts";

const cards = [saga, syntheticCard] as const;
const setups = [defaultSetup(saga), defaultSetup(syntheticCard)] as const;
const read = (fragment: string) => {
  const reading = decodePairLink({ cards, setups }, fragment);
  if (reading.kind !== "read") throw new Error(`read: ${fragment}`);
  return reading;
};

describe("le lien d’une comparaison", () => {
  const link: PairLink = {
    setups: [
      { ...setups[0], variant: "corrigee", seed: 7 },
      { ...setups[1], parameters: { ...setups[1].parameters, commandes: 9 } },
    ],
    ...{ place: [73, 120], view: "table", panel: "lignes", scope: "here", stamps: [null, null] },
  };

  test("dit les deux mondes, l’endroit, la vue et la portée des pannes, et se relit tel quel", () => {
    const { link: back, problems } = read(encodePairLink(cards, link, false));
    expect(problems).toEqual([]);
    expect(back.setups.map(setupKey)).toEqual(link.setups.map(setupKey));
    expect([back.place, back.view, back.panel, back.scope]).toEqual([
      [73, 120],
      "table",
      "lignes",
      "here",
    ]);
  });

  test("un côté dont il ne dit rien garde le monde de la page", () => {
    const other: Setup = { ...setups[0], seed: 99 };
    const reading = decodePairLink({ cards, setups: [other, setups[1]] }, "#v=1&d.graine=3");
    expect(reading.kind === "read" && reading.link.setups.map(({ seed }) => seed)).toEqual([99, 3]);
  });

  test.each([
    ["du bruit", "#~~&&=", /mal formé/],
    ["sans version", "#pas=1.2", /mal formé/],
    ["une autre version", "#v=2&pas=1.2", /autre version/],
    ["trente mille caractères", `#v=1&g.variante=${"x".repeat(30_000)}`, /dépasse 16/],
  ])("%s n’est pas lu, et le dit", (_, fragment, said) => {
    const reading = decodePairLink({ cards, setups }, fragment);
    expect(reading.kind === "refused" ? reading.message : "lu").toMatch(said);
  });

  test.each([
    ["g.variante=parfaite", /Variante inconnue/],
    ["d.graine=-1", /graine est un entier/],
    ["g.f1=crash:lune@2s", /nœud inconnu/],
    ["pas=3", /n’est pas un couple de pas/],
    ["pas=-1.2", /n’est pas un couple de pas/],
    ["vue=camera", /Vue inconnue/],
    ["volet=or", /Volet inconnu/],
    ["pannes=partout-ailleurs", /Portée des pannes/],
    ["g.cadeau=oui", /«.cadeau.»/],
    ["x.variante=publiee", /«.x.variante.»/],
  ])("%s est laissé de côté avec une phrase", (part, said) => {
    const { problems } = read(`#v=1&${part}`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(said);
  });

  test("quoi qu’on lui donne, il répond par des mots", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const reading = decodePairLink({ cards, setups }, `#v=1&${text}`);
        if (reading.kind === "read") expect(reading.problems.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 500 },
    );
  });

  test("celui d’un laboratoire nomme les deux côtés", () => {
    const href = compareHref(
      { card: saga, setup: setups[0] },
      { card: saga, setup: { ...setups[0], variant: "corrigee" } },
    );
    expect(href).toBe(
      "/comparer/#v=1&g.labo=saga-fintech&g.variante=publiee&g.graine=42&d.labo=saga-fintech&d.variante=corrigee&d.graine=42",
    );
  });
});

describe("le nom d’une comparaison que personne n’a préparée", () => {
  const named = (left: Partial<Setup>, right: Partial<Setup>) =>
    freePair(
      [saga, saga],
      [
        { ...setups[0], ...left },
        { ...setups[0], ...right },
      ],
    ).sides.map(({ title }) => title);

  test("vient de ce qui diffère : la variante, la graine, sinon les pannes", () => {
    expect(named({}, { variant: "corrigee" })).toEqual(["Telle que publiée", "Corrigée"]);
    expect(named({}, { seed: 7 })).toEqual(["Graine 42", "Graine 7"]);
    expect(named({}, {})).toEqual(["À gauche", "À droite"]);
    const fault = {
      isEnabled: true,
      intervention: {
        ...{ id: "f1", kind: "crash", target: { kind: "node", node: "paiement" }, amount: null },
        ...{ at: { kind: "time", atUs: 0 }, durationUs: null },
      },
    } as unknown as Setup["faults"][number];
    expect(named({}, { faults: [fault] })).toEqual(["Sans panne", "Avec une panne"]);
  });
});
