/**
 * Two laboratories under one clock.
 *
 * Each side is a laboratory like the others, with its own worker and document. This owns the clock, the
 * place where both stand, the comparison of their runs and the one undo; what a reader does to one side
 * is done to the other by `pair-sides.ts`.
 */
import { createStore } from "zustand/vanilla";
import { createAxis } from "@/app/_lab/axis.ts";
import { createClock, type LabClock } from "@/app/_lab/clock.ts";
import { newDocument, type Setup } from "@/app/_lab/document.ts";
import type { LabState } from "@/app/_lab/state.ts";
import { createLab, type Lab } from "@/app/_lab/store.ts";
import { WHOLE_AXIS } from "@/app/_lab/view.ts";
import type { EngineClient } from "@/app/_worker/client.ts";
import type { Comparer } from "@/app/_worker/pair-client.ts";
import { divergenceUs } from "@/simulator/observation/diff.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { otherSide, type PairCard, type SideIndex } from "@/simulator/vocabulary/pair.ts";
import {
  endPlace,
  indexAt,
  isPlace,
  type Logs,
  mergedInstants,
  nextPlace,
  type Place,
  placeAt,
  placeOf,
  placeUs,
  previousPlace,
  START,
} from "./merged-steps.ts";
import { createHistory } from "./pair-history.ts";
import { wrappedSides } from "./pair-sides.ts";
import type { Pair, PairActions, PairState } from "./pair-state.ts";

const STEP_MS = 180;
const reducedMotion = (): boolean =>
  typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;

export interface PairOptions {
  readonly card: PairCard;
  readonly cards: readonly [ScenarioCard, ScenarioCard];
  readonly setups: readonly [Setup, Setup];
  readonly clients: readonly [EngineClient, EngineClient];
  readonly comparer: Comparer;
}

/** A laboratory reads the clock of the pair; only the pair moves it. */
const follower = (clock: LabClock): LabClock => ({
  timeUs: clock.timeUs,
  subscribe: clock.subscribe,
  set: () => undefined,
  glide: () => undefined,
});

const numberOf = (fault: string): number => Number(/^f(\d+)$/.exec(fault)?.[1] ?? 0);

function openSide({ cards, setups, clients }: PairOptions, side: SideIndex, clock: LabClock): Lab {
  const setup = setups[side];
  const document = newDocument(cards[side], setup);
  const faultsMade = Math.max(0, ...setup.faults.map((f) => numberOf(f.intervention.id)));
  return createLab({
    card: cards[side],
    client: clients[side],
    document: { ...document, faultsMade },
    view: { isInspectorOpen: false },
    clock: follower(clock),
    idBase: side === 0 ? "g-" : "d-",
  });
}

/** The pair's moves: everything that changes the place where both sides stand. */
function createMoves(raw: readonly [Lab, Lab], clock: LabClock) {
  const states = (): readonly [LabState, LabState] => [
    raw[0].store.getState(),
    raw[1].store.getState(),
  ];
  const logs = (): Logs => {
    const told = ({ run }: LabState) => ({
      length: run.length,
      atUs: (index: number) => run.log.atUs(index),
    });
    const [left, right] = states();
    return [told(left), told(right)];
  };
  const place = (): Place => {
    const [left, right] = states();
    return [left.view.playhead, right.view.playhead];
  };
  const setPlaying = (isPlaying: boolean): void => {
    for (const { store } of raw)
      if (store.getState().view.isPlaying !== isPlaying)
        store.setState((state) => ({ view: { ...state.view, isPlaying } }));
  };
  const stand = ([left, right]: Place): void => {
    raw[0].actions.playTo(left);
    raw[1].actions.playTo(right);
  };
  const goToPlace = (wanted: Place): void => {
    setPlaying(false);
    stand(wanted);
    clock.set(placeUs(logs(), wanted));
  };
  return {
    ...{ states, logs, place, setPlaying, goToPlace },
    goToTime(atUs: number) {
      const both = logs();
      const endUs = placeUs(both, endPlace(both));
      const held = Math.max(0, Math.min(atUs, endUs));
      stand(placeAt(both, held));
      clock.set(held);
    },
    step(count: 1 | -1) {
      const both = logs();
      const wanted = (count > 0 ? nextPlace : previousPlace)(both, place());
      setPlaying(false);
      stand(wanted);
      clock.glide(placeUs(both, wanted), reducedMotion() ? 0 : STEP_MS);
    },
  };
}

export type Moves = ReturnType<typeof createMoves>;

export function createPair(options: PairOptions): Pair {
  const { card, comparer } = options;
  const clock = createClock();
  const raw = [openSide(options, 0, clock), openSide(options, 1, clock)] as const;
  const moves = createMoves(raw, clock);
  const store = createStore<PairState>(() => ({
    comparison: { kind: "waiting" },
    scope: "both",
    panel: "compteurs",
    shown: 0,
    axisWindow: WHOLE_AXIS,
    canUndo: false,
    canRedo: false,
  }));
  const history = createHistory(raw, () =>
    store.setState({ canUndo: history.canUndo(), canRedo: history.canRedo() }),
  );

  const actions = pairActions({ raw, moves, store, history });
  const labs = wrappedSides({ card, raw, store, history, actions, moves });

  let isFramed = false;
  /** What follows the last fact about anything (probes, empty reads) is left out of the first look. */
  const frameBusyPart = (): void => {
    if (isFramed) return;
    isFramed = true;
    const axis = pair.axis();
    const share = axis.shareAt(Math.max(...raw.map(lastBusyUs)));
    // Silences that are folded take no room.
    if (axis.folds.length === 0 && share > 0 && share < BUSY_SHARE)
      store.setState({ axisWindow: { from: 0, to: Math.min(1, share * 1.03) } });
  };

  let compared = "";
  /** Asks for the comparison once both runs are over. */
  const compare = (): void => {
    const [left, right] = moves.states();
    const isOver = ({ run, document, engine }: LabState): boolean =>
      run.summary !== null && run.branch === document.shown && engine.kind === "done";
    const key = isOver(left) && isOver(right) ? `${left.run.number}:${right.run.number}` : "";
    if (key === compared) return;
    compared = key;
    if (store.getState().comparison.kind !== "waiting")
      store.setState({ comparison: { kind: "waiting" } });
    if (key === "") return;
    const side = ({ run, card: own }: LabState) => ({
      log: run.log,
      databases: own.databases,
      nodes: own.nodes.map((node) => node.id),
      clients: own.nodes.filter((node) => node.place === "client").map((node) => node.id),
    });
    const { counterparts, operations = [] } = card;
    const names = { counterparts, operations, isOtherDesign: left.card.id !== right.card.id };
    comparer.compare([side(left), side(right)], names, (comparison) => {
      if (key !== compared) return;
      if (comparison !== null) frameBusyPart();
      store.setState({
        comparison: comparison === null ? { kind: "failed" } : { kind: "done", comparison },
      });
    });
  };
  /** Where to stand once the runs of these sides are shown. */
  let awaited: { readonly place: Place; readonly sides: Set<SideIndex> } | null = null;
  /** A side whose run was replaced stands where the other does. */
  const keepPlace = (side: SideIndex): void => {
    const both = moves.logs();
    if (awaited !== null) {
      awaited.sides.delete(side);
      if (awaited.sides.size > 0) return;
      const { place } = awaited;
      awaited = null;
      return isPlace(both, place) ? moves.goToPlace(place) : moves.goToTime(nearUs(both, place));
    }
    const here = moves.place();
    const other = otherSide(side);
    // While the clock glides, the side that stays is already where it goes.
    const otherUs = here[other] < 0 ? 0 : both[other].atUs(here[other]);
    const atUs = Math.max(clock.timeUs(), otherUs);
    const isThere = isPlace(both, here) && placeUs(both, here) <= atUs;
    const wanted = isThere ? here : placeAt(both, atUs);
    for (const each of [0, 1] as const) raw[each].actions.playTo(wanted[each]);
  };
  const stops = raw.map((lab, side) =>
    lab.store.subscribe((state, before) => {
      const isNew = state.run.number !== before.run.number;
      // A run is shown before its end: what happens at this very instant may have come since.
      const isWhole = state.run.summary !== null && before.run.summary === null;
      if (isNew || (isWhole && awaited === null)) keepPlace(side as SideIndex);
      compare();
    }),
  );

  let axisKey = "";
  let axis = createAxis({ length: 0, atUs: () => 0 });
  const pair: Pair = {
    ...{ card, labs, clock, store, actions },
    axis() {
      const key = moves
        .states()
        .map(({ run }) => `${run.number}:${run.length}`)
        .join("|");
      if (key !== axisKey) {
        axisKey = key;
        axis = createAxis(mergedInstants(moves.logs()));
      }
      return axis;
    },
    open(place, setups = null) {
      awaited = { place, sides: new Set([0, 1]) };
      for (const side of [0, 1] as const) {
        const goal = { kind: "index", index: place[side] } as const;
        if (setups === null) raw[side].actions.start(goal);
        else raw[side].actions.applySetup(setups[side], "lien reçu", goal);
      }
      if (setups === null) history.forget();
    },
    dispose() {
      for (const stop of stops) stop();
      history.dispose();
      comparer.dispose();
      for (const lab of raw) lab.dispose();
    },
  };
  return pair;
}

/** A run that is busy for longer than this share of the axis is shown whole. */
const BUSY_SHARE = 0.8;

/** The instant of the last event about a business key; 0 when there is none. */
function lastBusyUs({ store }: Lab): number {
  const { log, length } = store.getState().run;
  let index = length - 1;
  while (index >= 0 && log.subject(index) === null) index--;
  return index < 0 ? 0 : log.atUs(index);
}

/** The instant nearest to a place that these runs do not have. */
const nearUs = (logs: Logs, place: Place): number => {
  const [i, j] = endPlace(logs);
  return placeUs(logs, [Math.min(place[0], i), Math.min(place[1], j)]);
};

interface ActionParts {
  readonly raw: readonly [Lab, Lab];
  readonly moves: Moves;
  readonly store: Pair["store"];
  readonly history: ReturnType<typeof createHistory>;
}

/** Where a divergence is looked at: its events have just happened. */
function divergencePlaces({ store, moves }: ActionParts): readonly Place[] {
  const { comparison } = store.getState();
  if (comparison.kind !== "done") return [];
  const [left, right] = moves.states().map(({ run }) => run.log) as [
    LabState["run"]["log"],
    LabState["run"]["log"],
  ];
  return comparison.comparison.diff.divergences.map((divergence) => {
    const atUs = divergenceUs(divergence, left, right);
    const at = (log: typeof left, index: number): number =>
      index >= 0 && log.atUs(index) === atUs ? index : indexAt(log, atUs);
    return [at(left, divergence.a), at(right, divergence.b)];
  });
}

function pairActions(parts: ActionParts): PairActions {
  const { raw, moves, store, history } = parts;
  return {
    goToTime: moves.goToTime,
    goToPlace: moves.goToPlace,
    goToSide: (side, index) => moves.goToPlace(placeOf(moves.logs(), side, index)),
    step: moves.step,
    goToStart: () => moves.goToPlace(START),
    goToEnd: () => moves.goToPlace(endPlace(moves.logs())),
    play(isPlaying) {
      const logs = moves.logs();
      const end = endPlace(logs);
      if (end.every((index) => index < 0)) return moves.setPlaying(false);
      const here = moves.place();
      // Play at the end starts again, as every player does.
      if (isPlaying && here.every((index, side) => index >= (end[side] as number)))
        moves.goToPlace(START);
      moves.setPlaying(isPlaying);
    },
    setSpeed(speed) {
      for (const lab of raw) lab.actions.setSpeed(speed);
    },
    goToDivergence(direction) {
      const places = divergencePlaces(parts);
      const [left, right] = moves.place();
      const isAfter = ([i, j]: Place): boolean => i > left || j > right;
      const isBefore = ([i, j]: Place): boolean => i < left || j < right;
      const found = direction > 0 ? places.find(isAfter) : places.findLast(isBefore);
      if (found !== undefined) moves.goToPlace(found);
    },
    undo: history.undo,
    redo: history.redo,
    setScope: (scope) => store.setState({ scope }),
    showPanel: (panel) => store.setState({ panel }),
    showSide: (shown) => store.setState({ shown }),
    setAxisWindow({ from, to }) {
      const width = Math.max(0.002, Math.min(1, to - from));
      const left = Math.max(0, Math.min(from, 1 - width));
      store.setState({ axisWindow: width === 1 ? WHOLE_AXIS : { from: left, to: left + width } });
    },
  };
}
