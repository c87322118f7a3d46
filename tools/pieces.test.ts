/**
 * The pieces of the workshop keep their promises to the reader: each is in both lists, and each rule that
 * a card or a page of docs/fidelity names begins the title of a test.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import { pieces } from "@/scenarios/pieces/catalogue.ts";
import { filesOf, read, root, separate } from "./source.ts";

const ID = "[A-Z]{3}-\\d+[a-z]?";
/** « KAF-3: … », « CAC-1, CAC-2: … », « PLM-1 to PLM-6: … ». */
const HEAD = new RegExp(`^${ID}(?:(?:, | to | and | à | et |/)${ID})*`);
const TITLE = /(?:\b(?:test|it|describe)(?:\.\w+)*|\))\s*\(\s*$/;

/** Ids of a text, ranges written out. */
function idsOf(text: string): readonly string[] {
  const ids = [...text.matchAll(new RegExp(ID, "g"))].map(([id]) => id);
  const ranges = [...text.matchAll(/([A-Z]{3})-(\d+)(?: to | à )\1-(\d+)/g)];
  const between = ranges.flatMap(([, family, from, to]) =>
    Array.from({ length: Number(to) - Number(from) }, (_, i) => `${family}-${Number(from) + i}`),
  );
  return [...ids, ...between];
}

/** What a title begins with: nothing, or the rules that its test holds. */
const rulesOfTitle = (title: string): readonly string[] => idsOf(HEAD.exec(title)?.[0] ?? "");

/** Titles of the tests of a file, as they are written. */
function titlesOf(source: string): readonly string[] {
  const { code, strings } = separate(source);
  return strings
    .filter(({ at }) => TITLE.test(code.slice(Math.max(0, at - 80), at).replace(/["'`]$/, "")))
    .map(({ text }) => text);
}

const tested: ReadonlySet<string> = new Set(
  filesOf()
    .filter((path) => /\.test\.tsx?$/.test(path))
    .flatMap((path) => titlesOf(read(path)))
    .flatMap(rulesOfTitle),
);

/** Rules that stand at the head of a line of a table. */
const rulesOfPage = (page: string): readonly string[] =>
  page
    .split("\n")
    .flatMap((line) => /^\|([^|]*)\|/.exec(line)?.[1] ?? [])
    .filter((cell) => HEAD.test(cell.trim()))
    .flatMap(idsOf);

const pages = filesOf("docs/fidelity").filter((path) => path.endsWith(".md"));

describe("les titres des tests", () => {
  test("se lisent comme ils sont écrits, qu’ils tiennent une règle, plusieurs ou une suite", () => {
    const source =
      'test("KAF-1: a", f); test.each(x)("KAF-2, KAF-3: %s", f); const name = "KAF-9: no";';
    expect(titlesOf(source).flatMap(rulesOfTitle)).toEqual(["KAF-1", "KAF-2", "KAF-3"]);
    expect(rulesOfTitle("PLM-1 to PLM-3: held")).toEqual(["PLM-1", "PLM-3", "PLM-1", "PLM-2"]);
    expect(rulesOfTitle("a rule KAF-1 in the middle")).toEqual([]);
  });
});

describe("chaque règle annoncée commence le titre d’un test", () => {
  test.each(pieceCards.map((card) => [card.id, card.fidelity.rules] as const))(
    "sur la fiche de %s",
    (_id, rules) => {
      expect(rules.length).toBeGreaterThan(0);
      expect(rules.filter((rule) => !tested.has(rule))).toEqual([]);
    },
  );

  test.each(pages)("dans %s", (page) => {
    const rules = rulesOfPage(read(page));
    expect(rules.length).toBeGreaterThan(0);
    expect([...new Set(rules)].filter((rule) => !tested.has(rule))).toEqual([]);
  });
});

describe("les listes des pièces", () => {
  const ids = pieceCards.map(({ id }) => id);

  test("les cartes et les scénarios sont les mêmes, dans le même ordre, sans doublon", () => {
    expect(pieces.map(({ card }) => card.id)).toEqual(ids);
    expect(pieces.map(({ card }) => card)).toEqual(pieceCards);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("chaque dossier de pièce est dans les listes, et n’y est qu’une fois", () => {
    const folders = readdirSync(join(root, "scenarios/pieces"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `piece-${name}`);
    expect([...ids].sort()).toEqual(folders.sort());
  });

  test("chaque pièce a une fiche entière : ce qu’elle suit, qui l’a jugée, ce qu’elle laisse de côté", () => {
    for (const { id, fidelity, incidents, summary } of pieceCards) {
      expect(fidelity.follows, id).not.toBe("");
      expect(fidelity.judgedBy, id).not.toBe("");
      for (const part of [fidelity.models, fidelity.simplifies, fidelity.leavesOut]) {
        expect(part.length, id).toBeGreaterThan(0);
      }
      expect(incidents.length, id).toBeGreaterThan(0);
      expect(summary, id).not.toBe("");
    }
  });
});
