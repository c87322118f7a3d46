/**
 * How fast the folds are, as plain functions: the bench command gives the clock and prints.
 *
 * The gate is the reader's hand: dragging the playhead anywhere in 100 000 events must fit in one
 * frame of the screen.
 */
import { createRandom } from "../base/random.ts";
import { syntheticLog } from "../testing/synthetic-log.ts";
import { diffLogs } from "./diff.ts";
import { createHistogram } from "./histogram.ts";
import { countRun } from "./run-counters.ts";
import { createTimeline } from "./timeline.ts";

export interface ObservationBench {
  readonly events: number;
  /** Folding one event into the timeline, nanoseconds. */
  readonly foldNsPerEvent: number;
  /** Jumping anywhere and reading the rows, messages and nodes there, microseconds. */
  readonly seekP50Us: number;
  readonly seekP95Us: number;
  readonly seekMaxUs: number;
  /** Comparing two different runs of 50 000 events under two names a node, milliseconds. */
  readonly diffMs: number;
  /** Counting what one such run costs and hides, milliseconds. */
  readonly countMs: number;
  /** `seekP95Us` within a frame (16 ms), `diffMs` within 300 ms. */
  readonly isWithinGates: boolean;
}

const SEEK_GATE_US = 16_000;
const DIFF_GATE_MS = 300;

/** `nowMs` is a monotonic clock, milliseconds with decimals. */
export function benchObservation(
  nowMs: () => number,
  events = 100_000,
  seeks = 2_000,
): ObservationBench {
  const log = syntheticLog({ seed: 1, events });
  const timeline = createTimeline(log);
  const foldStart = nowMs();
  timeline.extend();
  const foldMs = nowMs() - foldStart;

  const random = createRandom(1, "bench/seek");
  const latency = createHistogram();
  for (let i = 0; i < seeks; i++) {
    const target = random.integerBelow(log.length);
    const start = nowMs();
    timeline.seek(target);
    for (const prefix of ["row/payments/", "message/", "node/"]) timeline.entries(prefix);
    latency.record(Math.round((nowMs() - start) * 1_000));
  }

  const [a, b] = [11, 12].map((seed) => syntheticLog({ seed, events: Math.floor(events / 2) }));
  // As in a comparison of two designs: every name of one side is said in the words of the other.
  const say = (id: string): string => id;
  const diffStart = nowMs();
  if (a !== undefined && b !== undefined)
    diffLogs(a, b, { node: say, message: say, operation: say, isOtherDesign: false });
  const diffMs = nowMs() - diffStart;
  const countStart = nowMs();
  if (a !== undefined) countRun(a, { clients: ["clients"], databases: [] });
  const countMs = nowMs() - countStart;

  const seekP95Us = latency.quantile(950_000);
  return {
    ...{ events: log.length, diffMs, countMs, seekP95Us, seekP50Us: latency.quantile(500_000) },
    seekMaxUs: latency.max,
    foldNsPerEvent: Math.round((foldMs * 1_000_000) / log.length),
    isWithinGates: seekP95Us <= SEEK_GATE_US && diffMs <= DIFF_GATE_MS,
  };
}
