import { describe, expect, test } from "vitest";
import {
  type LabDocument,
  newDocument,
  type Setup,
  shownBranch,
  withBranchName,
  withChange,
} from "./document.ts";
import { branchesLeftOut, withOtherBranches } from "./other-tabs.ts";
import { decodeDocument, encodeDocument } from "./storage.ts";
import { syntheticCard } from "./testing/synthetic.ts";

const seeded = (document: LabDocument, seed: number): LabDocument => {
  const setup: Setup = { ...shownBranch(document).setup, seed };
  return withChange(document, { key: `seed:${seed}`, text: `graine ${seed}`, leavesAt: -1, setup });
};
const seeds = (document: LabDocument) => document.branches.map((branch) => branch.setup.seed);

describe("deux onglets sur le même laboratoire", () => {
  const start = newDocument(syntheticCard);

  test("chacun garde ses branches, et celles de l’autre s’ajoutent", () => {
    const mine = seeded(start, 1);
    const theirs = seeded(seeded(start, 2), 3);
    const joined = withOtherBranches(mine, theirs);
    expect(seeds(joined)).toEqual([42, 1, 2, 3]);
    expect(joined.shown).toBe(mine.shown);
    expect(new Set(joined.branches.map((branch) => branch.id)).size).toBe(4);
    const [, , second, third] = joined.branches;
    expect(third?.parent).toBe(second?.id);
    const text = encodeDocument(syntheticCard, joined);
    expect(decodeDocument(syntheticCard, text)).toMatchObject({ document: joined, lostCount: 0 });
  });

  test("ce que les deux ont n’est pas gardé deux fois", () => {
    const mine = seeded(seeded(start, 1), 2);
    const theirs = seeded(start, 2);
    expect(seeds(withOtherBranches(mine, theirs))).toEqual([42, 1, 2]);
  });

  test("jamais plus de branches que l’on n’en garde", () => {
    let theirs = start;
    for (let seed = 100; seed < 139; seed++) theirs = seeded(theirs, seed);
    const joined = withOtherBranches(seeded(seeded(start, 1), 2), theirs);
    expect(joined.branches.length).toBeLessThanOrEqual(41);
    const text = encodeDocument(syntheticCard, joined);
    expect(decodeDocument(syntheticCard, text)).toMatchObject({ kind: "read", lostCount: 0 });
    // Whoever finds no room is counted: the page says it.
    expect(branchesLeftOut(joined, theirs)).toBe(
      theirs.branches.length + 2 - joined.branches.length,
    );
  });

  test("un nom donné dans l’autre onglet est gardé ; le mien l’emporte", () => {
    const mine = seeded(start, 1);
    const theirs = withBranchName(mine, "b2", "leur nom");
    expect(withOtherBranches(mine, theirs).branches[1]?.name).toBe("leur nom");
    const named = withBranchName(mine, "b2", "mon nom");
    expect(withOtherBranches(named, theirs).branches[1]?.name).toBe("mon nom");
  });
});
