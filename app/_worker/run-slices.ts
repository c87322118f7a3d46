/**
 * One run in slices: short enough that a newer request is heard, posted at most once a frame.
 *
 * Owns the rhythm only; the engine and the port are given. A cancelled run says nothing more.
 */
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { LOG_START, type LogBatch } from "@/simulator/vocabulary/log-batch.ts";
import type { RunSummary } from "@/simulator/vocabulary/run.ts";

/** What it needs of a run (the engine's door gives more). */
export interface SlicedRun {
  readonly log: EventLog;
  readonly advance: (eventsMax: number) => boolean;
  readonly summary: () => RunSummary;
}

export interface SlicePace {
  readonly nowMs: () => number;
  /** Lets messages come in. */
  readonly pause: () => Promise<void>;
  readonly isCancelled: () => boolean;
}

const SLICE_MS = 8;
const FRAME_MS = 16;
/** Small at first, so that the page has something to show at once. */
const EVENTS_PER_TURN = 256;

/** The summary, or null when the run was cancelled on the way. */
export async function runInSlices(
  run: SlicedRun,
  pace: SlicePace,
  post: (batch: LogBatch) => void,
): Promise<RunSummary | null> {
  let cursor = LOG_START;
  let postedMs = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    if (run.log.length === cursor.events) return;
    post(run.log.batchSince(cursor));
    cursor = run.log.cursor();
    // The page has them: a long run is not held twice.
    run.log.release();
    postedMs = pace.nowMs();
  };
  for (;;) {
    const sliceMs = pace.nowMs();
    let isMore = true;
    while (isMore && pace.nowMs() - sliceMs < SLICE_MS) isMore = run.advance(EVENTS_PER_TURN);
    if (pace.isCancelled()) return null;
    if (!isMore) break;
    if (pace.nowMs() - postedMs >= FRAME_MS) flush();
    await pace.pause();
    if (pace.isCancelled()) return null;
  }
  flush();
  return run.summary();
}
