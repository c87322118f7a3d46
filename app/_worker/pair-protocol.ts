/**
 * What the page and the worker that compares two runs say to each other. Plain data; logs are transferred.
 */
import type { LogDiff } from "@/simulator/observation/diff.ts";
import type { CountedWorld, RunCounters } from "@/simulator/observation/run-counters.ts";
import type { LogBatch } from "@/simulator/vocabulary/log.ts";
import type { PairCard } from "@/simulator/vocabulary/pair.ts";

export interface ComparedSide extends CountedWorld {
  /** The whole log. */
  readonly batch: LogBatch;
  readonly nodes: readonly string[];
}

export interface CompareRequest {
  readonly number: number;
  readonly sides: readonly [ComparedSide, ComparedSide];
  readonly counterparts: PairCard["counterparts"];
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
