/**
 * Who holds which row, and who claims which unique key.
 *
 * Owns the conflict rule of PostgreSQL's four row locks and the claims on keys being inserted, changed
 * or freed. Knows nothing of waiting: a new request looks at holders only, never at those who queue.
 */

import { assert } from "../../base/assert.ts";
import type { LockRequest } from "./lock-requests.ts";
import type { HeldLock, Transaction } from "./transaction.ts";
import type { Strength } from "./translated.ts";
import type { RowKey, UniqueKey } from "./values.ts";

interface Holder {
  readonly transaction: Transaction;
  readonly strength: Strength;
}

/** KEY SHARE (0) only conflicts with UPDATE (3); SHARE (1) from NO KEY UPDATE (2) up; 2 and 3 with themselves. */
export function conflict(left: Strength, right: Strength): boolean {
  return left + right >= 3;
}

const NOBODY: readonly Transaction[] = [];

export class LockTable {
  readonly #rows = new Map<RowKey, Holder[]>();
  readonly #claims = new Map<UniqueKey, Transaction>();

  /** Transactions other than `by` that `by` would have to wait for. */
  blockers(request: LockRequest, by: Transaction): readonly Transaction[] {
    switch (request.kind) {
      case "row": {
        const holders = this.#rows.get(request.key);
        if (holders === undefined) return NOBODY;
        const blocking = holders
          .filter((held) => held.transaction !== by && conflict(held.strength, request.strength))
          .map((held) => held.transaction);
        return blocking.length > 1 ? [...new Set(blocking)] : blocking;
      }
      case "check": {
        const claimant = this.#claims.get(request.key);
        return claimant === undefined || claimant === by ? NOBODY : [claimant];
      }
      case "claim":
      case "stop":
        return NOBODY;
    }
  }

  /** Whether `by` has a lock of any strength on the row. */
  isHolder(key: RowKey, by: Transaction): boolean {
    return this.#rows.get(key)?.some(({ transaction }) => transaction === by) ?? false;
  }

  /** Grants a request that nobody blocks. Checks and stops leave no trace. */
  acquire(request: LockRequest, by: Transaction): void {
    if (request.kind === "row") this.#acquireRow(request.key, request.strength, by);
    else if (request.kind === "claim") this.#acquireClaim(request.key, by);
  }

  /** Frees what `transaction` acquired after its first `keptCount` locks. */
  release(transaction: Transaction, keptCount: number): void {
    const { locks } = transaction;
    while (locks.length > keptCount) {
      const lock = locks.pop() as HeldLock;
      if (lock.kind === "claim") this.#claims.delete(lock.key);
      else this.#releaseRow(lock.key, lock.strength, transaction);
    }
  }

  /** Every row lock held now, for display and tests. */
  *rows(): Generator<{ readonly key: RowKey } & Holder> {
    for (const [key, holders] of this.#rows) {
      for (const holder of holders) yield { key, ...holder };
    }
  }

  get size(): number {
    return this.#rows.size + this.#claims.size;
  }

  #acquireRow(key: RowKey, strength: Strength, transaction: Transaction): void {
    const holders = this.#rows.get(key);
    if (holders === undefined) {
      this.#rows.set(key, [{ transaction, strength }]);
    } else {
      if (holders.some((held) => held.transaction === transaction && held.strength >= strength))
        return;
      holders.push({ transaction, strength });
    }
    transaction.locks.push({ kind: "row", key, strength });
  }

  #acquireClaim(key: UniqueKey, transaction: Transaction): void {
    const claimant = this.#claims.get(key);
    if (claimant === transaction) return;
    assert(claimant === undefined, "a unique key has one claimant");
    this.#claims.set(key, transaction);
    transaction.locks.push({ kind: "claim", key });
  }

  #releaseRow(key: RowKey, strength: Strength, transaction: Transaction): void {
    const holders = this.#rows.get(key);
    const at = holders?.findIndex(
      (held) => held.transaction === transaction && held.strength === strength,
    );
    assert(holders !== undefined && at !== undefined && at >= 0, "a released lock was held");
    holders.splice(at, 1);
    if (holders.length === 0) this.#rows.delete(key);
  }
}
