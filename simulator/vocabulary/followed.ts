/**
 * What a card asks to be followed closely: a guarded dependency, a promise made to the clients in per cent.
 * Plain data: views draw it, folds of the log fill it.
 */
import type { NodeReading } from "./card.ts";

type PartReading<K extends NodeReading["kind"]> = NodeReading & { readonly kind: K };

/** A passage from a state to another, with what causes it in a few words: « trop d’échecs ». */
export interface GuardTransition {
  readonly from: string;
  readonly to: string;
  readonly title: string;
}

/** A dependency and what guards it: a machine drawn with the way it went, and what stands beside it. */
export interface GuardCard {
  readonly id: string;
  readonly title: string;
  /** The machine: a reading of a node’s memory, whose states are drawn in the card’s order. */
  readonly node: string;
  readonly state: PartReading<"state">;
  readonly transitions: readonly GuardTransition[];
  readonly readings: readonly {
    readonly node: string;
    readonly reading: PartReading<"gauge" | "bars" | "pairs">;
  }[];
}

/** A share of demands that must be served over a period, and what is left to fail. */
export interface ObjectiveCard {
  readonly title: string;
  /** Counted: commands whose operation begins so. */
  readonly operations: string;
  /** Millionths that must be served. */
  readonly targetPpm: number;
  /** Length of the period, µs of the calendar. */
  readonly periodUs: number;
  /** Field of a command’s body: for how many demands it stands. */
  readonly weightField: string;
  /** Commands of this operation are alerts, open until they end. */
  readonly alertOperation: string;
  /** Pairs in a node’s memory, one of which is how many times faster than the run the calendar goes. */
  readonly calendar: { readonly node: string; readonly key: string; readonly speed: string };
}
