/**
 * What one attempt of a write meets: lock requests, row images, candidates.
 *
 * Owns the JavaScript side of the triggers. SQLite runs the whole statement physically; each row it
 * touches is told here first, so that the engine knows afterwards what PostgreSQL would have waited
 * for, and in which order. Decides nothing about waiting.
 */

import { DatabaseError } from "./errors.ts";
import {
  keyRequest,
  type LockRequest,
  pushDeleteRequests,
  pushParentRequests,
  pushUpdateRequests,
  rowRequest,
} from "./lock-requests.ts";
import { keyOfRow, type RowChange } from "./row-change.ts";
import type { TableShape } from "./table-shape.ts";
import { NO_KEY_UPDATE, type WriteStatement } from "./translated.ts";
import type { Row, RowKey, SqlValue } from "./values.ts";

export interface CaptureOptions {
  readonly statement: WriteStatement;
  /** No other transaction is open: images are enough, locks can be derived from them later. */
  readonly isAlone: boolean;
  /** After a wait, the only rows of the target that may be touched. */
  readonly onlyRows: ReadonlySet<RowKey> | undefined;
  /** Whether the transaction has written this version of the row itself. */
  readonly isOwn: (shape: TableShape, row: Row) => boolean;
}

export class Capture {
  /** False while images are re-applied: the triggers are then mute. */
  isOn = false;
  readonly requests: LockRequest[] = [];
  /** Locks of foreign keys, which PostgreSQL takes at the end of the statement. */
  readonly parentRequests: LockRequest[] = [];
  readonly changes: RowChange[] = [];
  /** Where the requests of the row being written begin. */
  rowStart = 0;

  #candidates = new Set<RowKey>();
  #options: CaptureOptions | undefined;
  readonly #written = new Set<RowKey>();

  /** Forgets the attempt before. The triggers stay mute until `isOn`. */
  begin(options: CaptureOptions): void {
    this.#options = options;
    this.requests.length = 0;
    this.parentRequests.length = 0;
    this.changes.length = 0;
    this.#candidates.clear();
    this.rowStart = 0;
    this.#written.clear();
  }

  /** Rows of the target that the attempt found; they belong to the caller from now on. */
  takeCandidates(): Set<RowKey> {
    const candidates = this.#candidates;
    this.#candidates = new Set();
    return candidates;
  }

  /** Alone, a plain insert has nothing to say before it is done. */
  get wantsBeforeInsert(): boolean {
    const options = this.#options;
    if (options === undefined) return false;
    return !options.isAlone || options.statement.conflict?.action === "update";
  }

  /** `existing(i)` is the primary key of the row that has this row's key in unique index `i`. */
  beforeInsert(
    shape: TableShape,
    row: Row,
    existing: (index: number) => SqlValue[] | undefined,
  ): void {
    const { requests } = this;
    this.rowStart = requests.length;
    if (this.#conflictsQuietly(shape, row, existing)) return;
    for (let index = 0; index < shape.uniqueIndexes.length; index += 1) {
      const check = keyRequest("check", shape, shape.uniqueIndexes[index] as never, row);
      if (check === undefined) continue;
      requests.push(check);
      if (existing(index)) {
        requests.push({ kind: "stop" });
        return;
      }
      requests.push({ ...check, kind: "claim" });
    }
  }

  afterInsert(shape: TableShape, after: Row): void {
    this.changes.push({ op: "c", table: shape.name, before: null, after });
    if (this.#options?.statement.conflict?.action === "update") {
      this.#written.add(keyOfRow(shape, after));
    }
    if (!this.#options?.isAlone) {
      pushParentRequests(shape, { before: null, after, isOwn: false }, this.parentRequests);
    }
  }

  /** Returns false when the row must be left alone. */
  beforeUpdate(shape: TableShape, before: Row, after: Row): boolean {
    if (!this.#mayTouch(shape, before)) return false;
    if (this.#options?.statement.conflict?.action === "update") {
      this.#written.add(keyOfRow(shape, after));
    }
    this.changes.push({ op: "u", table: shape.name, before, after });
    if (!this.#options?.isAlone) {
      this.rowStart = this.requests.length;
      pushUpdateRequests(shape, before, after, this.requests);
      const isOwn = shape.foreignKeys.length > 0 && this.#options?.isOwn(shape, before) === true;
      pushParentRequests(shape, { before, after, isOwn }, this.parentRequests);
    }
    return true;
  }

  beforeDelete(shape: TableShape, before: Row): boolean {
    if (!this.#mayTouch(shape, before)) return false;
    this.changes.push({ op: "d", table: shape.name, before, after: null });
    if (!this.#options?.isAlone) pushDeleteRequests(shape, before, this.requests);
    return true;
  }

  /** ON CONFLICT: does the row meet another one that turns the insert into nothing or an update? */
  #conflictsQuietly(
    shape: TableShape,
    row: Row,
    existing: (index: number) => SqlValue[] | undefined,
  ): boolean {
    const conflict = this.#options?.statement.conflict;
    if (conflict === undefined || this.#options?.statement.target !== shape.name) return false;
    const { arbiter } = conflict;
    for (let index = 0; index < shape.uniqueIndexes.length; index += 1) {
      if (arbiter !== undefined && arbiter !== index) continue;
      const check = keyRequest("check", shape, shape.uniqueIndexes[index] as never, row);
      if (check === undefined) continue;
      this.requests.push(check);
      const met = existing(index);
      if (met === undefined) continue;
      // DO UPDATE locks the row even when its WHERE is false.
      if (conflict.action === "update") this.#lockConflicting(shape, met);
      return true;
    }
    return false;
  }

  #lockConflicting(shape: TableShape, primaryKey: SqlValue[]): void {
    const request = rowRequest(shape.name, primaryKey, NO_KEY_UPDATE);
    if (this.#written.has(request.key)) {
      throw new DatabaseError(
        "21000",
        "ON CONFLICT DO UPDATE ne peut pas modifier deux fois la même ligne : retirez les doublons des valeurs insérées",
      );
    }
    this.requests.push(request);
  }

  #mayTouch(shape: TableShape, before: Row): boolean {
    const options = this.#options;
    if (options === undefined || options.statement.target !== shape.name) return true;
    if (options.statement.verb === "INSERT") return true;
    if (options.isAlone && options.onlyRows === undefined) return true;
    const key = keyOfRow(shape, before);
    if (options.onlyRows !== undefined && !options.onlyRows.has(key)) return false;
    this.#candidates.add(key);
    return true;
  }
}
