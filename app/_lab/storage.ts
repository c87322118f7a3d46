/**
 * Branches and faults that survive a reload: the reader's document in the local storage.
 *
 * Versioned; each setup is stored as the text of a link, so that one decoder checks all that comes
 * from outside. What cannot be kept or read back is said in words: nothing is lost in silence.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import {
  BRANCHES_MAX,
  type Branch,
  defaultSetup,
  type LabDocument,
  newDocument,
  setupKey,
} from "./document.ts";
import { decodeSetup, encodeSetup, splitPairs } from "./link.ts";
import { branchesLeftOut, withOtherBranches } from "./other-tabs.ts";

const VERSION = 1;
/** What is written is never longer than what is read back, letters. */
const CHANGE_MAX = 120;
const CHANGE_TEXT_MAX = 200;

/** Where the document of a laboratory is kept: on its own page, or beside a study. */
export const keptKey = (scenario: string, study?: string): string =>
  study === undefined
    ? `contretemps.labo.${scenario}`
    : `contretemps.etude.${study}.labo.${scenario}`;

export const STORAGE_REFUSED =
  "Ce navigateur refuse d’enregistrer\u00a0: vos branches durent autant que cette page. Le lien garde celle que vous voyez, pannes comprises.";
const CROWDED =
  "Un autre onglet a ouvert ici d’autres branches, et il n’y a plus de place pour toutes\u00a0: celles qui restent dehors durent autant que lui.";
const UNREADABLE =
  "Ce que ce navigateur avait gardé de ce laboratoire ne se lit plus\u00a0: vos branches d’avant n’ont pas pu être reprises.";
const lostText = (count: number): string =>
  count === 1
    ? "Une branche gardée ne se lit plus, le laboratoire a changé depuis\u00a0: elle est laissée de côté, les autres sont là."
    : `${count} branches gardées ne se lisent plus, le laboratoire a changé depuis\u00a0: elles sont laissées de côté, les autres sont là.`;

export function encodeDocument(card: ScenarioCard, document: LabDocument): string {
  return JSON.stringify({
    version: VERSION,
    shown: document.shown,
    branchesMade: document.branchesMade,
    faultsMade: document.faultsMade,
    branches: document.branches.map((branch) => ({
      ...branch,
      change: branch.change.slice(0, CHANGE_MAX),
      changeText: branch.changeText.slice(0, CHANGE_TEXT_MAX),
      setup: encodeSetup(card, branch.setup),
    })),
  });
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === "string" && value.length <= max;
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function decodeBranch(card: ScenarioCard, value: unknown): Branch | null {
  const b = value as Readonly<Record<string, unknown>> | null;
  if (typeof b !== "object" || b === null) return null;
  const { id, name, parent, leavesAt, change, changeText, setup } = b;
  const isShaped =
    isText(id, 12) &&
    /^b\d+$/.test(id) &&
    (name === null || isText(name, 60)) &&
    (parent === null || isText(parent, 12)) &&
    Number.isSafeInteger(leavesAt) &&
    isText(change, CHANGE_MAX) &&
    isText(changeText, CHANGE_TEXT_MAX) &&
    isText(setup, 20_000);
  if (!isShaped) return null;
  const pairs = splitPairs(setup);
  const problems: string[] = [];
  if (pairs === null) return null;
  const decoded = decodeSetup(card, pairs, problems);
  if (problems.length > 0) return null;
  return { id, name, parent, leavesAt: leavesAt as number, change, changeText, setup: decoded };
}

/** Nearest ancestor that could be read; the root when none could. */
function parentAmong(
  decoded: readonly Branch[],
  lost: ReadonlyMap<string, string>,
  wanted: string,
): string {
  let id = wanted;
  // Every step goes up by one lost branch: there are no more steps than lost branches.
  for (let i = 0; i <= lost.size; i++) {
    if (decoded.some((branch) => branch.id === id)) return id;
    id = lost.get(id) ?? "";
  }
  return (decoded[0] as Branch).id;
}

/** The readable branches, the others left out: children of a lost branch hang higher. */
function decodeBranches(
  card: ScenarioCard,
  values: readonly unknown[],
): { readonly branches: readonly Branch[]; readonly lostCount: number } {
  const decoded: Branch[] = [];
  const lost = new Map<string, string>();
  let lostCount = 0;
  for (const [i, value] of values.entries()) {
    const branch = decodeBranch(card, value);
    const isRoot = i === 0;
    if (branch !== null && isRoot === (branch.parent === null)) {
      if (decoded.some((known) => known.id === branch.id)) lostCount++;
      else if (branch.parent === null) decoded.push(branch);
      else {
        const parent = parentAmong(decoded, lost, branch.parent);
        // What it shares with another than its own parent is not known.
        decoded.push(parent === branch.parent ? branch : { ...branch, parent, leavesAt: -1 });
      }
      continue;
    }
    lostCount++;
    if (isRoot) decoded.push({ ...(newDocument(card).branches[0] as Branch), id: "b0" });
    const { id, parent } = (value ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof id === "string" && typeof parent === "string") lost.set(id, parent);
  }
  return { branches: decoded, lostCount };
}

export type DocumentReading =
  | { readonly kind: "unreadable" }
  | { readonly kind: "read"; readonly document: LabDocument; readonly lostCount: number };

/** Reads what was kept for this scenario. Never throws: what cannot be read is left out and counted. */
export function decodeDocument(card: ScenarioCard, text: string): DocumentReading {
  const unreadable: DocumentReading = { kind: "unreadable" };
  let stored: Readonly<Record<string, unknown>>;
  try {
    stored = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return unreadable;
  }
  if (typeof stored !== "object" || stored === null || stored.version !== VERSION)
    return unreadable;
  const { shown, branchesMade, faultsMade, branches: values } = stored;
  if (!Array.isArray(values) || values.length === 0 || values.length > BRANCHES_MAX + 1)
    return unreadable;
  if (!isCount(branchesMade) || !isCount(faultsMade) || !isText(shown, 12)) return unreadable;
  const { branches, lostCount } = decodeBranches(card, values);
  if (lostCount === values.length) return unreadable;
  const highest = Math.max(...branches.map((branch) => Number(branch.id.slice(1))));
  const document = {
    scenario: card.id,
    branches,
    shown: branches.some(({ id }) => id === shown) ? shown : (branches[0] as Branch).id,
    branchesMade: Math.max(branchesMade, highest),
    faultsMade,
  };
  return { kind: "read", document, lostCount };
}

export interface KeptDocument {
  /** At the branch last shown; null when nothing was kept, or nothing of it can be read. */
  readonly document: LabDocument | null;
  /** A sentence when something kept is lost. */
  readonly problem: string | null;
}

/** What cannot be read is not written over: whoever mends it finds it beside. */
function setAside(key: string, text: string): void {
  try {
    localStorage.setItem(`${key}.illisible`, text);
  } catch {
    // No room for it: the sentence to the reader stays true.
  }
}

export function loadDocument(card: ScenarioCard, key: string): KeptDocument {
  const text = readKept(key);
  if (text === null) return { document: null, problem: null };
  const reading = decodeDocument(card, text);
  if (reading.kind === "read" && reading.lostCount === 0)
    return { document: reading.document, problem: null };
  setAside(key, text);
  return reading.kind === "unreadable"
    ? { document: null, problem: UNREADABLE }
    : { document: reading.document, problem: lostText(reading.lostCount) };
}

/** The same document at its branch without changes, when it has one: where a page opens. */
export function atStart(card: ScenarioCard, document: LabDocument): LabDocument {
  const plain = setupKey(defaultSetup(card));
  const start = document.branches.find(
    (branch) => branch.setup.faults.length === 0 && setupKey(branch.setup) === plain,
  );
  return start === undefined ? document : { ...document, shown: start.id };
}

function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Saves the documents of one tab; says in a sentence what could not be kept, else null. */
export function documentKeeper(
  card: ScenarioCard,
  key: string,
): (document: LabDocument) => string | null {
  let known = readKept(key);
  return (document) => {
    const kept = readKept(key);
    const theirs = kept === null || kept === known ? null : decodeDocument(card, kept);
    const others = theirs?.kind === "read" ? theirs.document : null;
    const joined = others === null ? document : withOtherBranches(document, others);
    const text = encodeDocument(card, joined);
    try {
      localStorage.setItem(key, text);
    } catch {
      return STORAGE_REFUSED;
    }
    known = text;
    return others !== null && branchesLeftOut(joined, others) > 0 ? CROWDED : null;
  };
}
