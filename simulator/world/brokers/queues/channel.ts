/**
 * One channel: its delivery tags, what it holds unacknowledged, its consumers.
 *
 * Tags count from 1 on each channel and mean nothing elsewhere (RMQ-1). Refuses to know what settling does
 * to a message: that is its queue's.
 */
import { assert } from "../../../base/assert.ts";
import type { Consumer, Held, Queue } from "./queue.ts";

export interface Subscription {
  /** Consumer tag, unique on its channel. */
  readonly consumer: string;
  readonly queue: string;
  /** 0: unlimited. Counts for this consumer alone. */
  readonly prefetch: number;
  readonly isAutoAck: boolean;
}

export class Channel {
  readonly id: number;
  readonly confirms: boolean;
  publishedCount = 0;
  #nextTag = 1;
  /** By delivery tag, in their order. */
  readonly #held = new Map<number, Held>();
  readonly #consumers = new Map<string, { readonly consumer: Consumer; readonly queue: Queue }>();

  constructor(id: number, confirms: boolean) {
    this.id = id;
    this.confirms = confirms;
  }

  /** The delivery tag of something handed over on this channel. */
  hand(held: Held, isAutoAck: boolean): number {
    const tag = this.#nextTag++;
    if (!isAutoAck) this.#held.set(tag, held);
    return tag;
  }

  /** What the tag stands for, released; null when it stands for nothing. */
  release({
    tag,
    isMultiple,
  }: {
    readonly tag: number;
    readonly isMultiple: boolean;
  }): readonly Held[] | null {
    if (isMultiple && tag === 0) return this.releaseAll();
    const exact = this.#held.get(tag);
    if (exact === undefined) return null;
    if (!isMultiple) {
      this.#held.delete(tag);
      return [exact];
    }
    const released: Held[] = [];
    for (const [own, held] of this.#held) {
      if (own > tag) break;
      released.push(held);
      this.#held.delete(own);
    }
    return released;
  }

  get heldCount(): number {
    return this.#held.size;
  }

  heldTags(): readonly number[] {
    return [...this.#held.keys()];
  }

  releaseAll(): readonly Held[] {
    const released = [...this.#held.values()];
    this.#held.clear();
    return released;
  }

  subscribe(consumer: Consumer, queue: Queue): void {
    assert(!this.#consumers.has(consumer.tag), "one consumer a tag on a channel", consumer.tag);
    this.#consumers.set(consumer.tag, { consumer, queue });
  }

  unsubscribe(tag: string): void {
    const own = this.#consumers.get(tag);
    if (own === undefined) return;
    this.#consumers.delete(tag);
    own.queue.unsubscribe(own.consumer);
  }

  /** Queues that this channel consumes from, or holds messages of. */
  touches(): ReadonlySet<Queue> {
    const queues = new Set([...this.#consumers.values()].map(({ queue }) => queue));
    for (const { queue } of this.#held.values()) queues.add(queue);
    return queues;
  }
}
