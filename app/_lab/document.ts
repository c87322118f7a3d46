/**
 * The reader's document: what the reader decided, and nothing that a run says.
 *
 * A document is a tree of *branches*; each holds a whole setup (variant, seed, parameters, faults)
 * and the step where it leaves its parent. A change never rewrites the past: it opens a branch.
 * Successive changes of one same thing amend the branch that the first of them opened.
 * Pure data and pure functions; refuses to know runs, views and storage.
 */
import { produce } from "immer";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { formatFault } from "@/simulator/vocabulary/fault-text.ts";
import type { Instant, Intervention } from "@/simulator/vocabulary/interventions.ts";
import {
  defaultParameters,
  formatParameter,
  type Parameters,
  type ParameterValue,
} from "@/simulator/vocabulary/parameters.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";

/** A fault on the track. Disabled faults stay on the track and do not act. */
export interface PlacedFault {
  readonly intervention: Intervention;
  readonly isEnabled: boolean;
}

/** Everything that decides a run, apart from the scenario. */
export interface Setup {
  readonly variant: string;
  readonly seed: number;
  readonly parameters: Parameters;
  readonly faults: readonly PlacedFault[];
  /** Budget of events; absent: the engine's own. */
  readonly eventsMax?: number;
}

export interface Branch {
  readonly id: string;
  /** Given by the reader, or null: named after what it changes. */
  readonly name: string | null;
  readonly parent: string | null;
  /** Last event shared with the parent; −1: they differ from the start. */
  readonly leavesAt: number;
  /** What opened it: the same change again amends this branch. */
  readonly change: string;
  /** In words: « arrêt brutal de l’orchestrateur ». */
  readonly changeText: string;
  readonly setup: Setup;
}

export interface LabDocument {
  readonly scenario: string;
  readonly branches: readonly Branch[];
  /** Id of the branch shown. */
  readonly shown: string;
  readonly branchesMade: number;
  readonly faultsMade: number;
}

/** Older branches without children are let go beyond this many. */
export const BRANCHES_MAX = 40;
export const FAULTS_MAX = 32;
/** A longer run would not fit in the memory of a small machine beside its tables. */
export const EVENTS_ASKED_MAX = 3_000_000;

export const defaultSetup = (card: ScenarioCard): Setup => ({
  variant: card.defaultVariant,
  seed: card.defaultSeed,
  parameters: defaultParameters(card.parameters),
  faults: [],
});

export const newDocument = (
  card: ScenarioCard,
  setup: Setup = defaultSetup(card),
): LabDocument => ({
  scenario: card.id,
  branches: [
    {
      id: "b1",
      name: null,
      parent: null,
      leavesAt: -1,
      change: "start",
      changeText: setup.faults.length === 0 ? "témoin, sans panne" : "départ",
      setup,
    },
  ],
  shown: "b1",
  branchesMade: 1,
  faultsMade: setup.faults.length,
});

export function shownBranch(document: LabDocument): Branch {
  const branch = document.branches.find((b) => b.id === document.shown);
  // A document is only built here and by the storage's decoder, which checks it.
  if (branch === undefined) throw new Error(`branch ${document.shown} exists`);
  return branch;
}

export const findBranch = (document: LabDocument, id: string): Branch | null =>
  document.branches.find((b) => b.id === id) ?? null;

/** Two setups with the same key make the same run. */
export function setupKey(setup: Setup): string {
  const parameters = Object.keys(setup.parameters)
    .sort()
    .map((id) => `${id}=${formatParameter(setup.parameters[id] as ParameterValue)}`);
  const faults = setup.faults
    .filter((f) => f.isEnabled)
    .map((f) => `${f.intervention.id}!${formatFault(f.intervention)}`);
  const budget = setup.eventsMax === undefined ? [] : [`budget=${setup.eventsMax}`];
  return [setup.variant, setup.seed, ...budget, ...parameters, ...faults].join("\n");
}

/** Two setups with the same key differ by their faults only. */
export const worldKey = (setup: Setup): string => setupKey({ ...setup, faults: [] });

/** Disabled faults count too: one that was moved is not the same setup, though the same run. */
const sameSetup = (a: Setup, b: Setup): boolean =>
  worldKey(a) === worldKey(b) &&
  a.faults.length === b.faults.length &&
  a.faults.every(({ intervention, isEnabled }, i) => {
    const other = b.faults[i];
    return (
      other !== undefined &&
      isEnabled === other.isEnabled &&
      intervention.id === other.intervention.id &&
      formatFault(intervention) === formatFault(other.intervention)
    );
  });

export const runRequest = (scenario: string, setup: Setup): RunRequest => ({
  scenario,
  variant: setup.variant,
  seed: setup.seed,
  parameters: setup.parameters,
  interventions: setup.faults.filter((f) => f.isEnabled).map((f) => f.intervention),
  untilUs: null,
  ...(setup.eventsMax === undefined ? {} : { eventsMax: setup.eventsMax }),
});

/**
 * Last event that two setups share for sure; −1: they may differ from the start. Faults that only one
 * of them has are felt from their instant on; `before` gives the last event ahead of an instant.
 */
export function sharedUntil(a: Setup, b: Setup, before: (at: Instant) => number): number {
  if (worldKey(a) !== worldKey(b)) return -1;
  const acting = (setup: Setup): Map<string, Intervention> =>
    new Map(
      setup.faults
        .filter((fault) => fault.isEnabled)
        .map(({ intervention }) => [
          `${intervention.id}!${formatFault(intervention)}`,
          intervention,
        ]),
    );
  const left = acting(a);
  const right = acting(b);
  const apart = [
    ...[...left].filter(([key]) => !right.has(key)),
    ...[...right].filter(([key]) => !left.has(key)),
  ];
  return apart.reduce(
    (least, [, fault]) => Math.min(least, before(fault.at)),
    Number.MAX_SAFE_INTEGER,
  );
}

export interface Change {
  /** Key of the thing changed: `fault:f2`, `parameter:clients`, `variant`… */
  readonly key: string;
  readonly text: string;
  /** Last event that the change cannot touch; −1: everything may differ. */
  readonly leavesAt: number;
  readonly setup: Setup;
}

/** What a link had brought bears the name of the prepared fault that it turns out to be. */
const renamed = (document: LabDocument, twin: Branch, { key, text }: Change): LabDocument =>
  twin.change.startsWith("setup:") && key.startsWith("incident:")
    ? {
        ...document,
        branches: document.branches.map((b) =>
          b === twin ? { ...b, change: key, changeText: text } : b,
        ),
      }
    : document;

/** Opens a branch (or amends the shown one when it was opened by this same change) and shows it. */
export function withChange(document: LabDocument, change: Change): LabDocument {
  const shown = shownBranch(document);
  if (sameSetup(shown.setup, change.setup)) return document;
  const twin = document.branches.find((b) => sameSetup(b.setup, change.setup));
  if (twin !== undefined) return { ...renamed(document, twin, change), shown: twin.id };
  const hasChildren = document.branches.some((b) => b.parent === shown.id);
  return produce(document, (draft) => {
    if (shown.parent !== null && shown.change === change.key && !hasChildren) {
      const amended = draft.branches.find((b) => b.id === shown.id);
      if (amended === undefined) return;
      Object.assign(amended, {
        setup: change.setup,
        changeText: change.text,
        leavesAt: Math.min(shown.leavesAt, change.leavesAt),
      });
      return;
    }
    draft.branchesMade++;
    draft.branches.push({
      id: `b${draft.branchesMade}`,
      name: null,
      parent: shown.id,
      leavesAt: change.leavesAt,
      change: change.key,
      changeText: change.text,
      setup: change.setup as never,
    });
    draft.shown = `b${draft.branchesMade}`;
    while (draft.branches.length > BRANCHES_MAX) {
      const leaf = draft.branches.findIndex(
        (b) =>
          b.parent !== null &&
          b.name === null &&
          b.id !== draft.shown &&
          !draft.branches.some((child) => child.parent === b.id),
      );
      if (leaf < 0) break;
      draft.branches.splice(leaf, 1);
    }
  });
}

/** True when a new branch took the place of an older one. */
export const hasLetGo = (before: LabDocument, after: LabDocument): boolean =>
  after.branchesMade > before.branchesMade && after.branches.length <= before.branches.length;

export const withShown = (document: LabDocument, id: string): LabDocument =>
  findBranch(document, id) === null || document.shown === id
    ? document
    : { ...document, shown: id };

export const withBranchName = (document: LabDocument, id: string, name: string): LabDocument =>
  produce(document, (draft) => {
    const branch = draft.branches.find((b) => b.id === id);
    const clean = name.trim().slice(0, 60);
    if (branch !== undefined) branch.name = clean === "" ? null : clean;
  });

/** Lets a branch go. Its children hang on its parent; the first branch stays. */
export const withoutBranch = (document: LabDocument, id: string): LabDocument =>
  produce(document, (draft) => {
    const gone = draft.branches.find((b) => b.id === id);
    if (gone === undefined || gone.parent === null) return;
    for (const child of draft.branches) {
      if (child.parent !== id) continue;
      child.parent = gone.parent;
      child.leavesAt = Math.min(child.leavesAt, gone.leavesAt);
    }
    draft.branches = draft.branches.filter((b) => b.id !== id);
    if (draft.shown === id) draft.shown = gone.parent;
  });

/** « Témoin, sans panne » or « B2 « arrêt brutal de l’orchestrateur » ». */
export function branchTitle(branch: Branch): string {
  const words = branch.name ?? branch.changeText;
  if (branch.parent === null) return words.charAt(0).toUpperCase() + words.slice(1);
  return `${branch.id.toUpperCase()} «\u00a0${words}\u00a0»`;
}
