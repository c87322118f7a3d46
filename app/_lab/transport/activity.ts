/**
 * The activity lane: one stroke a few pixels, as high as there are events, in the colour of the worst.
 * Pure: reads the log's columns and a scale.
 */
import { eventLabels } from "@/app/_texte/labels.ts";
import type { Tone } from "@/app/_ui/signs.ts";
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { AxisScale } from "../axis.ts";

/** From the mildest to the worst; the worst of a stroke gives its colour. */
const SEVERITY: readonly Tone[] = ["mute", "ink", "info", "ok", "undo", "wait", "fail"];
const STROKE_PX = 5;

/** What is only bookkeeping does not colour a stroke. */
const QUIET: ReadonlySet<EventKind> = new Set<EventKind>([
  "process-started",
  "process-ended",
  "request-queued",
  "request-started",
  "statement-started",
  "transaction-begun",
  "memory-changed",
  "run-started",
  "run-ended",
]);

const severityOf = (kind: EventKind): number => {
  if (QUIET.has(kind)) return SEVERITY.indexOf("info");
  if (kind === "fault-started" || kind === "fault-ended") return SEVERITY.indexOf("ink");
  if (kind === "message-delivered" || kind === "request-finished") return SEVERITY.indexOf("info");
  return SEVERITY.indexOf(eventLabels[kind].tone);
};

export interface Stroke {
  readonly x: number;
  /** 0…1 of the lane's height. */
  readonly height: number;
  readonly tone: Tone;
}

/** Strokes of the visible window. `breaches`: events that are drawn as failures whatever they are. */
export function activityStrokes(
  log: EventLog,
  length: number,
  scale: AxisScale,
  breaches: ReadonlySet<number>,
): readonly Stroke[] {
  const cells = new Map<number, { count: number; worst: number; x: number }>();
  const first = Math.max(0, log.indexAt(scale.timeAtX(scale.left) - 1));
  const lastUs = scale.timeAtX(scale.left + scale.width);
  let highest = 1;
  for (let i = first; i < length; i++) {
    const atUs = log.atUs(i);
    if (atUs > lastUs) break;
    const x = scale.x(atUs);
    if (x < scale.left - 1) continue;
    const key = Math.floor(x / STROKE_PX);
    const severity = breaches.has(i) ? SEVERITY.length - 1 : severityOf(log.kind(i));
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { count: 1, worst: severity, x });
    else {
      cell.count++;
      cell.worst = Math.max(cell.worst, severity);
      highest = Math.max(highest, cell.count);
    }
  }
  return [...cells.values()].map(({ count, worst, x }) => ({
    x,
    // The square root keeps a lonely event visible beside a burst.
    height: 0.28 + 0.72 * Math.sqrt(count / highest),
    tone: SEVERITY[worst] as Tone,
  }));
}

/** One path a tone. */
export function strokePaths(
  strokes: readonly Stroke[],
  bottom: number,
  height: number,
): readonly { readonly tone: Tone; readonly d: string }[] {
  const byTone = new Map<Tone, string[]>();
  for (const { x, height: share, tone } of strokes) {
    const parts = byTone.get(tone) ?? [];
    parts.push(`M${x.toFixed(1)} ${bottom}v${(-share * height).toFixed(1)}`);
    byTone.set(tone, parts);
  }
  return [...byTone].map(([tone, parts]) => ({ tone, d: parts.join("") }));
}
