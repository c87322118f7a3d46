import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FAULT_KINDS, type FaultTarget, faultRule } from "@/simulator/vocabulary/interventions.ts";
import { defaultSetup, newDocument, type Setup, setupKey } from "./document.ts";
import { decodeLink, encodeLink, type LinkContent } from "./link.ts";
import { stampOf, stampProblem } from "./stamp.ts";
import { decodeDocument, encodeDocument } from "./storage.ts";
import { createLab } from "./store.ts";
import { syntheticCard as card, syntheticClient, syntheticLog } from "./testing/synthetic.ts";

const targetOf = (kind: FaultTarget["kind"]): fc.Arbitrary<FaultTarget> => {
  switch (kind) {
    case "node":
      return fc.constantFrom("boutique", "banque").map((node) => ({ kind, node }));
    case "link":
      return fc.boolean().map((isBothWays) => ({
        kind,
        from: ["boutique"],
        to: ["banque"],
        isBothWays,
      }));
    case "request":
      return fc.constantFrom(
        { kind, request: "etat", subject: "1041" },
        { kind, request: "liste", subject: null },
      );
    case "message":
      return fc
        .constantFrom("boutique>banque:payer:1041#1", "boutique>banque:a@b+c&d=é:x#2/reply~2")
        .map((message) => ({ kind, message }));
  }
};

const fault = fc
  .record({
    kind: fc.constantFrom(...FAULT_KINDS),
    index: fc.nat(500),
    durationUs: fc.integer({ min: 1, max: 10_000_000 }),
    isEnabled: fc.boolean(),
  })
  .chain(({ kind, index, durationUs, isEnabled }) =>
    targetOf(faultRule(kind).target).map((target) => ({
      intervention: {
        id: "",
        kind,
        target,
        amount: faultRule(kind).defaultAmount,
        at: { kind: "event", index } as const,
        durationUs: (faultRule(kind).lasts ? durationUs : null) as never,
      },
      isEnabled,
    })),
  );

const setup: fc.Arbitrary<Setup> = fc.record({
  variant: fc.constantFrom("naive", "corrigee"),
  seed: fc.nat(),
  parameters: fc.record({
    commandes: fc.integer({ min: 1, max: 100 }),
    delai: fc.integer({ min: 1_000, max: 60_000_000 }),
    latence: fc.constantFrom([4, 12, 30] as const, [1, 2, 3] as const),
    cle: fc.constantFrom("honoree", "ignoree"),
  }),
  faults: fc.array(fault, { maxLength: 5 }).map((faults) =>
    faults.map((placed, i) => ({
      ...placed,
      intervention: { ...placed.intervention, id: `f${i + 1}` },
    })),
  ),
});

const view = fc.record({
  playhead: fc.integer({ min: -1, max: 400 }),
  tab: fc.constantFrom("graphe", "temps", "bases"),
  selection: fc.constantFrom(
    null,
    { kind: "node", node: "banque" },
    { kind: "link", from: "boutique", to: "banque" },
    { kind: "message", message: "a>b:c:d#1/reply" },
    { kind: "event", index: 12 },
    { kind: "row", database: "db", table: "t", key: '["1041",2]' },
  ),
  flagA: fc.constantFrom(null, 0, 37),
  fog: fc.constantFrom(null, "banque"),
}) as fc.Arbitrary<LinkContent["view"]>;

const read = (fragment: string) => {
  const reading = decodeLink(card, fragment);
  if (reading.kind !== "read") throw new Error(`${reading.kind}: ${fragment}`);
  return reading;
};

describe("un lien", () => {
  test("garde tout ce que l’on voit, et se relit à l’identique", () => {
    fc.assert(
      fc.property(setup, view, (made, seen) => {
        const content: LinkContent = { setup: made, view: seen, stamp: null };
        const reading = read(`#${encodeLink(card, content)}`);
        expect(reading.problems).toEqual([]);
        expect(setupKey(reading.content.setup)).toBe(setupKey(made));
        expect(reading.content.setup.faults.map((f) => f.isEnabled)).toEqual(
          made.faults.map((f) => f.isEnabled),
        );
        expect(reading.content.view).toEqual(seen);
      }),
    );
  });

  test("se lit par un humain", () => {
    const content: LinkContent = {
      setup: { ...defaultSetup(card), seed: 7 },
      view: { playhead: 37, tab: "graphe", selection: null, flagA: null, fog: null },
      stamp: null,
    };
    expect(encodeLink(card, content)).toBe("v=1&variante=naive&graine=7&pas=38");
  });

  test("hostile, tronqué ou dénaturé, ne fait jamais tomber la page", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 300 }),
          fc.string({ unit: "binary", maxLength: 200 }),
          fc.string({ maxLength: 60 }).map((text) => `#v=1&variante=${text}`),
          fc.string({ maxLength: 60 }).map((text) => `#v=1&f1=${text}&pas=${text}`),
          fc
            .array(fc.constantFrom("%", "&", "=", "f1", "v=1", "p.", "__proto__", "pas=9e9"))
            .map((p) => p.join("")),
        ),
        (text) => {
          const reading = decodeLink(card, text);
          if (reading.kind === "read") {
            expect(card.variants.some((v) => v.id === reading.content.setup.variant)).toBe(true);
            expect(Object.keys(reading.content.setup.parameters)).toHaveLength(4);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test("trop long, mal formé ou d’une autre version, est refusé en français", () => {
    const refusals = [
      `#v=1&variante=${"a".repeat(9_000)}`,
      "#n’importe quoi",
      "#v=%E0%A4%A",
      "#v=99",
    ];
    for (const fragment of refusals) {
      const reading = decodeLink(card, fragment);
      expect(reading.kind).toBe("refused");
      if (reading.kind === "refused") expect(reading.message).toMatch(/^Ce lien .+\.$/);
    }
    expect(decodeLink(card, "").kind).toBe("empty");
  });

  test("garde ses parties valides et dit ce qui est laissé de côté", () => {
    const reading = read(
      "#v=1&variante=fantome&graine=7&p.commandes=9&p.rien=1&p.delai=-5&f1=crash:banque@2s&f2=crash:mars@2s&f3=boum&vue=cuisine&pas=12",
    );
    expect(reading.content.setup).toMatchObject({ variant: "naive", seed: 7 });
    expect(reading.content.setup.parameters.commandes).toBe(9);
    expect(reading.content.setup.faults.map((f) => f.intervention.id)).toEqual(["f1"]);
    expect(reading.content.view.playhead).toBe(11);
    expect(reading.problems).toHaveLength(5);
    for (const problem of reading.problems) expect(problem).toMatch(/laissée? de côté\.$/);
  });

  test.each([
    ["inconnue", "request:fantome@2s", /Demande inconnue.*etat, liste/],
    ["sans sa clé", "request:etat@2s", /vise une clé \(commande\).*etat\/1041/],
    ["avec une clé de trop", "request:liste/1041@2s", /ne vise aucune clé/],
    ["d’une clé de 5 000 lettres", `request:etat/${"a".repeat(5_000)}@2s`, /de 1 à 64 lettres/],
    ["d’une clé hostile", "request:etat/%3Cimg%20onerror%3D1%3E@2s", /La clé d’une demande/],
  ])("laisse de côté une demande %s, et dit pourquoi", (_, text, reason) => {
    const reading = read(`#v=1&f1=${text}&f2=request:etat/1041@2s`);
    expect(reading.content.setup.faults.map((f) => f.intervention.id)).toEqual(["f2"]);
    expect(reading.problems).toHaveLength(1);
    expect(reading.problems[0]).toMatch(reason);
    expect(reading.problems[0]?.length).toBeLessThan(260);
  });
});

describe("l’empreinte d’un lien", () => {
  const request = {
    scenario: "essai",
    variant: "naive",
    seed: 1,
    parameters: { commandes: 20 },
    interventions: [],
    untilUs: null,
  };

  test("identique, ne dit rien ; différente, dit entre quels pas", () => {
    const log = syntheticLog(request);
    const stamp = stampOf(log, log.digest());
    expect(stampProblem(stamp, log, log.digest())).toBeNull();
    const other = syntheticLog({ ...request, parameters: { commandes: 19 } });
    expect(stampProblem(stamp, other, other.digest())).toMatch(
      /^Ce lien vient d’une autre version\. L’empreinte diffère entre les pas \d+ et \d+\.$/,
    );
  });
});

describe("la mémoire du navigateur", () => {
  test("rend les branches, leurs noms et leurs pannes", () => {
    const lab = createLab({ card, client: syntheticClient() });
    lab.actions.start();
    lab.actions.goTo(3);
    lab.actions.placeFault({ kind: "crash", target: { kind: "node", node: "banque" } });
    lab.actions.renameBranch("b2", "avant l’écriture");
    lab.actions.setFaultEnabled("f1", false);
    const { document } = lab.store.getState();
    expect(decodeDocument(card, encodeDocument(card, document))).toEqual({
      kind: "read",
      document,
      lostCount: 0,
    });
  });

  test("altérée, elle est oubliée sans faire tomber la page", () => {
    const text = encodeDocument(card, newDocument(card));
    for (const bad of [
      "",
      "null",
      "[]",
      "{}",
      text.replace('"version":1', '"version":0'),
      text.replaceAll("b1", "<b>"),
    ]) {
      expect(decodeDocument(card, bad).kind).toBe("unreadable");
    }
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(decodeDocument(card, json).kind).toBe("unreadable");
      }),
    );
  });
});
