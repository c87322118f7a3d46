/**
 * The caption of the figure: what the order at hand has lived through last, in one or two sentences.
 *
 * It changes when something that matters happened, not at every step: the transport tells each step.
 */
import { narrate } from "@/app/_texte/narration.ts";
import { readingOf } from "@/app/_texte/part-words.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

const TOLD: ReadonlySet<EventKind> = new Set<EventKind>([
  "node-crashed",
  "node-restarted",
  "node-paused",
  "message-lost",
  "message-duplicated",
  "message-delayed",
  "call-timed-out",
  "request-rejected",
  "record-changed",
  "command-issued",
  "command-ended",
  "deadline-passed",
  "statement-failed",
  "transaction-rolled-back",
  "timer-fired",
]);

const LOOKED_BACK = 400;
const SENTENCES = 2;

/** Where a part draws how it stands: seen in its box, and no news in a sentence. */
function isDrawn(log: EventLog, index: number, card: ScenarioCard): boolean {
  if (log.kind(index) !== "record-changed") return false;
  const reading = readingOf(card, log.eventOf("record-changed", index));
  return reading !== null && reading.kind !== "state";
}

const isTold = (log: EventLog, index: number, card: ScenarioCard): boolean => {
  const kind = log.kind(index);
  if (isDrawn(log, index, card)) return false;
  if (TOLD.has(kind)) return true;
  return (
    kind === "transaction-committed" &&
    log.eventOf("transaction-committed", index).changes.length > 0
  );
};

/** Up to two sentences of `lettersMax` in all; empty before anything was worth telling. */
export function tellStory(
  log: EventLog,
  playhead: number,
  card: ScenarioCard,
  lettersMax: number,
): string {
  const found: number[] = [];
  let subject = -1;
  for (let i = playhead; i >= Math.max(0, playhead - LOOKED_BACK); i--) {
    if (found.length === SENTENCES) break;
    if (!isTold(log, i, card)) continue;
    const about = log.subjectNumber(i);
    // The second sentence is about the same order, or about no order at all (a crash).
    if (subject >= 0 && about >= 0 && about !== subject) continue;
    if (about < 0 && !log.kind(i).startsWith("node-")) continue;
    if (about >= 0) subject = about;
    found.push(i);
  }
  const sentences = found.reverse().map((index) => narrate(log.event(index), card, log));
  const whole = sentences.join(" ");
  return whole.length <= lettersMax ? whole : (sentences.at(-1) ?? "");
}
