/**
 * Runs a write that has a plan, and tells `Capture` what the triggers would have told.
 *
 * The image before comes from the mirror, the image after from the parameters and from RETURNING.
 * SQLite stays the judge of what happens: how many rows it changed decides which images there are.
 */

import { assert } from "../../base/assert.ts";
import type { Core } from "./core.ts";
import { isPlain } from "./direct-plan.ts";
import type { RunResult } from "./residency.ts";
import { keyOfRow } from "./row-change.ts";
import type { Running } from "./running.ts";
import type { TableShape } from "./table-shape.ts";
import type { DirectWrite, ValueOrigin, WriteStatement } from "./translated.ts";
import { pick, type Row, type SqlValue } from "./values.ts";

/** What has run: the rows its author asked for, and how many rows were changed. */
export interface Ran {
  readonly result: RunResult;
  readonly rowCount: number;
}

/** True when every parameter is given back by its column as it was given. */
export function suits({ typed }: DirectWrite, params: readonly SqlValue[]): boolean {
  for (const { index, type } of typed) if (!isPlain(params[index] ?? null, type)) return false;
  return true;
}

/** Undefined when only triggers can tell what was met; nothing has changed then. Throws SQLite's error. */
export function runDirectly(
  core: Core,
  running: Running,
  statement: WriteStatement,
  plan: DirectWrite,
): Ran | undefined {
  const shape = core.tables.get(statement.target) as TableShape;
  const { params } = running;
  if (statement.verb === "INSERT") return insertDirectly(core, params, statement, plan);
  const key = plan.key.map((origin) => valueOf(origin, params, undefined));
  const before = core.residency.mirror.find(shape.name, 0, key);
  if (before !== undefined && isForbidden(shape, before, running)) {
    const columns = core.residency.columns(plan.sql);
    return { result: { columns: columns.slice(plan.returnedCount), rows: [] }, rowCount: 0 };
  }
  const { rows, columns } = core.residency.run(plan.sql, params);
  const rowCount = core.residency.connection.changes();
  assert(rowCount === 0 || (rowCount === 1 && before !== undefined), "a key designates one row");
  if (rowCount === 1) {
    if (statement.verb === "DELETE") core.capture.beforeDelete(shape, before as Row);
    else
      core.capture.beforeUpdate(shape, before as Row, updated(plan, before as Row, params, rows));
  }
  return { result: askedFor(plan, columns, rows), rowCount };
}

/** After a wait, only the rows found at the start may be touched. */
function isForbidden(shape: TableShape, row: Row, { attemptCount, candidates }: Running): boolean {
  return attemptCount > 0 && candidates !== undefined && !candidates.has(keyOfRow(shape, row));
}

function insertDirectly(
  core: Core,
  params: readonly SqlValue[],
  statement: WriteStatement,
  plan: DirectWrite,
): Ran | undefined {
  const { capture, residency } = core;
  const { target, conflict } = statement;
  const shape = core.tables.get(target) as TableShape;
  // With an arbiter, the row met is known beforehand; its key must then be in the text.
  const arbiter = conflict === undefined ? undefined : (conflict.arbiter ?? 0);
  if (arbiter !== undefined && !isEvident(shape, plan, arbiter)) return undefined;
  const isAnyIndex = conflict !== undefined && conflict.arbiter === undefined;
  if (isAnyIndex && shape.uniqueIndexes.length > 1) return undefined;
  const given = plan.inserted.map((origin) =>
    origin.kind === "returned" ? null : valueOf(origin, params, undefined),
  );
  const met = arbiter === undefined ? undefined : rowWith(core, shape, arbiter, given);
  const { rows, columns } = residency.run(plan.sql, params);
  const rowCount = residency.connection.changes();
  assert(met === undefined ? rowCount === 1 : rowCount <= 1, "one row is written, or was met");
  const after =
    met === undefined
      ? plan.inserted.map((origin) => valueOf(origin, params, rows[0]))
      : rowCount === 0
        ? given
        : updated(plan, met, params, rows);
  if (capture.wantsBeforeInsert) {
    const metKey = met === undefined ? undefined : pick(met, shape.primaryKey);
    const row = met === undefined ? after : given;
    capture.beforeInsert(shape, row, (index) => (index === arbiter ? metKey : undefined));
  }
  if (met === undefined) capture.afterInsert(shape, after);
  else if (rowCount === 1) capture.beforeUpdate(shape, met, after);
  return { result: askedFor(plan, columns, rows), rowCount };
}

function isEvident(shape: TableShape, { inserted }: DirectWrite, index: number): boolean {
  const columns = shape.uniqueIndexes[index]?.columns ?? [];
  return columns.every((column) => inserted[column]?.kind !== "returned");
}

function rowWith({ residency }: Core, shape: TableShape, index: number, row: Row): Row | undefined {
  const columns = shape.uniqueIndexes[index]?.columns ?? [];
  return residency.mirror.find(shape.name, index, pick(row, columns));
}

function updated(
  { set }: DirectWrite,
  before: Row,
  params: readonly SqlValue[],
  rows: readonly Row[],
): Row {
  const after = before.slice();
  for (const { column, origin } of set) after[column] = valueOf(origin, params, rows[0]);
  return after;
}

function valueOf(
  origin: ValueOrigin,
  params: readonly SqlValue[],
  returned: Row | undefined,
): SqlValue {
  switch (origin.kind) {
    case "literal":
      return origin.value;
    case "parameter": {
      const value = params[origin.index] ?? null;
      // SQLite has no −0.
      return value === 0 ? 0 : value;
    }
    case "returned":
      assert(returned !== undefined, "a written row is returned");
      return returned[origin.rank] ?? null;
  }
}

/** The rows and columns without those that were returned for the images. */
function askedFor(
  { returnedCount }: DirectWrite,
  columns: readonly string[],
  rows: SqlValue[][],
): RunResult {
  if (returnedCount === 0) return { columns, rows };
  return {
    columns: columns.slice(returnedCount),
    rows: columns.length === returnedCount ? [] : rows.map((row) => row.slice(returnedCount)),
  };
}
