/**
 * The transaction coordinator: which producer session may write for a transactional id, and how its
 * transaction ends (KAF-7, KIP-98).
 *
 * A transaction is decided once its decision stands in the transaction topic; markers are then written to
 * every partition that it touched, and may be written twice. A new session of the same id gets a higher
 * epoch, and the old one is fenced. Settings: `epochPerTransaction` raises the epoch at each end, so that a
 * late request of one transaction cannot fall into the next (KIP-890, transaction version 2, default of
 * Kafka ≥ 4.0); without it the protocol loses, mixes and revives writes, as Jepsen showed in 2024.
 * Pure: each step says what to write; the adapter writes it, waits until it is replicated, then says `stored`.
 */
import { assert } from "../../../base/assert.ts";
import type { KeyValue, Marker } from "./record.ts";

export const TRANSACTIONS_TOPIC = "__transaction_state";

export type TransactionState =
  | "Empty"
  | "Ongoing"
  | "PrepareCommit"
  | "PrepareAbort"
  | "CompleteCommit"
  | "CompleteAbort";

export type Transaction = {
  readonly producerId: number;
  readonly epoch: number;
  readonly state: TransactionState;
  readonly partitions: readonly string[];
  readonly timeoutUs: number;
  /** When its first partition was added; −1 when none is. */
  readonly startedAtUs: number;
};

export type TransactionError =
  | "PRODUCER_FENCED"
  | "CONCURRENT_TRANSACTIONS"
  | "INVALID_TXN_STATE"
  | "INVALID_PRODUCER_ID_MAPPING";

/** What a step leads to. */
export type TransactionStep =
  /** Write this, then `stored`; `next` says what the coordinator must do after that. */
  | { readonly kind: "write"; readonly transaction: Transaction; readonly isEnding: boolean }
  /** Nothing to write: already so. */
  | { readonly kind: "same"; readonly transaction: Transaction }
  | { readonly kind: "refused"; readonly error: TransactionError };

export interface TransactionSettings {
  readonly epochPerTransaction: boolean;
}

/** A producer session, as it presents itself. */
export type Session = { readonly producerId: number; readonly epoch: number };

export class TransactionCoordinator {
  readonly #settings: TransactionSettings;
  readonly #transactions = new Map<string, Transaction>();
  /** A write is under way: whoever comes meanwhile must come again. */
  readonly #writing = new Set<string>();

  constructor(settings: TransactionSettings) {
    this.#settings = settings;
  }

  get(id: string): Transaction | undefined {
    return this.#transactions.get(id);
  }

  /** A producer begins a session. An unfinished transaction of the former one is undone first. */
  begin(id: string, newProducerId: number, timeoutUs: number): TransactionStep {
    if (this.#writing.has(id)) return refusal("CONCURRENT_TRANSACTIONS");
    const known = this.#transactions.get(id);
    const fresh = { state: "Empty", partitions: [], startedAtUs: -1, timeoutUs } as const;
    if (known === undefined) {
      return this.#write(id, { ...fresh, producerId: newProducerId, epoch: 0 });
    }
    if (isEnding(known)) return refusal("CONCURRENT_TRANSACTIONS");
    const epoch = known.epoch + 1;
    if (known.state === "Ongoing")
      return this.#write(id, { ...known, state: "PrepareAbort", epoch });
    return this.#write(id, { ...fresh, producerId: known.producerId, epoch });
  }

  /** Before it writes to them, a producer says which partitions. */
  addPartitions(
    id: string,
    session: Session,
    partitions: readonly string[],
    nowUs: number,
  ): TransactionStep {
    const known = this.#checked(id, session);
    if (typeof known === "string") return refusal(known);
    if (isEnding(known)) return refusal("CONCURRENT_TRANSACTIONS");
    const isOngoing = known.state === "Ongoing";
    const before = isOngoing ? known.partitions : [];
    const news = partitions.filter((partition) => !before.includes(partition));
    if (isOngoing && news.length === 0) return { kind: "same", transaction: known };
    const startedAtUs = isOngoing ? known.startedAtUs : nowUs;
    const all = [...before, ...news];
    return this.#write(id, { ...known, state: "Ongoing", partitions: all, startedAtUs });
  }

  /** The producer decides. Asked again, the same decision is answered the same once it is complete. */
  end(id: string, session: Session, result: Marker): TransactionStep {
    const decided = this.#decidedBy(id, session);
    if (decided?.state === completed(result)) return { kind: "same", transaction: decided };
    if (decided?.state === preparing(result)) return refusal("CONCURRENT_TRANSACTIONS");
    const known = this.#checked(id, session);
    if (typeof known === "string") return refusal(known);
    if (known.state !== "Ongoing") return refusal("INVALID_TXN_STATE");
    return this.#write(id, { ...known, state: preparing(result), epoch: this.#epochAfter(known) });
  }

  #epochAfter({ epoch }: Transaction): number {
    return this.#settings.epochPerTransaction ? epoch + 1 : epoch;
  }

  /** The transaction, when this very session may have ended it before. */
  #decidedBy(id: string, { producerId, epoch }: Session): Transaction | null {
    const known = this.#transactions.get(id);
    if (known === undefined || this.#writing.has(id) || known.producerId !== producerId)
      return null;
    return known.epoch === (this.#settings.epochPerTransaction ? epoch + 1 : epoch) ? known : null;
  }

  /** Every marker is written: the transaction is over. */
  complete(id: string): TransactionStep {
    const known = this.#transactions.get(id);
    assert(known !== undefined && isEnding(known), "a decided transaction is completed", id);
    const state = completed(known.state === "PrepareCommit" ? "commit" : "abort");
    return this.#write(id, { ...known, state, partitions: [], startedAtUs: -1 });
  }

  /** Its time is over: undone under a higher epoch, so that its producer cannot go on. */
  expire(id: string): TransactionStep {
    const known = this.#transactions.get(id);
    if (known === undefined || known.state !== "Ongoing" || this.#writing.has(id)) {
      return refusal("CONCURRENT_TRANSACTIONS");
    }
    return this.#write(id, { ...known, state: "PrepareAbort", epoch: known.epoch + 1 });
  }

  /** Ids whose transaction has lasted longer than its producer allowed. */
  overdue(nowUs: number): readonly string[] {
    return [...this.#transactions]
      .filter(([, { state, startedAtUs, timeoutUs }]) => {
        return state === "Ongoing" && nowUs - startedAtUs >= timeoutUs;
      })
      .map(([id]) => id);
  }

  /** Decided and not completed: after a failover their markers are written (again). */
  unfinished(): readonly string[] {
    return [...this.#transactions].filter(([, known]) => isEnding(known)).map(([id]) => id);
  }

  /** What was to be written is replicated (or, when loading, was found in the topic). */
  stored(id: string, transaction: Transaction): void {
    this.#writing.delete(id);
    this.#transactions.set(id, transaction);
  }

  /** It could not be written: things stand as before. */
  notStored(id: string): void {
    this.#writing.delete(id);
  }

  #checked(id: string, { producerId, epoch }: Session): Transaction | TransactionError {
    const known = this.#transactions.get(id);
    if (known === undefined || known.producerId !== producerId)
      return "INVALID_PRODUCER_ID_MAPPING";
    if (known.epoch !== epoch) return "PRODUCER_FENCED";
    return this.#writing.has(id) ? "CONCURRENT_TRANSACTIONS" : known;
  }

  #write(id: string, transaction: Transaction): TransactionStep {
    this.#writing.add(id);
    return { kind: "write", transaction, isEnding: isEnding(transaction) };
  }
}

const refusal = (error: TransactionError): TransactionStep => ({ kind: "refused", error });

const isEnding = ({ state }: Transaction): boolean =>
  state === "PrepareCommit" || state === "PrepareAbort";

const preparing = (result: Marker): TransactionState =>
  result === "commit" ? "PrepareCommit" : "PrepareAbort";

const completed = (result: Marker): TransactionState =>
  result === "commit" ? "CompleteCommit" : "CompleteAbort";

export const markerOf = ({ state }: Transaction): Marker =>
  state === "PrepareCommit" ? "commit" : "abort";

export const transactionRecord = (id: string, transaction: Transaction): KeyValue => ({
  key: id,
  value: JSON.stringify(transaction),
});

export const readTransaction = (value: string): Transaction => JSON.parse(value) as Transaction;
