/**
 * What a reader answered in a study, in this browser's storage: bets, ticks, marks.
 *
 * Two tabs on one study add up. What cannot be kept or read back is said in words, never lost in
 * silence; nothing here is graded or sent.
 */

export interface Bet {
  readonly choice: string;
  readonly isSure: boolean;
}

export interface Progress {
  readonly bets: Readonly<Record<string, Bet>>;
  /** Ids of the questions answered right, challenges met, prompts marked. */
  readonly passed: Readonly<Record<string, string>>;
}

export const NO_PROGRESS: Progress = { bets: {}, passed: {} };

const REFUSED =
  "Ce navigateur refuse d’enregistrer\u00a0: vos paris et vos réponses durent autant que cette page.";
const UNREADABLE =
  "Ce que ce navigateur avait gardé de vos réponses ne se lit plus\u00a0: elles sont à redonner.";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isBet(value: unknown): value is Bet {
  return isObject(value) && typeof value.choice === "string" && typeof value.isSure === "boolean";
}

const kept = <T>(
  found: Readonly<Record<string, unknown>>,
  isIt: (value: unknown) => value is T,
): Record<string, T> =>
  Object.fromEntries(Object.entries(found).filter((entry): entry is [string, T] => isIt(entry[1])));

/** null when the text is not the progress of a study. Never throws. */
export function decodeProgress(text: string): Progress | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(found)) return null;
  const { bets = {}, passed = {} } = found;
  if (!isObject(bets) || !isObject(passed)) return null;
  return {
    bets: kept(bets, isBet),
    passed: kept(passed, (mark): mark is string => typeof mark === "string"),
  };
}

/** What either has; `mine` where both have answered. */
const joined = (mine: Progress, theirs: Progress): Progress => ({
  bets: { ...theirs.bets, ...mine.bets },
  passed: { ...theirs.passed, ...mine.passed },
});

export interface KeptProgress {
  readonly progress: Progress;
  /** A sentence when something could not be kept or read back. */
  readonly problem: string | null;
}

export function readProgress(key: string): KeptProgress {
  let text: string | null;
  try {
    text = localStorage.getItem(key);
  } catch {
    return { progress: NO_PROGRESS, problem: null };
  }
  const progress = text === null ? NO_PROGRESS : decodeProgress(text);
  if (progress !== null) return { progress, problem: null };
  try {
    // Not written over by the next answer: whoever mends it finds it beside.
    localStorage.setItem(`${key}.illisible`, text ?? "");
  } catch {
    // No room for it: the sentence to the reader stays true.
  }
  return { progress: NO_PROGRESS, problem: UNREADABLE };
}

/** Keeps `mine` beside what another tab has answered since; the answer holds both. */
export function keepProgress(key: string, mine: Progress): KeptProgress {
  try {
    const theirs = decodeProgress(localStorage.getItem(key) ?? "{}") ?? NO_PROGRESS;
    const progress = joined(mine, theirs);
    localStorage.setItem(key, JSON.stringify(progress));
    return { progress, problem: null };
  } catch {
    return { progress: mine, problem: REFUSED };
  }
}
