/**
 * The TEMP triggers that tell `Capture` what SQLite is about to do, row by row.
 *
 * TEMP, so that the database file holds only the scenario's tables. Triggers and not `updateHook`:
 * the hook never fires on WITHOUT ROWID tables and gives no values. `RAISE(IGNORE)` in a BEFORE trigger
 * is what leaves a row alone after a wait. A table gets its triggers when a statement without a direct
 * plan first writes it: even mute, they are felt at every row.
 */

import type { Capture } from "./capture.ts";
import type { Residency } from "./residency.ts";
import type { SqlConnection } from "./sql-engine.ts";
import { quoteName, type TableShape, type Tables } from "./table-shape.ts";
import type { SqlValue } from "./values.ts";

export class CaptureTriggers {
  readonly #connection: SqlConnection;
  readonly #shapes: readonly TableShape[];
  readonly #installed = new Set<string>();

  constructor(connection: SqlConnection, tables: Tables, capture: Capture) {
    this.#connection = connection;
    this.#shapes = [...tables.values()];
    defineFunctions(connection, this.#shapes, capture);
  }

  /** Sees to it that writes of `table`, and what they cascade to, are told. */
  needFor(table: string, residency: Residency): void {
    const rank = this.#shapes.findIndex((shape) => shape.name === table);
    if (rank < 0 || this.#installed.has(table)) return;
    // ROLLBACK would take the triggers away again.
    residency.evict();
    this.#installed.add(table);
    const shape = this.#shapes[rank] as TableShape;
    this.#connection.execute(triggersOf(shape, rank));
    for (const child of shape.children) this.needFor(child.table, residency);
  }
}

/** Four functions for all tables: a table is known by its rank, their first argument. */
function defineFunctions(
  connection: SqlConnection,
  shapes: readonly TableShape[],
  capture: Capture,
): void {
  const define = (name: string, body: (shape: TableShape, values: SqlValue[]) => boolean) =>
    connection.define(name, "any", (rank, ...values) =>
      body(shapes[rank as number] as TableShape, values),
    );
  connection.define("capturing", 0, () => capture.isOn);
  connection.define("capturing_insert", 0, () => capture.isOn && capture.wantsBeforeInsert);
  define("capture_before_insert", (shape, values) => {
    const width = shape.columns.length;
    const keyWidth = shape.primaryKey.length;
    capture.beforeInsert(shape, values.slice(0, width), (index) => {
      const at = width + index * keyWidth;
      return values[at] === null ? undefined : values.slice(at, at + keyWidth);
    });
    return true;
  });
  define("capture_after_insert", (shape, values) => {
    capture.afterInsert(shape, values);
    return true;
  });
  define("capture_before_update", (shape, values) => {
    const width = shape.columns.length;
    return capture.beforeUpdate(shape, values.slice(0, width), values.slice(width));
  });
  define("capture_before_delete", (shape, values) => capture.beforeDelete(shape, values));
}

function triggersOf(shape: TableShape, rank: number): string {
  const table = `main.${quoteName(shape.name)}`;
  const columns = (prefix: string) =>
    shape.columns.map((column) => `${prefix}.${quoteName(column)}`);
  const before = columns("OLD").join(", ");
  const after = columns("NEW").join(", ");
  const insert = [after, ...existingKeys(shape)].join(", ");
  return `
    CREATE TEMP TRIGGER "capture:${rank}:before insert" BEFORE INSERT ON ${table}
      WHEN capturing_insert()
      BEGIN SELECT capture_before_insert(${rank}, ${insert}); END;
    CREATE TEMP TRIGGER "capture:${rank}:after insert" AFTER INSERT ON ${table}
      WHEN capturing()
      BEGIN SELECT capture_after_insert(${rank}, ${after}); END;
    CREATE TEMP TRIGGER "capture:${rank}:before update" BEFORE UPDATE ON ${table}
      WHEN capturing()
      BEGIN SELECT RAISE(IGNORE) WHERE NOT capture_before_update(${rank}, ${before}, ${after}); END;
    CREATE TEMP TRIGGER "capture:${rank}:before delete" BEFORE DELETE ON ${table}
      WHEN capturing()
      BEGIN SELECT RAISE(IGNORE) WHERE NOT capture_before_delete(${rank}, ${before}); END;
  `;
}

/** For each unique index, the primary key of the row that already has the new row's key. */
function existingKeys(shape: TableShape): string[] {
  return shape.uniqueIndexes.flatMap((index) => {
    const condition = index.columns
      .map((column) => quoteName(shape.columns[column] ?? ""))
      .map((column) => `met.${column} = NEW.${column}`)
      .join(" AND ");
    return shape.primaryKey.map(
      (column) =>
        `(SELECT met.${quoteName(shape.columns[column] ?? "")} FROM main.${quoteName(shape.name)} AS met WHERE ${condition})`,
    );
  });
}
