/**
 * Is a transaction waiting, through others, for itself?
 *
 * Owns the search, not the moment: PostgreSQL looks once per wait, a second after its beginning, and
 * the one that looks is the victim. A cycle that closes quickly therefore kills its *first* waiter, a
 * cycle that closes late its last.
 */

import type { Transaction } from "./transaction.ts";

/** The cycle from `start` back to itself, or undefined. */
export function findCycle(
  start: Transaction,
  awaitedBy: (transaction: Transaction) => Iterable<Transaction>,
): readonly Transaction[] | undefined {
  const visited = new Set<Transaction>();
  const path: Transaction[] = [];
  const visit = (transaction: Transaction): boolean => {
    path.push(transaction);
    for (const awaited of awaitedBy(transaction)) {
      if (awaited === start) return true;
      if (visited.has(awaited)) continue;
      visited.add(awaited);
      if (visit(awaited)) return true;
    }
    path.pop();
    return false;
  };
  return visit(start) ? path : undefined;
}
