/**
 * What runs on the tracks at an instant: messages in flight, those that just died, and in the fog the
 * calls that one node is still waiting for.
 *
 * A fold of the log at (step, instant); pure apart from one list of losses kept per run.
 */
import { operationOf } from "@/app/_texte/names.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import type { MessageRecord, MessageTable, Timeline } from "../folds.ts";
import { trackKey } from "./tracks.ts";

/** How a message is drawn. `unknown`: a call without an answer, seen from its caller in the fog. */
export type Look = "request" | "reply" | "delayed" | "copy" | "undo" | "lost" | "unknown";

export interface Token {
  readonly message: string;
  readonly track: string;
  /** 0 at the sender, 1 at the receiver; "cut": against the bars of a cut track. */
  readonly share: number | "cut";
  readonly look: Look;
  /** A reply keeps its open arrow when it is a copy or a compensation. */
  readonly isReply: boolean;
  readonly isRefusal: boolean;
  readonly subject: string;
  readonly word: string;
}

interface Losses {
  /** Messages that were lost, in order of their loss. */
  readonly lost: MessageRecord[];
  length: number;
}

/** Kept by table: sorting the losses of a whole run is not for every frame. */
const losses = new WeakMap<MessageTable, Losses>();

function lostOf(messages: MessageTable, length: number): readonly MessageRecord[] {
  let known = losses.get(messages);
  if (known === undefined) {
    known = { lost: [], length: -1 };
    losses.set(messages, known);
  }
  if (known.length !== length) {
    known.length = length;
    known.lost.length = 0;
    for (const message of messages.all) if (message.end === "lost") known.lost.push(message);
    known.lost.sort((a, b) => a.endIndex - b.endIndex);
  }
  return known.lost;
}

function lookOf(message: MessageRecord, card: ScenarioCard, index: number): Look {
  if (message.delayedIndex >= 0 && message.delayedIndex <= index) return "delayed";
  if (message.isCopy) return "copy";
  if (operationOf(card, message.operation).isCompensation) return "undo";
  return message.role === "reply" ? "reply" : "request";
}

export function wordOf(message: MessageRecord, card: ScenarioCard): string {
  const operation = operationOf(card, message.operation);
  if (message.role !== "reply") return operation.request;
  return message.status === "refused" ? "refus" : operation.reply;
}

const token = (
  message: MessageRecord,
  share: Token["share"],
  look: Look,
  card: ScenarioCard,
): Token => ({
  message: message.id,
  track: trackKey(message.from, message.to),
  share,
  look,
  isReply: message.role === "reply",
  isRefusal: message.status === "refused",
  subject: message.subject ?? "",
  word: wordOf(message, card),
});

/** A lost message stays on the drawing while its caller still waits, and for a few steps anyway. */
const LOST_STEPS = 6;
const LOST_LOOKED_AT = 64;

function lostTokens(
  { log, messages, timeline, card }: TrafficQuestion,
  index: number,
): readonly Token[] {
  const lost = lostOf(messages, log.length);
  let end = lost.length;
  while (end > 0 && (lost[end - 1] as MessageRecord).endIndex > index) end--;
  const found: Token[] = [];
  for (let i = end - 1; i >= Math.max(0, end - LOST_LOOKED_AT); i--) {
    const message = lost[i] as MessageRecord;
    const call = message.role === "reply" ? message.replyTo : message.id;
    const isAwaited = timeline.position === index && timeline.value(`call/${call}`) !== undefined;
    if (index - message.endIndex >= LOST_STEPS && !isAwaited) continue;
    found.push(token(message, deathShare(message), "lost", card));
  }
  return found.reverse();
}

/** Where it died: at the closed door of a node that is down, else where it was on its way. */
function deathShare(message: MessageRecord): Token["share"] {
  if (message.reason === "node-down") return 0.94;
  if (message.reason === "partition") return "cut";
  return 0.5;
}

export interface Traffic {
  readonly tokens: readonly Token[];
  readonly flying: number;
}

export interface TrafficQuestion {
  readonly log: EventLog;
  readonly messages: MessageTable;
  readonly timeline: Timeline;
  readonly card: ScenarioCard;
  /** Last event that has happened. */
  readonly playhead: number;
  /** Continuous instant, µs. */
  readonly timeUs: number;
}

/**
 * Everything on the tracks. While the clock glides from one step to the next, the message that the
 * next step delivers is still on its way: the step shown is the one that the clock has reached.
 */
export function trafficAt(question: TrafficQuestion): Traffic {
  const { log, messages, card, playhead, timeUs } = question;
  if (playhead < 0 || log.length === 0) return { tokens: [], flying: 0 };
  const index = Math.min(playhead, log.indexAt(timeUs));
  const flights = messages.inFlight(index, timeUs);
  const tokens = flights.map(({ message, progress }) =>
    token(message, progress, lookOf(message, card, index), card),
  );
  return { tokens: [...tokens, ...lostTokens(question, index)], flying: flights.length };
}

type Fields = { readonly [field: string]: Value };

/** What `node` knows of the tracks: its own calls without an answer, wherever the message is now. */
export function trafficInFog({ timeline, card }: TrafficQuestion, node: string): Traffic {
  const calls = timeline.entries("call/").filter(([, call]) => (call as Fields).from === node);
  const tokens = calls.map(([path, value], i): Token => {
    const call = value as Fields;
    const before = calls.slice(0, i).filter(([, c]) => (c as Fields).to === call.to).length;
    const all = calls.filter(([, c]) => (c as Fields).to === call.to).length;
    return {
      message: path.slice("call/".length),
      track: trackKey(node, String(call.to)),
      // Side by side in the order they left: where they are now, nobody here knows.
      share: (before + 1) / (all + 1),
      look: "unknown",
      isReply: false,
      isRefusal: false,
      subject: call.subject === null ? "" : String(call.subject),
      word: operationOf(card, String(call.operation)).request,
    };
  });
  return { tokens, flying: tokens.length };
}

export const lookTone = (look: Look): "info" | "wait" | "fail" | "undo" | "ink-3" => {
  switch (look) {
    case "request":
    case "reply":
    case "copy":
      return "info";
    case "delayed":
      return "wait";
    case "undo":
      return "undo";
    case "lost":
      return "fail";
    case "unknown":
      return "ink-3";
  }
};
