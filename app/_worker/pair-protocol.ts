/**
 * What the page and the worker that compares two runs say to each other. Plain data; logs are transferred.
 */
import type { LogDiff } from "@/simulator/observation/diff.ts";
import type { CountedWorld, RunCounters } from "@/simulator/observation/run-counters.ts";
import type { LogBatch } from "@/simulator/vocabulary/log-batch.ts";
import type { PairCard } from "@/simulator/vocabulary/pair.ts";

export interface ComparedSide extends CountedWorld {
  /** The whole log. */
  readonly batch: LogBatch;
  readonly nodes: readonly string[];
}

/** What the pair says of names; `isOtherDesign`: the two systems are not made of the same nodes. */
export type PairNames = Pick<PairCard, "counterparts" | "operations"> & {
  readonly isOtherDesign: boolean;
};

export interface CompareRequest {
  readonly number: number;
  readonly sides: readonly [ComparedSide, ComparedSide];
  readonly names: PairNames;
}

export interface Comparison {
  readonly diff: LogDiff;
  readonly counters: readonly [RunCounters, RunCounters];
  /** Time spent in the worker on the alignment and the first divergence, milliseconds. */
  readonly diffMs: number;
}

export interface CompareAnswer {
  readonly number: number;
  /** null: the worker contradicted itself; nothing is shown rather than something wrong. */
  readonly comparison: Comparison | null;
}
