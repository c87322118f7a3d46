/**
 * Two tabs on one laboratory: what another tab has kept is never written over.
 *
 * Owns joining two documents into one. A branch is recognised by its setup, since each tab gives its
 * own numbers; a branch that only the other tab has takes a new number here.
 */
import { BRANCHES_MAX, type Branch, type LabDocument, setupKey } from "./document.ts";

const identityOf = (branch: Branch): string =>
  [
    setupKey(branch.setup),
    ...branch.setup.faults.filter((f) => !f.isEnabled).map((f) => f.intervention.id),
  ].join("\n");

/** `mine`, then the branches that only `theirs` has, as long as there is room. */
export function withOtherBranches(mine: LabDocument, theirs: LabDocument): LabDocument {
  const known = new Map(mine.branches.map((branch) => [identityOf(branch), branch.id]));
  const renumbered = new Map<string, string>();
  const root = mine.branches[0]?.id ?? null;
  const branches = [...mine.branches];
  let { branchesMade } = mine;
  for (const branch of theirs.branches) {
    const twin = known.get(identityOf(branch));
    if (twin !== undefined) {
      renumbered.set(branch.id, twin);
      const at = branches.findIndex(({ id }) => id === twin);
      const own = branches[at];
      // A name given there is not lost here.
      if (own !== undefined && own.name === null && branch.name !== null)
        branches[at] = { ...own, name: branch.name };
      continue;
    }
    if (branches.length > BRANCHES_MAX) break;
    branchesMade++;
    const id = `b${branchesMade}`;
    renumbered.set(branch.id, id);
    const parent = branch.parent === null ? root : (renumbered.get(branch.parent) ?? root);
    branches.push({ ...branch, id, parent });
  }
  return {
    ...mine,
    branches,
    branchesMade,
    faultsMade: Math.max(mine.faultsMade, theirs.faultsMade),
  };
}

/** How many of their branches found no room in the joined document. */
export function branchesLeftOut(joined: LabDocument, theirs: LabDocument): number {
  const known = new Set(joined.branches.map(identityOf));
  return theirs.branches.filter((branch) => !known.has(identityOf(branch))).length;
}
