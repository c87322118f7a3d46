/**
 * The numbered series of a producer, one a partition: who is numbered when, who may be sent again (KAF-6).
 *
 * The real client sends on a connection that keeps order, and tries batches again one by one; the simulated
 * network keeps no order, so until a leader has answered the first of a series only one is on its way. Nothing
 * new passes a batch that is tried again: the window is counted from the oldest unanswered one, for a leader
 * remembers five. A series that cannot go on begins again at 0 under the next epoch (KIP-360).
 */
import { assert } from "../../../base/assert.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import type { Session } from "./transactions.ts";

/** `lost`: the leader no longer has what it had answered. `broken`: a number may be missing for ever. */
type Ending = "none" | "lost" | "broken";

/** Series of one partition. */
export interface Series {
  readonly session: Session | null;
  next: number;
  /** First numbers of batches on their way, oldest first. */
  readonly inFlight: Set<number>;
  hasAnswer: boolean;
  ending: Ending;
  /** Who comes first is numbered first. */
  ticketCount: number;
  serving: number;
  /** Woken when the window has room; when the oldest batch on its way is another one. */
  readonly freed: Signal<null>;
  readonly advanced: Signal<null>;
}

export interface SeriesMemory {
  session: Session | null;
  readonly series: Map<string, Series>;
}

/** Counted from the oldest unanswered batch: one record a batch, so numbers count batches. */
function isFull({ inFlight, next, hasAnswer }: Series, inFlightMax: number): boolean {
  const [oldest] = inFlight;
  return oldest !== undefined && next - oldest >= (hasAnswer ? inFlightMax : 1);
}

export function isOldest({ inFlight }: Series, sequence: number): boolean {
  const [oldest] = inFlight;
  return oldest === sequence;
}

/** Waits behind those who came first until the window has room; the series that goes on from there. */
export function* ownTurn(
  ctx: Context,
  memory: SeriesMemory,
  { partition, inFlightMax }: { readonly partition: string; readonly inFlightMax: number },
): Process<Series> {
  for (;;) {
    const series = seriesOf(ctx, memory, partition);
    const ticket = series.ticketCount++;
    const mustWait = (): boolean => ticket !== series.serving || isFull(series, inFlightMax);
    while (series.ending === "none" && mustWait()) yield* series.freed.wait();
    if (series.ending !== "none") continue;
    // Another partition needed a new epoch meanwhile: this one takes it once nothing is on its way.
    if (series.session !== memory.session && series.inFlight.size === 0) {
      endOne(memory, partition, "broken");
      continue;
    }
    series.serving++;
    return series;
  }
}

/** Takes the next number. */
export function take(series: Series, count: number, inFlightMax: number): number {
  const sequence = series.next;
  series.next += count;
  series.inFlight.add(sequence);
  if (!isFull(series, inFlightMax)) series.freed.wakeOne(null);
  return sequence;
}

export function release(series: Series, sequence: number, inFlightMax: number): void {
  const wasOldest = isOldest(series, sequence);
  series.inFlight.delete(sequence);
  if (wasOldest) series.advanced.wakeAll(null);
  if (!isFull(series, inFlightMax)) series.freed.wakeOne(null);
}

/** Before it is sent again, a batch waits until it is the oldest one. False: its series is over. */
export function* turnToTryAgain(series: Series, sequence: number): Process<boolean> {
  while (series.ending === "none" && !isOldest(series, sequence)) yield* series.advanced.wait();
  return series.ending === "none";
}

/** The next batches of this partition begin at 0 under another epoch. */
export function beginAnew(
  memory: SeriesMemory,
  {
    partition,
    series,
    ending,
  }: {
    readonly partition: string;
    readonly series: Series;
    readonly ending: "lost" | "broken";
  },
): void {
  const { session } = series;
  if (session === null || series.ending !== "none") return;
  assert(memory.series.get(partition) === series, "the series that goes on is known", partition);
  if (memory.session === session) memory.session = { ...session, epoch: session.epoch + 1 };
  endOne(memory, partition, ending);
}

function endOne({ series }: SeriesMemory, partition: string, ending: "lost" | "broken"): void {
  const own = series.get(partition);
  if (own === undefined) return;
  own.ending = ending;
  series.delete(partition);
  // Those that have a number come before those that wait for one.
  own.advanced.wakeAll(null);
  own.freed.wakeAll(null);
}

/** A new session numbers everything from 0. */
export function endAll(memory: SeriesMemory): void {
  for (const partition of [...memory.series.keys()]) endOne(memory, partition, "broken");
}

function seriesOf(ctx: Context, memory: SeriesMemory, partition: string): Series {
  const known = memory.series.get(partition);
  if (known !== undefined) return known;
  const series: Series = {
    ...{ session: memory.session, next: 0, inFlight: new Set(), hasAnswer: false, ending: "none" },
    ...{ ticketCount: 0, serving: 0 },
    freed: ctx.objects.signal<null>(),
    advanced: ctx.objects.signal<null>(),
  };
  memory.series.set(partition, series);
  return series;
}
