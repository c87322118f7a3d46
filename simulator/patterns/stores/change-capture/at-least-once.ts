/**
 * At least once: records leave as they come, positions are flushed now and then (DBZ-4, DBZ-5).
 *
 * A crash forgets what was sent since the last flush, and sends it again. The server is told a position only
 * once it is flushed: telling it at the sending would let it throw away what a crash will need again. One
 * request in flight for each partition, as Connect sets its producers, so that retries keep the order.
 */
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import { RETRY_US } from "../../../world/brokers/partitioned-log/client.ts";
import { partitionOfKey } from "../../../world/brokers/partitioned-log/partitioner.ts";
import {
  contentOf,
  createProducer,
  deliver,
  producerMemory,
} from "../../../world/brokers/partitioned-log/producer.ts";
import { partitionName } from "../../../world/brokers/partitioned-log/record.ts";
import { Fifo } from "../../../world/brokers/queues/fifo.ts";
import type { Context } from "../../../world/context.ts";
import type { Position } from "./change-event.ts";
import type { Emitter, Flushed, Outgoing } from "./connector.ts";
import { offsetRecord } from "./offset-store.ts";
import type { ConnectorSettings } from "./options.ts";
import { type Acknowledge, SubmittedRecords } from "./submitted.ts";

/** Records not acknowledged at which reading stops (« max.queue.size »). */
const PENDING_MAX = 8_192;
/** Records of one request: « batch.size » is 16 KiB, an envelope most of one. */
const TOGETHER_MAX = 20;

interface Leaving {
  readonly outgoing: Outgoing;
  readonly acknowledge: Acknowledge;
}

interface Memory {
  readonly submitted: SubmittedRecords;
  /** Records that wait for the former one of their partition. */
  readonly lanes: Map<string, Fifo<Leaving>>;
  readonly busy: Set<string>;
  pendingCount: number;
  readonly relieved: Signal<null>;
}

export function sendingAtLeastOnce(settings: ConnectorSettings, flushed: Flushed): Emitter {
  const { cluster, prefix, requestTimeoutUs, flushUs } = settings;
  const timeouts = { requestTimeoutUs, deliveryTimeoutUs: requestTimeoutUs };
  const producer = createProducer({
    ...{ cluster, name: `capture ${prefix}`, isIdempotent: false, ...timeouts },
  });

  const memoryOf = (ctx: Context): Memory =>
    ctx.objects.volatile(`capture ${prefix}`, () => ({
      ...{ submitted: new SubmittedRecords(), lanes: new Map(), busy: new Set<string>() },
      ...{ pendingCount: 0, relieved: ctx.objects.signal<null>() },
    }));

  function* emit(ctx: Context, all: readonly Outgoing[]): Process<boolean> {
    const memory = memoryOf(ctx);
    for (const outgoing of all) {
      while (memory.pendingCount >= PENDING_MAX) yield* memory.relieved.wait();
      yield* enqueue(ctx, memory, outgoing);
    }
    return true;
  }

  function* enqueue(ctx: Context, memory: Memory, outgoing: Outgoing): Process<void> {
    const { topic, key } = outgoing.record;
    const partition = partitionName(
      topic,
      partitionOfKey(key ?? "", cluster.partitionCount(topic)),
    );
    const lane = memory.lanes.get(partition) ?? new Fifo<Leaving>();
    memory.lanes.set(partition, lane);
    memory.pendingCount++;
    lane.add({ outgoing, acknowledge: memory.submitted.submit(outgoing.position) });
    if (memory.busy.has(partition)) return;
    memory.busy.add(partition);
    yield* ctx.spawn("sendInOrder", partition, function* (ctx) {
      while (lane.length > 0) yield* sendTogether(ctx, memory, partition, lane);
      memory.busy.delete(partition);
    });
  }

  /** One request: whatever has come since the last one left. */
  function* sendTogether(
    ctx: Context,
    memory: Memory,
    partition: string,
    lane: Fifo<Leaving>,
  ): Process<void> {
    const leaving = lane.firsts(TOGETHER_MAX);
    const records = leaving.map(({ outgoing }) => contentOf(outgoing.record));
    const delivery = { memory: producerMemory(ctx, producer.settings.name), partition };
    const batch = { records, isTransactional: false };
    // Until it is acknowledged: what nobody answered may come twice, and is never given up.
    while ((yield* deliver(ctx, producer.settings, { ...delivery, batch })).kind !== "sent") {
      yield* ctx.sleep(RETRY_US);
    }
    for (const { acknowledge } of leaving) {
      lane.take();
      acknowledge();
    }
    memory.pendingCount -= leaving.length;
    memory.relieved.wakeAll(null);
  }

  /** Every `flushUs`: writes down how far everything has arrived, then tells the server. */
  function* flushOffsets(ctx: Context): Process<void> {
    const { submitted } = memoryOf(ctx);
    let waiting: Position | null = null;
    for (;;) {
      yield* ctx.sleep(flushUs);
      waiting = submitted.committable() ?? waiting;
      if (waiting === null) continue;
      const sent = yield* producer.send(ctx, offsetRecord(settings, waiting));
      if (sent.kind !== "sent") continue;
      yield* flushed(ctx, waiting);
      waiting = null;
    }
  }

  return {
    *begin(ctx) {
      yield* ctx.spawn("flushOffsets", null, flushOffsets);
    },
    emit,
  };
}
