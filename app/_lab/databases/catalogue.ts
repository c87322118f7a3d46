/**
 * Every table a reader can open, from the card: tables of databases, and stores outside SQL shown
 * as tables too. Says under which path its rows live in the timeline and how to name it in SQL.
 */
import type { ColumnCard, NodeCard, ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";

export interface TableSpec {
  /** `sagas.saga_steps`: the name that the page shows, unique; `sqlName` is what a query says. */
  readonly id: string;
  /** Schema in SQL: the database's id; for a store, its node's id. */
  readonly schema: string;
  readonly name: string;
  readonly node: string;
  readonly columns: readonly ColumnCard[];
  /** Positions of the primary key's columns. */
  readonly key: readonly number[];
  /** Position of the business key's column, or −1. */
  readonly subjectAt: number;
  /** Prefix of its slots. */
  readonly prefix: string;
  readonly kind: "sql" | "store";
}

const BARE = /^[a-z_][a-z0-9_]*$/i;

/** The table in a query: `sagas.saga_steps`, `"base-siege".tickets`. */
export const sqlName = ({ schema, name }: TableSpec): string =>
  [schema, name].map((part) => (BARE.test(part) ? part : `"${part}"`)).join(".");

export interface TableOwner {
  readonly node: NodeCard;
  readonly tables: readonly TableSpec[];
}

const RECORD_KEY: ColumnCard = { name: "cle", type: "text", title: "clé" };

export function tableSpecs(card: ScenarioCard): readonly TableSpec[] {
  const specs: TableSpec[] = [];
  for (const database of card.databases) {
    for (const table of database.tables) {
      const at = (name: string): number => table.columns.findIndex((c) => c.name === name);
      specs.push({
        id: `${database.id}.${table.name}`,
        schema: database.id,
        name: table.name,
        node: database.node,
        columns: table.columns,
        key: table.key.map(at).filter((position) => position >= 0),
        subjectAt: table.subject === null ? -1 : at(table.subject),
        prefix: `row/${database.id}/${table.name}/`,
        kind: "sql",
      });
    }
  }
  const schemas = new Set(card.databases.map((database) => database.id));
  for (const store of card.stores) {
    const schema = schemas.has(store.node) ? `${store.node}_registre` : store.node;
    // A store whose records do not say their own key gets it as a first column.
    const columns = store.fields.length === 0 ? [RECORD_KEY] : store.fields;
    specs.push({
      id: `${schema}.${store.id}`,
      schema,
      name: store.id,
      node: store.node,
      columns,
      key: [],
      subjectAt: columns.findIndex((column) => column.name === "order_id"),
      prefix: `record/${store.id}/`,
      kind: "store",
    });
  }
  return specs;
}

/** The table of a selected row, in SQL or not; null when the card has none of this name. */
export const tableOfRow = (
  card: ScenarioCard,
  row: { readonly database: string; readonly table: string },
): TableSpec | null =>
  tableSpecs(card).find((spec) => spec.schema === row.database && spec.name === row.table) ?? null;

/** The tables grouped by the node that owns them, in the order of the nodes. */
export function tableOwners(card: ScenarioCard): readonly TableOwner[] {
  const specs = tableSpecs(card);
  return card.nodes
    .map((node) => ({ node, tables: specs.filter((spec) => spec.node === node.id) }))
    .filter((owner) => owner.tables.length > 0);
}

/** A slot's value as the cells of a row, in column order. */
export function rowCells(
  spec: TableSpec,
  path: string,
  value: Value | undefined,
): readonly Value[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value as readonly Value[];
  if (typeof value !== "object") return spec.columns.map((_, i) => (i === 0 ? value : null));
  const record = value as { readonly [field: string]: Value };
  return spec.columns.map((column) =>
    column === RECORD_KEY ? path.slice(spec.prefix.length) : (record[column.name] ?? null),
  );
}

/** What a reader calls the row: its business key, else its primary key. */
export function rowName(spec: TableSpec, path: string, cells: readonly Value[]): string {
  const subject = spec.subjectAt < 0 ? null : (cells[spec.subjectAt] ?? null);
  if (subject !== null) return String(subject);
  const key = spec.key.map((position) => String(cells[position] ?? "")).join(" ");
  return key === "" ? path.slice(spec.prefix.length) : key;
}
