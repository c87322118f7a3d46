/**
 * What the database remembers of a connected client between two statements.
 */

import { assert } from "../../base/assert.ts";
import { createTransaction, type Transaction } from "./transaction.ts";

export type ClientState =
  | { readonly kind: "idle" }
  | { readonly kind: "in-transaction"; readonly transaction: Transaction }
  /**
   * After an error everything is refused until ROLLBACK (25P02). The transaction itself is gone,
   * unless a savepoint kept its beginning.
   */
  | { readonly kind: "aborted"; readonly transaction: Transaction | undefined }
  | { readonly kind: "disconnected" };

export interface Client {
  readonly id: string;
  state: ClientState;
}

/** The open transaction of a client, if it has one. */
export function transactionOf(client: Client): Transaction | undefined {
  const { state } = client;
  return state.kind === "in-transaction" || state.kind === "aborted"
    ? state.transaction
    : undefined;
}

/** Numbers the transactions of one database. */
export function transactionNumbering(): (clientId: string, nowUs: number) => Transaction {
  let last = 0;
  return (clientId, startedAtUs) => {
    assert(Number.isSafeInteger(startedAtUs), "instants are whole microseconds");
    last += 1;
    return createTransaction(last, clientId, startedAtUs);
  };
}
