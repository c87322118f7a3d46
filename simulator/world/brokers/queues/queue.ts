/**
 * One queue: messages that wait, consumers in line, and who gets what next.
 *
 * Owns the order of messages, the turn of consumers, expiry at the head, the length limit and what is
 * unsynchronised on disk. Refuses to know channels' delivery tags, exchanges and where dead letters go:
 * it hands them out. Source: RabbitMQ 3.10.8, classic queue version 1 and quorum queue, by runs.
 */
import { assert } from "../../../base/assert.ts";
import type { Disk } from "./disk.ts";
import type { DeathReason, Message } from "./messages.ts";
import { type Entry, ReadyLine } from "./ready-line.ts";
import type { QueueDefinition } from "./topology.ts";

/** A subscription. `credit`: how many more messages it may hold; infinite when its prefetch is 0. */
export interface Consumer {
  readonly tag: string;
  readonly channel: number;
  readonly isAutoAck: boolean;
  credit: number;
}

/** What the queue tells its broker, in order. */
export interface QueueListener {
  readonly deliver: (queue: Queue, consumer: Consumer, entry: Entry) => void;
  /** A message that dies and has somewhere to go. */
  readonly deadLetter: (queue: Queue, message: Message, reason: DeathReason) => void;
  /** The message is no more: expired, too many, rejected with nowhere to go. */
  readonly drop: (queue: Queue, message: Message, reason: DeathReason) => void;
}

export interface QueueSurroundings {
  readonly disk: Disk;
  readonly listener: QueueListener;
  /** Whether a dead letter exchange of this name exists now. */
  readonly hasExchange: (name: string) => boolean;
  /** The instant, µs. */
  readonly nowUs: () => number;
}

export type Settlement = "ack" | "requeue" | "reject";

/** Something held by a channel: what it is, and for which consumer (null: taken by `get`). */
export interface Held {
  readonly queue: Queue;
  readonly entry: Entry;
  readonly consumer: Consumer | null;
}

export class Queue {
  readonly definition: QueueDefinition;
  readonly isDurable: boolean;
  readonly #around: QueueSurroundings;
  readonly #isQuorum: boolean;
  readonly #countsReturns: boolean;
  readonly #ready: ReadyLine;
  /** Consumers whose turn will come, the next one first. */
  readonly #line = new Set<Consumer>();
  /** Consumers found without credit when their turn came, in that order. */
  readonly #blocked = new Set<Consumer>();
  /** To be kept, and not yet on disk. */
  readonly #unsynchronised = new Set<Entry>();
  #nextSequence = 0;
  #heldCount = 0;

  constructor(definition: QueueDefinition, around: QueueSurroundings) {
    this.definition = definition;
    this.#around = around;
    this.#isQuorum = definition.kind === "quorum";
    this.#countsReturns = definition.deliveryLimit !== undefined;
    this.isDurable = this.#isQuorum || definition.isDurable !== false;
    this.#ready = new ReadyLine(this.#isQuorum ? "order-of-return" : "original-place");
    this.#recover();
  }

  get name(): string {
    return this.definition.name;
  }

  get readyCount(): number {
    return this.#ready.length;
  }

  /** Delivered and not settled. */
  get heldCount(): number {
    return this.#heldCount;
  }

  get consumerCount(): number {
    return this.#line.size + this.#blocked.size;
  }

  /** Whether a crash would keep this message once it is on disk. */
  keeps = (message: Message): boolean => this.isDurable && (message.isPersistent || this.#isQuorum);

  /** What leaves first, for drawing. */
  firsts(countMax: number): readonly Entry[] {
    return this.#ready.firsts(countMax);
  }

  /** What the disk kept. Nobody knows whether it had been delivered: all of it is said redelivered. */
  #recover(): void {
    for (const entry of this.#around.disk.read(this.name)) {
      this.#nextSequence = entry.sequence + 1;
      this.#ready.append({ ...entry, isRedelivered: true });
    }
  }

  /** The entry made of the message, or null when the queue refuses it. */
  publish(message: Message): Entry | null {
    const { lengthMax, overflow } = this.definition;
    const isFull = lengthMax !== undefined && this.#ready.length + 1 > lengthMax;
    if (isFull && overflow === "reject-publish") return null;
    const entry: Entry = {
      sequence: this.#nextSequence++,
      message,
      expiresAtUs: this.#expiryOf(message),
      isRedelivered: false,
      returnCount: 0,
    };
    this.#ready.append(entry);
    if (this.keeps(message)) this.#unsynchronised.add(entry);
    // A consumer that waits takes it before length and age are looked at.
    this.#serve();
    this.#dropTooMany();
    this.expire();
    return entry;
  }

  /** Something that the disk should hold is not there yet. */
  get hasUnwritten(): boolean {
    return this.#unsynchronised.size > 0;
  }

  /** Writes what came since the last time and is still there. */
  synchronise(): void {
    for (const entry of this.#unsynchronised) this.#around.disk.write(this.name, entry);
    this.#unsynchronised.clear();
  }

  #forgetOnDisk(entry: Entry): void {
    if (!this.#unsynchronised.delete(entry)) this.#around.disk.erase(this.name, entry);
  }

  #expiryOf(message: Message): number | null {
    const { messageTtlUs } = this.definition;
    if (messageTtlUs === undefined && message.ttlUs === null) return null;
    const shortestUs = Math.min(
      messageTtlUs ?? Number.POSITIVE_INFINITY,
      message.ttlUs ?? Number.POSITIVE_INFINITY,
    );
    return this.#around.nowUs() + shortestUs;
  }

  /** Takes the head for a `basic.get`. Null when nothing is ready. */
  get(isAutoAck: boolean): Entry | null {
    const entry = this.#take();
    if (entry === null) return null;
    this.#hand(entry, isAutoAck);
    return entry;
  }

  subscribe(consumer: Consumer): void {
    this.#line.add(consumer);
    this.#serve();
  }

  /** What the consumer holds stays held by its channel. */
  unsubscribe(consumer: Consumer): void {
    this.#line.delete(consumer);
    this.#blocked.delete(consumer);
  }

  /** Ends the holding of messages of one consumer, oldest delivery first. */
  settle(held: readonly Held[], how: Settlement): void {
    assert(
      held.every(({ queue }) => queue === this),
      "a queue settles its own messages",
    );
    const isOneByOne = how === "requeue" && this.#isQuorum && !this.#countsReturns;
    for (const group of isOneByOne ? held.map((one) => [one]) : [held]) {
      this.#giveCreditBack(group);
      this.#end(group, how, isOneByOne);
      this.#dropTooMany();
      this.expire();
      this.#serve();
    }
  }

  /** The channel is gone: its consumers leave the line, what it held returns. */
  forget(channel: number, held: readonly Held[]): void {
    for (const consumer of [...this.#line, ...this.#blocked]) {
      if (consumer.channel === channel) this.unsubscribe(consumer);
    }
    this.#end(held, "requeue");
    this.#dropTooMany();
    this.expire();
    this.#serve();
  }

  #end(held: readonly Held[], how: Settlement, isAtEnd = false): void {
    this.#heldCount -= held.length;
    assert(this.#heldCount >= 0, "a queue settles what it had delivered, once", this.#heldCount);
    for (const one of held) {
      const { entry } = one;
      if (how === "requeue") this.#giveBack(one, isAtEnd);
      else {
        this.#forgetOnDisk(entry);
        if (how === "reject") this.#die(entry, "rejected");
      }
    }
  }

  /**
   * A quorum queue without a delivery limit writes a returned message again, at its end; with a limit the
   * message waits before the others, once more of its returns counted.
   */
  #giveBack({ entry, consumer }: Held, isAtEnd: boolean): void {
    entry.isRedelivered = true;
    if (this.#isQuorum) entry.returnCount++;
    const { deliveryLimit } = this.definition;
    if (deliveryLimit !== undefined && entry.returnCount > deliveryLimit) {
      // 3.10 gives credit for the end of the message and again for its return.
      if (consumer !== null) consumer.credit++;
      this.#forgetOnDisk(entry);
      this.#die(entry, "delivery_limit");
    } else if (isAtEnd) this.#ready.append(entry);
    else this.#ready.putBack(entry);
  }

  /**
   * A consumer that had none gets credit. A classic queue then puts all consumers of the channel that were
   * found without credit, and have some now, at the end of the line.
   */
  #giveCreditBack(held: readonly Held[]): void {
    const unblocked = new Set<number>();
    for (const { consumer } of held) {
      if (consumer === null) continue;
      if (consumer.credit === 0) unblocked.add(consumer.channel);
      consumer.credit++;
    }
    for (const consumer of this.#blocked) {
      if (consumer.credit === 0 || !unblocked.has(consumer.channel)) continue;
      this.#blocked.delete(consumer);
      this.#line.add(consumer);
    }
  }

  /** Hands messages to consumers in turn, as long as one of them has room. */
  #serve(): void {
    while (this.#ready.length > 0) {
      const consumer = this.#nextConsumer();
      if (consumer === null) return;
      const entry = this.#take();
      assert(entry !== null, "a message that is ready can be taken");
      if (!consumer.isAutoAck) consumer.credit--;
      // Round robin: whoever was served goes to the end of the line.
      if (this.#isQuorum && consumer.credit === 0) this.#blocked.add(consumer);
      else this.#line.add(consumer);
      this.#hand(entry, consumer.isAutoAck);
      this.#around.listener.deliver(this, consumer, entry);
    }
  }

  /** The next consumer with credit, out of the line. Those met without any leave it until they have. */
  #nextConsumer(): Consumer | null {
    for (const consumer of this.#line) {
      this.#line.delete(consumer);
      if (consumer.credit > 0) return consumer;
      this.#blocked.add(consumer);
    }
    return null;
  }

  #hand(entry: Entry, isAutoAck: boolean): void {
    if (isAutoAck) this.#forgetOnDisk(entry);
    else this.#heldCount++;
  }

  /** Takes the head; what has expired behind it goes at once. */
  #take(): Entry | null {
    const entry = this.#ready.take();
    if (entry === undefined) return null;
    this.expire();
    return entry;
  }

  /** When the head expires, µs; null when it never does. Only the head is looked at. */
  nextExpiryUs(): number | null {
    return this.#ready.first()?.expiresAtUs ?? null;
  }

  /** Removes what has expired, from the head to the first message that has not. */
  expire(): void {
    const nowUs = this.#around.nowUs();
    for (;;) {
      const first = this.#ready.first();
      if (first === undefined || first.expiresAtUs === null || first.expiresAtUs > nowUs) return;
      this.#removeHead("expired");
    }
  }

  #dropTooMany(): void {
    const { lengthMax, overflow } = this.definition;
    // Returned messages may exceed the limit of a queue that refuses new ones.
    if (lengthMax === undefined || overflow === "reject-publish") return;
    while (this.#ready.length > lengthMax) this.#removeHead("maxlen");
  }

  #removeHead(reason: DeathReason): void {
    const entry = this.#ready.take();
    assert(entry !== undefined, "what is removed from the head stands there");
    this.#forgetOnDisk(entry);
    this.#die(entry, reason);
  }

  /** To the dead letter exchange if the queue has one that exists; otherwise silently nowhere. */
  #die({ message }: Entry, reason: DeathReason): void {
    const exchange = this.definition.deadLetterExchange;
    const hasPlace = exchange !== undefined && this.#around.hasExchange(exchange);
    if (hasPlace) this.#around.listener.deadLetter(this, message, reason);
    else this.#around.listener.drop(this, message, reason);
  }
}
