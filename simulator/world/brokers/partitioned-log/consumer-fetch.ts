/**
 * A consumer's fetches: one process a broker, each with a long poll for what that broker leads.
 */
import { type DurationUs, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { forgetLeader, leaderKnown, RETRY_US } from "./client.ts";
import type { ConsumerSettings } from "./consumer.ts";
import { buffer, type ConsumerMemory } from "./consumer-state.ts";
import { askBroker, type Fetch, type FetchedPartition } from "./protocol.ts";

/** Beyond what the broker may wait. */
const ANSWER_US = seconds(1);

export function* fetchFrom(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
  broker: string,
): Process<void> {
  for (;;) {
    const partitions = wantedFrom(ctx, memory, broker);
    if (partitions.length === 0) {
      yield* memory.wanted.wait();
      continue;
    }
    const { share } = memory;
    const body: Fetch = {
      ...{ partitions, isolation: settings.isolation },
      ...{ countMax: settings.pollMax, waitMaxUs: settings.fetchWaitUs },
    };
    const timeoutUs = (settings.fetchWaitUs + ANSWER_US) as DurationUs;
    const outcome = yield* ctx.call(askBroker(broker).fetch, body, { timeoutUs });
    if (outcome.kind === "replied") {
      if (memory.share === share) takeIn(ctx, settings, memory, outcome.reply, body);
    } else {
      for (const { partition } of partitions) forgetLeader(ctx, partition);
      memory.arrived.wakeAll(null);
      yield* ctx.sleep(RETRY_US);
    }
  }
}

const wantedFrom = (
  ctx: Context,
  { partitions, positions, buffered }: ConsumerMemory,
  broker: string,
): Fetch["partitions"] =>
  partitions
    .filter((partition) => positions.has(partition) && !buffered.has(partition))
    .filter((partition) => leaderKnown(ctx, partition) === broker)
    .map((partition) => ({ partition, from: positions.get(partition) as number }));

const noteLoss = (partition: string, isEarliest: boolean, ctx: Context): void =>
  ctx.log.note(
    `position perdue sur ${partition} : lecture reprise ${isEarliest ? "au début" : "à la fin"}`,
  );

function takeIn(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
  reply: readonly FetchedPartition[],
  asked: Fetch,
): void {
  for (const [i, fetched] of reply.entries()) {
    const { partition, error } = fetched;
    // Rewound since it asked: this answer begins elsewhere.
    if (memory.positions.get(partition) !== asked.partitions[i]?.from) continue;
    if (error === "NOT_LEADER_OR_FOLLOWER") forgetLeader(ctx, partition);
    else if (error === "OFFSET_OUT_OF_RANGE") {
      const isEarliest = settings.autoOffsetReset === "earliest";
      memory.positions.set(partition, isEarliest ? fetched.startOffset : fetched.highWatermark);
      // The first position of a reader of « latest » lies beyond any end on purpose.
      if (asked.partitions[i]?.from !== Number.MAX_SAFE_INTEGER)
        noteLoss(partition, isEarliest, ctx);
    } else buffer(memory, partition, fetched);
  }
  memory.arrived.wakeAll(null);
}
