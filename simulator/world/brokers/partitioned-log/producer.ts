/**
 * A producer: chooses a partition, numbers its batches, sends them again until somebody answers.
 *
 * With idempotence (the default since Kafka 3.0, KAF-6) a batch keeps its number through all its retries, and
 * at most five are in flight for a partition; without it one at a time, because the simulated network keeps
 * no order on a connection. A batch whose time is over breaks the series: the next ones get a new epoch.
 * With a transactional id see `transactional-producer.ts`. One record a batch: no linger.
 */
import { BadConfiguration, durationUs, oneOf, wholeNumber } from "../../../base/configuration.ts";
import { type DurationUs, minutes, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import { type Answer, askLeader, forgetLeader, leaderOf, RETRY_US } from "./client.ts";
import type { Cluster } from "./cluster.ts";
import { type KeylessPlacement, partitionOfKey, takingTurns } from "./partitioner.ts";
import {
  beginAnew,
  endAll,
  isOldest,
  ownTurn,
  release,
  type SeriesMemory,
  take,
  turnToTryAgain,
} from "./producer-series.ts";
import { askBroker, type Produced } from "./protocol.ts";
import { type Acks, type Batch, type KeyValue, partitionName } from "./record.ts";

export interface ProducerOptions {
  readonly cluster: Cluster;
  /** One producer of a node from another. */
  readonly name: string;
  /** "all" unless said. */
  readonly acks?: Acks;
  /** « enable.idempotence »; true with `acks` "all" unless said. */
  readonly isIdempotent?: boolean;
  /** « max.in.flight.requests.per.connection », counted for each partition; 5, or 1 without idempotence. */
  readonly inFlightMax?: number;
  /** « request.timeout.ms », 30 s; « delivery.timeout.ms », 120 s. */
  readonly requestTimeoutUs?: DurationUs;
  readonly deliveryTimeoutUs?: DurationUs;
  /** « metadata.max.age.ms », 5 min: with acks=0 nothing else tells that the leader is another one by now. */
  readonly metadataMaxAgeUs?: DurationUs;
}

export type NewRecord = KeyValue & { readonly topic: string };

/** `expired`: it may have been written, or be written yet. */
export type Sent =
  | { readonly kind: "sent"; readonly partition: string; readonly offset: number }
  /** acks=0: nobody was asked. */
  | { readonly kind: "unconfirmed"; readonly partition: string }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "expired" };

export type ProducerSettings = Required<ProducerOptions>;

export interface ProducerMemory extends SeriesMemory {
  isOpening: boolean;
  readonly opened: Signal<null>;
  /** When it last asked who leads: only counts with acks=0. */
  lookedAtUs: number;
  readonly keyless: KeylessPlacement;
}

export interface Producer {
  readonly settings: ProducerSettings;
  readonly send: (ctx: Context, record: NewRecord) => Process<Sent>;
}

/** @throws BadConfiguration */
export function producerSettings(options: ProducerOptions): ProducerSettings {
  const acks = options.acks ?? "all";
  oneOf("acks", String(acks), ["0", "1", "all"]);
  const isIdempotent = options.isIdempotent ?? acks === "all";
  if (isIdempotent && acks !== "all") {
    throw new BadConfiguration("acks", "un producteur idempotent demande « all ».");
  }
  const inFlightMax = options.inFlightMax ?? (isIdempotent ? 5 : 1);
  wholeNumber("inFlightMax", inFlightMax, { min: 1, max: isIdempotent ? 5 : 1_000 });
  const requestTimeoutUs = options.requestTimeoutUs ?? seconds(30);
  const deliveryTimeoutUs = options.deliveryTimeoutUs ?? minutes(2);
  durationUs("requestTimeoutUs", requestTimeoutUs, 1);
  durationUs("deliveryTimeoutUs", deliveryTimeoutUs, requestTimeoutUs);
  const metadataMaxAgeUs = options.metadataMaxAgeUs ?? minutes(5);
  durationUs("metadataMaxAgeUs", metadataMaxAgeUs, 1);
  const { cluster, name } = options;
  cluster.reserve("producteurs", name);
  return {
    ...{ cluster, name, acks, isIdempotent, inFlightMax },
    ...{ requestTimeoutUs, deliveryTimeoutUs, metadataMaxAgeUs },
  };
}

/** @throws BadConfiguration */
export function createProducer(options: ProducerOptions): Producer {
  const settings = producerSettings(options);
  return {
    settings,
    *send(ctx, record) {
      const memory = producerMemory(ctx, settings.name);
      const partition = placed(settings, memory, record);
      const batch = { records: [contentOf(record)], isTransactional: false };
      if (settings.acks === 0)
        return yield* sendBlindly(ctx, settings, { memory, partition, batch });
      if (settings.isIdempotent && memory.session === null)
        yield* openSession(ctx, settings, memory);
      return yield* deliver(ctx, settings, { memory, partition, batch });
    },
  };
}

/** What travels of a record: its topic is in the name of its partition. */
export function contentOf({ key, value, headers }: NewRecord): KeyValue {
  return headers === undefined ? { key, value } : { key, value, headers };
}

export const producerMemory = (ctx: Context, name: string): ProducerMemory =>
  ctx.objects.volatile(`producteur ${name}`, () => ({
    ...{ session: null, isOpening: false, opened: ctx.objects.signal<null>() },
    lookedAtUs: ctx.nowUs,
    ...{ series: new Map(), keyless: takingTurns() },
  }));

export function placed(
  { cluster }: ProducerSettings,
  memory: ProducerMemory,
  { topic, key }: NewRecord,
): string {
  const count = cluster.partitionCount(topic);
  if (count === 0) throw new BadConfiguration("sujet", `« ${topic} » n’existe pas.`);
  return partitionName(
    topic,
    key === null ? memory.keyless.next(count) : partitionOfKey(key, count),
  );
}

/** The real broker closes the connection on a blind request that it cannot serve; here age alone tells. */
function* sendBlindly(
  ctx: Context,
  { cluster, metadataMaxAgeUs, deliveryTimeoutUs }: ProducerSettings,
  { memory, partition, batch }: Delivery,
): Process<Sent> {
  const untilUs = ctx.nowUs + deliveryTimeoutUs;
  if (ctx.nowUs - memory.lookedAtUs >= metadataMaxAgeUs) {
    memory.lookedAtUs = ctx.nowUs;
    forgetLeader(ctx, partition);
  }
  let leader = yield* leaderOf(ctx, cluster, partition);
  while (leader === null) {
    if (ctx.nowUs + RETRY_US >= untilUs) return { kind: "expired" };
    yield* ctx.sleep(RETRY_US);
    leader = yield* leaderOf(ctx, cluster, partition);
  }
  const body = { partition, acks: 0, batch: { ...batch, producer: null } } as const;
  yield* ctx.send(askBroker(leader).produce, body);
  return { kind: "unconfirmed", partition };
}

/** A number and an epoch, from any broker; those who come meanwhile wait for the same. */
function* openSession(
  ctx: Context,
  { cluster, requestTimeoutUs }: ProducerSettings,
  memory: ProducerMemory,
): Process<void> {
  if (memory.isOpening) return void (yield* memory.opened.wait());
  memory.isOpening = true;
  const { brokers } = cluster.settings;
  for (let turn = 0; memory.session === null; turn++) {
    const broker = brokers[turn % brokers.length] as string;
    const body = { transactionalId: null, timeoutUs: 0 };
    const timeoutUs = Math.min(requestTimeoutUs, seconds(1)) as DurationUs;
    const outcome = yield* ctx.call(askBroker(broker).openSession, body, { timeoutUs });
    if (outcome.kind === "replied") memory.session = outcome.reply;
  }
  endAll(memory);
  memory.isOpening = false;
  memory.opened.wakeAll(null);
}

interface Delivery {
  readonly memory: ProducerMemory;
  readonly partition: string;
  readonly batch: Omit<Batch, "producer">;
}

/** Sends a batch until it is answered, in another series when the leader has lost the beginning of its own. */
export function* deliver(
  ctx: Context,
  settings: ProducerSettings,
  delivery: Delivery,
): Process<Sent> {
  const { partition } = delivery;
  const untilUs = ctx.nowUs + settings.deliveryTimeoutUs;
  for (;;) {
    const answer = yield* deliverNumbered(ctx, settings, delivery, untilUs);
    if (answer === "number-again") continue;
    if (answer.kind !== "answered") return answer;
    return { kind: "sent", partition, offset: answer.reply.firstOffset };
  }
}

const OUT_OF_ORDER = "OUT_OF_ORDER_SEQUENCE_NUMBER";

/** Numbers a batch in its turn and sends it until it is answered. */
function* deliverNumbered(
  ctx: Context,
  settings: ProducerSettings,
  { memory, partition, batch }: Delivery,
  untilUs: number,
): Process<Answer<Produced> | "number-again"> {
  const { inFlightMax, acks, requestTimeoutUs: timeoutUs } = settings;
  const series = yield* ownTurn(ctx, memory, { partition, inFlightMax });
  const { session } = series;
  const sequence = take(series, batch.records.length, inFlightMax);
  let gaveUp = false;
  // When it was sent: earlier ones may have been answered by the time its own answer is here.
  let wasOldest = isOldest(series, sequence);
  const producer =
    session === null ? null : { id: session.producerId, epoch: session.epoch, sequence };
  const answer: Answer<Produced> = yield* askLeader(ctx, settings.cluster, {
    partition,
    operation: (broker) => askBroker(broker).produce,
    body: { partition, acks, batch: { ...batch, producer } },
    ...{ timeoutUs, untilUs },
    // An earlier batch is still on its way: it will come, then this one fits.
    alsoRetry: (error) => producer !== null && error === OUT_OF_ORDER && !wasOldest,
    *mayRetry() {
      if (session === null) return true;
      gaveUp = !(yield* turnToTryAgain(series, sequence));
      wasOldest = true;
      return !gaveUp;
    },
  });
  if (answer.kind === "answered") series.hasAnswer = true;
  release(series, sequence, inFlightMax);
  if (answer.kind === "answered" || batch.isTransactional) return answer;
  // All earlier ones were answered and the leader has never seen them: it lost them, and never had this one.
  const isHead = answer.kind === "refused" && answer.error === OUT_OF_ORDER && !gaveUp;
  if (series.ending === "none") {
    beginAnew(memory, { partition, series, ending: isHead ? "lost" : "broken" });
    return isHead && session !== null ? "number-again" : answer;
  }
  return gaveUp && series.ending === "lost" ? "number-again" : answer;
}
