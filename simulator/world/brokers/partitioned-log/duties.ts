/**
 * What a broker does by itself: beat, copy from leaders, keep the list of replicas in sync, clean.
 */
import { type DurationUs, ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { Refusal } from "../../node.ts";
import { type Outcome, refused, replied } from "../../outcome.ts";
import { type Broker, brokerOf, learn, touch } from "./broker.ts";
import { compact, retain } from "./cleaning.ts";
import { changingIsr, hearingBeats } from "./controller.ts";
import type { Partition, Settings } from "./options.ts";
import {
  askBroker,
  askController,
  type Beat,
  type FollowerAnswers,
  type FollowerAsks,
  type IsrChange,
  type Metadata,
  type PartitionLeadership,
} from "./protocol.ts";
import type { Replica } from "./replication.ts";

/** How long a broker waits for the answer of another one, beyond what the question itself allows. */
const ANSWER_US = seconds(1);
/** « replica.fetch.backoff.ms » */
const BACKOFF_US = seconds(1);

/** Tells the controller that it lives, and hears what was decided. */
export const beating = (settings: Settings) =>
  function* beat(ctx: Context): Process<void> {
    const broker = brokerOf(ctx, settings);
    const lives = ctx.objects.durable("vies", () => ({ count: 0 }));
    const life = ++lives.count;
    for (;;) {
      const word = { broker: broker.id, life, version: broker.metadataVersion };
      const outcome = yield* tellController(ctx, settings, word);
      if (outcome.kind === "replied") learn(ctx, broker, outcome.reply);
      const isLost = outcome.kind !== "replied" && broker.metadataVersion < 0;
      yield* ctx.sleep(isLost ? ms(100) : settings.heartbeatUs);
    }
  };

/** In combined mode controller and broker share a process: no message is needed. */
function* tellController(ctx: Context, settings: Settings, word: Beat): Process<Outcome<Metadata>> {
  const { controller, heartbeatUs: timeoutUs } = settings;
  if (controller === ctx.nodeId) return replied(yield* hearingBeats(settings)(ctx, word));
  return yield* ctx.call(askController(controller).beat, word, { timeoutUs });
}

function* askToChangeIsr(
  ctx: Context,
  settings: Settings,
  change: IsrChange,
): Process<Outcome<PartitionLeadership>> {
  const { controller } = settings;
  if (controller !== ctx.nodeId) {
    return yield* ctx.call(askController(controller).changeIsr, change, { timeoutUs: ANSWER_US });
  }
  const answer = yield* changingIsr(settings)(ctx, change);
  return answer instanceof Refusal ? refused(answer.reason, answer.how) : replied(answer);
}

/** Copies from one other broker everything that it leads and this one holds. */
export const following = (settings: Settings, leader: string) =>
  function* copyFromLeader(ctx: Context): Process<void> {
    const broker = brokerOf(ctx, settings);
    for (;;) {
      const asks = asksOf(broker, leader);
      if (asks.length === 0) {
        yield* broker.decided.wait();
        continue;
      }
      const request: FollowerAsks = {
        ...{ follower: broker.id, asks, waitMaxUs: settings.fetchWaitUs },
      };
      const timeoutUs = (settings.fetchWaitUs + ANSWER_US) as DurationUs;
      const outcome = yield* ctx.call(askBroker(leader).replicate, request, { timeoutUs });
      if (outcome.kind === "replied" && outcome.reply.length > 0) {
        copyAll(ctx, broker, leader, outcome.reply);
      } else yield* ctx.race({ news: broker.decided.wait(), later: ctx.sleep(BACKOFF_US) });
    }
  };

const asksOf = (broker: Broker, leader: string): FollowerAsks["asks"] =>
  [...broker.replicas]
    .filter(([, { leadership }]) => leadership.leader === leader)
    .map(([partition, { leadership, log }]) => ({
      ...{ partition, epoch: leadership.epoch },
      ...{ from: log.endOffset, lastEpoch: log.lastEpoch },
    }));

function copyAll(ctx: Context, broker: Broker, leader: string, answers: FollowerAnswers): void {
  for (const { partition, epoch, fetched, highWatermark } of answers) {
    const replica = broker.replicas.get(partition) as Replica;
    // The answer of a leadership that is over says nothing any more.
    const { leadership } = replica;
    if (leadership.leader !== leader || leadership.epoch !== epoch) continue;
    if (replica.follow(fetched, highWatermark)) touch(ctx, broker, partition);
  }
}

/** Proposes to the controller who is in sync and who no longer is. */
export const keepingIsr = (settings: Settings) =>
  function* keepIsr(ctx: Context): Process<void> {
    const broker = brokerOf(ctx, settings);
    const periodUs = (settings.lagMaxUs / 2) as DurationUs;
    for (;;) {
      for (const [partition, replica] of broker.replicas) {
        const isr = replica.isrToPropose(ctx.nowUs);
        if (isr !== null) yield* proposeIsr(ctx, broker, partition, isr);
      }
      yield* ctx.race({ approached: broker.approached.wait(), later: ctx.sleep(periodUs) });
    }
  };

function* proposeIsr(
  ctx: Context,
  broker: Broker,
  partition: string,
  isr: readonly string[],
): Process<void> {
  const replica = broker.replicas.get(partition) as Replica;
  const { version } = replica.leadership;
  replica.propose(isr);
  // Asked until there is an answer, or until another decision makes the question void.
  while (replica.leadership.version === version) {
    const change = { partition, leader: broker.id, isr, version };
    const outcome = yield* askToChangeIsr(ctx, broker.settings, change);
    if (outcome.kind === "replied") {
      const { partition: _, ...leadership } = outcome.reply;
      if (replica.lead(leadership, ctx.nowUs)) touch(ctx, broker, partition);
      broker.leaderships.set(partition, replica.leadership);
    } else if (outcome.kind === "refused" && outcome.how === "refused") {
      replica.forgetProposal();
      yield* ctx.sleep(BACKOFF_US);
      return;
    } else yield* ctx.sleep(ms(100));
  }
}

/** Retention and compaction, on every replica by itself. */
export const cleaning = (settings: Settings) =>
  function* clean(ctx: Context): Process<void> {
    const broker = brokerOf(ctx, settings);
    for (;;) {
      yield* ctx.sleep(settings.cleanEveryUs);
      for (const [id, replica] of broker.replicas) {
        cleanOne(ctx.nowUs, replica, settings.layout.get(id) as Partition);
        touch(ctx, broker, id);
      }
    }
  };

function cleanOne(nowUs: number, replica: Replica, topic: Partition): void {
  const { highWatermark, log } = replica;
  const { deleteRetentionUs } = topic;
  if (topic.cleanup === "compact") compact(log, { nowUs, highWatermark, deleteRetentionUs });
  else retain(log, topic, { nowUs, highWatermark });
}
