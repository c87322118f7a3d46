/**
 * Foreign keys seen from a statement that failed on one (23503): is the failure final?
 *
 * PostgreSQL looks for children with FOR KEY SHARE: a child that another transaction is deleting makes
 * the parent's deletion wait, although SQLite, which still sees the child, has already said no.
 */

import type { Core } from "./core.ts";
import { type LockRequest, rowRequest } from "./lock-requests.ts";
import { quoteName, type TableShape } from "./table-shape.ts";
import type { Transaction } from "./transaction.ts";
import { KEY_SHARE } from "./translated.ts";
import { pick, type SqlValue, sameOn } from "./values.ts";

/** False for a parent that the statement cannot see: the error is then final, without any wait. */
export function parentExists(core: Core, request: LockRequest): boolean {
  if (request.kind !== "row") return false;
  const shape = core.tables.get(request.table) as TableShape;
  return firstRow(core, shape, shape.primaryKey, request.primaryKey) !== undefined;
}

/** The child row whose fate decides whether the parent may go; undefined when a child surely stays. */
export function findBlockingChild(core: Core, transaction: Transaction): LockRequest | undefined {
  for (const change of core.capture.changes) {
    if (change.before === null) continue;
    const parent = core.tables.get(change.table) as TableShape;
    if (change.after !== null && sameOn(change.before, change.after, parent.primaryKey)) continue;
    const wanted = pick(change.before, parent.primaryKey);
    for (const { table, columns } of parent.children) {
      const child = core.tables.get(table) as TableShape;
      const primaryKey = firstRow(core, child, columns, wanted);
      if (primaryKey === undefined) continue;
      const request = rowRequest(table, primaryKey, KEY_SHARE, "child");
      return core.locks.blockers(request, transaction).length > 0 ? request : undefined;
    }
  }
  return undefined;
}

/** Primary key of the first row whose `columns` have `values`. */
function firstRow(
  core: Core,
  shape: TableShape,
  columns: readonly number[],
  values: readonly SqlValue[],
): readonly SqlValue[] | undefined {
  const name = (column: number) => quoteName(shape.columns[column] ?? "");
  const key = shape.primaryKey.map(name).join(", ");
  const condition = columns.map((column) => `${name(column)} = ?`).join(" AND ");
  const sql = `SELECT ${key} FROM main.${quoteName(shape.name)} WHERE ${condition} ORDER BY ${key} LIMIT 1`;
  return core.residency.run(sql, values).rows[0];
}
