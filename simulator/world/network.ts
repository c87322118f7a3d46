/**
 * The network: directed links with latency by quantiles, and everything that can go wrong on them.
 *
 * A message's luck (latency, loss, duplication) is drawn from its own identity, so that a fault
 * elsewhere never changes it. Cut links lose messages, held links keep them and let them go in
 * order. Delivery is the receiver's business: the network only brings the message there.
 */
import { assert } from "../base/assert.ts";
import { latencyAt, type Quantiles } from "../base/random.ts";
import type { DurationUs } from "../base/time.ts";
import type { TimerHandle } from "../kernel/event-queue.ts";
import type { LinkState, LossReason, MessageRole, ReplyStatus } from "../vocabulary/events.ts";
import type { Value } from "../vocabulary/values.ts";
import type { World } from "./world.ts";

export interface Message {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly operation: string;
  readonly role: MessageRole;
  /** The request this replies to, or null. */
  readonly replyTo: string | null;
  readonly status: ReplyStatus;
  readonly subject: string | null;
  /** The reader's request in whose name it was sent, or null. */
  readonly asker: string | null;
  readonly body: Value;
}

/** Effects of the reader's faults on one directed link; the strongest of several applies. */
export interface LinkTrouble {
  readonly fault: string;
  readonly kind: "partition" | "hold" | "loss" | "duplicate" | "delay" | "reorder";
  /** Percent for probabilities, microseconds for a delay. */
  readonly amount: number;
}

/** Effects of the reader's faults on one message, by its id. */
export interface MessageTrouble {
  readonly kind: "drop-message" | "duplicate-message" | "delay-message" | "poison";
  readonly delayUs: number;
}

/** How long a message takes: by itself, and with what the faults of its link add. Microseconds. */
interface Transit {
  readonly ownUs: number;
  readonly delayUs: number;
}

interface InFlight {
  readonly message: Message;
  /** Index of its « sent » event (or of the event that made the copy). */
  readonly sentIndex: number;
  timer: TimerHandle;
  arrivesAtUs: number;
  /** Why it will be lost when its time comes, or null. */
  fate: LossReason | null;
  /** It has arrived at a held link, and waits there. */
  isHeld: boolean;
}

export interface Network {
  readonly send: (message: Message) => void;
  readonly addTrouble: (from: string, to: string, trouble: LinkTrouble) => void;
  readonly removeTrouble: (from: string, to: string, fault: string) => void;
  readonly linkState: (from: string, to: string) => LinkState;
  readonly troubleMessage: (id: string, trouble: MessageTrouble) => void;
  readonly isPoisoned: (id: string) => boolean;
  /** True when this message, an original, was ever in flight twice. */
  readonly isDoubled: (id: string) => boolean;
  readonly inFlightCount: () => number;
}

export interface NetworkOptions {
  readonly latency: (from: string, to: string) => Quantiles;
  readonly deliver: (message: Message) => void;
}

const linkKey = (from: string, to: string): string => `${from}>${to}`;

export function createNetwork(world: World, { latency, deliver }: NetworkOptions): Network {
  const { kernel } = world;
  const flying = new Map<string, InFlight>();
  const troubles = new Map<string, LinkTrouble[]>();
  const marked = new Map<string, MessageTrouble[]>();
  const doubled = new Set<string>();

  /** Amount of the strongest fault of this kind on a link; −1 when there is none. */
  const amountOf = (from: string, to: string, kind: LinkTrouble["kind"]): number => {
    let strongest = -1;
    if (troubles.size === 0) return strongest;
    for (const trouble of troubles.get(linkKey(from, to)) ?? []) {
      if (trouble.kind === kind) strongest = Math.max(strongest, trouble.amount);
    }
    return strongest;
  };

  const linkState = (from: string, to: string): LinkState =>
    amountOf(from, to, "partition") >= 0
      ? "cut"
      : amountOf(from, to, "hold") >= 0
        ? "held"
        : "open";

  /** True when this link's fault strikes this message (its own luck, per fault kind). */
  const strikes = (message: Message, kind: "loss" | "duplicate" | "reorder"): boolean => {
    const percent = amountOf(message.from, message.to, kind);
    return percent > 0 && world.draw(`${kind}/${message.id}`) < percent * 10_000;
  };

  function transit(message: Message): Transit {
    const rank = world.draw(`latency/${message.id}`);
    const ownUs: number = latencyAt(rank, latency(message.from, message.to));
    let delayUs = ownUs + Math.max(0, amountOf(message.from, message.to, "delay"));
    // A message that lets others overtake it waits several times the usual time of its link.
    if (strikes(message, "reorder")) delayUs *= 4;
    return { ownUs: Math.max(1, ownUs), delayUs: Math.max(1, delayUs) };
  }

  /** The link's own time is announced when a message leaves; what a fault adds to it is an event. */
  function sayDelay({ id, from, subject }: Message, arrivesAtUs: number): void {
    world.record("message-delayed", from, { message: id, arrivesAtUs }, subject);
  }

  function send(message: Message): void {
    const { ownUs, delayUs } = transit(message);
    const index = world.record(
      "message-sent",
      message.from,
      {
        message: message.id,
        to: message.to,
        operation: message.operation,
        role: message.role,
        replyTo: message.replyTo,
        status: message.status,
        body: message.body,
        arrivesAtUs: kernel.nowUs + ownUs,
      },
      message.subject,
    );
    if (delayUs > ownUs) sayDelay(message, kernel.nowUs + delayUs);
    launch(message, delayUs, index);
    // What the sender does next follows from its message, not from what becomes of it.
    kernel.cause = index;
    if (strikes(message, "duplicate")) copy(message.id);
  }

  function launch(message: Message, delayUs: number, sentIndex: number): void {
    assert(!flying.has(message.id), "a message is sent once", message.id);
    const isCut = linkState(message.from, message.to) === "cut";
    const fate: LossReason | null = isCut ? "partition" : strikes(message, "loss") ? "loss" : null;
    // A doomed message dies half-way: it is seen on its track, and nobody receives it.
    const waitUs = fate === null ? delayUs : Math.max(1, Math.floor(delayUs / 2));
    const flight: InFlight = {
      message,
      sentIndex,
      fate,
      isHeld: false,
      arrivesAtUs: kernel.nowUs + waitUs,
      timer: kernel.schedule(waitUs as DurationUs, arrive, message.id),
    };
    flying.set(message.id, flight);
    if (flying.size > world.budgets.liveMessagesMax) {
      world.exceeded = `${world.budgets.liveMessagesMax} messages en vol`;
    }
    for (const trouble of marked.get(message.id) ?? []) afflict(message.id, trouble);
  }

  function arrive(argument: unknown): void {
    const flight = flying.get(argument as string) as InFlight;
    const { message } = flight;
    const state = linkState(message.from, message.to);
    if (state === "held" && flight.fate === null) {
      flight.isHeld = true;
      // Last among those that wait: they leave in the order in which they came.
      flying.delete(message.id);
      flying.set(message.id, flight);
      return;
    }
    flying.delete(message.id);
    const reason = flight.fate ?? (state === "cut" ? "partition" : null);
    if (reason !== null) lose(message, reason);
    else if (!world.node(message.to).isUp) lose(message, "node-down");
    else {
      world.record(
        "message-delivered",
        message.to,
        { message: message.id, from: message.from },
        message.subject,
      );
      deliver(message);
    }
  }

  function lose(message: Message, reason: LossReason): void {
    world.record(
      "message-lost",
      message.to,
      { message: message.id, from: message.from, reason },
      message.subject,
    );
  }

  function copy(id: string): void {
    const flight = flying.get(id);
    if (flight === undefined) return;
    const { message } = flight;
    doubled.add(message.id);
    const twin: Message = {
      ...message,
      id: `${message.id}~${world.ordinal(`copy/${message.id}`) + 1}`,
    };
    const { ownUs, delayUs: ownDelayUs } = transit(twin);
    const behindUs = Math.max(0, flight.arrivesAtUs - kernel.nowUs);
    const delayUs = ownDelayUs + behindUs;
    const announcedUs = kernel.nowUs + behindUs + ownUs;
    const index = world.record(
      "message-duplicated",
      message.from,
      { message: message.id, copy: twin.id, to: message.to, arrivesAtUs: announcedUs },
      message.subject,
    );
    if (ownDelayUs > ownUs) sayDelay(twin, kernel.nowUs + delayUs);
    launch(twin, delayUs, index);
  }

  function afflict(id: string, trouble: MessageTrouble): void {
    const flight = flying.get(id);
    if (flight === undefined) return;
    switch (trouble.kind) {
      case "drop-message":
        kernel.cancelTimer(flight.timer);
        flying.delete(id);
        lose(flight.message, "dropped");
        return;
      case "duplicate-message":
        copy(id);
        return;
      case "delay-message": {
        kernel.cancelTimer(flight.timer);
        flight.isHeld = false;
        flight.arrivesAtUs = Math.max(flight.arrivesAtUs, kernel.nowUs) + trouble.delayUs;
        sayDelay(flight.message, flight.arrivesAtUs);
        flight.timer = kernel.schedule(
          (flight.arrivesAtUs - kernel.nowUs) as DurationUs,
          arrive,
          id,
        );
        return;
      }
      case "poison":
        return;
    }
  }

  function removeTrouble(from: string, to: string, fault: string): void {
    const key = linkKey(from, to);
    const rest = (troubles.get(key) ?? []).filter((trouble) => trouble.fault !== fault);
    troubles.set(key, rest);
    if (linkState(from, to) === "held") return;
    // The link lets go: what waited arrives now, in the order in which it came.
    for (const flight of flying.values()) {
      const { message } = flight;
      if (!flight.isHeld || message.from !== from || message.to !== to) continue;
      flight.isHeld = false;
      flight.timer = kernel.schedule(0 as DurationUs, arrive, message.id);
    }
  }

  return {
    send,
    addTrouble(from, to, trouble) {
      const key = linkKey(from, to);
      troubles.set(key, [...(troubles.get(key) ?? []), trouble]);
    },
    removeTrouble,
    linkState,
    troubleMessage(id, trouble) {
      marked.set(id, [...(marked.get(id) ?? []), trouble]);
      afflict(id, trouble);
    },
    isPoisoned: (id) => marked.get(id)?.some((trouble) => trouble.kind === "poison") ?? false,
    isDoubled: (id) => doubled.has(id),
    inFlightCount: () => flying.size,
  };
}
