/**
 * One value of a column as a table shows it, and how it is set.
 * Money, instants and booleans follow the card; everything else is written as the base holds it.
 */
import { formatAmount, formatInstant } from "@/app/_texte/numbers.ts";
import type { ColumnCard } from "@/simulator/vocabulary/card.ts";
import type { SqlValue, Value } from "@/simulator/vocabulary/values.ts";

export type ColumnType = ColumnCard["type"];

const TEXT_MAX = 80;
const cut = (text: string): string =>
  text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;

/** Numbers stand on the right, under each other. */
export const isFigure = (type: ColumnType): boolean =>
  type === "integer" || type === "cents" || type === "instant";

/** « – » for NULL and for what is absent. */
export function cellText(type: ColumnType, value: Value | undefined): string {
  if (value === null || value === undefined) return "–";
  switch (type) {
    case "cents":
      return typeof value === "number" ? formatAmount(value) : cut(String(value));
    case "instant":
      return typeof value === "number" ? formatInstant(value) : cut(String(value));
    case "boolean":
      return value === true || value === 1 ? "oui" : "non";
    case "json":
      return cut(typeof value === "string" ? value : JSON.stringify(value));
    default:
      return cut(typeof value === "object" ? JSON.stringify(value) : String(value));
  }
}

/** The whole text, for copying: what the base holds. */
export const rawText = (value: Value | undefined): string =>
  value === null || value === undefined
    ? "NULL"
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

/** Head of a column: money says its unit once. */
export const columnHead = (column: ColumnCard): string =>
  column.type === "cents" ? `${column.title} (€)` : column.title;

export const asSqlValue = (value: Value | undefined): SqlValue =>
  value === undefined || value === null
    ? null
    : typeof value === "number" || typeof value === "string"
      ? value
      : typeof value === "boolean"
        ? Number(value)
        : JSON.stringify(value);
