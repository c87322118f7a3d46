/**
 * The two kinds of clients: who publishes and waits for the confirm, and who consumes.
 *
 * A consumer subscribes, works on what is pushed to it, settles each message on the connection it came by,
 * beats, and subscribes again when the connection is lost. What it had received and not settled is then no
 * longer its own: the broker gives it to others. Owns no rule of the queues.
 */

import { wholeNumber } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import type { Handler } from "../../node.ts";
import type { Boots } from "../../node-parts.ts";
import type { Outcome } from "../../outcome.ts";
import { Fifo } from "./fifo.ts";
import {
  type Broken,
  beatAt,
  breakAtBroker,
  type Confirm,
  checkPrefetch,
  type Delivery,
  type DeliveryFrame,
  Inbox,
  type PublishFrame,
  type PublishRequest,
  publishTo,
  settleAt,
  subscribeTo,
} from "./protocol.ts";
import type { Settlement } from "./queue.ts";

export type NewMessage = Pick<PublishRequest, "id" | "body" | "exchange" | "routingKey"> &
  Partial<Pick<PublishRequest, "isPersistent" | "isMandatory" | "ttlUs">>;

/** The publication, next on the connection of this node to this broker: a crash ends it. */
function framed(broker: string, message: NewMessage, ctx: Context): PublishFrame {
  const connections = ctx.objects.durable(`queues/connections/${broker}`, () => ({ count: 0 }));
  const own = ctx.objects.volatile(`queues/publisher/${broker}`, () => ({
    ...{ connection: ++connections.count, sent: 0 },
  }));
  return {
    ...{ isPersistent: false, isMandatory: false, ttlUs: null, ...message },
    ...{ node: ctx.nodeId, connection: own.connection, frame: ++own.sent },
  };
}

/** Publishes and waits for the confirm. `timed-out` is a doubt: publishing again may double the message. */
export function* publishAndWait(
  ctx: Context,
  broker: string,
  message: NewMessage,
  timeoutUs: DurationUs,
): Process<Outcome<Confirm>> {
  return yield* ctx.call(publishTo(broker), framed(broker, message, ctx), { timeoutUs });
}

/** Publishes and hopes: nobody will say whether it arrived. */
export function* publishBlindly(ctx: Context, broker: string, message: NewMessage): Process<void> {
  yield* ctx.send(publishTo(broker), framed(broker, message, ctx));
}

export interface QueueConsumerOptions {
  /** Node of the broker. */
  readonly broker: string;
  readonly queue: string;
  /** 0: unlimited. */
  readonly prefetch: number;
  readonly isAutoAck?: boolean;
  /** How many messages it works on at once. */
  readonly concurrency?: number;
  /** The same as the broker's, µs. */
  readonly heartbeatUs: DurationUs;
  /** Name of `work` on the stage: written, because bundlers rename functions. */
  readonly handler: string;
  /** Shown in step, one process a message. What it answers settles the message. */
  readonly work: (ctx: Context, delivery: Delivery) => Process<Settlement>;
}

export interface QueueConsumer {
  readonly serves: Readonly<Record<string, Handler>>;
  readonly boot: Boots;
}

interface Connection {
  readonly session: string;
  readonly inbox: Inbox<DeliveryFrame>;
  readonly received: Fifo<Delivery>;
  sent: number;
  /** Frames sent when the last heartbeat left: its answer must count them. */
  sentAtBeat: number;
}

interface Desk {
  connection: Connection | null;
  /** Acknowledged as they left the broker: they stay to be worked on when the connection is lost. */
  readonly autoAcked: Fifo<Delivery>;
  readonly arrived: Signal<null>;
  readonly broken: Signal<null>;
}

/**
 * One consumer on its node, which consumes from one queue.
 * @throws BadConfiguration when prefetch or concurrency makes no sense.
 */
export function createQueueConsumer(options: QueueConsumerOptions): QueueConsumer {
  const { broker, queue, heartbeatUs } = options;
  const isAutoAck = options.isAutoAck ?? false;
  const prefetch = checkPrefetch(options.prefetch);
  const concurrency = wholeNumber("travaux simultanés", options.concurrency ?? 1, {
    ...{ min: 1, max: 1_000 },
  });
  const beatUs = Math.ceil(heartbeatUs / 2) as DurationUs;

  const deskOf = (ctx: Context): Desk =>
    ctx.objects.volatile(`queues/desk/${queue}`, () => ({
      ...{ connection: null, autoAcked: new Fifo<Delivery>() },
      ...{ arrived: ctx.objects.signal(), broken: ctx.objects.signal() },
    }));

  /** A name that no connection of this node ever had, crashes included. */
  const newSession = (ctx: Context): string => {
    const counter = ctx.objects.durable("queues/sessions", () => ({ count: 0 }));
    return `${ctx.nodeId}.${++counter.count}`;
  };

  function* stayConnected(ctx: Context): Process<void> {
    const desk = deskOf(ctx);
    for (;;) {
      const session = newSession(ctx);
      const inbox = new Inbox<DeliveryFrame>();
      // Ready before the answer: the first deliveries may overtake it.
      const received = isAutoAck ? desk.autoAcked : new Fifo<Delivery>();
      desk.connection = { session, inbox, received, sent: 0, sentAtBeat: 0 };
      const asked = { session, node: ctx.nodeId, queue, prefetch, isAutoAck };
      const outcome = yield* ctx.call(subscribeTo(broker), asked, { timeoutUs: beatUs });
      if (outcome.kind === "replied") yield* beatUntilBroken(ctx, desk);
      const lost = desk.connection;
      desk.connection = null;
      if (lost !== null) yield* ctx.send(breakAtBroker(broker), { session: lost.session });
      yield* ctx.sleep(beatUs);
    }
  }

  function* beatUntilBroken(ctx: Context, desk: Desk): Process<void> {
    while (desk.connection !== null) {
      const first = yield* ctx.race({ beat: ctx.sleep(beatUs), broken: desk.broken.wait() });
      const { connection } = desk;
      if (first.key === "broken" || connection === null) return;
      const dueCount = connection.sentAtBeat;
      connection.sentAtBeat = connection.sent;
      const beat = {
        ...{ session: connection.session, node: ctx.nodeId },
        received: connection.inbox.received,
      };
      const outcome = yield* ctx.call(beatAt(broker), beat, { timeoutUs: heartbeatUs });
      // Silence, a connection that the broker forgot, or acknowledgements lost on the way.
      if (outcome.kind !== "replied" || outcome.reply.received < dueCount) return;
    }
  }

  function* receive(ctx: Context, frame: DeliveryFrame): Process<null> {
    const desk = deskOf(ctx);
    const { connection } = desk;
    if (connection?.session !== frame.session) {
      yield* ctx.send(breakAtBroker(broker), { session: frame.session });
      return null;
    }
    for (const delivery of connection.inbox.accept(frame)) {
      connection.received.add(delivery);
      desk.arrived.wakeOne(null);
    }
    return null;
  }

  // biome-ignore lint/correctness/useYield: a handler that has nothing to wait for.
  function* breakOff(ctx: Context, { session }: Broken): Process<null> {
    const desk = deskOf(ctx);
    if (desk.connection?.session !== session) return null;
    desk.connection = null;
    desk.broken.wakeAll(null);
    return null;
  }

  function* workOnMessages(ctx: Context): Process<void> {
    const desk = deskOf(ctx);
    for (;;) {
      const { connection } = desk;
      const delivery = (isAutoAck ? desk.autoAcked : connection?.received)?.take();
      if (delivery === undefined) {
        yield* desk.arrived.wait();
        continue;
      }
      const task = yield* ctx.spawn(options.handler, delivery.id, (own) =>
        workOn(own, connection, delivery),
      );
      yield* ctx.join(task);
    }
  }

  function* workOn(ctx: Context, connection: Connection | null, delivery: Delivery): Process<void> {
    const how = yield* options.work(ctx, delivery);
    // A message is settled on its own connection, or not at all.
    if (isAutoAck || connection === null || deskOf(ctx).connection !== connection) return;
    const { session } = connection;
    yield* ctx.send(settleAt(broker), {
      ...{ session, node: ctx.nodeId, frame: ++connection.sent },
      ...{ tag: delivery.tag, how },
    });
  }

  return {
    serves: { livrer: receive, rompre: breakOff },
    boot: {
      stayConnected,
      workOnMessages: Array.from({ length: concurrency }, () => workOnMessages),
    },
  };
}
