/**
 * Everything that moves the reader's eyes: the playhead, the selection, tabs and panels.
 * Nothing here changes the run.
 */
import type { StoreApi } from "zustand/vanilla";
import type { LabClock } from "./clock.ts";
import { type LitTarget, litOf, sameLit } from "./lit.ts";
import { nextMark, previousMark } from "./marks.ts";
import type { LabState } from "./state.ts";
import {
  type InspectorTab,
  type Selection,
  SPEEDS,
  type Speed,
  sameSelection,
  type ViewState,
  type ViewTab,
  WHOLE_AXIS,
} from "./view.ts";

/** One step is one gesture: how long a message takes to slide on its track. */
const STEP_MS = 180;

export interface ViewActions {
  /** Stands just after event `index` (−1: before everything), clamped to the run. */
  readonly goTo: (index: number) => void;
  /** Stands at an instant, between two events; `isPlaying` keeps playing. */
  readonly goToTime: (atUs: number) => void;
  /** As `goTo`, without ending the playback: discrete playing. */
  readonly playTo: (index: number) => void;
  /** One step forward or back: the clock glides there. */
  readonly step: (count: 1 | -1) => void;
  readonly goToMark: (direction: 1 | -1) => void;
  readonly goToStart: () => void;
  readonly goToEnd: () => void;
  readonly play: (isPlaying: boolean) => void;
  readonly setSpeed: (speed: Speed) => void;
  readonly cycleSpeed: (direction: 1 | -1) => void;
  readonly select: (selection: Selection | null) => void;
  readonly showTab: (tab: ViewTab) => void;
  readonly showInspectorTab: (tab: InspectorTab) => void;
  readonly toggleInspector: (isOpen?: boolean) => void;
  readonly toggleRail: (isOpen?: boolean) => void;
  /** Opens « Pourquoi ? » on a claim; null gives the inspector back. */
  readonly askWhy: (claim: string | null) => void;
  /** Lights one event or message in every view; null: none. */
  readonly light: (target: LitTarget | null) => void;
  readonly setFlagA: (index: number | null) => void;
  readonly setFog: (node: string | null) => void;
  readonly setAxisWindow: (window: ViewState["axisWindow"]) => void;
  /** Opens the fault menu of an object (and selects it); null closes it. */
  readonly openFaultMenu: (
    target: Selection | null,
    anchor?: { readonly x: number; readonly y: number } | null,
  ) => void;
}

const reducedMotion = (): boolean =>
  typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;

export function createViewActions(store: StoreApi<LabState>, clock: LabClock): ViewActions {
  const patch = (view: Partial<ViewState>): void =>
    store.setState((state) => ({ view: { ...state.view, ...view } }));

  /** Moves playhead and timeline together; the clock is the caller's. */
  const stand = (index: number, more: Partial<ViewState> = {}): number => {
    const { run, view } = store.getState();
    const playhead = Math.max(-1, Math.min(index, run.length - 1));
    if (playhead === view.playhead && playhead === run.timeline.position) {
      if (Object.keys(more).length > 0) patch(more);
      return playhead;
    }
    run.timeline.seek(playhead);
    store.setState((state) => ({
      run: { ...state.run, tick: state.run.tick + 1 },
      view: { ...state.view, ...more, playhead },
    }));
    return playhead;
  };

  const instantOf = (index: number): number =>
    index < 0 ? 0 : store.getState().run.log.atUs(index);

  const goTo = (index: number): void => clock.set(instantOf(stand(index, { isPlaying: false })));

  return {
    goTo,
    goToTime(atUs) {
      const { run } = store.getState();
      const lastUs = run.length === 0 ? 0 : run.log.atUs(run.length - 1);
      const clamped = Math.max(0, Math.min(atUs, lastUs));
      stand(run.log.indexAt(clamped));
      clock.set(clamped);
    },
    playTo: (index) => clock.set(instantOf(stand(index))),
    step(count) {
      const from = store.getState().view.playhead;
      const instant = instantOf(stand(from + count, { isPlaying: false }));
      clock.glide(instant, reducedMotion() ? 0 : STEP_MS);
    },
    goToMark(direction) {
      const state = store.getState();
      goTo(direction > 0 ? nextMark(state) : previousMark(state));
    },
    goToStart: () => goTo(-1),
    goToEnd: () => goTo(store.getState().run.length - 1),
    play(isPlaying) {
      const { run, view } = store.getState();
      if (!isPlaying || run.length === 0) return patch({ isPlaying: false });
      // Play at the end starts again, as every player does.
      if (view.playhead >= run.length - 1) goTo(-1);
      patch({ isPlaying: true });
    },
    setSpeed: (speed) => patch({ speed }),
    cycleSpeed(direction) {
      const at = SPEEDS.indexOf(store.getState().view.speed);
      const next = SPEEDS[(at + direction + SPEEDS.length) % SPEEDS.length];
      if (next !== undefined) patch({ speed: next });
    },
    select(selection) {
      if (!sameSelection(store.getState().view.selection, selection)) patch({ selection });
    },
    showTab: (tab) => patch({ tab }),
    showInspectorTab: (inspectorTab) => patch({ inspectorTab }),
    toggleInspector: (isOpen) =>
      patch({
        isInspectorOpen: isOpen ?? !store.getState().view.isInspectorOpen,
      }),
    toggleRail: (isOpen) => patch({ isRailOpen: isOpen ?? !store.getState().view.isRailOpen }),
    askWhy: (whyClaim) =>
      patch(
        whyClaim === null
          ? { rightPanel: "inspector", whyClaim: null, lit: null }
          : { rightPanel: "why", whyClaim, lit: null, isInspectorOpen: true },
      ),
    light(target) {
      const { run, view } = store.getState();
      const lit = target === null ? null : litOf(target, run);
      if (!sameLit(view.lit, lit)) patch({ lit });
    },
    setFlagA: (flagA) => patch({ flagA }),
    setFog: (fog) => patch({ fog }),
    setAxisWindow({ from, to }) {
      const width = Math.max(0.002, Math.min(1, to - from));
      const left = Math.max(0, Math.min(from, 1 - width));
      patch({
        axisWindow: width === 1 ? WHOLE_AXIS : { from: left, to: left + width },
      });
    },
    openFaultMenu: (target, anchor = null) =>
      patch(
        target === null
          ? { faultMenu: null }
          : {
              faultMenu: { target, anchor },
              selection: target,
              isPlaying: false,
            },
      ),
  };
}
