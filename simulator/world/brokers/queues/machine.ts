/**
 * Everything that a crash of the broker's node forgets: the plain model, who is connected, what must leave.
 *
 * Owns what an effect of the model means for a connection. Refuses to know operations and when things happen.
 */
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import { Broker } from "./broker.ts";
import type { Disk } from "./disk.ts";
import { draw } from "./drawing.ts";
import type { Effect } from "./effects.ts";
import { Fifo } from "./fifo.ts";
import { breakAtConsumer, deliverTo, type Inbox, type SettleFrame } from "./protocol.ts";
import { PublisherLines } from "./publisher-lines.ts";
import type { Topology } from "./topology.ts";

/** One consumer's connection. */
export interface Session {
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

export interface Machine {
  readonly broker: Broker;
  readonly publishers: PublisherLines;
  readonly sessions: Map<string, Session>;
  readonly byChannel: Map<number, Session>;
  readonly outgoing: Fifo<Outgoing>;
  readonly wakeDisk: Signal<null>;
  readonly wakeClock: Signal<null>;
  expiryUs: number | null;
}

export function startMachine(topology: Topology, disk: Disk, ctx: Context): Machine {
  const broker = new Broker({
    topology,
    disk,
    nowUs: ctx.nowUs,
    onEffect: (effect) => hear(machine, effect),
  });
  const machine: Machine = {
    broker,
    publishers: new PublisherLines(broker, () => ctx.objects.signal()),
    sessions: new Map(),
    byChannel: new Map(),
    outgoing: new Fifo(),
    wakeDisk: ctx.objects.signal(),
    wakeClock: ctx.objects.signal(),
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
      machine.publishers.hearConfirmed(effect.channel, effect.publication, effect.isAccepted);
      return;
    case "returned":
      machine.publishers.hearReturned();
      return;
    case "channel-closed": {
      const session = machine.byChannel.get(effect.channel);
      if (session === undefined) machine.publishers.hearClosed(effect.channel, effect.text);
      else forgetSession(machine, session);
      return;
    }
    case "dead-lettered":
    case "dropped":
      // Nobody is told: that is how RabbitMQ loses what has nowhere to go (RMQ-6).
      return;
  }
}

export function addSession(machine: Machine, session: Session): void {
  machine.sessions.set(session.id, session);
  machine.byChannel.set(session.channel, session);
}

/** The consumer is told, in case it still listens. */
function forgetSession(machine: Machine, session: Session): void {
  machine.sessions.delete(session.id);
  machine.byChannel.delete(session.channel);
  machine.outgoing.add({ kind: "break", node: session.node, session: session.id });
}

/** What the connection held returns to its queue, or goes to another consumer at once (RMQ-4). */
export function endSession(machine: Machine, session: Session): void {
  forgetSession(machine, session);
  machine.broker.closeChannel(session.channel);
}

/** After each command: what must leave leaves, what changed is drawn, disk and clock are told. */
export function* afterwards(ctx: Context, machine: Machine): Process<void> {
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
  draw(machine.broker, machine.sessions.values(), ctx);
  if (machine.broker.hasUnwritten) machine.wakeDisk.wakeAll(null);
  if (machine.broker.nextExpiryUs() !== machine.expiryUs) machine.wakeClock.wakeAll(null);
}
