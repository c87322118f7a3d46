/**
 * A transactional producer: records and offsets of several partitions, all or nothing (KAF-7).
 *
 * `begin` opens a session the first time and after a failure: it undoes what a former session left open and
 * fences it. Whoever is fenced must stop: another one does its work. What it does outside the log (mails,
 * payments) is not undone.
 */
import { durationUs } from "../../../base/configuration.ts";
import { type DurationUs, minutes } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../context.ts";
import { type Answer, askLeader, type LeaderAsk } from "./client.ts";
import type { Consumer } from "./consumer.ts";
import {
  contentOf,
  deliver,
  type NewRecord,
  type ProducerMemory,
  type ProducerOptions,
  placed,
  producerMemory,
  producerSettings,
  type Sent,
} from "./producer.ts";
import { endAll } from "./producer-series.ts";
import { askBroker } from "./protocol.ts";
import type { Marker } from "./record.ts";
import { OFFSETS } from "./serve-groups.ts";
import { TRANSACTIONS } from "./serve-transactions.ts";
import type { Session } from "./transactions.ts";

export interface TransactionalOptions extends Omit<ProducerOptions, "acks" | "isIdempotent"> {
  readonly transactionalId: string;
  /** « transaction.timeout.ms », 60 s. */
  readonly transactionTimeoutUs?: DurationUs;
}

/** `fenced`: another session has begun. `failed`: abort, or begin again. */
export type TransactionOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "fenced" }
  | { readonly kind: "failed"; readonly error: string };

export interface TransactionalProducer {
  readonly begin: (ctx: Context) => Process<TransactionOutcome>;
  readonly send: (ctx: Context, record: NewRecord) => Process<Sent>;
  /** The consumer's positions become part of the transaction. */
  readonly sendOffsets: (ctx: Context, consumer: Consumer) => Process<TransactionOutcome>;
  readonly commit: (ctx: Context) => Process<TransactionOutcome>;
  readonly abort: (ctx: Context) => Process<TransactionOutcome>;
  /** After a failure of unknown outcome: a new session settles it. */
  readonly startAgain: (ctx: Context) => Process<TransactionOutcome>;
}

interface TransactionMemory {
  readonly added: Set<string>;
  /** A batch got no answer: its number may be missing for ever. */
  isDamaged: boolean;
}

/** @throws BadConfiguration */
export function createTransactionalProducer(options: TransactionalOptions): TransactionalProducer {
  const settings = producerSettings({ ...options, acks: "all", isIdempotent: true });
  const { transactionalId } = options;
  const transactionTimeoutUs = options.transactionTimeoutUs ?? minutes(1);
  durationUs("transactionTimeoutUs", transactionTimeoutUs, 1);
  const { cluster, name, requestTimeoutUs: timeoutUs } = settings;

  const memoryOf = (ctx: Context): ProducerMemory => producerMemory(ctx, name);
  const ownOf = (ctx: Context): TransactionMemory =>
    ctx.objects.volatile(`transaction ${name}`, () => ({
      ...{ added: new Set<string>(), isDamaged: false },
    }));

  const ask = <Q extends Value, R extends Value>(
    ctx: Context,
    question: Pick<LeaderAsk<Q, R>, "partition" | "operation" | "body">,
  ): Process<Answer<R>> => {
    const untilUs = ctx.nowUs + settings.deliveryTimeoutUs;
    return askLeader(ctx, cluster, { ...question, timeoutUs, untilUs });
  };

  function setSession(ctx: Context, session: Session | null): void {
    const memory = memoryOf(ctx);
    const isNew = session === null || session.epoch !== memory.session?.epoch;
    memory.session = session;
    // A new epoch numbers its batches from 0.
    if (isNew) endAll(memory);
  }

  function* add(ctx: Context, partition: string): Process<TransactionOutcome> {
    const { added } = ownOf(ctx);
    if (added.has(partition)) return { kind: "done" };
    const session = memoryOf(ctx).session as Session;
    const answer = yield* ask(ctx, {
      partition: TRANSACTIONS,
      operation: (broker) => askBroker(broker).addPartitions,
      body: { ...session, transactionalId, partitions: [partition] },
    });
    if (answer.kind === "answered") added.add(partition);
    return outcomeOf(answer);
  }

  function* end(ctx: Context, result: Marker): Process<TransactionOutcome> {
    const own = ownOf(ctx);
    const { added } = own;
    // Nothing was written: there is nothing to end (kafkajs sends no EndTxn either).
    if (added.size === 0) return { kind: "done" };
    const session = memoryOf(ctx).session as Session;
    const answer = yield* ask(ctx, {
      partition: TRANSACTIONS,
      operation: (broker) => askBroker(broker).end,
      body: { ...session, transactionalId, result },
    });
    if (answer.kind === "answered") {
      added.clear();
      // Under the same epoch the series would go on with a hole: another session begins it anew.
      const isHoled = own.isDamaged && answer.reply.epoch === session.epoch;
      setSession(ctx, isHoled ? null : answer.reply);
      own.isDamaged = false;
    }
    return outcomeOf(answer);
  }

  function* begin(ctx: Context): Process<TransactionOutcome> {
    ownOf(ctx).added.clear();
    if (memoryOf(ctx).session !== null) return { kind: "done" };
    const answer = yield* ask(ctx, {
      partition: TRANSACTIONS,
      operation: (broker) => askBroker(broker).openSession,
      body: { transactionalId, timeoutUs: transactionTimeoutUs },
    });
    if (answer.kind === "answered") setSession(ctx, answer.reply);
    return outcomeOf(answer);
  }

  return {
    begin,
    *send(ctx, record) {
      const memory = memoryOf(ctx);
      const partition = placed(settings, memory, record);
      const added = yield* add(ctx, partition);
      if (added.kind === "fenced") return { kind: "refused", error: "PRODUCER_FENCED" };
      if (added.kind === "failed") return { kind: "refused", error: added.error };
      const batch = { records: [contentOf(record)], isTransactional: true };
      const sent = yield* deliver(ctx, settings, { memory, partition, batch });
      if (sent.kind !== "sent") ownOf(ctx).isDamaged = true;
      return sent;
    },
    *sendOffsets(ctx, consumer) {
      const word = consumer.word(ctx);
      // Its group has gone on without it: what it read is read again by somebody else.
      if (word.generation < 0) return { kind: "failed", error: "UNKNOWN_MEMBER_ID" };
      const added = yield* add(ctx, OFFSETS);
      if (added.kind !== "done") return added;
      const session = memoryOf(ctx).session as Session;
      const answer = yield* ask(ctx, {
        partition: OFFSETS,
        operation: (broker) => askBroker(broker).commitInside,
        body: {
          ...word,
          offsets: consumer.positions(ctx),
          producer: { id: session.producerId, epoch: session.epoch, sequence: -1 },
        },
      });
      return outcomeOf(answer);
    },
    commit: (ctx) => end(ctx, "commit"),
    abort: (ctx) => end(ctx, "abort"),
    startAgain(ctx) {
      setSession(ctx, null);
      return begin(ctx);
    },
  };
}

const FENCED: ReadonlySet<string> = new Set([
  ...["PRODUCER_FENCED", "INVALID_PRODUCER_EPOCH", "INVALID_PRODUCER_ID_MAPPING"],
]);

function outcomeOf(answer: Answer<unknown>): TransactionOutcome {
  if (answer.kind === "answered") return { kind: "done" };
  if (answer.kind === "expired") return { kind: "failed", error: "expired" };
  return FENCED.has(answer.error) ? { kind: "fenced" } : { kind: "failed", error: answer.error };
}
