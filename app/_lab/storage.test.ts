/** What a browser kept comes back, in part when only a part can be read; what does not is said. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type LabDocument, newDocument, shownBranch, withChange } from "./document.ts";
import { atStart, documentKeeper, encodeDocument, keptKey, loadDocument } from "./storage.ts";
import { syntheticCard as card } from "./testing/synthetic.ts";

const KEY = keptKey(card.id);

const seeded = (document: LabDocument, seed: number): LabDocument =>
  withChange(document, {
    key: `seed:${seed}`,
    text: `graine ${seed}`,
    leavesAt: 5,
    setup: { ...shownBranch(document).setup, seed },
  });

/** b1 ← b2 (graine 1) ← b3 (graine 2). */
const three = seeded(seeded(newDocument(card), 1), 2);

let room = Number.POSITIVE_INFINITY;
let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  room = Number.POSITIVE_INFINITY;
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, text: string) {
      if (text.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, text);
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

/** The stored text with one branch that no reader of links understands. */
function spoilt(document: LabDocument, id: string): string {
  const stored = JSON.parse(encodeDocument(card, document)) as {
    branches: { id: string; setup: string }[];
  };
  for (const branch of stored.branches)
    if (branch.id === id) branch.setup = "variante=inconnue&graine=42";
  return JSON.stringify(stored);
}

describe("ce que le navigateur a gardé", () => {
  test("revient à la branche qui était montrée ; la page, elle, part de son état de départ", () => {
    expect(documentKeeper(card, KEY)(three)).toBeNull();
    const { document, problem } = loadDocument(card, KEY);
    expect(problem).toBeNull();
    expect(document).toEqual(three);
    expect(atStart(card, three).shown).toBe("b1");
  });

  test("une branche qui ne se lit plus est laissée de côté avec un mot ; ses enfants restent", () => {
    kept.set(KEY, spoilt(three, "b2"));
    const { document, problem } = loadDocument(card, KEY);
    expect(problem).toMatch(/^Une branche gardée ne se lit plus/);
    expect(document?.branches.map(({ id, parent, leavesAt }) => [id, parent, leavesAt])).toEqual([
      ["b1", null, -1],
      ["b3", "b1", -1],
    ]);
    expect(kept.get(`${KEY}.illisible`)).toBe(spoilt(three, "b2"));
  });

  test("sans sa première branche, les autres pendent à un départ neuf", () => {
    kept.set(KEY, spoilt(three, "b1"));
    const { document } = loadDocument(card, KEY);
    expect(document?.branches.map(({ id, parent }) => [id, parent])).toEqual([
      ["b0", null],
      ["b2", "b0"],
      ["b3", "b2"],
    ]);
  });

  test.each(["{", '{"version":99,"branches":[]}', '{"version":1}'])(
    "illisible en entier (%s) : un mot, et le texte est mis de côté",
    (text) => {
      kept.set(KEY, text);
      const { document, problem } = loadDocument(card, KEY);
      expect(document).toBeNull();
      expect(problem).toMatch(/ne se lit plus/);
      expect(kept.get(`${KEY}.illisible`)).toBe(text);
    },
  );

  test("ce qui s’écrit se relit toujours : un changement trop long est raccourci", () => {
    const long = withChange(three, {
      key: `request:${"x".repeat(400)}`,
      text: "é".repeat(900),
      leavesAt: -1,
      setup: { ...shownBranch(three).setup, seed: 3 },
    });
    documentKeeper(card, KEY)(long);
    const { document, problem } = loadDocument(card, KEY);
    expect(problem).toBeNull();
    expect(document?.branches).toHaveLength(4);
  });

  test("sans place, la page le dit, et garde tout dès qu’il y en a", () => {
    const keep = documentKeeper(card, KEY);
    room = 10;
    expect(keep(three)).toMatch(/^Ce navigateur refuse d’enregistrer/);
    room = Number.POSITIVE_INFINITY;
    expect(keep(three)).toBeNull();
    expect(loadDocument(card, KEY).document).toEqual(three);
  });

  test("un autre onglet a écrit plus de branches qu’il n’y a de place : un mot", () => {
    const keep = documentKeeper(card, KEY);
    let theirs = newDocument(card);
    for (let seed = 100; seed < 139; seed++) theirs = seeded(theirs, seed);
    kept.set(KEY, encodeDocument(card, theirs));
    expect(keep(three)).toMatch(/plus de place pour toutes/);
    expect(loadDocument(card, KEY).document?.branches.slice(0, 3)).toEqual(three.branches);
  });
});
