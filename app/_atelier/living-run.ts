/**
 * One run of a piece as the gallery plays it: its log folded, the stretch worth seeing, what broke.
 *
 * Everything said here comes out of the log and of the judges of the run; the card's own forecast is
 * not read.
 */
import { createTimeline, type Timeline } from "@/simulator/observation/timeline.ts";
import type { ClaimStanding, ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import { parseFault } from "@/simulator/vocabulary/fault-text.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { RunRequest, RunSummary } from "@/simulator/vocabulary/run.ts";
import type { GalleryIncident, GalleryPiece } from "./gallery-piece.ts";

export interface Breach {
  readonly claim: string;
  readonly title: string;
  /** First event at which it is broken. */
  readonly index: number;
  readonly text: string;
}

export interface LivingRun {
  readonly log: EventLog;
  readonly timeline: Timeline;
  readonly claims: readonly ClaimTrack[];
  /** In the order in which they happen. */
  readonly breaches: readonly Breach[];
  readonly fromUs: number;
  readonly untilUs: number;
  readonly endUs: number;
  /** Where the reader's faults begin, µs. */
  readonly faultsAtUs: readonly number[];
  /** False when the run was stopped by its budget: nothing is promised then. */
  readonly isDecided: boolean;
  /** Of the whole log: the same as anywhere else. */
  readonly digest: string;
}

export function requestOf(piece: GalleryPiece, incident: GalleryIncident | null): RunRequest {
  return {
    scenario: piece.id,
    variant: incident?.variant ?? piece.defaultVariant,
    seed: incident?.seed ?? piece.defaultSeed,
    parameters: incident?.parameters ?? piece.parameters,
    interventions: (incident?.faults ?? []).flatMap((text, i) => {
      const fault = parseFault(text, `f${i + 1}`);
      return fault.kind === "ok" ? [fault.value] : [];
    }),
    untilUs: null,
  };
}

/** How a promise stands at this step, or null before the first event. */
export function standingAt(track: ClaimTrack | undefined, index: number): ClaimStanding | null {
  return track?.changes.findLast((change) => change.index <= index) ?? null;
}

/** Before the first fault and after the first breach, this share of the stretch is shown. */
const LEAD = 0.2;
const TAIL = 0.12;

export function readRun(piece: GalleryPiece, log: EventLog, summary: RunSummary): LivingRun {
  const timeline = createTimeline(log, piece.databases);
  timeline.extend();
  const endUs = log.length === 0 ? 0 : log.atUs(log.length - 1);
  const breaches = summary.claims
    .filter((track) => track.brokenAt >= 0)
    .map((track) => ({
      claim: track.id,
      title: piece.claims.find((known) => known.id === track.id)?.title ?? track.id,
      index: track.brokenAt,
      text: standingAt(track, track.brokenAt)?.text ?? "",
    }))
    .sort((a, b) => a.index - b.index);
  const faultsAtUs: number[] = [];
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) === "fault-started") faultsAtUs.push(log.atUs(i));
  }
  const last = breaches.at(-1);
  const lastUs = last === undefined ? endUs : log.atUs(last.index);
  const firstUs = Math.min(faultsAtUs[0] ?? 0, lastUs);
  const span = lastUs - firstUs;
  return {
    ...{ log, timeline, claims: summary.claims, breaches, faultsAtUs, endUs },
    fromUs: faultsAtUs.length === 0 ? 0 : Math.max(0, Math.round(firstUs - LEAD * span)),
    untilUs: Math.min(endUs, Math.round(lastUs + TAIL * span)),
    isDecided: summary.endReason !== "budget",
    digest: summary.digest,
  };
}

/** The step of an instant of a run. */
export const stepAt = ({ log }: LivingRun, atUs: number): number => log.indexAt(Math.round(atUs));
