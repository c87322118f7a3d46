/**
 * The controller as a node: it hears brokers beat, elects leaders, and tells everybody.
 *
 * Its decisions are durable; who is alive is heard anew after a crash, each broker being given a new lease.
 * Simplified: one node where KRaft has a quorum of three or five, so its crash stops elections (and nothing
 * else: leaders go on serving).
 */
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import { type Refusal, refuse } from "../../node.ts";
import { brokerOf, learn, left } from "./broker.ts";
import { Controller } from "./election.ts";
import type { Settings } from "./options.ts";
import {
  askBroker,
  type Beat,
  type IsrChange,
  type Metadata,
  type PartitionLeadership,
} from "./protocol.ts";

interface Decisions {
  readonly controller: Controller;
  /** Last life of each broker that was heard of. */
  readonly lives: Map<string, number>;
  version: number;
}

interface Leases {
  readonly untilUs: Map<string, number>;
  readonly renewed: Signal<null>;
}

const decisionsOf = (ctx: Context, { layout }: Settings): Decisions =>
  ctx.objects.durable("décisions", () => ({
    ...{ controller: new Controller(layout), lives: new Map(), version: 0 },
  }));

const leasesOf = (ctx: Context, { brokers, sessionUs }: Settings): Leases =>
  ctx.objects.volatile("baux", () => ({
    untilUs: new Map(brokers.map((id) => [id, ctx.nowUs + sessionUs])),
    renewed: ctx.objects.signal<null>(),
  }));

const metadataOf = ({ controller, version }: Decisions): Metadata => ({
  version,
  leaderships: [...controller.leaderships].map(([partition, leadership]) => ({
    ...{ partition, ...leadership },
  })),
});

export const hearingBeats = (settings: Settings) =>
  function* hearBeat(ctx: Context, { broker, life, version }: Beat): Process<Metadata> {
    const decisions = decisionsOf(ctx, settings);
    const leases = leasesOf(ctx, settings);
    const { controller, lives } = decisions;
    leases.untilUs.set(broker, ctx.nowUs + settings.sessionUs);
    leases.renewed.wakeAll(null);
    const isNewLife = life > (lives.get(broker) ?? 1);
    lives.set(broker, Math.max(life, lives.get(broker) ?? 1));
    // A broker that begins a new life was down, however short it was.
    const changed = isNewLife ? [...controller.brokerDown(broker)] : [];
    changed.push(...controller.brokerUp(broker));
    if (changed.length > 0) yield* announce(ctx, settings, decisions);
    return version === decisions.version ? { version, leaderships: [] } : metadataOf(decisions);
  };

export const changingIsr = (settings: Settings) =>
  function* changeIsr(ctx: Context, change: IsrChange): Process<PartitionLeadership | Refusal> {
    const decisions = decisionsOf(ctx, settings);
    const answer = decisions.controller.changeIsr(change.partition, change);
    if (answer.kind === "refused") return refuse(answer.error);
    yield* announce(ctx, settings, decisions);
    return { partition: change.partition, ...answer.leadership };
  };

function* announce(ctx: Context, settings: Settings, decisions: Decisions): Process<void> {
  decisions.version++;
  const metadata = metadataOf(decisions);
  ctx.memory.set("décision", decisions.version);
  for (const broker of settings.brokers) {
    // In combined mode the broker of this very node hears it at once.
    if (broker === ctx.nodeId) learn(ctx, brokerOf(ctx, settings), metadata);
    else if (decisions.controller.isLive(broker)) {
      yield* ctx.send(askBroker(broker).announce, metadata);
    }
  }
}

/** Ends the lease of whoever has been silent for too long. */
export const watchingBrokers = (settings: Settings) =>
  function* watchBrokers(ctx: Context): Process<void> {
    const decisions = decisionsOf(ctx, settings);
    const { untilUs, renewed } = leasesOf(ctx, settings);
    for (;;) {
      const live = settings.brokers.filter((id) => decisions.controller.isLive(id));
      const due = live.filter((id) => (untilUs.get(id) as number) <= ctx.nowUs);
      const changed = due.flatMap((id) => [...decisions.controller.brokerDown(id)]);
      if (changed.length > 0) yield* announce(ctx, settings, decisions);
      const next = live.filter((id) => !due.includes(id)).map((id) => untilUs.get(id) as number);
      if (next.length === 0) yield* renewed.wait();
      else yield* ctx.sleep(left(Math.min(...next), ctx.nowUs));
    }
  };
