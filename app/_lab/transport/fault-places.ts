/** Where placed faults stand on the track: their extent in time, in pixels, and their row. */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { Instant, Intervention } from "@/simulator/vocabulary/interventions.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { AxisScale } from "../axis.ts";
import type { PlacedFault } from "../document.ts";
import { faultLabel } from "../fault-words.ts";
import type { MessageTable } from "../folds.ts";

export interface FaultPlace {
  readonly fault: PlacedFault;
  readonly label: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly x: number;
  readonly width: number;
  readonly row: number;
  /** An instantaneous fault: a lozenge and its name. */
  readonly isPoint: boolean;
}

export const instantUsOf = (at: Instant, log: EventLog, length: number): number =>
  at.kind === "time"
    ? at.atUs
    : length === 0
      ? 0
      : log.atUs(Math.max(0, Math.min(at.index, length - 1)));

/** Px of a label in the condensed face, near enough to keep names apart. */
export const LETTER_PX = 6.6;
export const ROWS_MAX = 4;
/** What a finger or a shaking hand can hit, WCAG 2.2 (2.5.8): a shorter fault is drawn so wide. Px. */
const SHORTEST_PX = 24;

interface TrackRun {
  readonly card: ScenarioCard;
  readonly log: EventLog;
  readonly messages: MessageTable;
  readonly length: number;
}

/** Where a fault begins to act: one that waits for its message acts when that message leaves. */
function actsAtUs({ at, target }: Intervention, { log, messages, length }: TrackRun): number {
  const atUs = instantUsOf(at, log, length);
  const sentAtUs = target.kind === "message" ? messages.byId(target.message)?.sentAtUs : undefined;
  return Math.max(atUs, sentAtUs ?? 0);
}

export function placeFaults(
  faults: readonly PlacedFault[],
  run: TrackRun,
  scale: AxisScale,
): readonly FaultPlace[] {
  const { card, length } = run;
  if (length === 0) return [];
  const rowEnds: number[] = [];
  const endUs = scale.axis.endUs;
  const places: FaultPlace[] = [];
  const ordered = faults
    .map((fault) => ({ fault, fromUs: actsAtUs(fault.intervention, run) }))
    .sort((a, b) => a.fromUs - b.fromUs);
  for (const { fault, fromUs } of ordered) {
    const { durationUs, target, kind } = fault.intervention;
    const isPoint = (target.kind === "message" && kind !== "poison") || target.kind === "request";
    const toUs =
      durationUs === null ? (isPoint ? fromUs : endUs) : Math.min(fromUs + durationUs, endUs);
    const x = scale.x(fromUs);
    const width = isPoint ? SHORTEST_PX : Math.max(SHORTEST_PX, scale.x(toUs) - x);
    const label = `${faultLabel(fault.intervention, card)}${fault.isEnabled ? "" : "\u00a0: désactivé"}`;
    const right = x + Math.max(width, label.length * LETTER_PX + 24);
    let row = rowEnds.findIndex((end) => end <= x);
    if (row < 0) row = Math.min(rowEnds.length, ROWS_MAX - 1);
    rowEnds[row] = Math.max(rowEnds[row] ?? 0, right);
    places.push({ fault, label, fromUs, toUs, x, width, row, isPoint });
  }
  return places;
}
