/**
 * The broker as a node of the simulated world: it serves publishers, pushes to consumers, watches over them.
 *
 * Owns connections (sessions) and when things happen: the disk's rhythm, expiry, heartbeats. What happens to
 * messages is the plain model's (`broker.ts`). A crash forgets the model and the sessions; the disk stays.
 * Simplified: a hole in a connection ends it at the next heartbeat, where TCP would have tried again.
 */

import { BadConfiguration, durationUs } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { type Handler, Refusal, refuse } from "../../node.ts";
import type { Boots } from "../../node-parts.ts";
import { createDisk, type Disk } from "./disk.ts";
import { draw } from "./drawing.ts";
import { addSession, afterwards, endSession, type Machine, startMachine } from "./machine.ts";
import {
  type Broken,
  breakAtConsumer,
  type Confirm,
  type Heartbeat,
  type HeartbeatReply,
  Inbox,
  type PublishFrame,
  type SettleFrame,
  type Subscribe,
} from "./protocol.ts";
import { checkTopology, type Topology } from "./topology.ts";

export interface QueueBrokerOptions {
  readonly topology: Topology;
  /** Silence after which a consumer is held for dead, µs (60 s by default in RabbitMQ). */
  readonly heartbeatUs: DurationUs;
  /** Time between two synchronisations of the disk while something waits for one, µs. */
  readonly syncUs: DurationUs;
}

/** What stands on the broker's node: handlers by operation, and what starts by itself. */
export interface QueueBroker {
  readonly serves: Readonly<Record<string, Handler>>;
  readonly boot: Boots;
}

const DISK_RETRY_US = 100_000 as DurationUs;
/** How long a publication that was lost on the way holds up the following ones: a TCP retransmission. */
const HOLE_PATIENCE_US = 200_000 as DurationUs;

/** @throws BadConfiguration when the topology or a duration makes no sense. */
export function createQueueBroker(options: QueueBrokerOptions): QueueBroker {
  const topology = checkTopology(options.topology);
  durationUs("battement", options.heartbeatUs, 1_000);
  durationUs("synchronisation", options.syncUs, 1);
  if (topology.queues.length === 0) {
    throw new BadConfiguration("files", "il n’y en a aucune. Déclarez-en une.");
  }
  const machineOf = (ctx: Context): Machine => {
    const disk = ctx.objects.durable<Disk>("queues/disk", createDisk);
    return ctx.objects.volatile("queues/machine", () => startMachine(topology, disk, ctx));
  };
  /** The machine, with time brought up to now. */
  const awake = (ctx: Context): Machine => {
    const machine = machineOf(ctx);
    machine.broker.advance(ctx.nowUs);
    return machine;
  };

  function* publish(ctx: Context, frame: PublishFrame): Process<Confirm | Refusal> {
    // Disk alarm: publishers are not refused, they are no longer read.
    while (ctx.objects.isDiskFull) yield* ctx.sleep(DISK_RETRY_US);
    const machine = awake(ctx);
    const { publishers } = machine;
    const answer = publishers.receive(frame);
    yield* afterwards(ctx, machine);
    if (answer instanceof Refusal) return answer;
    if (publishers.isEarly(frame)) {
      yield* ctx.race({ turn: answer.known.wait(), hole: ctx.sleep(HOLE_PATIENCE_US) });
      if (publishers.isEarly(frame)) awake(ctx).publishers.skipHole(frame);
      yield* afterwards(ctx, machine);
    }
    while (answer.said === null) yield* answer.known.wait();
    return answer.said;
  }

  function* subscribe(ctx: Context, asked: Subscribe): Process<null | Refusal> {
    const machine = awake(ctx);
    // Asked twice (the first answer was lost, or the network doubled the message): already done.
    if (machine.sessions.has(asked.session)) return null;
    if (!topology.queues.some(({ name }) => name === asked.queue)) {
      return refuse(`la file « ${asked.queue} » n’existe pas`);
    }
    const channel = machine.broker.openChannel({ confirms: false });
    addSession(machine, {
      ...{ id: asked.session, node: asked.node, channel, inbox: new Inbox<SettleFrame>() },
      ...{ sent: 0, sentAtBeat: 0, seenAtUs: ctx.nowUs },
    });
    const { queue, prefetch, isAutoAck } = asked;
    machine.broker.consume(channel, { consumer: asked.node, queue, prefetch, isAutoAck });
    yield* afterwards(ctx, machine);
    return null;
  }

  function* settle(ctx: Context, frame: SettleFrame): Process<null> {
    const machine = awake(ctx);
    const session = machine.sessions.get(frame.session);
    if (session === undefined) {
      yield* ctx.send(breakAtConsumer(frame.node), { session: frame.session });
      return null;
    }
    session.seenAtUs = ctx.nowUs;
    for (const { tag, how } of session.inbox.accept(frame)) {
      if (machine.broker.isOpen(session.channel)) {
        machine.broker.settle(session.channel, { tag, how, isMultiple: false });
      }
    }
    yield* afterwards(ctx, machine);
    return null;
  }

  function* beat(ctx: Context, heartbeat: Heartbeat): Process<HeartbeatReply | Refusal> {
    const machine = awake(ctx);
    const session = machine.sessions.get(heartbeat.session);
    if (session === undefined) return refuse("connexion inconnue");
    if (heartbeat.received < session.sentAtBeat) {
      endSession(machine, session);
      yield* afterwards(ctx, machine);
      return refuse("des livraisons se sont perdues");
    }
    session.seenAtUs = ctx.nowUs;
    session.sentAtBeat = session.sent;
    return { received: session.inbox.received };
  }

  function* breakOff(ctx: Context, { session: id }: Broken): Process<null> {
    const machine = awake(ctx);
    const session = machine.sessions.get(id);
    if (session !== undefined) endSession(machine, session);
    yield* afterwards(ctx, machine);
    return null;
  }

  /** Writes what waits for the disk, from time to time; the confirms that follow are answered. */
  function* synchroniseDisk(ctx: Context): Process<void> {
    const machine = awake(ctx);
    // A node that starts says what it found on its disk.
    draw(machine.broker, machine.sessions.values(), ctx);
    for (;;) {
      if (!machine.broker.hasUnwritten) yield* machine.wakeDisk.wait();
      yield* ctx.sleep(options.syncUs);
      if (!ctx.objects.isDiskFull) awake(ctx).broker.synchronise();
    }
  }

  /** Lets messages expire at their instant. */
  function* watchExpiry(ctx: Context): Process<void> {
    const machine = awake(ctx);
    for (;;) {
      machine.expiryUs = machine.broker.nextExpiryUs();
      if (machine.expiryUs === null) yield* machine.wakeClock.wait();
      else {
        const waitUs = Math.max(0, machine.expiryUs - ctx.nowUs) as DurationUs;
        yield* ctx.race({ due: ctx.sleep(waitUs), changed: machine.wakeClock.wait() });
      }
      yield* afterwards(ctx, awake(ctx));
    }
  }

  /** Ends the connections of consumers that have been silent for too long. */
  function* watchConsumers(ctx: Context): Process<void> {
    for (;;) {
      yield* ctx.sleep(Math.ceil(options.heartbeatUs / 2) as DurationUs);
      const machine = awake(ctx);
      for (const session of machine.sessions.values()) {
        if (ctx.nowUs - session.seenAtUs > options.heartbeatUs) endSession(machine, session);
      }
      yield* afterwards(ctx, machine);
    }
  }

  return {
    serves: {
      publier: publish,
      abonner: subscribe,
      regler: settle,
      battement: beat,
      rompre: breakOff,
    },
    boot: { synchroniseDisk, watchExpiry, watchConsumers },
  };
}
