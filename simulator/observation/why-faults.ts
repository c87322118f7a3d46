/**
 * The reader's hand behind a loss: which injected fault made it happen.
 *
 * First by the log's own causes; then, for what a fault only made likely (a message lost on a cut
 * link, an answer that came too late), by the faults that were acting there at that time.
 */
import type { SimEvent } from "../vocabulary/events.ts";
import { parseFault } from "../vocabulary/fault-text.ts";
import type { FaultKind, Intervention } from "../vocabulary/interventions.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { causeChain } from "./causality.ts";

/** A fault that acted during a run. */
export interface PlacedFault {
  /** Index of its `fault-started`. */
  readonly index: number;
  /** Index of its `fault-ended`; Infinity when it lasts to the end. */
  readonly endIndex: number;
  readonly fault: Intervention;
}

/** Every fault that acted before event `until`. */
export function placedFaults(log: EventLog, until: number): readonly PlacedFault[] {
  const placed: { index: number; endIndex: number; fault: Intervention }[] = [];
  for (let index = 0; index < until; index++) {
    const kind = log.kind(index);
    if (kind === "fault-started") {
      const { fault, text } = log.eventOf("fault-started", index);
      const read = parseFault(text, fault);
      if (read.kind === "ok")
        placed.push({ index, endIndex: Number.POSITIVE_INFINITY, fault: read.value });
    } else if (kind === "fault-ended") {
      const { fault } = log.eventOf("fault-ended", index);
      const ended = placed.findLast((one) => one.fault.id === fault);
      if (ended !== undefined) ended.endIndex = index;
    }
  }
  return placed;
}

interface Place {
  readonly nodes: readonly string[];
  readonly link?: { readonly from: string; readonly to: string };
  readonly message?: string;
}

/** A copy and a reply belong to the message that they come from. */
const isSameMessage = (aimed: string, message: string): boolean =>
  aimed === message || message.startsWith(`${aimed}/reply`) || message.startsWith(`${aimed}~`);

function touches({ target }: Intervention, { nodes, link, message }: Place): boolean {
  switch (target.kind) {
    case "request":
      return false;
    case "node":
      return nodes.includes(target.node);
    case "message":
      return message !== undefined && isSameMessage(target.message, message);
    case "link": {
      if (link === undefined) return false;
      const joins = (a: string, b: string): boolean =>
        target.from.includes(a) && target.to.includes(b);
      return joins(link.from, link.to) || (target.isBothWays && joins(link.to, link.from));
    }
  }
}

/** Kinds that can make such an event happen, and where they must act. */
function suspects(
  event: SimEvent,
): { readonly kinds: readonly FaultKind[]; readonly place: Place } | null {
  switch (event.kind) {
    case "message-lost": {
      const link = { from: event.from, to: event.node };
      const place = { nodes: [event.node], link, message: event.message };
      const kinds = {
        loss: "loss",
        partition: "partition",
        "node-down": "crash",
        dropped: "drop-message",
      } as const;
      return { kinds: [kinds[event.reason]], place };
    }
    case "call-timed-out":
      return {
        kinds: [
          "crash",
          "pause",
          "slow",
          "partition",
          "hold",
          "loss",
          "delay",
          "reorder",
          "drop-message",
          "delay-message",
          "disk-full",
        ],
        place: {
          nodes: [event.to],
          link: { from: event.node, to: event.to },
          message: event.message,
        },
      };
    case "message-delayed": {
      // Its ends are in its name, « from>to:operation »; a reply goes the other way.
      const [asks = "", answers = ""] = event.message.split(/[>:]/);
      const link = { from: event.node, to: event.node === asks ? answers : asks };
      return {
        kinds: ["delay", "reorder", "delay-message"],
        place: { nodes: [], link, message: event.message },
      };
    }
    case "message-duplicated": {
      const link = { from: event.node, to: event.to };
      return {
        kinds: ["duplicate", "duplicate-message"],
        place: { nodes: [], link, message: event.message },
      };
    }
    case "statement-failed":
      return { kinds: ["disk-full"], place: { nodes: [event.node] } };
    case "request-rejected":
      return {
        kinds: ["refuse", "pause", "slow"],
        place: { nodes: [event.node], message: event.message },
      };
    case "request-finished":
      return {
        kinds: ["poison", "disk-full"],
        place: { nodes: [event.node], message: event.message },
      };
    default:
      return null;
  }
}

/** Index of the `fault-started` behind a loss, or −1 when the reader has no hand in it. */
export function faultBehind(
  log: EventLog,
  {
    index,
    since,
    faults,
  }: { readonly index: number; readonly since: number; readonly faults: readonly PlacedFault[] },
): number {
  // Only what the world did at once counts: after it, the story is the system's own.
  const direct = causeChain(log, index)
    .slice(0, 3)
    .find((i) => log.kind(i) === "fault-started");
  if (direct !== undefined) return direct;
  const accused = suspects(log.event(index));
  if (accused === null) return -1;
  const guilty = faults.filter(
    ({ fault, index: begin, endIndex }) =>
      begin < index &&
      (endIndex > since || fault.target.kind === "message") &&
      accused.kinds.includes(fault.kind) &&
      touches(fault, accused.place),
  );
  return guilty.at(-1)?.index ?? -1;
}
