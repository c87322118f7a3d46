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
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import { type Handler, type Refusal, refuse } from "../../node.ts";
import type { Boots } from "../../node-parts.ts";
import { Broker } from "./broker.ts";
import { createDisk, type Disk } from "./disk.ts";
import { draw } from "./drawing.ts";
import type { Effect } from "./effects.ts";
import { Fifo } from "./fifo.ts";
import {
  type Broken,
  breakAtConsumer,
  type Confirm,
  deliverTo,
  type Heartbeat,
  type HeartbeatReply,
  Inbox,
  type PublishRequest,
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

/** One consumer's connection. */
interface Session {
  readonly id: string;
  readonly node: string;
  readonly channel: number;
  readonly inbox: Inbox<SettleFrame>;
  sent: number;
  /** Frames sent when the last heartbeat came: the next one must have received them. */
  sentAtBeat: number;
  seenAtUs: number;
}

type Outgoing =
  | { readonly kind: "delivery"; readonly effect: Extract<Effect, { readonly kind: "delivered" }> }
  | { readonly kind: "break"; readonly node: string; readonly session: string };

/** Everything that a crash forgets. */
interface Machine {
  readonly broker: Broker;
  readonly sessions: Map<string, Session>;
  readonly byChannel: Map<number, Session>;
  readonly outgoing: Fifo<Outgoing>;
  /** Publications that wait for the disk, by number. */
  readonly waiting: Map<number, Signal<boolean>>;
  readonly settled: Map<number, boolean>;
  readonly publisher: number;
  readonly wakeDisk: Signal<null>;
  readonly wakeClock: Signal<null>;
  isReturned: boolean;
  expiryUs: number | null;
}

const DISK_RETRY_US = 100_000 as DurationUs;

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
    return ctx.objects.volatile("queues/machine", () => start(ctx, topology, disk));
  };
  /** The machine, with time brought up to now. */
  const awake = (ctx: Context): Machine => {
    const machine = machineOf(ctx);
    machine.broker.advance(ctx.nowUs);
    return machine;
  };

  function* publish(ctx: Context, body: PublishRequest): Process<Confirm> {
    // Disk alarm: publishers are not refused, they are no longer read.
    while (ctx.objects.isDiskFull) yield* ctx.sleep(DISK_RETRY_US);
    const machine = awake(ctx);
    machine.isReturned = false;
    const number = machine.broker.publish(machine.publisher, body);
    const isRouted = !machine.isReturned;
    yield* afterwards(ctx, machine);
    const known = machine.settled.get(number);
    machine.settled.delete(number);
    if (known !== undefined) return { isAccepted: known, isRouted };
    const confirmed = ctx.objects.signal<boolean>();
    machine.waiting.set(number, confirmed);
    machine.wakeDisk.wakeAll(null);
    return { isAccepted: yield* confirmed.wait(), isRouted };
  }

  function* subscribe(ctx: Context, asked: Subscribe): Process<null | Refusal> {
    const machine = awake(ctx);
    // Asked twice (the first answer was lost, or the network doubled the message): already done.
    if (machine.sessions.has(asked.session)) return null;
    if (!topology.queues.some(({ name }) => name === asked.queue)) {
      return refuse(`la file « ${asked.queue} » n’existe pas`);
    }
    const channel = machine.broker.openChannel({ confirms: false });
    const session: Session = {
      ...{ id: asked.session, node: asked.node, channel, inbox: new Inbox<SettleFrame>() },
      ...{ sent: 0, sentAtBeat: 0, seenAtUs: ctx.nowUs },
    };
    machine.sessions.set(session.id, session);
    machine.byChannel.set(channel, session);
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

  /** Writes what waits for the disk, from time to time, and lets the publishers know. */
  function* synchroniseDisk(ctx: Context): Process<void> {
    const machine = awake(ctx);
    // A node that starts says what it found on its disk.
    draw(ctx, machine.broker, machine.sessions.values());
    for (;;) {
      if (!machine.broker.awaitsDisk) yield* machine.wakeDisk.wait();
      yield* ctx.sleep(options.syncUs);
      if (ctx.objects.isDiskFull) continue;
      machine.broker.synchronise();
      for (const [number, isAccepted] of machine.settled) {
        machine.waiting.get(number)?.wakeOne(isAccepted);
        machine.waiting.delete(number);
        machine.settled.delete(number);
      }
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

function start(ctx: Context, topology: Topology, disk: Disk): Machine {
  const broker = new Broker({
    topology,
    disk,
    nowUs: ctx.nowUs,
    onEffect: (effect) => hear(machine, effect),
  });
  const machine: Machine = {
    broker,
    sessions: new Map(),
    byChannel: new Map(),
    outgoing: new Fifo(),
    waiting: new Map(),
    settled: new Map(),
    publisher: broker.openChannel({ confirms: true }),
    wakeDisk: ctx.objects.signal(),
    wakeClock: ctx.objects.signal(),
    isReturned: false,
    expiryUs: null,
  };
  return machine;
}

function hear(machine: Machine, effect: Effect): void {
  switch (effect.kind) {
    case "delivered":
      machine.outgoing.add({ kind: "delivery", effect });
      return;
    case "confirmed":
      machine.settled.set(effect.publication, effect.isAccepted);
      return;
    case "returned":
      machine.isReturned = true;
      return;
    case "channel-closed": {
      const session = machine.byChannel.get(effect.channel);
      if (session !== undefined) forgetSession(machine, session);
      return;
    }
    case "dead-lettered":
    case "dropped":
      return;
  }
}

/** The consumer is told, in case it still listens. */
function forgetSession(machine: Machine, session: Session): void {
  machine.sessions.delete(session.id);
  machine.byChannel.delete(session.channel);
  machine.outgoing.add({ kind: "break", node: session.node, session: session.id });
}

function endSession(machine: Machine, session: Session): void {
  forgetSession(machine, session);
  machine.broker.closeChannel(session.channel);
}

/** After each command: what must leave leaves, what changed is drawn, the clock is set. */
function* afterwards(ctx: Context, machine: Machine): Process<void> {
  for (;;) {
    const outgoing = machine.outgoing.take();
    if (outgoing === undefined) break;
    if (outgoing.kind === "break") {
      yield* ctx.send(breakAtConsumer(outgoing.node), { session: outgoing.session });
      continue;
    }
    const { channel, message, tag, isRedelivered } = outgoing.effect;
    const session = machine.byChannel.get(channel);
    if (session === undefined) continue;
    const deathCount = message.deaths.reduce((sum, { count }) => sum + count, 0);
    const { id, body } = message;
    // A delivery is about its message, whoever caused it.
    const { subject } = ctx;
    ctx.subject = id;
    yield* ctx.send(deliverTo(session.node), {
      ...{ session: session.id, frame: ++session.sent },
      ...{ id, body, tag, isRedelivered, deathCount },
    });
    ctx.subject = subject;
  }
  draw(ctx, machine.broker, machine.sessions.values());
  if (machine.broker.nextExpiryUs() !== machine.expiryUs) machine.wakeClock.wakeAll(null);
}
