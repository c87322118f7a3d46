/**
 * The TEMP triggers that tell `Capture` what SQLite is about to do, row by row.
 *
 * TEMP, so that the database file holds only the scenario's tables. Triggers and not `updateHook`:
 * the hook never fires on WITHOUT ROWID tables and gives no values. `RAISE(IGNORE)` in a BEFORE trigger
 * is what leaves a row alone after a wait.
 */

import type { Capture } from "./capture.ts";
import type { SqlConnection } from "./sql-engine.ts";
import { quoteName, type TableShape, type Tables } from "./table-shape.ts";
import type { SqlValue } from "./values.ts";

export function installCapture(connection: SqlConnection, tables: Tables, capture: Capture): void {
  connection.define("capturing", 0, () => capture.isOn);
  connection.define("capturing_insert", 0, () => capture.wantsBeforeInsert);
  let serial = 0;
  for (const shape of tables.values()) {
    serial += 1;
    defineFunctions(connection, shape, capture, serial);
    connection.execute(triggersOf(shape, serial));
  }
}

function defineFunctions(
  connection: SqlConnection,
  shape: TableShape,
  capture: Capture,
  serial: number,
): void {
  const width = shape.columns.length;
  const keyWidth = shape.primaryKey.length;
  connection.define(
    `before_insert_${serial}`,
    width + keyWidth * shape.uniqueIndexes.length,
    (...values) => {
      capture.beforeInsert(shape, values.slice(0, width), (index) => {
        const at = width + index * keyWidth;
        return values[at] === null ? undefined : values.slice(at, at + keyWidth);
      });
      return null;
    },
  );
  connection.define(`after_insert_${serial}`, width, (...values) => {
    capture.afterInsert(shape, values);
    return null;
  });
  connection.define(`before_update_${serial}`, width * 2, (...values) =>
    capture.beforeUpdate(shape, values.slice(0, width), values.slice(width)),
  );
  connection.define(`before_delete_${serial}`, width, (...values: SqlValue[]) =>
    capture.beforeDelete(shape, values),
  );
}

function triggersOf(shape: TableShape, serial: number): string {
  const table = `main.${quoteName(shape.name)}`;
  const columns = (prefix: string) =>
    shape.columns.map((column) => `${prefix}.${quoteName(column)}`);
  const before = columns("OLD").join(", ");
  const after = columns("NEW").join(", ");
  const insert = [after, ...existingKeys(shape)].join(", ");
  return `
    CREATE TEMP TRIGGER "capture:${serial}:before insert" BEFORE INSERT ON ${table}
      WHEN capturing_insert()
      BEGIN SELECT before_insert_${serial}(${insert}); END;
    CREATE TEMP TRIGGER "capture:${serial}:after insert" AFTER INSERT ON ${table}
      WHEN capturing()
      BEGIN SELECT after_insert_${serial}(${after}); END;
    CREATE TEMP TRIGGER "capture:${serial}:before update" BEFORE UPDATE ON ${table}
      WHEN capturing()
      BEGIN SELECT RAISE(IGNORE) WHERE NOT before_update_${serial}(${before}, ${after}); END;
    CREATE TEMP TRIGGER "capture:${serial}:before delete" BEFORE DELETE ON ${table}
      WHEN capturing()
      BEGIN SELECT RAISE(IGNORE) WHERE NOT before_delete_${serial}(${before}); END;
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
