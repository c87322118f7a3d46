/**
 * Marked events: those that Maj+→ and Maj+← jump between, and that the activity lane draws worst.
 */
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import type { LabState } from "./state.ts";

const MARKED: ReadonlySet<EventKind> = new Set<EventKind>([
  "fault-started",
  "fault-ended",
  "node-crashed",
  "node-restarted",
  "message-lost",
  "message-duplicated",
  "call-timed-out",
  "request-rejected",
  "statement-failed",
  "deadline-passed",
  "run-ended",
]);

const isMark = (state: LabState, breaches: ReadonlySet<number>, index: number): boolean =>
  breaches.has(index) || MARKED.has(state.run.log.kind(index));

/** Events at which a promise changes to broken. */
export function breachIndexes(state: LabState): ReadonlySet<number> {
  const found = new Set<number>();
  for (const track of state.run.claims) {
    let wasBroken = false;
    for (const change of track.changes) {
      const isBroken = change.verdict === "broken";
      if (isBroken && !wasBroken) found.add(change.index);
      wasBroken = isBroken;
    }
  }
  return found;
}

/** The next marked event after the playhead; the last event when there is none. */
export function nextMark(state: LabState): number {
  const breaches = breachIndexes(state);
  for (let i = state.view.playhead + 1; i < state.run.length; i++) {
    if (isMark(state, breaches, i)) return i;
  }
  return state.run.length - 1;
}

/** The marked event before the playhead; before everything when there is none. */
export function previousMark(state: LabState): number {
  const breaches = breachIndexes(state);
  for (let i = Math.min(state.view.playhead, state.run.length) - 1; i >= 0; i--) {
    if (isMark(state, breaches, i)) return i;
  }
  return -1;
}
