/**
 * Opens one comparison in this page: two workers of the engine, the one that compares, the link, the
 * playback. Everything started here is ended by the one function it returns.
 */
import { defaultSetup, type Setup, shownBranch } from "@/app/_lab/document.ts";
import { type Stamp, stampOf, stampProblem } from "@/app/_lab/stamp.ts";
import { createEngineClient } from "@/app/_worker/engine-client.ts";
import { createComparer } from "@/app/_worker/pair-client.ts";
import { NO_WEBASSEMBLY } from "@/app/_worker/protocol.ts";
import { spawnEngine } from "@/app/_worker/spawn-engine.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { PairCard, SideIndex } from "@/simulator/vocabulary/pair.ts";
import { START } from "./merged-steps.ts";
import { keepPair } from "./pair-kept.ts";
import { decodePairLink, encodePairLink, type PairLink } from "./pair-link.ts";
import { startPairPlayback } from "./pair-playback.ts";
import type { Pair } from "./pair-state.ts";
import { createPair } from "./pair-store.ts";
import { paneView } from "./pane-views.ts";

/** The page rests this long before its address is rewritten: browsers limit how often it may be. */
const REST_MS = 300;

/** The setup that a pair gives to one of its sides. */
export function sideSetup(pair: PairCard, side: SideIndex, card: ScenarioCard): Setup {
  const base = defaultSetup(card);
  const { variant, parameters } = pair.sides[side];
  return { ...base, variant, seed: pair.seed, parameters: { ...base.parameters, ...parameters } };
}

export interface OpenPairOptions {
  readonly card: PairCard;
  readonly cards: readonly [ScenarioCard, ScenarioCard];
  /** The setups to start from when the link says nothing of them. */
  readonly setups: readonly [Setup, Setup];
  /** The link names the laboratories: the page does not. */
  readonly withLabs: boolean;
}

const stamps = new WeakMap<object, Stamp>();

function stampOfSide(pair: Pair, side: SideIndex): Stamp | null {
  const { run } = pair.labs[side].store.getState();
  if (run.summary === null) return null;
  let stamp = stamps.get(run.log);
  if (stamp === undefined) {
    stamp = stampOf(run.log, run.summary.digest);
    stamps.set(run.log, stamp);
  }
  return stamp;
}

/** The fragment of this very state, without `#`. */
export function pairFragment(pair: Pair, { cards, withLabs }: OpenPairOptions): string {
  const [left, right] = pair.labs.map((lab) => lab.store.getState()) as [
    ReturnType<Pair["labs"][0]["store"]["getState"]>,
    ReturnType<Pair["labs"][0]["store"]["getState"]>,
  ];
  const { panel, scope } = pair.store.getState();
  const link: PairLink = {
    setups: [shownBranch(left.document).setup, shownBranch(right.document).setup],
    place: [left.view.playhead, right.view.playhead],
    view: paneView(left.view.tab),
    ...{ panel, scope },
    stamps: [stampOfSide(pair, 0), stampOfSide(pair, 1)],
  };
  return encodePairLink(cards, link, withLabs);
}

/** Once a linked run is over, says when it is not the one that the link was made from. */
function checkStamp(pair: Pair, side: SideIndex, stamp: Stamp | null): void {
  if (stamp === null) return;
  const { store, actions } = pair.labs[side];
  const { number } = store.getState().run;
  const stop = store.subscribe(({ run }) => {
    if (run.number === number || run.summary === null) return;
    stop();
    const problem = stampProblem(stamp, run.log, run.summary.digest);
    if (problem !== null) actions.notify(problem);
  });
}

/** Puts the comparison in the state of a fragment; false when there is nothing to follow. */
function follow(pair: Pair, options: OpenPairOptions, fragment: string, isFirst: boolean): boolean {
  const reading = decodePairLink(options, fragment);
  if (reading.kind === "empty") return false;
  const [{ actions }] = pair.labs;
  if (reading.kind === "refused") {
    actions.notify(reading.message);
    return false;
  }
  const { link, problems } = reading;
  for (const problem of problems) actions.notify(problem);
  pair.store.setState({ panel: link.panel, scope: link.scope });
  actions.showTab(link.view);
  for (const side of [0, 1] as const) checkStamp(pair, side, link.stamps[side]);
  pair.open(link.place, isFirst ? null : link.setups);
  return true;
}

function syncAddress(pair: Pair, options: OpenPairOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash;
  const write = (): void => {
    const states = pair.labs.map((lab) => lab.store.getState());
    const isBusy = states.some(
      ({ view, engine }) => view.isPlaying || engine.kind === "running" || engine.kind === "idle",
    );
    if (isBusy) return;
    const next = `#${pairFragment(pair, options)}`;
    if (next === written) return;
    written = next;
    history.replaceState(history.state, "", next);
  };
  const rest = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, REST_MS);
  };
  const onHash = (): void => {
    if (location.hash === written) return;
    written = location.hash;
    follow(pair, options, location.hash, false);
  };
  const stops = [pair.store.subscribe(rest), ...pair.labs.map((lab) => lab.store.subscribe(rest))];
  window.addEventListener("hashchange", onHash);
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    window.removeEventListener("hashchange", onHash);
  };
}

export function openPair(options: OpenPairOptions): {
  readonly pair: Pair;
  readonly close: () => void;
} {
  const reading = decodePairLink(options, location.hash);
  const setups = reading.kind === "read" ? reading.link.setups : options.setups;
  const pair = createPair({
    card: options.card,
    cards: options.cards,
    setups,
    clients: [createEngineClient(spawnEngine), createEngineClient(spawnEngine)],
    comparer: createComparer(),
  });
  if (typeof WebAssembly !== "object") {
    for (const { store } of pair.labs)
      store.setState({ engine: { kind: "failed", message: NO_WEBASSEMBLY } });
    pair.labs[0].actions.notify(NO_WEBASSEMBLY);
  } else if (!follow(pair, options, location.hash, true)) pair.open(START);
  const keeping = { ...options, fragment: () => pairFragment(pair, options) };
  const undo = [startPairPlayback(pair), syncAddress(pair, options), keepPair(pair, keeping)];
  return {
    pair,
    close() {
      for (const stop of undo) stop();
      pair.dispose();
    },
  };
}
