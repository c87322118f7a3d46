/**
 * The broker: channels, delivery tags, confirms and dead letters above exchanges and queues.
 *
 * A plain state machine: commands and instants come in, effects go out in order. Owns what is per channel
 * (tags, what is held, confirms) and the way of dead letters. Refuses to know networks, connections and
 * simulated time: the adapter's business. Follows RabbitMQ 3.10.8; rules RMQ-1 … RMQ-7 in
 * docs/fidelity/queues.md.
 */
import { assert } from "../../../base/assert.ts";
import type { Value } from "../../../vocabulary/values.ts";
import { Channel, type Subscription } from "./channel.ts";
import type { Disk } from "./disk.ts";
import type { Effect, Got } from "./effects.ts";
import { createExchanges, type Exchanges } from "./exchanges.ts";
import { type DeathReason, deadLetter, isAutomaticCycle, type Message } from "./messages.ts";
import { type Consumer, type Held, Queue, type Settlement } from "./queue.ts";
import { checkPrefetch, checkTtlUs, type Topology } from "./topology.ts";

export interface Publication {
  readonly id: string;
  readonly body: Value;
  readonly exchange: string;
  readonly routingKey: string;
  readonly isPersistent: boolean;
  readonly isMandatory: boolean;
  readonly ttlUs: number | null;
}

export interface Settling {
  readonly tag: number;
  /** Everything up to this tag; tag 0 is everything. */
  readonly isMultiple: boolean;
  readonly how: Settlement;
}

export interface BrokerOptions {
  readonly topology: Topology;
  /** What survives: given again to the broker that starts after a crash. */
  readonly disk: Disk;
  readonly nowUs: number;
  readonly onEffect: (effect: Effect) => void;
}

/** A dead letter on its way to the exchange. */
interface Letter {
  readonly queue: Queue;
  readonly reason: DeathReason;
  readonly message: Message;
}

/** A publication that waits for the disk. */
interface Unconfirmed {
  readonly channel: number;
  readonly publication: number;
}

export class Broker {
  readonly #queues = new Map<string, Queue>();
  readonly #exchanges: Exchanges;
  readonly #channels = new Map<number, Channel>();
  readonly #emit: (effect: Effect) => void;
  readonly #letters: Letter[] = [];
  #unconfirmed: Unconfirmed[] = [];
  #nextChannel = 1;
  #nowUs: number;

  constructor({ topology, disk, nowUs, onEffect }: BrokerOptions) {
    this.#nowUs = nowUs;
    this.#emit = onEffect;
    this.#exchanges = createExchanges(topology);
    const around = {
      disk,
      hasExchange: this.#exchanges.has,
      nowUs: () => this.#nowUs,
      listener: {
        deliver: (queue: Queue, consumer: Consumer, entry: Held["entry"]) =>
          this.#deliver({ queue, consumer, entry }),
        deadLetter: (queue: Queue, message: Message, reason: DeathReason) =>
          void this.#letters.push({ queue, message, reason }),
        drop: (queue: Queue, message: Message, reason: DeathReason) =>
          this.#emit({ kind: "dropped", queue: queue.name, reason, message }),
      },
    };
    for (const definition of topology.queues) {
      this.#queues.set(definition.name, new Queue(definition, around));
    }
  }

  /** @throws InvariantBroken when no such queue was declared. */
  queue(name: string): Queue {
    const queue = this.#queues.get(name);
    assert(queue !== undefined, "the broker has this queue", name);
    return queue;
  }

  get queues(): Iterable<Queue> {
    return this.#queues.values();
  }

  /** Lets time pass up to `nowUs`: what expires meanwhile dies at its own instant. */
  advance(nowUs: number): void {
    assert(nowUs >= this.#nowUs, "time does not go back", nowUs);
    for (;;) {
      const nextUs = this.nextExpiryUs();
      if (nextUs === null || nextUs > nowUs) break;
      this.#nowUs = Math.max(this.#nowUs, nextUs);
      for (const queue of this.#queues.values()) queue.expire();
      this.#sendLetters();
    }
    this.#nowUs = nowUs;
  }

  /** When something expires next, µs; null: never. */
  nextExpiryUs(): number | null {
    let nextUs: number | null = null;
    for (const queue of this.#queues.values()) {
      const ownUs = queue.nextExpiryUs();
      if (ownUs !== null && (nextUs === null || ownUs < nextUs)) nextUs = ownUs;
    }
    return nextUs;
  }

  openChannel({ confirms }: { readonly confirms: boolean }): number {
    const id = this.#nextChannel++;
    this.#channels.set(id, new Channel(id, confirms));
    return id;
  }

  isOpen = (channel: number): boolean => this.#channels.has(channel);

  #channel(id: number): Channel {
    const channel = this.#channels.get(id);
    assert(channel !== undefined, "commands come on an open channel", id);
    return channel;
  }

  /** Number of this publication on its channel, from 1. Its confirm bears it. */
  publish(channelId: number, publication: Publication): number {
    const channel = this.#channel(channelId);
    const { exchange, routingKey, isMandatory } = publication;
    const number = ++channel.publishedCount;
    if (!this.#exchanges.has(exchange)) {
      this.#fail(channel, 404, `NOT_FOUND - no exchange '${exchange}' in vhost '/'`);
      return number;
    }
    const message: Message = {
      id: publication.id,
      body: publication.body,
      exchange,
      routingKey,
      isPersistent: publication.isPersistent,
      ttlUs: checkTtlUs(publication.ttlUs),
      deaths: [],
      firstDeath: null,
    };
    const names = this.#exchanges.route(exchange, routingKey);
    if (names.length === 0 && isMandatory) {
      this.#emit({ kind: "returned", channel: channelId, message });
    }
    this.#confirm(channel, number, this.#spread(message, names));
    this.#sendLetters();
    return number;
  }

  /** What became of a message in the queues that receive it. */
  #spread(message: Message, names: readonly string[]): "refused" | "taken" | "to be kept" {
    let fate: "taken" | "to be kept" = "taken";
    let isRefused = false;
    for (const name of names) {
      const queue = this.queue(name);
      if (queue.publish(message) === null) isRefused = true;
      else if (queue.keeps(message)) fate = "to be kept";
    }
    return isRefused ? "refused" : fate;
  }

  /** A message that no queue receives is accepted: the broker did all it was asked to do. */
  #confirm(channel: Channel, publication: number, fate: "refused" | "taken" | "to be kept"): void {
    if (!channel.confirms) return;
    const { id } = channel;
    if (fate === "to be kept") this.#unconfirmed.push({ channel: id, publication });
    else this.#emit({ kind: "confirmed", channel: id, publication, isAccepted: fate === "taken" });
  }

  /** The disk is synchronised: what waited for it is kept from now on, and confirmed. */
  synchronise(): void {
    for (const queue of this.#queues.values()) queue.synchronise();
    const confirmed = this.#unconfirmed;
    this.#unconfirmed = [];
    for (const { channel, publication } of confirmed) {
      if (!this.#channels.has(channel)) continue;
      this.#emit({ kind: "confirmed", channel, publication, isAccepted: true });
    }
  }

  /** A confirm waits for the disk. */
  get awaitsDisk(): boolean {
    return this.#unconfirmed.length > 0;
  }

  /** Something is not on disk yet: a publication, or a dead letter, which nobody waits for. */
  get hasUnwritten(): boolean {
    return this.awaitsDisk || [...this.#queues.values()].some((queue) => queue.hasUnwritten);
  }

  /** Null when nothing is ready. Prefetch does not count here (RMQ-2). */
  get(channelId: number, name: string, isAutoAck: boolean): Got | null {
    const channel = this.#channel(channelId);
    const queue = this.queue(name);
    const entry = queue.get(isAutoAck);
    this.#sendLetters();
    if (entry === null) return null;
    const { message, isRedelivered, returnCount } = entry;
    const tag = channel.hand({ queue, entry, consumer: null }, isAutoAck);
    return { tag, message, isRedelivered, returnCount, remaining: queue.readyCount };
  }

  consume(channelId: number, asked: Subscription): void {
    const channel = this.#channel(channelId);
    const queue = this.queue(asked.queue);
    const isLimited = checkPrefetch(asked.prefetch) > 0 && !asked.isAutoAck;
    const consumer: Consumer = {
      tag: asked.consumer,
      channel: channelId,
      isAutoAck: asked.isAutoAck,
      credit: isLimited ? asked.prefetch : Number.POSITIVE_INFINITY,
    };
    channel.subscribe(consumer, queue);
    queue.subscribe(consumer);
    this.#sendLetters();
  }

  cancel(channelId: number, tag: string): void {
    this.#channel(channelId).unsubscribe(tag);
  }

  /** Acknowledges or gives back. An unknown tag closes the channel (RMQ-1). */
  settle(channelId: number, settling: Settling): void {
    const channel = this.#channel(channelId);
    const held = channel.release(settling);
    if (held === null) {
      this.#fail(channel, 406, `PRECONDITION_FAILED - unknown delivery tag ${settling.tag}`);
      return;
    }
    for (const group of byConsumer(held)) {
      (group[0] as Held).queue.settle(group, settling.how);
    }
    this.#sendLetters();
  }

  #fail(channel: Channel, code: 404 | 406, text: string): void {
    this.#emit({ kind: "channel-closed", channel: channel.id, code, text });
    this.closeChannel(channel.id);
  }

  heldCount = (id: number): number => this.#channel(id).heldCount;

  /** Queues that the channel consumes from or holds messages of. */
  namesHeld(id: number): readonly string[] {
    return [...this.#channel(id).touches()].map(({ name }) => name);
  }

  /** What the channel holds unacknowledged, by delivery tag, oldest first. */
  heldTags = (id: number): readonly number[] => this.#channel(id).heldTags();

  /** Closed by its owner, by the broker, or with its connection: everything it holds returns (RMQ-4). */
  closeChannel(id: number): void {
    const channel = this.#channel(id);
    this.#channels.delete(id);
    const queues = channel.touches();
    const held = channel.releaseAll();
    for (const queue of queues) {
      queue.forget(
        id,
        held.filter((one) => one.queue === queue),
      );
    }
    this.#sendLetters();
  }

  #deliver({ queue, consumer, entry }: Held & { readonly consumer: Consumer }): void {
    const channel = this.#channel(consumer.channel);
    this.#emit({
      kind: "delivered",
      channel: consumer.channel,
      consumer: consumer.tag,
      tag: channel.hand({ queue, entry, consumer }, consumer.isAutoAck),
      queue: queue.name,
      isRedelivered: entry.isRedelivered,
      returnCount: entry.returnCount,
      message: entry.message,
    });
  }

  /** Publishes dead letters in the order of the deaths, until no death causes another. */
  #sendLetters(): void {
    for (let at = 0; at < this.#letters.length; at++) {
      const { queue, reason, message } = this.#letters[at] as Letter;
      const { name, deadLetterExchange, deadLetterRoutingKey } = queue.definition;
      const letter = deadLetter(message, {
        queue: name,
        reason,
        exchange: deadLetterExchange ?? "",
        routingKey: deadLetterRoutingKey ?? null,
      });
      const to = this.#exchanges
        .route(letter.exchange, letter.routingKey)
        .filter((target) => reason === "rejected" || !isAutomaticCycle(letter, target));
      this.#emit({ kind: "dead-lettered", queue: name, reason, message: letter, to });
      // Republished without confirm: a queue may refuse it, and nobody is told (RMQ-6).
      this.#spread(letter, to);
    }
    this.#letters.length = 0;
  }
}

/** Queue by queue: what was taken by `get` one by one, then each consumer's messages together, by tag. */
function byConsumer(held: readonly Held[]): readonly (readonly Held[])[] {
  if (held.length <= 1) return held.length === 0 ? [] : [held];
  const groups = new Map<string, Held[]>();
  for (const [i, one] of held.entries()) {
    const last =
      one.consumer === null ? `0/${String(i).padStart(9, "0")}` : `1/${one.consumer.tag}`;
    const key = `${one.queue.name}/${last}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
