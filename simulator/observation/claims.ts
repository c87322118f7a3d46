/**
 * Judging promises: the monitor that follows a run, and the same judgement over a finished log.
 *
 * Owns the life of each claim (its changes, its first breach) and the calendar of deadlines. What
 * a promise means is in its judge (`claim-kinds.ts` helps to write one). A run ended by a budget
 * never declares a promise « tenue ».
 */
import { assert } from "../base/assert.ts";
import type {
  Claim,
  ClaimChange,
  ClaimJudge,
  ClaimStanding,
  ClaimTrack,
  Desk,
} from "../vocabulary/claims.ts";
import { type EndReason, EVENT_KINDS, type SimEvent } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { type IsWatched, nameOf, watching } from "../vocabulary/watch.ts";

/** A subject whose obligation of this claim was not met in time. */
export interface OverdueObligation {
  readonly claim: string;
  readonly obligation: string;
}

export interface ClaimMonitor {
  /** True when an event of this kind and name, other than the first and the last, can change a claim. */
  readonly watches: IsWatched;
  /** Each event once, in order; those that nobody watches may be left out. */
  readonly see: (event: SimEvent) => void;
  /** Earliest instant at which an open obligation becomes overdue, or null. */
  readonly nextDeadlineUs: () => number | null;
  /**
   * What is overdue at that instant, at most one a claim. Log each as `deadline-passed`, let the
   * monitor `see` it, and ask again: until it was seen, the same obligation is named again.
   */
  readonly overdueAt: (atUs: number) => readonly OverdueObligation[];
  /** Nothing more will happen: says how each claim stands in the end. Once. */
  readonly close: (reason: EndReason) => void;
  /** The lives of the claims so far, in the order they were given. */
  readonly tracks: () => readonly ClaimTrack[];
}

interface Life {
  readonly id: string;
  readonly judge: ClaimJudge;
  /** null: every event. */
  readonly watches: IsWatched | null;
  readonly changes: ClaimChange[];
  brokenAt: number;
}

const UNSPOKEN: ClaimStanding = { verdict: "held", observed: "", subject: null, text: "" };

const isSame = (a: ClaimStanding, b: ClaimStanding): boolean =>
  a.verdict === b.verdict &&
  a.observed === b.observed &&
  a.subject === b.subject &&
  a.text === b.text;

function note(life: Life, index: number, standing: ClaimStanding): void {
  const last = life.changes.at(-1);
  if (last !== undefined && isSame(last, standing)) return;
  if (standing.verdict === "broken" && life.brokenAt < 0) life.brokenAt = index;
  const { verdict, observed, subject, text } = standing;
  const change: ClaimChange = { verdict, observed, subject, text, index };
  // One standing a step: the end of the run may rewrite what its last event said.
  if (last?.index === index) life.changes[life.changes.length - 1] = change;
  else life.changes.push(change);
}

function createDesk(): Desk {
  const made = new Map<unknown, unknown>();
  return <T>(create: () => T): T => {
    if (!made.has(create)) made.set(create, create());
    return made.get(create) as T;
  };
}

export function createClaimMonitor(claims: readonly Claim[]): ClaimMonitor {
  const desk = createDesk();
  const lives: readonly Life[] = claims.map(({ card, createJudge }) => {
    const judge = createJudge(desk);
    const watches = judge.watches === undefined ? null : watching(judge.watches);
    return { id: card.id, judge, watches, changes: [], brokenAt: -1 };
  });
  const isWatched = watching(lives.flatMap(({ judge }) => judge.watches ?? EVENT_KINDS));
  let lastIndex = -1;
  let isClosed = false;
  /** Undefined: an event was seen since it was computed. */
  let deadlineUs: number | null | undefined;

  return {
    watches: isWatched,
    see(event) {
      assert(!isClosed, "claims see no event after the end of the run");
      assert(event.index > lastIndex, "claims see every event once", event.index);
      lastIndex = event.index;
      deadlineUs = undefined;
      const isEdge = event.index === 0 || event.kind === "run-ended";
      const name = nameOf(event.kind, event);
      for (const life of lives) {
        if (!isEdge && life.watches !== null && !life.watches(event.kind, name)) continue;
        const standing = life.judge.see(event);
        if (standing !== null) note(life, event.index, standing);
        else if (life.changes.length === 0) note(life, event.index, UNSPOKEN);
      }
    },
    nextDeadlineUs() {
      if (deadlineUs !== undefined) return deadlineUs;
      deadlineUs = null;
      for (const { judge } of lives) {
        const ownUs = judge.nextDeadlineUs();
        if (ownUs !== null && (deadlineUs === null || ownUs < deadlineUs)) deadlineUs = ownUs;
      }
      return deadlineUs;
    },
    overdueAt(atUs) {
      const late: OverdueObligation[] = [];
      for (const { id, judge } of lives) {
        const obligation = judge.overdue(atUs);
        if (obligation !== null) late.push({ claim: id, obligation });
      }
      return late;
    },
    close(reason) {
      if (isClosed) return;
      isClosed = true;
      for (const life of lives) {
        const last = life.judge.close(reason) ?? life.changes.at(-1) ?? UNSPOKEN;
        const isDecided = last.verdict === "broken" || reason !== "budget";
        note(life, Math.max(0, lastIndex), isDecided ? last : { ...last, verdict: "unknown" });
      }
    },
    tracks: () =>
      lives.map(({ id, changes, brokenAt }) => ({ id, changes: [...changes], brokenAt })),
  };
}

/** The lives of claims over a whole log; closed when the log says how the run ended. */
export function judge(claims: readonly Claim[], log: EventLog): readonly ClaimTrack[] {
  const monitor = createClaimMonitor(claims);
  for (let index = 0; index < log.length; index++) {
    const kind = log.kind(index);
    if (index > 0 && kind !== "run-ended" && !monitor.watches(kind, log.name(index))) continue;
    const event = log.event(index);
    monitor.see(event);
    if (event.kind === "run-ended") monitor.close(event.reason);
  }
  return monitor.tracks();
}

/** How a claim stands at a step, or null before the first event. */
export function standingAt(track: ClaimTrack, index: number): ClaimChange | null {
  let low = 0;
  let high = track.changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((track.changes[middle] as ClaimChange).index <= index) low = middle + 1;
    else high = middle;
  }
  return track.changes[low - 1] ?? null;
}
