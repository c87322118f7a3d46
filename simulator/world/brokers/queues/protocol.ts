/**
 * What broker and clients say to each other in the simulated world: operations, bodies, and frames in order.
 *
 * AMQP runs on TCP: in order, nothing twice, nothing missing, or the connection ends. The simulated network
 * promises none of that, so frames bear numbers: early ones wait, old ones are ignored, and a hole that a
 * heartbeat finds still open ends the connection. Knows neither broker nor consumer.
 */
import type { Value } from "../../../vocabulary/values.ts";
import { type Operation, operation } from "../../calls.ts";
import type { Settlement } from "./queue.ts";
import { checkPrefetch } from "./topology.ts";

export type PublishRequest = {
  readonly id: string;
  readonly body: Value;
  readonly exchange: string;
  readonly routingKey: string;
  readonly isPersistent: boolean;
  readonly isMandatory: boolean;
  readonly ttlUs: number | null;
};

/** A publication on its connection: the `connection`-th of its node, where frames count from 1. */
export type PublishFrame = PublishRequest & {
  readonly node: string;
  readonly connection: number;
  readonly frame: number;
};

/** `isRouted` false: a mandatory message came back, no queue received it. */
export type Confirm = { readonly isAccepted: boolean; readonly isRouted: boolean };

export type Subscribe = {
  readonly session: string;
  readonly node: string;
  readonly queue: string;
  readonly prefetch: number;
  readonly isAutoAck: boolean;
};

export type Delivery = {
  readonly id: string;
  readonly body: Value;
  readonly tag: number;
  readonly isRedelivered: boolean;
  /** Times it died, all queues and reasons together (`x-death`). */
  readonly deathCount: number;
};

export type DeliveryFrame = Delivery & { readonly session: string; readonly frame: number };
export type SettleFrame = {
  readonly session: string;
  readonly node: string;
  readonly frame: number;
  readonly tag: number;
  readonly how: Settlement;
};

/** `received`: frames received without a hole; `node`: who asks. */
export type Heartbeat = {
  readonly session: string;
  readonly node: string;
  readonly received: number;
};
export type HeartbeatReply = { readonly received: number };
export type Broken = { readonly session: string };

export const publishTo = (broker: string): Operation<PublishFrame, Confirm> =>
  operation(broker, "publier");
export const subscribeTo = (broker: string): Operation<Subscribe, null> =>
  operation(broker, "abonner");
export const settleAt = (broker: string): Operation<SettleFrame, null> =>
  operation(broker, "regler");
export const beatAt = (broker: string): Operation<Heartbeat, HeartbeatReply> =>
  operation(broker, "battement");
/** The other end knows nothing of this connection, as a TCP reset says. */
export const breakAtBroker = (broker: string): Operation<Broken, null> =>
  operation(broker, "rompre");
export const deliverTo = (node: string): Operation<DeliveryFrame, null> =>
  operation(node, "livrer");
export const breakAtConsumer = (node: string): Operation<Broken, null> => operation(node, "rompre");

/** Frames given back in their order, each once. */
export class Inbox<F extends { readonly frame: number }> {
  readonly #early = new Map<number, F>();
  #received = 0;

  /** Frames received without a hole since the beginning. */
  get received(): number {
    return this.#received;
  }

  /** What may be read once what is missing before `frame` is given up. */
  skipTo(frame: number): readonly F[] {
    if (frame <= this.#received) return [];
    const readable: F[] = [];
    for (let next = this.#received + 1; next <= frame; next++) {
      const early = this.#early.get(next);
      if (early !== undefined) readable.push(early);
      this.#early.delete(next);
    }
    this.#received = frame;
    return [...readable, ...this.#readable()];
  }

  /** What may be read now that this frame has come: nothing, it, or it and those that waited for it. */
  accept(frame: F): readonly F[] {
    if (frame.frame > this.#received) this.#early.set(frame.frame, frame);
    return this.#readable();
  }

  #readable(): readonly F[] {
    const readable: F[] = [];
    for (;;) {
      const next = this.#early.get(this.#received + 1);
      if (next === undefined) return readable;
      this.#early.delete(++this.#received);
      readable.push(next);
    }
  }
}

export { checkPrefetch };
