/**
 * Curves over simulated time: what happened in each of a few hundred equal slices of a run.
 *
 * Reduced before they are drawn: a chart redraws in time with about 1 000 points, whatever the
 * length of the run. Counts are of events in the slice; latencies are of commands that ended in it.
 */
import { assert } from "../base/assert.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { isReaderCommand } from "../vocabulary/requests.ts";
import { createHistogram, type Histogram } from "./histogram.ts";

export interface SeriesPoint {
  /** Beginning of the slice, µs. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly events: number;
  readonly issued: number;
  readonly succeeded: number;
  readonly refused: number;
  readonly timedOut: number;
  readonly messagesSent: number;
  readonly messagesLost: number;
  readonly callsTimedOut: number;
  /** Of the commands that ended in this slice, µs; null when none did. */
  readonly p50Us: number | null;
  readonly p95Us: number | null;
  readonly p99Us: number | null;
}

export interface SeriesWindow {
  readonly fromUs: number;
  /** Excluded. */
  readonly toUs: number;
  /** 1 to 1 000. */
  readonly pointCount: number;
}

type Slice = { -readonly [K in keyof SeriesPoint]: SeriesPoint[K] } & { latency: Histogram | null };

const emptySlice = (fromUs: number, toUs: number): Slice => ({
  ...{ fromUs, toUs, events: 0, issued: 0, succeeded: 0, refused: 0, timedOut: 0 },
  ...{ messagesSent: 0, messagesLost: 0, callsTimedOut: 0 },
  ...{ p50Us: null, p95Us: null, p99Us: null, latency: null },
});

const OUTCOME_FIELD = { ok: "succeeded", refused: "refused", "timed-out": "timedOut" } as const;

function add(slice: Slice, log: EventLog, index: number, issuedUs: Map<string, number>): void {
  slice.events++;
  switch (log.kind(index)) {
    case "command-issued": {
      const { command, atUs } = log.eventOf("command-issued", index);
      // A command issued before the window may end in it.
      issuedUs.set(command, atUs);
      if (!isReaderCommand(command)) slice.issued++;
      return;
    }
    case "command-ended": {
      const { command, outcome, atUs } = log.eventOf("command-ended", index);
      if (isReaderCommand(command)) return;
      slice[OUTCOME_FIELD[outcome]]++;
      slice.latency ??= createHistogram();
      slice.latency.record(atUs - (issuedUs.get(command) ?? atUs));
      return;
    }
    case "message-sent":
      slice.messagesSent++;
      return;
    case "message-lost":
      slice.messagesLost++;
      return;
    case "call-timed-out":
      slice.callsTimedOut++;
      return;
    default:
      return;
  }
}

/** Equal slices of one window of simulated time, all of them, empty ones included. */
export const seriesOf = (log: EventLog, window: SeriesWindow): readonly SeriesPoint[] =>
  seriesOver(log, [window])[0] as readonly SeriesPoint[];

/** The slices of windows that follow one another, in one reading of the log. */
export function seriesOver(
  log: EventLog,
  windows: readonly SeriesWindow[],
): readonly (readonly SeriesPoint[])[] {
  const slices = windows.map(slicesOf);
  const all = slices.flat();
  const issuedUs = new Map<string, number>();
  /** What happens outside of all windows is counted here, for nobody. */
  const outside = emptySlice(0, 0);
  const last = log.indexAt((all.at(-1)?.toUs ?? 0) - 1);
  let at = 0;
  for (let index = 0; index <= last; index++) {
    const atUs = log.atUs(index);
    while (at < all.length - 1 && atUs >= (all[at] as Slice).toUs) at++;
    const slice = all[at] as Slice;
    add(atUs >= slice.fromUs && atUs < slice.toUs ? slice : outside, log, index, issuedUs);
  }
  return slices.map((own) => own.map(pointOf));
}

function slicesOf({ fromUs, toUs, pointCount }: SeriesWindow): Slice[] {
  assert(pointCount >= 1 && pointCount <= 1_000, `1 to 1 000 points: ${pointCount}`);
  assert(toUs > fromUs, `a window lasts: ${fromUs} to ${toUs}`);
  const edge = (i: number): number => fromUs + Math.round(((toUs - fromUs) * i) / pointCount);
  return Array.from({ length: pointCount }, (_, i) => emptySlice(edge(i), edge(i + 1)));
}

function pointOf({ latency, ...point }: Slice): SeriesPoint {
  if (latency === null) return point;
  return {
    ...point,
    p50Us: latency.quantile(500_000),
    p95Us: latency.quantile(950_000),
    p99Us: latency.quantile(990_000),
  };
}
