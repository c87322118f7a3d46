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
  return statement.verb === "INSERT"
    ? insertDirectly(core, running.params, statement, plan)
    : changeDirectly(core, running, shape, plan);
}

/** UPDATE (which sets columns) or DELETE (which sets none). */
function changeDirectly(
  { capture, residency }: Core,
  running: Running,
  shape: TableShape,
  plan: DirectWrite,
): Ran | undefined {
  const { params } = running;
  if (plan.range !== undefined) return changeRange({ capture, residency }, running, shape, plan);
  const key = plan.key.map((origin) => valueFrom(origin, { params }));
  const before = residency.mirror.find(shape.name, 0, key);
  if (before !== undefined && isForbidden(shape, before, running)) {
    const columns = residency.columns(plan.sql);
    return { result: { columns: columns.slice(plan.returnedCount), rows: [] }, rowCount: 0 };
  }
  if (before !== undefined && !staysWhole(plan, params, before)) return undefined;
  const { rows, columns } = residency.run(plan.sql, params);
  const rowCount = residency.connection.changes();
  if (rowCount > 0) {
    assert(rowCount === 1 && before !== undefined, "a primary key designates one row");
    if (plan.set.length === 0) capture.beforeDelete(shape, before);
    else capture.beforeUpdate(shape, before, updated(plan, params, before, rows[0]));
  }
  return { result: askedFor(plan, columns, rows), rowCount };
}

/** Longer stretches of keys are left to the triggers. */
const RANGE_MAX = 1_000;

/** UPDATE of a stretch of keys; after a wait, only triggers tell which rows may still be touched. */
function changeRange(
  { capture, residency }: Pick<Core, "capture" | "residency">,
  { params, attemptCount }: Running,
  shape: TableShape,
  plan: DirectWrite,
): Ran | undefined {
  const { from, to } = plan.range as NonNullable<DirectWrite["range"]>;
  const [first, last] = [valueFrom(from, { params }), valueFrom(to, { params })];
  if (attemptCount > 0 || typeof first !== "number" || typeof last !== "number") return undefined;
  if (last - first >= RANGE_MAX) return undefined;
  const met: Row[] = [];
  for (let key = first; key <= last; key++) {
    const row = residency.mirror.find(shape.name, 0, [key]);
    if (row !== undefined) met.push(row);
  }
  const { columns } = residency.run(plan.sql, params);
  assert(residency.connection.changes() === met.length, "keys designate their rows");
  for (const before of met)
    capture.beforeUpdate(shape, before, updated(plan, params, before, undefined));
  return { result: { columns, rows: [] }, rowCount: met.length };
}

/** After a wait, only the rows found at the start may be touched. */
function isForbidden(shape: TableShape, row: Row, { attemptCount, candidates }: Running): boolean {
  return attemptCount > 0 && candidates !== undefined && !candidates.has(keyOfRow(shape, row));
}

/** False when a sum leaves the numbers that JavaScript and SQLite count alike. */
function staysWhole({ set }: DirectWrite, params: readonly SqlValue[], before: Row): boolean {
  for (const { origin } of set) {
    if (origin.kind !== "sum") continue;
    const sum = valueFrom(origin, { params, before });
    if (sum !== null && !Number.isSafeInteger(sum)) return false;
  }
  return true;
}

function insertDirectly(
  core: Core,
  given: readonly SqlValue[],
  statement: WriteStatement,
  plan: DirectWrite,
): Ran | undefined {
  const { capture, residency } = core;
  const { target, conflict } = statement;
  const shape = core.tables.get(target) as TableShape;
  // With ON CONFLICT, the row met is looked for beforehand: its key must then be in the text.
  const arbiter = conflict === undefined ? undefined : (conflict.arbiter ?? 0);
  if (arbiter !== undefined && !isEvident(shape, plan, arbiter)) return undefined;
  const isAnyIndex = conflict !== undefined && conflict.arbiter === undefined;
  if (isAnyIndex && shape.uniqueIndexes.length > 1) return undefined;
  const params = withDrawn(core, plan, given);
  const met = arbiter === undefined ? undefined : rowMet(core, shape, arbiter, plan, params);
  const { rows, columns } = residency.run(plan.sql, params);
  const rowCount = residency.connection.changes();
  assert(met === undefined ? rowCount === 1 : rowCount <= 1, "one row is written, or was met");
  const returned = rows[0];
  if (met === undefined) {
    const after = plan.inserted.map((origin) => valueFrom(origin, { params, returned }));
    if (capture.wantsBeforeInsert) capture.beforeInsert(shape, after, () => undefined);
    capture.afterInsert(shape, after);
  } else {
    if (capture.wantsBeforeInsert) {
      const metKey = pick(met, shape.primaryKey);
      // Of the row that was not inserted only the key of the arbiter is looked at: that of `met`.
      capture.beforeInsert(shape, met, (index) => (index === arbiter ? metKey : undefined));
    }
    if (rowCount === 1) capture.beforeUpdate(shape, met, updated(plan, params, met, returned));
  }
  return { result: askedFor(plan, columns, rows), rowCount };
}

function isEvident(shape: TableShape, { inserted }: DirectWrite, index: number): boolean {
  const columns = shape.uniqueIndexes[index]?.columns ?? [];
  return columns.every((column) => inserted[column]?.kind !== "returned");
}

function withDrawn(
  { draws, residency }: Core,
  { drawn, sql }: DirectWrite,
  params: readonly SqlValue[],
): readonly SqlValue[] {
  if (drawn === undefined) return params;
  // A text that SQLite refuses (unknown column, no such key) draws nothing: it must be read first.
  residency.columns(sql);
  const value = draws.next(drawn.sequence);
  return [...params, drawn.prefix === null ? value : `${drawn.prefix}${value}`];
}

/** The row that already has, in the unique index of that rank, the key of the row to insert. */
function rowMet(
  { residency }: Core,
  shape: TableShape,
  index: number,
  { inserted }: DirectWrite,
  params: readonly SqlValue[],
): Row | undefined {
  const columns = shape.uniqueIndexes[index]?.columns ?? [];
  const key = columns.map((column) => valueFrom(inserted[column] as ValueOrigin, { params }));
  return residency.mirror.find(shape.name, index, key);
}

function updated(
  { set }: DirectWrite,
  params: readonly SqlValue[],
  before: Row,
  returned: Row | undefined,
): Row {
  const after = before.slice();
  const known = { params, before, returned };
  for (const { column, origin } of set) after[column] = valueFrom(origin, known);
  return after;
}

interface Known {
  readonly params: readonly SqlValue[];
  readonly before?: Row | undefined;
  readonly returned?: Row | undefined;
}

function valueFrom(origin: ValueOrigin, known: Known): SqlValue {
  switch (origin.kind) {
    case "literal":
      return origin.value;
    case "parameter": {
      const value = known.params[origin.index] ?? null;
      // SQLite has no −0.
      return value === 0 ? 0 : value;
    }
    case "returned":
      assert(known.returned !== undefined, "a written row is returned");
      return known.returned[origin.rank] ?? null;
    case "sum": {
      assert(known.before !== undefined, "a sum is that of a row that exists");
      const left = known.before[origin.column] ?? null;
      const right = valueFrom(origin.operand, known);
      return left === null || right === null ? null : Number(left) + origin.sign * Number(right);
    }
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
