/**
 * A few seconds of a run, as a thumbnail shows them: what travels, who is down, how one promise stands.
 *
 * Everything comes out of the log and of the judges of the run. The film advances by steps, not by time:
 * silence is folded, a burst takes its room. The log itself is not kept.
 */
import type { ClaimStanding, ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { RunSummary } from "@/simulator/vocabulary/run.ts";

export type FilmedStatus = "up" | "down" | "paused";

interface Flight {
  readonly track: string;
  readonly operation: string;
  readonly isReply: boolean;
  readonly isRefusal: boolean;
  readonly sentAt: number;
  /** Step of its arrival or of its loss. */
  endsAt: number;
  isLost: boolean;
}

export interface Film {
  /** First and last steps shown. */
  readonly from: number;
  readonly until: number;
  readonly flights: readonly Flight[];
  readonly statuses: readonly {
    readonly at: number;
    readonly node: string;
    readonly status: FilmedStatus;
  }[];
  readonly claim: ClaimTrack | undefined;
}

/** Steps before the fault, between it and the breach at most, after the breach. */
const STEPS = { lead: 40, most: 1_400, tail: 50, calm: 500 } as const;

const STATUS_AFTER: Partial<Record<EventKind, FilmedStatus>> = {
  "node-crashed": "down",
  "node-restarted": "up",
  "node-paused": "paused",
  "node-resumed": "up",
};

function firstFault(log: EventLog): number {
  for (let i = 0; i < log.length; i++) if (log.kind(i) === "fault-started") return i;
  return -1;
}

/** The stretch worth seeing: from the fault to the breach, or what comes just before the breach. */
function stretchOf(log: EventLog, brokenAt: number): { from: number; until: number } {
  const last = log.length - 1;
  const fault = firstFault(log);
  if (brokenAt < 0) {
    const from = Math.max(0, fault - STEPS.lead);
    return { from, until: Math.min(last, from + STEPS.calm) };
  }
  const isNear = fault >= 0 && fault <= brokenAt && brokenAt - fault <= STEPS.most;
  const from = isNear ? fault - STEPS.lead : brokenAt - STEPS.calm;
  return { from: Math.max(0, from), until: Math.min(last, brokenAt + STEPS.tail) };
}

/** Reads one run. Linear in its length, and only the stretch shown is decoded. */
export function filmOf(log: EventLog, summary: RunSummary, claimId: string): Film {
  const claim = summary.claims.find(({ id }) => id === claimId);
  const { from, until } = stretchOf(log, claim?.brokenAt ?? -1);
  const flights = new Map<string, Flight>();
  const statuses: { at: number; node: string; status: FilmedStatus }[] = [];
  for (let i = 0; i <= until; i++) {
    const kind = log.kind(i);
    const status = STATUS_AFTER[kind];
    if (status !== undefined) statuses.push({ at: i, node: log.node(i), status });
    if (i < from) continue;
    if (kind === "message-sent") {
      const sent = log.eventOf("message-sent", i);
      flights.set(sent.message, {
        track: `${log.node(i)}>${sent.to}`,
        operation: sent.operation,
        isReply: sent.role === "reply",
        isRefusal: sent.status === "refused",
        ...{ sentAt: i, endsAt: until + 1, isLost: false },
      });
    } else if (kind === "message-delivered" || kind === "message-lost") {
      const { message } = log.eventOf(kind, i);
      const flight = flights.get(message);
      if (flight === undefined || flight.endsAt <= until) continue;
      flight.endsAt = i;
      flight.isLost = kind === "message-lost";
    }
  }
  return { from, until, flights: [...flights.values()], statuses, claim };
}

export interface FilmedToken {
  readonly key: string;
  readonly track: string;
  /** 0 at the sender, 1 at the receiver. */
  readonly share: number;
  readonly kind: "request" | "reply" | "refusal" | "compensation" | "lost";
}

export interface Picture {
  readonly tokens: readonly FilmedToken[];
  readonly statuses: ReadonlyMap<string, FilmedStatus>;
  readonly verdict: ClaimStanding["verdict"] | "none";
}

/** More than these at once are a crowd: the others are not drawn. */
const TOKENS_MAX = 10;
const SHARES = { least: 0.14, most: 0.86 } as const;

function tokenOf(flight: Flight, at: number, compensations: readonly string[]): FilmedToken {
  const { track, operation, sentAt, endsAt, isLost, isReply, isRefusal } = flight;
  const key = `${track}/${sentAt}`;
  if (isLost && endsAt <= at) return { key, track, share: 0.5, kind: "lost" };
  const share = (Math.min(at, endsAt) - sentAt) / Math.max(1, endsAt - sentAt);
  // One that came and went since the last picture is seen once, half-way.
  const shown = endsAt <= at ? 0.5 : Math.max(SHARES.least, Math.min(SHARES.most, share));
  const kind = isRefusal
    ? "refusal"
    : compensations.includes(operation)
      ? "compensation"
      : isReply
        ? "reply"
        : "request";
  return { key, track, share: shown, kind };
}

/** The picture at a step, with what passed since the step of the picture before. */
export function pictureAt(
  film: Film,
  { before, at }: { readonly before: number; readonly at: number },
  compensations: readonly string[],
): Picture {
  const passing = film.flights.filter(({ sentAt, endsAt }) => sentAt <= at && endsAt > before);
  const statuses = new Map<string, FilmedStatus>();
  for (const change of film.statuses) {
    if (change.at > at) break;
    statuses.set(change.node, change.status);
  }
  const standing = film.claim?.changes.findLast(({ index }) => index <= at);
  return {
    // A loss is what one looks for: it is never among those left out.
    tokens: passing
      .sort((a, b) => Number(a.isLost) - Number(b.isLost) || a.sentAt - b.sentAt)
      .slice(-TOKENS_MAX)
      .map((flight) => tokenOf(flight, at, compensations)),
    statuses,
    verdict: standing?.verdict ?? "none",
  };
}
