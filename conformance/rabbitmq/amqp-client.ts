/**
 * Plays the commands of a schedule on a real RabbitMQ and tells what came out in the player's lines.
 *
 * Deliveries come by themselves: they are made comparable by letting the server come to rest after each
 * command. It is at rest when everything the model expects has come, or a second has passed, and then two
 * rounds of synchronous questions, asked on every open channel about every queue, change nothing: what a queue
 * sends to a channel before it answers is written to the client before the answer.
 */
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import {
  type Channel,
  type ChannelModel,
  type ConfirmChannel,
  connect,
  type Message,
} from "amqplib";
import type { Topology } from "../../simulator/world/brokers/queues/topology.ts";
import {
  type Command,
  inStreams,
  type Step,
  type ToldDelivery,
  tell,
  WAIT_MS,
} from "../../simulator/world/brokers/queues/transcript-player.ts";
import { declare, undeclare } from "./declarations.ts";
import { addressOf } from "./rabbitmq-server.ts";
import { messageOf } from "./told-messages.ts";

/** How long an expected event may take before its absence is a difference. */
const LATE_MS = 1_500;
/** Commands between two waits must take less, or expiry and command may race. */
const BURST_MS_MAX = WAIT_MS / 5;

interface Slot {
  readonly connection: ChannelModel;
  readonly channel: Channel | ConfirmChannel;
  readonly confirms: boolean;
  publications: number;
}

export interface PlayedStep {
  readonly lines: readonly string[];
  readonly ready: readonly number[];
}

/** What acknowledged messages leave in the server's memory is written within that time. */
const CALM_BEFORE_CRASH_MS = 2_500;

export interface Served {
  readonly port: number;
  /** As a power cut, then the same server again on what its disk kept. */
  readonly kill: () => Promise<void>;
  readonly startAgain: () => Promise<void>;
}

export class AmqpClient {
  readonly #server: Served;
  readonly #topology: Topology;
  readonly #slots = new Map<number, Slot>();
  #control: ChannelModel | null = null;
  #controlChannel: Channel | null = null;
  #lines: string[] = [];
  /** Confirms that came before the model expects them: the disk was faster than the schedule. */
  #early: string[] = [];
  #startMs = 0;
  #waits = 0;
  /** The machine was too slow for the order of expiries to be certain. */
  isLate = false;

  constructor(server: Served, topology: Topology) {
    this.#server = server;
    this.#topology = topology;
  }

  async begin(): Promise<void> {
    this.#control = await connect(addressOf(this.#server.port));
    this.#controlChannel = await this.#control.createChannel();
    await declare(this.#controlChannel, this.#topology);
    this.#startMs = performance.now();
  }

  async end(): Promise<void> {
    for (const [slot] of this.#slots) await this.#hangUp(slot);
    const control = this.#controlChannel as Channel;
    await undeclare(control, this.#topology);
    await this.#control?.close();
  }

  /** Connections die with the server: forgets them all, and comes back to the restarted one. */
  async #crash(): Promise<void> {
    await pause(CALM_BEFORE_CRASH_MS);
    for (const { connection } of this.#slots.values()) destroy(connection);
    this.#slots.clear();
    if (this.#control !== null) destroy(this.#control);
    await this.#server.kill();
    await this.#server.startAgain();
    this.#control = await connect(addressOf(this.#server.port));
    this.#controlChannel = await this.#control.createChannel();
    // What was not durable is declared again, as clients do when they come back.
    await declare(this.#controlChannel, this.#topology);
  }

  async play(command: Command, expected: Step): Promise<PlayedStep> {
    this.#lines = [];
    await this.#do(command);
    const ready = await this.#rest(expected);
    const sinceMs = performance.now() - this.#startMs - this.#waits * WAIT_MS;
    if (sinceMs > BURST_MS_MAX) this.isLate = true;
    return { lines: inStreams(this.#lines), ready };
  }

  /** Lines that the model never expected. */
  get unexpected(): readonly string[] {
    return this.#early;
  }

  async #do(command: Command): Promise<void> {
    switch (command[0]) {
      case "sync":
        return;
      case "crash":
        await this.#crash();
        return;
      case "wait":
        this.#waits++;
        await pause(Math.max(0, this.#startMs + this.#waits * WAIT_MS - performance.now()));
        return;
      case "open":
        await this.#open(command[1], command[2] === "confirms");
        return;
      case "close":
        await this.#hangUp(command[1]);
        return;
      case "cut":
        destroy(this.#slot(command[1]).connection);
        this.#slots.delete(command[1]);
        return;
      default:
        await this.#onSlot(this.#slot(command[1]), command);
    }
  }

  #slot(number: number): Slot {
    const slot = this.#slots.get(number);
    if (slot === undefined) throw new Error(`no channel in slot ${number}`);
    return slot;
  }

  async #open(number: number, confirms: boolean): Promise<void> {
    const connection = await connect(addressOf(this.#server.port), { noDelay: true });
    connection.on("error", () => undefined);
    const channel = await (confirms
      ? connection.createConfirmChannel()
      : connection.createChannel());
    const slot: Slot = { connection, channel, confirms, publications: 0 };
    channel.on("error", (error: Error) => {
      const found = /closed by server: (\d+) .*? with message "(.*)"/.exec(error.message);
      this.#lines.push(tell.closed(number, Number(found?.[1]), found?.[2] ?? error.message));
      if (this.#slots.get(number) === slot) this.#slots.delete(number);
      this.#early = this.#early.filter((line) => !line.startsWith(`${number}p`));
      void connection.close().catch(() => undefined);
    });
    channel.on("return", (message: Message) => {
      this.#lines.push(tell.returned(number, messageOf(message)));
    });
    this.#slots.set(number, slot);
  }

  async #hangUp(number: number): Promise<void> {
    const { connection, channel } = this.#slot(number);
    this.#slots.delete(number);
    await channel.close();
    await connection.close();
  }

  async #onSlot(
    slot: Slot,
    command: Exclude<
      Command,
      readonly ["sync" | "crash" | "wait" | "open" | "close" | "cut", ...unknown[]]
    >,
  ): Promise<void> {
    const { channel } = slot;
    const number = command[1];
    switch (command[0]) {
      case "publish":
        this.#publish(slot, command);
        return;
      case "consume": {
        const [, , queue, consumer, prefetch, noAck] = command;
        await channel.prefetch(prefetch);
        const hear = (message: Message | null): void => {
          if (message === null) this.#lines.push(`${number}d ${consumer} cancelled`);
          else this.#lines.push(tell.delivery(number, consumer, deliveryOf(message)));
        };
        await channel.consume(queue, hear, { consumerTag: consumer, noAck });
        return;
      }
      case "cancel":
        await channel.cancel(command[2]);
        return;
      case "get": {
        const got = await channel.get(command[2], { noAck: command[3] });
        if (got === false) this.#lines.push(tell.gotNothing(number));
        else this.#lines.push(tell.got(number, deliveryOf(got), got.fields.messageCount));
        return;
      }
      default:
        settle(channel, command);
    }
  }

  #publish(slot: Slot, command: Extract<Command, readonly ["publish", ...unknown[]]>): void {
    const [, number, exchange, key, id, flags, ttlMs] = command;
    const options = {
      messageId: id,
      persistent: flags.includes("p"),
      mandatory: flags.includes("m"),
      ...(ttlMs < 0 ? {} : { expiration: String(ttlMs) }),
    };
    const body = Buffer.from(id);
    const publication = ++slot.publications;
    if (!slot.confirms) {
      slot.channel.publish(exchange, key, body, options);
      return;
    }
    (slot.channel as ConfirmChannel).publish(exchange, key, body, options, (error) => {
      if (this.#slots.get(number) !== slot) return;
      this.#early.push(tell.confirm(number, publication, !error));
    });
  }

  /** Waits until nothing moves any more; how many messages are ready in each queue. */
  async #rest(expected: Step): Promise<readonly number[]> {
    const wanted = JSON.stringify([expected.lines, expected.ready]);
    const deadlineMs = performance.now() + LATE_MS;
    let known = "";
    for (;;) {
      const ready = await this.#ask();
      this.#takeConfirms(expected);
      const now = JSON.stringify([inStreams(this.#lines), ready]);
      const isStill = now === known;
      known = now;
      if (isStill && (now === wanted || performance.now() > deadlineMs)) return ready;
      if (isStill) await pause(10);
    }
  }

  /** Every open channel asks about every queue; the control channel's answers are the counts. */
  async #ask(): Promise<readonly number[]> {
    const names = this.#topology.queues.map(({ name }) => name);
    const questions = [...this.#slots.values()].flatMap(({ channel }) =>
      names.map((name) => channel.checkQueue(name).catch(() => undefined)),
    );
    await Promise.all(questions);
    const control = this.#controlChannel as Channel;
    const counts = await Promise.all(names.map((name) => control.checkQueue(name)));
    return counts.map(({ messageCount }) => messageCount);
  }

  /** Confirms are told with the step in which the model tells them. */
  #takeConfirms(expected: Step): void {
    const due = this.#early.filter((line) => expected.lines.includes(line));
    this.#early = this.#early.filter((line) => !due.includes(line));
    // A confirm follows what was returned; among themselves they come in any order.
    due.sort((a, b) => expected.lines.indexOf(a) - expected.lines.indexOf(b));
    this.#lines.push(...due);
  }
}

const deliveryOf = (message: Message): ToldDelivery => {
  const { deliveryTag, redelivered } = message.fields;
  const count: unknown = message.properties.headers?.["x-delivery-count"];
  return {
    ...messageOf(message),
    tag: deliveryTag,
    isRedelivered: redelivered,
    returnCount: typeof count === "number" ? count : 0,
  };
};

/** The library settles messages; only their tags go over the wire. */
function settle(
  channel: Channel,
  [how, , deliveryTag, isMultiple]: readonly [
    "ack" | "requeue" | "reject",
    number,
    number,
    boolean,
  ],
): void {
  const message = { fields: { deliveryTag } } as Message;
  if (how === "ack") channel.ack(message, isMultiple);
  else if (isMultiple) channel.nack(message, true, how === "requeue");
  else channel.reject(message, how === "requeue");
}

/** As when the client's machine loses its cable: the socket goes without a word of the protocol. */
function destroy(connection: ChannelModel): void {
  connection.on("error", () => undefined);
  const { stream } = connection.connection as unknown as { readonly stream: Duplex };
  stream.destroy();
}
