import { expect, test } from "vitest";
import { seconds } from "../../../base/time.ts";
import { visible } from "./consumer-state.ts";
import { brokenTransactions } from "./fixtures/transaction-schedule.ts";
import { PartitionLog } from "./partition.ts";
import { type Marker, plainBatch } from "./record.ts";
import { Replica } from "./replication.ts";
import * as module from "./transactions.ts";
import {
  type Session,
  type Transaction,
  TransactionCoordinator,
  type TransactionStep,
} from "./transactions.ts";

const LIVES = 500;

test(`KAF-7: ${LIVES} random lives of a transactional id: one decision a transaction, over all its partitions, and none by a session that another replaced`, () => {
  expect(brokenTransactions(module, LIVES)).toBe(0);
});

const TIMEOUT_US = seconds(60);
const ID = "facturation";

/** A coordinator whose writes are replicated at once. */
function coordinator(epochPerTransaction: boolean) {
  const own = new TransactionCoordinator({ epochPerTransaction });
  const settle = (step: TransactionStep): Transaction | string => {
    if (step.kind === "refused") return step.error;
    if (step.kind === "write") own.stored(ID, step.transaction);
    return step.transaction;
  };
  return {
    own,
    begin: () => settle(own.begin(ID, 7, TIMEOUT_US)),
    add: (session: Session, nowUs = 0) => settle(own.addPartitions(ID, session, ["t-0"], nowUs)),
    end: (session: Session, result: Marker) => settle(own.end(ID, session, result)),
    complete: () => settle(own.complete(ID)),
    expire: () => settle(own.expire(ID)),
  };
}

const sessionOf = (transaction: Transaction | string): Session => {
  if (typeof transaction === "string") throw new Error(transaction);
  return { producerId: transaction.producerId, epoch: transaction.epoch };
};

test("KAF-7: a second session of a transactional id undoes what the first left open, and fences it", () => {
  const { begin, add, end, complete } = coordinator(true);
  const first = sessionOf(begin());
  add(first);
  // The open transaction is undone under a higher epoch: the newcomer asks again until it is.
  expect(begin()).toMatchObject({ state: "PrepareAbort" });
  expect(begin()).toBe("CONCURRENT_TRANSACTIONS");
  complete();
  const second = sessionOf(begin());
  expect(second.producerId).toBe(first.producerId);
  expect(second.epoch).toBeGreaterThan(first.epoch);
  expect(add(first)).toBe("PRODUCER_FENCED");
  expect(end(first, "commit")).toBe("PRODUCER_FENCED");
  expect(add(second)).toMatchObject({ state: "Ongoing" });
});

test.each([true, false])(
  "KAF-7: an end asked again is answered the same, the other end is refused (an epoch a transaction: %s)",
  (isPerTransaction) => {
    const { begin, add, end, complete } = coordinator(isPerTransaction);
    const session = sessionOf(begin());
    add(session);
    expect(end(session, "commit")).toMatchObject({ state: "PrepareCommit" });
    expect(end(session, "commit")).toBe("CONCURRENT_TRANSACTIONS");
    complete();
    expect(end(session, "commit")).toMatchObject({ state: "CompleteCommit" });
    expect(end(session, "abort")).toBe(isPerTransaction ? "PRODUCER_FENCED" : "INVALID_TXN_STATE");
  },
);

test("KAF-7: a transaction that lasts longer than its producer allowed is undone, and its producer cannot commit it", () => {
  const { own, begin, add, end, expire, complete } = coordinator(true);
  const session = sessionOf(begin());
  add(session, seconds(10));
  expect(own.overdue(seconds(69))).toEqual([]);
  expect(own.overdue(seconds(70))).toEqual([ID]);
  expect(expire()).toMatchObject({ state: "PrepareAbort", epoch: session.epoch + 1 });
  complete();
  expect(end(session, "commit")).toBe("PRODUCER_FENCED");
});

/** A leader alone, whose partition knows the records of one transactional producer. */
function leaderAlone(): Replica {
  const log = new PartitionLog(100);
  const replica = new Replica("b1", log, { minInsyncReplicas: 1, lagMaxUs: seconds(30) });
  replica.lead({ leader: "b1", epoch: 0, isr: ["b1"], version: 0 }, 0);
  return replica;
}

const write = (replica: Replica, session: Session, sequence: number, value: string) =>
  replica.append(
    {
      records: [{ key: null, value }],
      producer: { id: session.producerId, epoch: session.epoch, sequence },
      isTransactional: true,
    },
    "all",
    0,
  );

const committedIn = ({ log, lastStableOffset }: Replica) =>
  visible(
    log.read(0, lastStableOffset, 100),
    log.producers.abortedBetween(0, lastStableOffset),
  ).map(({ value }) => value);

/** Ends the open transaction at the coordinator and in the partition; the session to go on with. */
function finish(
  { end, complete, own }: ReturnType<typeof coordinator>,
  replica: Replica,
  session: Session,
  result: Marker,
): Session {
  const next = sessionOf(end(session, result));
  const decided = own.get(ID) as Transaction;
  const producer = { id: decided.producerId, epoch: decided.epoch, sequence: -1 };
  replica.appendMarker(result, producer, { nowUs: 0, isStrict: next.epoch !== session.epoch });
  complete();
  return next;
}

test.each([
  { epochPerTransaction: false, seen: ["annulé en retard", "suivant"] },
  { epochPerTransaction: true, seen: ["suivant"] },
])(
  "KAF-7: a write of an undone transaction that arrives late lands in the next one, unless each has its own epoch (KIP-890): $epochPerTransaction",
  ({ epochPerTransaction, seen }) => {
    const server = coordinator(epochPerTransaction);
    const replica = leaderAlone();
    const first = sessionOf(server.begin());
    server.add(first);
    // Its first write is stuck somewhere on the way; the producer gives up and undoes the transaction.
    const second = finish(server, replica, first, "abort");
    server.add(second);
    write(replica, first, 0, "annulé en retard");
    // Under the same epoch the series went on; under a new one it begins again.
    write(replica, second, epochPerTransaction ? 0 : 1, "suivant");
    finish(server, replica, second, "commit");
    expect(committedIn(replica)).toEqual(seen);
  },
);

test.each([
  { epochPerTransaction: false, seen: ["avant", "à moitié"] },
  { epochPerTransaction: true, seen: ["avant"] },
])(
  "KAF-7: a commit marker repeated late commits the half of the next transaction, unless each has its own epoch (KIP-890, KIP-1228): $epochPerTransaction",
  ({ epochPerTransaction, seen }) => {
    const server = coordinator(epochPerTransaction);
    const replica = leaderAlone();
    const first = sessionOf(server.begin());
    server.add(first);
    write(replica, first, 0, "avant");
    const second = finish(server, replica, first, "commit");
    const before = server.own.get(ID) as Transaction;
    server.add(second);
    write(replica, second, epochPerTransaction ? 0 : 1, "à moitié");
    const late = { id: before.producerId, epoch: before.epoch, sequence: -1 };
    const answer = replica.appendMarker("commit", late, {
      nowUs: 0,
      isStrict: epochPerTransaction,
    });
    expect(answer.kind).toBe(epochPerTransaction ? "refused" : "appended");
    expect(committedIn(replica)).toEqual(seen);
  },
);

test("KAF-7: one open transaction hides later records of others from read_committed, markers take offsets, and its end shows them", () => {
  const replica = leaderAlone();
  const session = { producerId: 1, epoch: 0 };
  write(replica, session, 0, "ouvert");
  replica.append(plainBatch({ key: null, value: "sans rapport" }), "all", 0);
  expect(replica.highWatermark).toBe(2);
  expect(replica.lastStableOffset).toBe(0);
  expect(committedIn(replica)).toEqual([]);
  const mark = { id: 1, epoch: 0, sequence: -1 };
  replica.appendMarker("commit", mark, { nowUs: 0, isStrict: false });
  expect(committedIn(replica)).toEqual(["ouvert", "sans rapport"]);
  expect(replica.append(plainBatch({ key: null, value: "après" }), "all", 0)).toMatchObject({
    firstOffset: 3,
  });
});
