/**
 * Requests of transactional and idempotent producers, served by the leader of the transaction topic.
 *
 * A decision is answered once it is replicated; markers follow in the background, again and again until every
 * partition has one, by whichever broker is coordinator then.
 */
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { type Refusal, refuse } from "../../node.ts";
import { type Broker, brokerOf, led, store } from "./broker.ts";
import type { Settings } from "./options.ts";
import {
  type AddPartitions,
  askBroker,
  type EndTransaction,
  type OpenSession,
  type WriteMarker,
} from "./protocol.ts";
import { partitionName, plainBatch } from "./record.ts";
import { markingEnd } from "./serve-records.ts";
import {
  markerOf,
  readTransaction,
  type Session,
  TRANSACTIONS_TOPIC,
  type Transaction,
  TransactionCoordinator,
  type TransactionStep,
  transactionRecord,
} from "./transactions.ts";

/** Every transactional id has its coordinator on the leader of this one partition. */
export const TRANSACTIONS = partitionName(TRANSACTIONS_TOPIC, 0);

/** Between two attempts to write a marker. */
const RETRY_US = ms(100);
const MARKER_TIMEOUT_US = seconds(2);

interface Coordination {
  /** Leadership under which it was read: another one means reading again. */
  readonly epoch: number;
  readonly transactions: TransactionCoordinator;
}

/** What this broker knows as coordinator; null when it is not. Read from the topic at each new leadership. */
function* coordination(ctx: Context, broker: Broker): Process<TransactionCoordinator | null> {
  const own = ctx.objects.volatile<{ current: Coordination | null }>("transactions", () => ({
    current: null,
  }));
  const replica = led(broker, TRANSACTIONS);
  const epoch = replica?.leadership.epoch;
  if (replica === null || own.current?.epoch !== epoch) own.current = null;
  if (replica === null) return null;
  if (own.current !== null) return own.current.transactions;
  const { epochPerTransaction } = broker.settings;
  const transactions = new TransactionCoordinator({ epochPerTransaction });
  own.current = { epoch: replica.leadership.epoch, transactions };
  const { log } = replica;
  for (const { key, value } of log.read(log.startOffset, log.endOffset, log.endOffset)) {
    if (key !== null && value !== null) transactions.stored(key, readTransaction(value));
  }
  for (const id of transactions.unfinished()) yield* finishLater(ctx, broker, transactions, id);
  return transactions;
}

/** Writes what a step asks for; whoever asked is answered once it is replicated. */
function* carryOut(
  ctx: Context,
  broker: Broker,
  transactions: TransactionCoordinator,
  { id, step }: { readonly id: string; readonly step: TransactionStep },
): Process<Transaction | Refusal> {
  if (step.kind === "refused") return refuse(step.error);
  if (step.kind === "same") return step.transaction;
  const batch = plainBatch(transactionRecord(id, step.transaction));
  const failure = yield* store(ctx, broker, TRANSACTIONS, batch);
  if (failure !== null) {
    transactions.notStored(id);
    return failure;
  }
  transactions.stored(id, step.transaction);
  ctx.memory.set(stateKey(id), step.transaction.state);
  if (step.isEnding) yield* finishLater(ctx, broker, transactions, id);
  return step.transaction;
}

/** Key, in the coordinator's memory, of the state of a transaction. */
export const stateKey = (transactionalId: string): string => `transaction ${transactionalId}`;

function* finishLater(
  ctx: Context,
  broker: Broker,
  transactions: TransactionCoordinator,
  id: string,
): Process<void> {
  yield* ctx.spawn("finishTransaction", id, (ctx) => finish(ctx, broker, transactions, id));
}

function* finish(
  ctx: Context,
  broker: Broker,
  transactions: TransactionCoordinator,
  id: string,
): Process<void> {
  const decided = transactions.get(id) as Transaction;
  const { producerId, epoch } = decided;
  const producer = { id: producerId, epoch, sequence: -1 };
  for (const partition of decided.partitions) {
    const word = { partition, marker: markerOf(decided), producer };
    for (;;) {
      // Another coordinator has taken over, and will write what is missing.
      if ((yield* coordination(ctx, broker)) !== transactions) return;
      const leader = broker.leaderships.get(partition)?.leader ?? null;
      if (leader !== null && (yield* isMarked(ctx, broker, leader, word))) break;
      yield* ctx.sleep(RETRY_US);
    }
  }
  yield* complete(ctx, broker, transactions, id);
}

function* isMarked(
  ctx: Context,
  broker: Broker,
  leader: string,
  word: WriteMarker,
): Process<boolean> {
  // A later epoch has written there: this transaction ended long ago.
  const isOver = (reason: string): boolean => reason === "INVALID_PRODUCER_EPOCH";
  if (leader === broker.id) {
    const answer = yield* markingEnd(broker.settings)(ctx, word);
    return answer === null || isOver(answer.reason);
  }
  const outcome = yield* ctx.call(askBroker(leader).writeMarker, word, {
    timeoutUs: MARKER_TIMEOUT_US,
  });
  return outcome.kind === "replied" || (outcome.kind === "refused" && isOver(outcome.reason));
}

/** Says in the topic that it is over; tried again while this broker is coordinator. */
function* complete(
  ctx: Context,
  broker: Broker,
  transactions: TransactionCoordinator,
  id: string,
): Process<void> {
  while ((yield* coordination(ctx, broker)) === transactions) {
    const step = transactions.complete(id);
    const done = yield* carryOut(ctx, broker, transactions, { id, step });
    if ("state" in done) return;
    yield* ctx.sleep(RETRY_US);
  }
}

export const openingSession = (settings: Settings) =>
  function* openSession(ctx: Context, request: OpenSession): Process<Session | Refusal> {
    const broker = brokerOf(ctx, settings);
    const numbers = ctx.objects.durable("numéros de producteurs", () => ({ given: 0 }));
    // Brokers never give the same number: each has its own residue (the real ones ask the controller).
    const rank = settings.brokers.indexOf(broker.id);
    const producerId = ++numbers.given * settings.brokers.length + rank;
    const id = request.transactionalId;
    if (id === null) return { producerId, epoch: 0 };
    const transactions = yield* coordination(ctx, broker);
    if (transactions === null) return refuse("NOT_COORDINATOR");
    const step = transactions.begin(id, producerId, request.timeoutUs);
    const begun = yield* carryOut(ctx, broker, transactions, { id, step });
    if (!("state" in begun)) return begun;
    // The transaction of the former session is being undone: ask again.
    if (begun.state !== "Empty") return refuse("CONCURRENT_TRANSACTIONS");
    return { producerId: begun.producerId, epoch: begun.epoch };
  };

export const addingPartitions = (settings: Settings) =>
  function* addPartitions(ctx: Context, request: AddPartitions): Process<null | Refusal> {
    const broker = brokerOf(ctx, settings);
    const transactions = yield* coordination(ctx, broker);
    if (transactions === null) return refuse("NOT_COORDINATOR");
    const id = request.transactionalId;
    const step = transactions.addPartitions(id, request, request.partitions, ctx.nowUs);
    const added = yield* carryOut(ctx, broker, transactions, { id, step });
    return "state" in added ? null : added;
  };

export const endingTransaction = (settings: Settings) =>
  function* endTransaction(ctx: Context, request: EndTransaction): Process<Session | Refusal> {
    const broker = brokerOf(ctx, settings);
    const transactions = yield* coordination(ctx, broker);
    if (transactions === null) return refuse("NOT_COORDINATOR");
    const id = request.transactionalId;
    const step = transactions.end(id, request, request.result);
    const ended = yield* carryOut(ctx, broker, transactions, { id, step });
    return "state" in ended ? { producerId: ended.producerId, epoch: ended.epoch } : ended;
  };

/** Undoes transactions that last too long, and takes over those of a coordinator that fell. */
export const watchingTransactions = (settings: Settings) =>
  function* watchTransactions(ctx: Context): Process<void> {
    const broker = brokerOf(ctx, settings);
    for (;;) {
      const transactions = yield* coordination(ctx, broker);
      for (const id of transactions?.overdue(ctx.nowUs) ?? []) {
        if (transactions === null) break;
        const step = transactions.expire(id);
        yield* carryOut(ctx, broker, transactions, { id, step });
      }
      const wait = ctx.sleep(settings.expireEveryUs);
      yield* ctx.race({ decided: broker.decided.wait(), wait });
    }
  };
