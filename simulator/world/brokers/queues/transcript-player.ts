/**
 * Plays a schedule of commands on the model and tells what came out of each, line by line.
 *
 * The real server's answers are told in the same lines (`told…`), so that model and server are compared as
 * text. Owns that text and the notion of a race: a command after which two senders reach one queue at the
 * same time, whose order the real server does not promise. Knows no server.
 */
import { assert } from "../../../base/assert.ts";
import { Broker } from "./broker.ts";
import { createDisk, type Disk } from "./disk.ts";
import type { Effect } from "./effects.ts";
import { createExchanges } from "./exchanges.ts";
import type { Death, FirstDeath } from "./messages.ts";
import type { Topology } from "./topology.ts";

/** Channels are named by slots 0, 1, 2…: one connection, one channel each. */
export type Command =
  | readonly ["open", slot: number, mode: "confirms" | "plain"]
  /** Closes the channel, or cuts the connection. */
  | readonly ["close" | "cut", slot: number]
  /** `flags`: p persistent, m mandatory. `ttlMs` −1: none. */
  | readonly [
      "publish",
      slot: number,
      exchange: string,
      key: string,
      id: string,
      flags: string,
      ttlMs: number,
    ]
  | readonly [
      "consume",
      slot: number,
      queue: string,
      consumer: string,
      prefetch: number,
      isAutoAck: boolean,
    ]
  | readonly ["cancel", slot: number, consumer: string]
  | readonly ["get", slot: number, queue: string, isAutoAck: boolean]
  | readonly ["ack" | "requeue" | "reject", slot: number, tag: number, isMultiple: boolean]
  /** Waits until the disk has everything. */
  | readonly ["sync"]
  /** Lets time pass up to the next whole `WAIT_MS`. */
  | readonly ["wait"]
  /** Power cut and restart: every channel is gone, every queue is as its disk says. */
  | readonly ["crash"];

export interface Schedule {
  readonly name: string;
  readonly topology: Topology;
  readonly commands: readonly Command[];
}

/** What came out of a command: lines, and how many messages are ready in each queue. */
export interface Step {
  readonly lines: readonly string[];
  readonly ready: readonly number[];
  /** The order of what came out is not promised by the real server. */
  readonly isRace: boolean;
}

/** A golden transcript: a schedule with the real server's answers. */
export interface Transcript extends Schedule {
  readonly steps: readonly (readonly [lines: readonly string[], ready: readonly number[]])[];
}

export const WAIT_MS = 400;

/** A message as both sides tell it. */
export interface ToldMessage {
  readonly id: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly isPersistent: boolean;
  readonly ttlMs: number | null;
  readonly deaths: readonly (Omit<Death, "originalTtlUs"> & {
    readonly originalTtlMs: number | null;
  })[];
  readonly firstDeath: FirstDeath | null;
}

export interface ToldDelivery extends ToldMessage {
  readonly tag: number;
  readonly isRedelivered: boolean;
  readonly returnCount: number;
}

function tellMessage(message: ToldMessage): string {
  const { id, exchange, routingKey, isPersistent, ttlMs, deaths, firstDeath } = message;
  const told = deaths.map(
    (death) =>
      `${death.queue}/${death.reason}×${death.count}@${death.exchange}:${death.routingKey}${
        death.originalTtlMs === null ? "" : `~${death.originalTtlMs}`
      }`,
  );
  const first =
    firstDeath === null ? "" : ` !${firstDeath.queue}/${firstDeath.reason}@${firstDeath.exchange}`;
  const ttl = ttlMs === null ? "" : ` ~${ttlMs}`;
  const list = told.length === 0 ? "" : ` †${told.join(",")}`;
  return `${id} ${exchange}:${routingKey}${isPersistent ? " p" : ""}${ttl}${list}${first}`;
}

const tellHanded = (delivery: ToldDelivery): string => {
  const { tag, isRedelivered, returnCount } = delivery;
  return `#${tag}${isRedelivered ? " r" : ""}${returnCount > 0 ? returnCount : ""} ${tellMessage(delivery)}`;
};

/** One line an event. The first word is its stream: order counts only inside a stream. */
export const tell = {
  delivery: (slot: number, consumer: string, delivery: ToldDelivery): string =>
    `${slot}d ${consumer} ${tellHanded(delivery)}`,
  got: (slot: number, delivery: ToldDelivery, remaining: number): string =>
    `${slot}g ${tellHanded(delivery)} +${remaining}`,
  gotNothing: (slot: number): string => `${slot}g -`,
  confirm: (slot: number, publication: number, isAccepted: boolean): string =>
    `${slot}p ${isAccepted ? "ok" : "no"} ${publication}`,
  returned: (slot: number, message: ToldMessage): string => `${slot}p back ${tellMessage(message)}`,
  closed: (slot: number, code: number, text: string): string => `${slot}x ${code} ${text}`,
};

const streamOf = (line: string): string => line.slice(0, line.indexOf(" "));

/** Lines by stream; inside a stream in their order. */
export const inStreams = (lines: readonly string[]): readonly string[] =>
  lines
    .map((line, i) => ({ line, i, stream: streamOf(line) }))
    .sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.i - b.i))
    .map(({ line }) => line);

type DeliveredEffect = Extract<Effect, { readonly kind: "delivered" }>;
type MessageParts = Pick<DeliveredEffect, "message" | "tag" | "isRedelivered" | "returnCount">;

const toMs = (valueUs: number | null): number | null => (valueUs === null ? null : valueUs / 1_000);

const toldOf = ({ message, tag, isRedelivered, returnCount }: MessageParts): ToldDelivery => ({
  ...message,
  ttlMs: toMs(message.ttlUs),
  deaths: message.deaths.map((death) => ({ ...death, originalTtlMs: toMs(death.originalTtlUs) })),
  tag,
  isRedelivered,
  returnCount,
});

/** Who reached which queue since the last quiet moment. */
class Senders {
  readonly #byQueue = new Map<string, string>();
  isRace = false;

  reaches(queue: string, sender: string): void {
    const known = this.#byQueue.get(queue);
    if (known !== undefined && known !== sender) this.isRace = true;
    this.#byQueue.set(queue, sender);
  }

  clear(): void {
    this.#byQueue.clear();
    this.isRace = false;
  }
}

/** A model on which commands are played one after the other. */
export class Player {
  readonly #topology: Topology;
  readonly #disk: Disk = createDisk();
  readonly #route: ReturnType<typeof createExchanges>;
  readonly #senders = new Senders();
  readonly slots = new Map<number, number>();
  broker: Broker;
  #lines: string[] = [];
  #nowMs = 0;

  constructor(topology: Topology) {
    this.#topology = topology;
    this.#route = createExchanges(topology);
    this.broker = this.#boot();
  }

  #boot(): Broker {
    return new Broker({
      topology: this.#topology,
      disk: this.#disk,
      nowUs: this.#nowMs * 1_000,
      onEffect: (effect) => this.#hear(effect),
    });
  }

  #slotOf(channel: number): number {
    for (const [slot, own] of this.slots) if (own === channel) return slot;
    assert(false, "effects concern open channels", channel);
  }

  #hear(effect: Effect): void {
    switch (effect.kind) {
      case "delivered":
        this.#lines.push(
          tell.delivery(this.#slotOf(effect.channel), effect.consumer, toldOf(effect)),
        );
        return;
      case "confirmed":
        this.#lines.push(
          tell.confirm(this.#slotOf(effect.channel), effect.publication, effect.isAccepted),
        );
        return;
      case "returned": {
        const parts = { ...effect, tag: 0, isRedelivered: false, returnCount: 0 };
        this.#lines.push(tell.returned(this.#slotOf(effect.channel), toldOf(parts)));
        return;
      }
      case "channel-closed": {
        const slot = this.#slotOf(effect.channel);
        this.#lines.push(tell.closed(slot, effect.code, effect.text));
        return;
      }
      case "dead-lettered":
        for (const queue of effect.to) {
          this.#senders.reaches(queue, effect.queue);
          this.#watchExpiry(queue, effect.message.ttlUs);
        }
        return;
      case "dropped":
        return;
    }
  }

  /** What would expire when the next command may come is a race with it. */
  #watchExpiry(queue: string, ttlUs: number | null): void {
    const { messageTtlUs } = this.broker.queue(queue).definition;
    const lifeUs = Math.min(messageTtlUs ?? Number.POSITIVE_INFINITY, ttlUs ?? messageTtlUs ?? 0);
    if (messageTtlUs === undefined && ttlUs === null) return;
    const phaseMs = (this.#nowMs + lifeUs / 1_000) % WAIT_MS;
    if (phaseMs < WAIT_MS / 4 || phaseMs > (WAIT_MS * 3) / 4) this.#senders.isRace = true;
  }

  play(command: Command): Step {
    this.#lines = [];
    this.#senders.clear();
    this.#do(command);
    for (const [slot, channel] of this.slots) {
      if (!this.broker.isOpen(channel)) this.slots.delete(slot);
    }
    return {
      lines: inStreams(this.#lines),
      ready: [...this.broker.queues].map(({ readyCount }) => readyCount),
      isRace: this.#senders.isRace,
    };
  }

  #do(command: Command): void {
    if (command[0] === "sync") this.broker.synchronise();
    else if (command[0] === "wait") this.#wait();
    else if (command[0] === "crash") this.#crash();
    else if (command[0] === "open") {
      const [, slot, mode] = command;
      this.slots.set(slot, this.broker.openChannel({ confirms: mode === "confirms" }));
    } else {
      const channel = this.slots.get(command[1]);
      assert(channel !== undefined, "commands are given on an open slot", command[1]);
      this.#onChannel(channel, command);
    }
  }

  #onChannel(
    channel: number,
    command: Exclude<
      Command,
      readonly ["sync" | "wait" | "crash"] | readonly ["open", ...unknown[]]
    >,
  ): void {
    const { broker } = this;
    switch (command[0]) {
      case "publish":
        this.#publish(channel, command);
        return;
      case "consume": {
        const [, , queue, consumer, prefetch, isAutoAck] = command;
        broker.consume(channel, { queue, consumer, prefetch, isAutoAck });
        return;
      }
      case "cancel":
        broker.cancel(channel, command[2]);
        return;
      case "get": {
        const got = broker.get(channel, command[2], command[3]);
        const slot = command[1];
        this.#lines.push(
          got === null ? tell.gotNothing(slot) : tell.got(slot, toldOf(got), got.remaining),
        );
        return;
      }
      case "ack":
      case "requeue":
      case "reject":
        for (const name of broker.namesHeld(channel)) this.#senders.reaches(name, "channel");
        broker.settle(channel, { how: command[0], tag: command[2], isMultiple: command[3] });
        return;
      case "close":
      case "cut":
        for (const name of broker.namesHeld(channel)) this.#senders.reaches(name, "channel");
        broker.closeChannel(channel);
        return;
    }
  }

  #publish(channel: number, command: Extract<Command, readonly ["publish", ...unknown[]]>): void {
    const [, , exchange, routingKey, id, flags, ttlMs] = command;
    const ttlUs = ttlMs < 0 ? null : ttlMs * 1_000;
    for (const queue of this.#route.route(exchange, routingKey)) {
      this.#senders.reaches(queue, "channel");
      this.#watchExpiry(queue, ttlUs);
    }
    this.broker.publish(channel, {
      id,
      body: null,
      exchange,
      routingKey,
      isPersistent: flags.includes("p"),
      isMandatory: flags.includes("m"),
      ttlUs,
    });
  }

  /** Each expiry is a quiet moment of its own: they stand far apart, or are a race. */
  #wait(): void {
    const untilMs = this.#nowMs + WAIT_MS;
    let isRace = false;
    for (;;) {
      const nextUs = this.broker.nextExpiryUs();
      if (nextUs === null || nextUs > untilMs * 1_000) break;
      this.#nowMs = Math.max(this.#nowMs, nextUs / 1_000);
      this.#senders.clear();
      this.broker.advance(this.#nowMs * 1_000);
      isRace ||= this.#senders.isRace;
    }
    this.#nowMs = untilMs;
    this.broker.advance(untilMs * 1_000);
    this.#senders.isRace = isRace;
  }

  #crash(): void {
    this.slots.clear();
    this.broker = this.#boot();
  }
}

/** Everything that the schedule brings out of the model. */
export function playSchedule({ topology, commands }: Schedule): readonly Step[] {
  const player = new Player(topology);
  return commands.map((command) => player.play(command));
}

/** How many steps of the transcript the model tells otherwise than the real server did. */
export function differencesWith(transcript: Transcript): number {
  const steps = playSchedule(transcript);
  return transcript.steps.filter(([lines, ready], i) => {
    const step = steps[i];
    return JSON.stringify([lines, ready]) !== JSON.stringify([step?.lines, step?.ready]);
  }).length;
}
