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

/** A table in which registers write what they sell: a row counts once its state says that it is closed. */
export interface SaleTable {
  readonly table: string;
  readonly state: string;
  readonly closed: string;
  /** Column of the amount in cents; with `field`, a JSON column that holds it under this name. */
  readonly cents: { readonly column: string; readonly field: string | null };
  /** Column of the register’s own instant, µs. */
  readonly atUs: string;
  /** Column that stays empty while the centre has not acknowledged the row. */
  readonly sentAt: string;
}

/** What many sites sell and the sums that one centre makes of it, side by side: a line a site and a day. */
export interface TakingsCard {
  readonly title: string;
  /** How a site is called at the head of its column: « magasin ». */
  readonly siteTitle: string;
  /** Name of a site: the number that `node` finds in the name of a register, after a prefix. */
  readonly site: { readonly node: string; readonly prefix: string; readonly digits: number };
  /** Name of a day: its number after a prefix; a run begins on the first one, so long after midnight. */
  readonly day: { readonly prefix: string; readonly beginsAtUs: number };
  /** Where the centre writes its sums, and the columns of one of them. */
  readonly sums: {
    readonly database: string;
    readonly table: string;
    readonly site: string;
    readonly day: string;
    readonly cents: string;
    readonly count: string;
  };
  /** In the bases of the registers; a design has one of them. */
  readonly sales: readonly SaleTable[];
}
