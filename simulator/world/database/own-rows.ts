/**
 * Which rows a transaction has written itself, so that their present version is its own.
 *
 * PostgreSQL checks a foreign key again, and locks the parent again, when it updates such a row, changed
 * key or not (`RI_FKey_fk_upd_check_required`, found on the real server by random programs). Owns the set,
 * brought up to date when it is asked for; knows no lock.
 */
import { keyOfRow, type RowChange } from "./row-change.ts";
import type { TableShape, Tables } from "./table-shape.ts";
import type { Row, RowKey } from "./values.ts";

export class OwnRows {
  readonly #keys = new Set<RowKey>();
  /** How many images the set holds, and the last of them: a return to a savepoint takes images away. */
  #count = 0;
  #last: RowChange | undefined;

  /** Brought up to the first `count` images of the transaction, in order. */
  upTo(tables: Tables, changes: readonly RowChange[], count: number): this {
    if (count < this.#count || changes[this.#count - 1] !== this.#last) this.#forget();
    for (; this.#count < count; this.#count++) this.#add(tables, changes[this.#count]);
    return this;
  }

  has(shape: TableShape, row: Row): boolean {
    return this.#keys.has(keyOfRow(shape, row));
  }

  #add(tables: Tables, change: RowChange | undefined): void {
    this.#last = change;
    if (change === undefined || change.after === null) return;
    this.#keys.add(keyOfRow(tables.get(change.table) as TableShape, change.after));
  }

  #forget(): void {
    this.#keys.clear();
    this.#count = 0;
    this.#last = undefined;
  }
}
