import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signOfState } from "@/app/_texte/part-signs.ts";
import { afterCount, type PartReadingCard, partText } from "@/app/_texte/part-words.ts";
import type { PartValue } from "@/simulator/vocabulary/card.ts";
import {
  barsLayout,
  CUT_PX,
  figureWidth,
  gaugeShape,
  hasStateLabel,
  innerWidth,
  labelWidth,
  NEXT_PX,
  pairsBeside,
  pairsLayout,
  partLines,
  roundScale,
  stripLayout,
} from "./part-layout.ts";

/** Boxes of three columns at 1440, 1024 and 390 px wide, and one that fills a phone. */
const WIDE = innerWidth(244);
const MEDIUM = innerWidth(180);
const PHONE = innerWidth(103);

const words = fc.string({ minLength: 1, maxLength: 22 });
const rooms = fc.integer({ min: 50, max: 420 });
const strips = fc
  .record({
    first: fc.nat(1_000),
    cells: fc.array(fc.string({ minLength: 1, maxLength: 9 }), { maxLength: 30 }),
    marks: fc.array(fc.record({ at: fc.nat(1_040), title: words }), { maxLength: 4 }),
  })
  .map(({ marks, ...strip }): PartValue["strip"] => ({
    ...strip,
    marks: marks.map(({ at, title }) => ({
      title,
      at: strip.first - 3 + (at % (strip.cells.length + 5)),
    })),
  }));
const pairLists = fc.array(fc.tuple(words, fc.oneof(words, fc.integer())), { maxLength: 12 });

describe("un état", () => {
  test("garde son mot quand la place manque : c’est son nom qui s’efface", () => {
    expect(hasStateLabel("disjoncteur", "semi-ouvert", WIDE)).toBe(true);
    expect(hasStateLabel("disjoncteur", "semi-ouvert", PHONE)).toBe(false);
  });

  test("qui porte un mot de la table des signes en porte le signe, jamais dans une autre couleur", () => {
    expect(signOfState("semi-ouvert", "warn")?.sign).toBe("brk-half");
    expect(signOfState("semi-ouvert", "good")).toBeNull();
    expect(signOfState("primaire", "good")).toBeNull();
  });
});

describe("une jauge", () => {
  const gauge = { title: "rapports en cours", text: "3/3", hasBar: true };

  test("tient sur une ligne, sinon sur deux, sinon perd sa barre et garde son nombre", () => {
    expect(gaugeShape(gauge, { innerPx: WIDE, lines: 1 })).toBe("line");
    expect(gaugeShape(gauge, { innerPx: PHONE, lines: 2 })).toBe("stacked");
    expect(gaugeShape(gauge, { innerPx: PHONE, lines: 1 })).toBe("short");
  });
});

describe("les barres d’une fenêtre", () => {
  test("aucune ne dépasse la hauteur, et l’échelle est un nombre rond", () => {
    expect([1, 3, 7, 11, 99].map(roundScale)).toEqual([1, 5, 10, 20, 100]);
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(50), { maxLength: 3 }), { maxLength: 40 }),
        rooms,
        (bars, px) => {
          const layout = barsLayout(bars, 3, px);
          for (const bar of layout.bars) {
            expect(bar.reduce((all, part) => all + part, 0)).toBeLessThanOrEqual(1.000001);
          }
          expect(layout.hidden + layout.bars.length).toBe(bars.length);
        },
      ),
    );
  });

  test("toutes tiennent dans la largeur ; ce qui manque est à gauche et compte dans les totaux", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 60 }),
        rooms,
        (bars, px) => {
          const { bars: drawn, barPx, totals } = barsLayout(bars, 2, px);
          expect(drawn.length * (barPx + 2) - 2).toBeLessThanOrEqual(px);
          expect(totals[0]).toBe(bars.reduce((all, [first]) => all + first, 0));
        },
      ),
    );
  });
});

describe("un ruban", () => {
  const log: PartValue["strip"] = {
    first: 10,
    cells: Array.from({ length: 24 }, (_, i) => `${i + 11}✓`),
    marks: [
      { at: 34, title: "à lire" },
      { at: 32, title: "non acquittée" },
    ],
  };

  test("montre les cases les plus récentes, leur position vraie et la place à venir", () => {
    const layout = stripLayout(log, { innerPx: WIDE, markRows: 2 });
    expect(layout.hidden).toBeGreaterThan(0);
    expect(layout.first).toBe(10 + layout.hidden);
    expect(layout.cells.at(-1)).toBe("34✓");
    expect(layout.hasNext).toBe(true);
    expect(layout.marks.map(({ label }) => label?.row)).toEqual([0, 1]);
    expect(partLines({ kind: "strip", title: "commandes", key: "c" }, log, WIDE)).toBe(4);
  });

  test("sur un téléphone, il reste des cases, et un repère hors de vue dit où il est", () => {
    const layout = stripLayout(log, { innerPx: PHONE, markRows: 1 });
    expect(layout.cells.length).toBeGreaterThan(0);
    const far = { ...log, marks: [{ at: 11, title: "lu" }] };
    expect(stripLayout(far, { innerPx: WIDE, markRows: 1 }).marks[0]?.title).toBe("‹ lu 11");
  });

  test("cases, repères et mots restent dans la boîte ; deux mots ne se recouvrent jamais", () => {
    fc.assert(
      fc.property(strips, rooms, fc.integer({ min: 0, max: 2 }), (strip, innerPx, markRows) => {
        const layout = stripLayout(strip, { innerPx, markRows });
        const edges = (layout.hidden > 0 ? CUT_PX : 0) + (layout.hasNext ? NEXT_PX : 0);
        if (layout.cells.length > 1) {
          expect(edges + layout.cells.length * layout.cellPx).toBeLessThanOrEqual(innerPx);
        }
        expect(layout.hidden + layout.cells.length).toBe(strip.cells.length);
        const labels = layout.marks.flatMap(({ title, label }) =>
          label === null ? [] : [{ ...label, to: label.x + labelWidth(title) }],
        );
        for (const one of labels) {
          expect(one.row).toBeLessThan(markRows);
          expect(one.x).toBeGreaterThanOrEqual(0);
          expect(one.to).toBeLessThanOrEqual(innerPx);
          for (const other of labels) {
            if (one === other || one.row !== other.row) continue;
            expect(one.to <= other.x || other.to <= one.x).toBe(true);
          }
        }
      }),
    );
  });
});

describe("des paires", () => {
  const lags: PartValue["pairs"] = [
    ["facturation", 3],
    ["expédition", 12],
    ["courriel", 0],
    ["fraude", 41],
    ["statistiques", 7],
  ];

  test("en deux colonnes quand elles y tiennent, et ce qui dépasse est compté", () => {
    expect(pairsLayout(lags, { innerPx: 260, lines: 2 })).toMatchObject({ columns: 2, hidden: 2 });
    expect(pairsLayout(lags, { innerPx: PHONE, lines: 2 })).toMatchObject({
      columns: 1,
      hidden: 4,
    });
    expect(pairsLayout(lags, { innerPx: 260, lines: 3 }).hidden).toBe(0);
  });

  test("montrées et comptées font toujours le tout, et jamais plus de lignes que données", () => {
    fc.assert(
      fc.property(pairLists, rooms, fc.integer({ min: 1, max: 6 }), (pairs, innerPx, lines) => {
        const { shown, hidden, columns } = pairsLayout(pairs, { innerPx, lines });
        expect(shown.length + hidden).toBe(pairs.length);
        const places = shown.length + (hidden > 0 ? 1 : 0);
        // One place a line is the least: a lone pair and its count then share it.
        if (lines * columns > 1) expect(Math.ceil(places / columns)).toBeLessThanOrEqual(lines);
        const beside = pairsBeside("retard", pairs, innerPx);
        expect(beside.shown.length + beside.hidden).toBe(pairs.length);
        if (beside.shown.length > 1) {
          const used = beside.shown.reduce(
            (sum, [name, value]) => sum + labelWidth(name) + 6 + figureWidth(String(value)) + 14,
            beside.hasLabel ? labelWidth("retard") : -14,
          );
          expect(used).toBeLessThanOrEqual(innerPx);
        }
      }),
    );
  });
});

test("un ruban à repères demande trois lignes, une jauge à l’étroit deux, un état une", () => {
  const strip = { kind: "strip", title: "journal", key: "j" } as PartReadingCard;
  const gauge = {
    kind: "gauge",
    title: "en attente de relecture",
    key: "g",
    max: 9,
  } as PartReadingCard;
  expect(partLines(strip, { first: 0, cells: ["a"], marks: [{ at: 0, title: "lu" }] }, WIDE)).toBe(
    3,
  );
  expect(partLines(gauge, 3, MEDIUM)).toBe(2);
  expect(partLines(gauge, 3, 340)).toBe(1);
});

test("chaque lecture se dit en une ligne : nombres, positions et repères compris", () => {
  const bars = {
    ...{ kind: "bars", title: "fenêtre", key: "f" },
    series: [
      { title: "succès", tone: "good" },
      { title: "échecs", tone: "bad" },
    ],
  } as PartReadingCard;
  expect(
    partText(bars, [
      [4, 0],
      [3, 2],
    ]),
  ).toBe("2 tranches, succès 7, échecs 2");
  const strip = { kind: "strip", title: "journal", key: "j" } as PartReadingCard;
  expect(partText(strip, { first: 4, cells: ["a", "b"], marks: [{ at: 5, title: "lu" }] })).toBe(
    "positions 4 à 5, la dernière «\u00a0b\u00a0», lu 5",
  );
});

test("sous un nombre, le nom s’accorde : 1 échec, 2 échecs ; succès et refus ne changent pas", () => {
  const said = (noun: string) => [0, 1, 2].map((count) => afterCount(noun, count));
  expect(said("échecs")).toEqual(["échec", "échec", "échecs"]);
  expect(said("passées")).toEqual(["passée", "passée", "passées"]);
  expect(said("succès")).toEqual(["succès", "succès", "succès"]);
  expect(said("refus")).toEqual(["refus", "refus", "refus"]);
});
