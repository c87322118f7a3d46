/**
 * The part of the diagram that a window shows, as plain shapes: dots, arrows, outages, waits.
 *
 * Reads only the events inside the window and the messages that cross it, so that its cost does not
 * grow with the run. Pure; says where and what, not how it looks.
 */
import { operationOf } from "@/app/_texte/names.ts";
import { narrateShort } from "@/app/_texte/narration-short.ts";
import { formatDuration } from "@/app/_texte/numbers.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { MessageRecord, MessageTable, Timeline } from "../folds.ts";
import type { CausalLook, CausalView } from "./causal-look.ts";
import { clockWord } from "./clock-words.ts";
import { between, type Columns } from "./columns.ts";

export interface Dot {
  readonly index: number;
  readonly kind: EventKind;
  readonly x: number;
  readonly y: number;
  readonly look: CausalLook;
  readonly isBreach: boolean;
  readonly stamp: number;
  /** The stamp stands above the lane: the arrow leaves or arrives below. */
  readonly isStampAbove: boolean;
  /** A few words under a write or a failure; empty when there is nothing to add. */
  readonly label: string;
}

export interface Arrow {
  readonly message: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly look: CausalLook;
  readonly end: "delivered" | "lost" | "flying";
  readonly isReply: boolean;
  readonly isDelayed: boolean;
  readonly isCopy: boolean;
  readonly word: string;
  /** Where it ends in the log, or −1. */
  readonly endIndex: number;
  readonly sentIndex: number;
}

export interface Outage {
  readonly key: string;
  readonly kind: "down" | "paused";
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
}

export interface Wait {
  readonly index: number;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  readonly text: string;
}

export interface DiagramScene {
  readonly dots: readonly Dot[];
  readonly arrows: readonly Arrow[];
  readonly outages: readonly Outage[];
  readonly waits: readonly Wait[];
  /** Drawn events of the window that were left out because there are too many. */
  readonly hidden: number;
}

export interface SceneQuestion {
  readonly log: EventLog;
  readonly messages: MessageTable;
  readonly timeline: Timeline;
  readonly card: ScenarioCard;
  readonly columns: Columns;
  readonly causal: CausalView;
  readonly stamps: Int32Array;
  readonly breaches: ReadonlySet<number>;
  readonly subject: string | null;
  /** Height of each lane by node, px. */
  readonly laneY: ReadonlyMap<string, number>;
  readonly fromPx: number;
  readonly toPx: number;
}

/** More dots than this in one window are not drawn: a drawing nobody can read costs the most. */
export const DOTS_MAX = 400;

const LABELLED: ReadonlySet<EventKind> = new Set<EventKind>([
  "transaction-committed",
  "record-changed",
  "request-rejected",
  "statement-failed",
  "timer-fired",
  "command-ended",
]);

const wordOf = (message: MessageRecord, card: ScenarioCard): string => {
  const operation = operationOf(card, message.operation);
  if (message.role !== "reply") return operation.request;
  return message.status === "refused" ? "refus" : operation.reply;
};

/** The clock that a written row bears; else « + payments »: the full-width sign of the tables is not in the narrow face. */
const labelOf = (log: EventLog, index: number, card: ScenarioCard): string =>
  clockWord(log, index, card) || narrateShort(log.event(index), card, log).replaceAll("＋", "+");

function messageOf(log: EventLog, index: number): string | null {
  const event = log.event(index);
  switch (event.kind) {
    case "message-sent":
    case "message-delivered":
    case "message-lost":
      return event.message;
    case "message-duplicated":
      return event.copy;
    default:
      return null;
  }
}

/** A lost message stops short of the lane it was meant for. */
const LOST_SHARE = 0.6;

function arrowOf(message: MessageRecord, question: SceneQuestion): Arrow | null {
  const { columns, laneY, causal, card } = question;
  const y1 = laneY.get(message.from);
  const target = laneY.get(message.to);
  if (y1 === undefined || target === undefined) return null;
  const x1 = columns.xOf(message.sentIndex);
  const x2 = message.endIndex < 0 ? columns.width : columns.xOf(message.endIndex);
  const look = message.endIndex < 0 ? "concurrent" : causal.lookOf(message.endIndex);
  const isLost = message.end === "lost";
  return {
    message: message.id,
    x1,
    y1,
    x2,
    y2: isLost ? y1 + (target - y1) * LOST_SHARE : target,
    look: look === "here" ? "past" : look,
    end: message.end,
    isReply: message.role === "reply",
    isDelayed: message.delayed,
    isCopy: message.isCopy,
    word: wordOf(message, card),
    endIndex: message.endIndex,
    sentIndex: message.sentIndex,
  };
}

function arrowsOf(question: SceneQuestion, inWindow: readonly number[]): readonly Arrow[] {
  const { log, messages, subject } = question;
  const ids = new Set<string>();
  for (const index of inWindow) {
    const id = messageOf(log, index);
    if (id !== null) ids.add(id);
  }
  const first = inWindow[0];
  // Messages that fly over the whole window have neither end in it.
  if (first !== undefined) {
    for (const { message } of messages.inFlight(first, log.atUs(first))) {
      if (subject === null || message.subject === subject) ids.add(message.id);
    }
  }
  const arrows: Arrow[] = [];
  for (const id of ids) {
    const message = messages.byId(id);
    const arrow = message === undefined ? null : arrowOf(message, question);
    if (arrow !== null) arrows.push(arrow);
  }
  return arrows;
}

function outagesOf({ timeline, columns, laneY, fromPx, toPx }: SceneQuestion): readonly Outage[] {
  const outages: Outage[] = [];
  for (const [node, y] of laneY) {
    const moments = timeline.history(`node/${node}/status`);
    moments.forEach(({ index, value }, i) => {
      if (value !== "down" && value !== "paused") return;
      const next = moments[i + 1];
      const x1 = columns.xOf(index);
      const x2 = next === undefined ? columns.width : columns.xOf(next.index);
      if (x2 < fromPx || x1 > toPx) return;
      outages.push({ key: `${node}${index}`, kind: value, x1, x2, y });
    });
  }
  return outages;
}

const isInside = (outages: readonly Outage[], x: number, y: number): boolean =>
  outages.some((outage) => outage.y === y && outage.x1 <= x && x <= outage.x2);

function waitsOf(question: SceneQuestion, inWindow: readonly number[]): readonly Wait[] {
  const { log, messages, columns, laneY } = question;
  return inWindow.flatMap((index): Wait[] => {
    if (log.kind(index) !== "call-timed-out") return [];
    const event = log.eventOf("call-timed-out", index);
    const y = laneY.get(event.node);
    const sent = messages.byId(event.message);
    if (y === undefined || sent === undefined) return [];
    return [
      {
        index,
        x1: columns.xOf(sent.sentIndex),
        x2: columns.xOf(index),
        y,
        text: `attend ${formatDuration(event.timeoutUs)}`,
      },
    ];
  });
}

export function sceneOf(question: SceneQuestion): DiagramScene {
  const { log, columns, causal, stamps, breaches, laneY, card, fromPx, toPx } = question;
  const [from, to] = between(columns, fromPx, toPx);
  const shown = Math.min(to - from, DOTS_MAX);
  const inWindow = Array.from(columns.drawn.subarray(from, from + shown));
  const arrows = arrowsOf(question, inWindow);
  // An arrow above the dot sends the stamp below, and the other way round.
  const above = new Set<number>();
  for (const { sentIndex, endIndex, y1, y2 } of arrows) {
    if (y2 > y1) above.add(sentIndex);
    else above.add(endIndex);
  }
  const outages = outagesOf(question);
  const ends = new Map(arrows.map((arrow) => [arrow.endIndex, arrow]));
  const dots = inWindow.flatMap((index, i): Dot[] => {
    const kind = log.kind(index);
    const lost = kind === "message-lost" ? ends.get(index) : undefined;
    const y = lost === undefined ? laneY.get(log.node(index)) : lost.y2;
    if (y === undefined) return [];
    const x = columns.xs[from + i] as number;
    return [
      {
        index,
        kind,
        x,
        y,
        look: causal.lookOf(index),
        isBreach: breaches.has(index),
        stamp: stamps[index] ?? 0,
        // Under an outage stand its words.
        isStampAbove: above.has(index) || isInside(outages, x, y),
        label: LABELLED.has(kind) ? labelOf(log, index, card) : "",
      },
    ];
  });
  return {
    dots,
    arrows,
    outages,
    waits: waitsOf(question, inWindow),
    hidden: to - from - shown,
  };
}
