/**
 * What a reader did to a comparison outlives its page: its last link, in this browser's storage.
 *
 * A comparison opens as its card or its link says; what was kept is offered beside, in words, as long
 * as nothing here has replaced it. What cannot be kept is said too.
 */
import { type Setup, shownBranch } from "@/app/_lab/document.ts";
import { encodeSetup } from "@/app/_lab/link.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { decodePairLink } from "./pair-link.ts";
import type { Pair } from "./pair-state.ts";

const SAVE_REST_MS = 400;

const REFUSED =
  "Ce navigateur refuse d’enregistrer\u00a0: vos pannes durent autant que cette page, et le lien les garde.";
const KEPT =
  "Vos pannes et vos réglages de la dernière fois sont gardés, tant que vous ne changez rien ici.";

type Cards = readonly [ScenarioCard, ScenarioCard];

export interface PairKeeping {
  readonly cards: Cards;
  readonly setups: readonly [Setup, Setup];
  /** The fragment of this very state. */
  readonly fragment: () => string;
}

const keyOf = ({ card }: Pair, [left, right]: Cards): string =>
  `contretemps.comparer.${card.id === "libre" ? `${left.id}.${right.id}` : card.id}`;

/** Two pairs of setups with the same key are the same, disabled faults included. */
const setupsKey = (cards: Cards, setups: readonly [Setup, Setup]): string =>
  `${encodeSetup(cards[0], setups[0])}\n${encodeSetup(cards[1], setups[1])}`;

function shownKey({ labs }: Pair, cards: Cards): string {
  const [left, right] = labs.map((lab) => shownBranch(lab.store.getState().document).setup);
  return setupsKey(cards, [left as Setup, right as Setup]);
}

/** Offers what was kept, when it is not what is shown. */
function offerKept(pair: Pair, { cards, setups }: PairKeeping, key: string, shown: string): void {
  let text: string | null = null;
  try {
    text = localStorage.getItem(key);
  } catch {
    // Refused: the first change will say so.
  }
  const reading = text === null ? null : decodePairLink({ cards, setups }, text);
  if (reading?.kind !== "read" || setupsKey(cards, reading.link.setups) === shown) return;
  pair.labs[0].actions.notify(KEPT, {
    title: "Y revenir",
    act: () => location.assign(`#${text}`),
  });
}

/** Keeps the last link of a comparison that the reader has changed; returns the undo. */
export function keepPair(pair: Pair, keeping: PairKeeping): () => void {
  const { cards, fragment } = keeping;
  const key = keyOf(pair, cards);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saved = shownKey(pair, cards);
  let isRefused = false;
  offerKept(pair, keeping, key, saved);
  const save = (): void => {
    const now = shownKey(pair, cards);
    if (now === saved) return;
    saved = now;
    try {
      localStorage.setItem(key, fragment());
      isRefused = false;
    } catch {
      if (!isRefused) pair.labs[0].actions.notify(REFUSED);
      isRefused = true;
    }
  };
  const rest = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_REST_MS);
  };
  const stops = pair.labs.map((lab) =>
    lab.store.subscribe((state, before) => {
      if (state.document !== before.document) rest();
    }),
  );
  const leaving = new AbortController();
  window.addEventListener("pagehide", save, { signal: leaving.signal });
  document.addEventListener("visibilitychange", save, { signal: leaving.signal });
  return () => {
    clearTimeout(timer);
    save();
    for (const stop of stops) stop();
    leaving.abort();
  };
}
