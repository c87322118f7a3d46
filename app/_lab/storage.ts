/**
 * Branches and faults that survive a reload: the reader's document in the local storage.
 *
 * Versioned; each setup is stored as the text of a link, so that one decoder checks all that comes
 * from outside. Refused or full storage is said in words, and nothing of the page is lost.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { BRANCHES_MAX, type Branch, defaultSetup, type LabDocument, setupKey } from "./document.ts";
import { decodeSetup, encodeSetup, splitPairs } from "./link.ts";
import { withOtherBranches } from "./other-tabs.ts";

const VERSION = 1;
const key = (scenario: string): string => `contretemps.labo.${scenario}`;

export const STORAGE_REFUSED =
  "Ce navigateur refuse d’enregistrer\u00a0: vos branches et vos pannes tiennent jusqu’à la fermeture de l’onglet, et le lien les garde toutes.";

export function encodeDocument(card: ScenarioCard, document: LabDocument): string {
  return JSON.stringify({
    version: VERSION,
    shown: document.shown,
    branchesMade: document.branchesMade,
    faultsMade: document.faultsMade,
    branches: document.branches.map((branch) => ({
      ...branch,
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
    isText(change, 120) &&
    isText(changeText, 200) &&
    isText(setup, 20_000);
  if (!isShaped) return null;
  const pairs = splitPairs(setup);
  const problems: string[] = [];
  if (pairs === null) return null;
  const decoded = decodeSetup(card, pairs, problems);
  if (problems.length > 0) return null;
  return { id, name, parent, leavesAt: leavesAt as number, change, changeText, setup: decoded };
}

/** null when the text is not a document of this version for this scenario. */
export function decodeDocument(card: ScenarioCard, text: string): LabDocument | null {
  let stored: Readonly<Record<string, unknown>>;
  try {
    stored = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
  if (typeof stored !== "object" || stored === null || stored.version !== VERSION) return null;
  const { shown, branchesMade, faultsMade, branches } = stored;
  if (!Array.isArray(branches) || branches.length === 0 || branches.length > BRANCHES_MAX + 1) {
    return null;
  }
  if (!isCount(branchesMade) || !isCount(faultsMade) || !isText(shown, 12)) return null;
  const decoded: Branch[] = [];
  for (const value of branches) {
    const branch = decodeBranch(card, value);
    if (branch === null || decoded.some((b) => b.id === branch.id)) return null;
    // A parent stands before its children: no cycle can be stored.
    const isRoot = decoded.length === 0;
    if (isRoot !== (branch.parent === null)) return null;
    if (!isRoot && !decoded.some((b) => b.id === branch.parent)) return null;
    decoded.push(branch);
  }
  const highest = Math.max(...decoded.map((branch) => Number(branch.id.slice(1))));
  const shownId = decoded.some((branch) => branch.id === shown) ? shown : "";
  return {
    scenario: card.id,
    branches: decoded,
    shown: shownId === "" ? (decoded[0] as Branch).id : shownId,
    branchesMade: Math.max(branchesMade, highest),
    faultsMade,
  };
}

/** The stored document, at its branch without changes when it has one; null when nothing is kept. */
export function loadDocument(card: ScenarioCard): LabDocument | null {
  const text = readKept(card);
  const document = text === null ? null : decodeDocument(card, text);
  if (document === null) return null;
  const plain = setupKey(defaultSetup(card));
  const start = document.branches.find(
    (branch) => branch.setup.faults.length === 0 && setupKey(branch.setup) === plain,
  );
  return start === undefined ? document : { ...document, shown: start.id };
}

function readKept(card: ScenarioCard): string | null {
  try {
    return localStorage.getItem(key(card.id));
  } catch {
    return null;
  }
}

/** Saves documents of one tab; false when the browser refuses or has no room left. */
export function documentKeeper(card: ScenarioCard): (document: LabDocument) => boolean {
  let known = readKept(card);
  return (document) => {
    const kept = readKept(card);
    const theirs = kept === null || kept === known ? null : decodeDocument(card, kept);
    const text = encodeDocument(
      card,
      theirs === null ? document : withOtherBranches(document, theirs),
    );
    try {
      localStorage.setItem(key(card.id), text);
    } catch {
      return false;
    }
    known = text;
    return true;
  };
}
