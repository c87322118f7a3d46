/** Histories of the states of guards, read once a log and extended as it grows; and the way each has gone. */
import {
  createSlotHistories,
  type SlotChange,
  type SlotHistories,
} from "@/simulator/observation/slot-history.ts";
import type { GuardCard } from "@/simulator/vocabulary/followed.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

const known = new WeakMap<EventLog, SlotHistories>();

/** Changes of each guard’s state, in the order of the guards. */
export function historiesOf(
  log: EventLog,
  guards: readonly GuardCard[],
): readonly (readonly SlotChange[])[] {
  const places = guards.map(({ node, state }) => ({ node, key: state.key }));
  const histories = known.get(log) ?? createSlotHistories(log, places);
  known.set(log, histories);
  histories.extend();
  return places.map((place) => histories.changesOf(place));
}

/** A state entered. */
export interface GuardVisit {
  readonly state: string;
  readonly index: number;
  readonly atUs: number;
}

/** States entered up to a step; what it was set to again is no visit. A crash ends the last one. */
export function visitsUpTo(changes: readonly SlotChange[], index: number): readonly GuardVisit[] {
  const visits: GuardVisit[] = [];
  let last: string | null = null;
  for (const change of changes) {
    if (change.index > index) break;
    const state = change.value === null ? null : String(change.value);
    if (state !== null && state !== last)
      visits.push({ state, index: change.index, atUs: change.atUs });
    last = state;
  }
  return visits;
}

export const passagesOf = (visits: readonly GuardVisit[], from: string, to: string): number =>
  visits.filter((visit, i) => visit.state === to && visits[i - 1]?.state === from).length;
