/**
 * The table of messages: one record a message, from the moment it leaves to the way it ends.
 *
 * Owns what is needed to list messages and to draw those in flight between two events. A copy made
 * by a duplication is a message of its own. Says nothing of what a message made happen.
 */
import type { LossReason, MessageRole, ReplyStatus } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { Value } from "../vocabulary/values.ts";

export interface MessageRecord {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly operation: string;
  readonly role: MessageRole;
  readonly status: ReplyStatus;
  readonly subject: string | null;
  /** The request's id, for a reply. */
  readonly replyTo: string | null;
  readonly body: Value;
  readonly sentAtUs: number;
  readonly sentIndex: number;
  /** Instant and event of its arrival or loss; −1 while in flight. */
  readonly endAtUs: number;
  readonly endIndex: number;
  readonly end: "delivered" | "lost" | "flying";
  /** Why it was lost, or null. */
  readonly reason: LossReason | null;
  /** Index of the first event that delayed it, or −1. */
  readonly delayedIndex: number;
  readonly delayed: boolean;
  readonly isCopy: boolean;
  /** Index of the `reply-ignored` event when nobody waited for it any more, or −1. */
  readonly ignoredIndex: number;
}

/** A message on its track. */
export interface Flight {
  readonly message: MessageRecord;
  /** When it would arrive, as known at this step. */
  readonly arrivesAtUs: number;
  /** 0 at the sender, 1 at the receiver. */
  readonly progress: number;
}

export interface MessageTable {
  /** Every message in the order they left. */
  readonly all: readonly MessageRecord[];
  /** Reads what was appended to the log. */
  readonly extend: () => void;
  readonly byId: (id: string) => MessageRecord | undefined;
  /** Messages that left at or before event `index` and had not ended by then, in order of leaving. */
  readonly inFlight: (index: number, atUs: number) => readonly Flight[];
}

type Writable = { -readonly [K in keyof MessageRecord]: MessageRecord[K] };
interface Entry extends Writable {
  /** Planned arrival from each event on: `[sent, arrival, delayed, arrival…]`. */
  readonly plan: number[];
}

/** Messages in flight are noted every so many events, so that listing them starts close. */
const EVENTS_BETWEEN_NOTES = 1_024;

function arrivalAt(entry: Entry, index: number): number {
  let arrivesAtUs = entry.plan[1] as number;
  for (let i = 2; i < entry.plan.length && (entry.plan[i] as number) <= index; i += 2)
    arrivesAtUs = entry.plan[i + 1] as number;
  return arrivesAtUs;
}

function progressOf(entry: Entry, arrivesAtUs: number, atUs: number): number {
  const span = arrivesAtUs - entry.sentAtUs;
  return span <= 0 ? 1 : Math.max(0, Math.min(1, (atUs - entry.sentAtUs) / span));
}

export function createMessageTable(log: EventLog): MessageTable {
  const all: Entry[] = [];
  const byId = new Map<string, Entry>();
  const live = new Set<Entry>();
  /** Messages in flight just after event `k × EVENTS_BETWEEN_NOTES − 1`, and how many had left. */
  const notes: { readonly flying: readonly Entry[]; readonly left: number }[] = [];
  let length = 0;

  const add = (entry: Entry): void => {
    all.push(entry);
    byId.set(entry.id, entry);
    live.add(entry);
  };

  const end = (
    id: string,
    how: "delivered" | "lost",
    at: { index: number; atUs: number },
  ): void => {
    const entry = byId.get(id);
    if (entry === undefined || entry.end !== "flying") return;
    entry.end = how;
    entry.endIndex = at.index;
    entry.endAtUs = at.atUs;
    live.delete(entry);
  };

  function read(index: number): void {
    const event = log.event(index);
    switch (event.kind) {
      case "message-sent": {
        const { message, node, to, operation, role, status, subject, replyTo, body } = event;
        add({
          ...{ id: message, from: node, to, operation, role, status, subject, replyTo, body },
          ...{ sentAtUs: event.atUs, sentIndex: index, endAtUs: -1, endIndex: -1, end: "flying" },
          ...{ reason: null, delayedIndex: -1, delayed: false, isCopy: false, ignoredIndex: -1 },
          plan: [index, event.arrivesAtUs],
        });
        return;
      }
      case "message-duplicated": {
        const original = byId.get(event.message);
        if (original === undefined) return;
        add({
          ...original,
          ...{ id: event.copy, to: event.to, sentAtUs: event.atUs, sentIndex: index },
          ...{ endAtUs: -1, endIndex: -1, end: "flying", reason: null, isCopy: true },
          ...{ delayedIndex: -1, delayed: false, ignoredIndex: -1 },
          plan: [index, event.arrivesAtUs],
        });
        return;
      }
      case "message-delayed": {
        const entry = byId.get(event.message);
        if (entry === undefined) return;
        if (!entry.delayed) entry.delayedIndex = index;
        entry.delayed = true;
        entry.plan.push(index, event.arrivesAtUs);
        return;
      }
      case "message-delivered":
        return end(event.message, "delivered", event);
      case "message-lost": {
        const entry = byId.get(event.message);
        if (entry !== undefined) entry.reason = event.reason;
        return end(event.message, "lost", event);
      }
      case "reply-ignored": {
        const entry = byId.get(event.message);
        if (entry !== undefined) entry.ignoredIndex = index;
        return;
      }
      default:
        return;
    }
  }

  const isMessageEvent = (index: number): boolean => {
    const kind = log.kind(index);
    return kind.startsWith("message-") || kind === "reply-ignored";
  };

  return {
    all,
    byId: (id) => byId.get(id),
    extend() {
      for (; length < log.length; length++) {
        if (length % EVENTS_BETWEEN_NOTES === 0)
          notes.push({ flying: [...live], left: all.length });
        if (isMessageEvent(length)) read(length);
      }
    },
    inFlight(index, atUs) {
      const note = notes[Math.floor(Math.max(0, index) / EVENTS_BETWEEN_NOTES)];
      if (note === undefined || index < 0) return [];
      const flights: Flight[] = [];
      const offer = (entry: Entry): void => {
        if (entry.endIndex >= 0 && entry.endIndex <= index) return;
        const arrivesAtUs = arrivalAt(entry, index);
        flights.push({
          message: entry,
          arrivesAtUs,
          progress: progressOf(entry, arrivesAtUs, atUs),
        });
      };
      for (const entry of note.flying) offer(entry);
      for (let i = note.left; i < all.length; i++) {
        const entry = all[i] as Entry;
        if (entry.sentIndex > index) break;
        offer(entry);
      }
      return flights;
    },
  };
}
