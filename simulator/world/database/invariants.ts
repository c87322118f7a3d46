/**
 * What must be true of a database at rest, whatever its clients do.
 *
 * Costly: every table is read. Called by the property tests after each step, never by a run.
 */

import { assert } from "../../base/assert.ts";
import type { Core } from "./core.ts";
import { keyOfRow, type RowChange } from "./row-change.ts";
import { quoteName, type TableShape } from "./table-shape.ts";
import type { TableState } from "./table-state.ts";
import type { Transaction } from "./transaction.ts";
import type { RowKey } from "./values.ts";
import type { WaitQueue } from "./wait-queue.ts";

/** Throws at the first broken invariant. `past` is moved to the end of the log. */
export function verifyInvariants(core: Core, queue: WaitQueue, past: TableState): void {
  for (const transaction of core.open) verifyLocks(core, transaction);
  verifyConnection(core, past);
  queue.verify();
  if (core.open.size === 0) {
    assert(core.locks.size === 0, "without an open transaction there is no lock");
    assert(queue.length === 0, "without an open transaction nobody waits");
  }
}

/** Every image belongs to a row that its transaction locked or inserted: so images always re-apply. */
function verifyLocks(core: Core, transaction: Transaction): void {
  const held = new Set<RowKey>();
  for (const { key, transaction: holder } of core.locks.rows()) {
    if (holder === transaction) held.add(key);
  }
  const inserted = new Set<RowKey>();
  for (const change of transaction.changes.slice(0, transaction.lockedChangeCount)) {
    const shape = core.tables.get(change.table) as TableShape;
    if (change.before !== null) {
      const key = keyOfRow(shape, change.before);
      assert(
        held.has(key) || inserted.has(key),
        `the changed row ${key} is locked by its transaction`,
      );
    }
    if (change.after !== null) inserted.add(keyOfRow(shape, change.after));
  }
}

/** The connection shows the fold of the log plus the images of the resident, and nothing else. */
function verifyConnection(core: Core, past: TableState): void {
  past.moveTo(core.log.length, core.log);
  const changes = core.residency.resident?.changes ?? [];
  for (const shape of core.tables.values()) {
    const expected = new Map(past.rowsOf(shape.name).map((row) => [keyOfRow(shape, row), row]));
    for (const change of changes) applyTo(expected, shape, change);
    const { rows } = core.residency.run(`SELECT * FROM main.${quoteName(shape.name)}`, []);
    const mirrored = [...core.residency.mirror.rows(shape.name)];
    assert(
      JSON.stringify(mirrored.sort()) === JSON.stringify(rows.toSorted()),
      `the mirror of ${shape.name} shows what the connection shows`,
    );
    assert(rows.length === expected.size, `table ${shape.name} has as many rows as its images say`);
    for (const row of rows) {
      const same = expected.get(keyOfRow(shape, row));
      assert(
        JSON.stringify(row) === JSON.stringify(same),
        `each row of ${shape.name} is its image`,
      );
    }
  }
}

function applyTo(
  rows: Map<RowKey, readonly unknown[]>,
  shape: TableShape,
  change: RowChange,
): void {
  if (change.table !== shape.name) return;
  if (change.before !== null) rows.delete(keyOfRow(shape, change.before));
  if (change.after !== null) rows.set(keyOfRow(shape, change.after), change.after);
}
