/** The state of a comparison beside that of its two laboratories. Types only. */
import type { StoreApi } from "zustand/vanilla";
import type { Axis, AxisWindow } from "@/app/_lab/axis.ts";
import type { LabClock } from "@/app/_lab/clock.ts";
import type { Setup } from "@/app/_lab/document.ts";
import type { Lab } from "@/app/_lab/store.ts";
import type { Speed } from "@/app/_lab/view.ts";
import type { Comparison } from "@/app/_worker/pair-client.ts";
import type { PairCard, SideIndex } from "@/simulator/vocabulary/pair.ts";
import type { Place } from "./merged-steps.ts";

export type ComparisonState =
  /** A run is being computed, or the two are being compared. */
  | { readonly kind: "waiting" }
  | { readonly kind: "done"; readonly comparison: Comparison }
  | { readonly kind: "failed" };

export const PANELS = ["compteurs", "lignes", "arrets", "campagne"] as const;
export type Panel = (typeof PANELS)[number];

/** Where a fault that the reader places goes. */
export type Scope = "both" | "here";

export interface PairState {
  readonly comparison: ComparisonState;
  readonly scope: Scope;
  readonly panel: Panel;
  /** The side shown where there is room for one only. */
  readonly shown: SideIndex;
  readonly axisWindow: AxisWindow;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface PairActions {
  /** Stands at an instant; goes on playing. */
  readonly goToTime: (atUs: number) => void;
  /** Stands just after event `index` of a side, the other one at the same instant. */
  readonly goToSide: (side: SideIndex, index: number) => void;
  readonly goToPlace: (place: Place) => void;
  readonly step: (count: 1 | -1) => void;
  readonly goToStart: () => void;
  readonly goToEnd: () => void;
  readonly play: (isPlaying: boolean) => void;
  readonly setSpeed: (speed: Speed) => void;
  /** The next or former place where the two stories part; stays when there is none. */
  readonly goToDivergence: (direction: 1 | -1) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly setScope: (scope: Scope) => void;
  readonly showPanel: (panel: Panel) => void;
  readonly showSide: (side: SideIndex) => void;
  readonly setAxisWindow: (window: AxisWindow) => void;
}

export interface Pair {
  readonly card: PairCard;
  /** Left, right: what a reader does to one is done to the other where it has a meaning. */
  readonly labs: readonly [Lab, Lab];
  readonly clock: LabClock;
  readonly store: StoreApi<PairState>;
  readonly actions: PairActions;
  /** The folded axis of both runs. */
  readonly axis: () => Axis;
  /** Asks for both runs and stands at a place of theirs; with other setups when they are given. */
  readonly open: (place: Place, setups?: readonly [Setup, Setup] | null) => void;
  readonly dispose: () => void;
}
