/**
 * Where a study points in a run, by what happens there and never by a step number: numbers move when
 * the engine changes, facts do not.
 *
 *     debut · fin · rupture:<claim> · [avant:]<event kind>[@node][:operation][#n]
 *
 * `transaction-committed@inventaire#2` is the second commit of Inventaire after the first fault
 * (from the start without a fault); with `avant:` one counts backwards from the fault.
 */
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import { EVENT_KINDS, type EventKind } from "@/simulator/vocabulary/events.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

const PATTERN = /^(avant:)?([a-z-]+)(?:@([a-z][a-z0-9-]*))?(?::([a-z-]+))?(?:#(\d+))?$/;

/** The operation of an event that is about a message, else an empty text. */
function operationAt(log: EventLog, index: number): string {
  const event = log.event(index);
  if ("operation" in event) return event.operation;
  if (!("message" in event)) return "";
  return event.message.split(":")[1] ?? "";
}

/** First event of the reader's first fault, or −1. */
export function firstFault(log: EventLog): number {
  for (let i = 0; i < log.length; i++) if (log.kind(i) === "fault-started") return i;
  return -1;
}

/** Index of the event that a marker names, or −1 when the run has none. */
export function findMarker(log: EventLog, claims: readonly ClaimTrack[], marker: string): number {
  if (marker === "debut") return -1;
  if (marker === "fin") return log.length - 1;
  if (marker.startsWith("rupture:")) {
    return claims.find((track) => track.id === marker.slice(8))?.brokenAt ?? -1;
  }
  const match = PATTERN.exec(marker);
  const kind = EVENT_KINDS.find((known) => known === match?.[2]) as EventKind | undefined;
  if (match === null || kind === undefined) return -1;
  const [, before, , node, operation, nth] = match;
  const isIt = (i: number): boolean =>
    log.kind(i) === kind &&
    (node === undefined || log.node(i) === node) &&
    (operation === undefined || operationAt(log, i) === operation);
  const struck = Math.max(0, kind === "fault-started" ? 0 : firstFault(log));
  let left = Number(nth ?? 1);
  if (before !== undefined) {
    for (let i = struck - 1; i >= 0; i--) if (isIt(i) && --left === 0) return i;
    return -1;
  }
  for (let i = struck; i < log.length; i++) if (isIt(i) && --left === 0) return i;
  return -1;
}

/** True when a marker can be read at all: what the tests of studies ask. */
export function isMarker(marker: string): boolean {
  if (marker === "debut" || marker === "fin" || marker.startsWith("rupture:")) return true;
  const match = PATTERN.exec(marker);
  return EVENT_KINDS.some((known) => known === match?.[2]);
}
