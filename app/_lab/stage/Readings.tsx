/**
 * The live data inside a node's box: real rows, real queue, real memory, never an icon of them.
 *
 * Each reading listens to its own slots; the box gives it a number of lines. Absence is drawn:
 * « aucune ligne », « perdue ».
 */
"use client";
import { useMemo } from "react";
import { formatValue } from "@/app/_texte/names.ts";
import { formatAmount, formatTick } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { ColumnCard, NodeCard, NodeReading } from "@/simulator/vocabulary/card.ts";
import { sameValue, type Value } from "@/simulator/vocabulary/values.ts";
import { useCard, useChanged, useLab, useSlot, useSlots } from "../hooks.ts";
import styles from "./Node.module.css";
import { useCrashIndex } from "./node-state.ts";

type Of<K extends NodeReading["kind"]> = NodeReading & { readonly kind: K };

export function cellText(column: ColumnCard, value: Value | undefined): string {
  if (value === null || value === undefined) return "–";
  if (column.type === "cents" && typeof value === "number") return formatAmount(value);
  if (column.type === "instant" && typeof value === "number") return formatTick(value);
  return formatValue(value);
}

const isNumeric = (column: ColumnCard): boolean =>
  column.type === "cents" || column.type === "integer";

interface Line {
  readonly path: string;
  readonly cells: readonly ColumnCard[];
  /** The value of a column in a row or record. */
  readonly read: (value: Value, column: ColumnCard) => Value | undefined;
}

/** One row or record; its changed values are highlighted, the former ones struck beside them. */
function Row({ path, cells, read }: Line) {
  const value = useSlot(path);
  const changed = useChanged(path);
  if (value === undefined) return null;
  return (
    <tr>
      {cells.map((column) => {
        const now = read(value, column);
        const before = changed?.before === undefined ? undefined : read(changed.before, column);
        const isNew = changed !== null && (changed.before === undefined || !sameValue(before, now));
        return (
          <td key={column.name} className={isNumeric(column) ? styles.number : undefined}>
            {isNew && before !== undefined && <s className="was">{cellText(column, before)}</s>}
            <span className={isNew ? "changed" : undefined}>{cellText(column, now)}</span>
          </td>
        );
      })}
    </tr>
  );
}

interface GridProps {
  readonly name: string;
  readonly columns: readonly ColumnCard[];
  readonly paths: readonly string[];
  readonly read: Line["read"];
  readonly lines: number;
  readonly isTable: boolean;
}

/** The last rows, under a heading when there is room for one. */
function Grid({ name, columns, paths, read, lines, isTable }: GridProps) {
  const hasHead = lines > 1 && isTable;
  const shown = paths.slice(-Math.max(1, hasHead ? lines - 1 : lines));
  return (
    <table className={cx(styles.grid, isTable && styles.database)}>
      {hasHead ? (
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th
                key={column.name}
                scope="col"
                className={isNumeric(column) ? styles.number : undefined}
              >
                {i === 0 ? (
                  <>
                    <Sign name="db" /> {name}
                  </>
                ) : (
                  column.title
                )}
              </th>
            ))}
          </tr>
        </thead>
      ) : null}
      <tbody>
        {shown.length === 0 ? (
          <tr>
            <td colSpan={columns.length} className={styles.absent}>
              {hasHead || !isTable ? "aucune ligne" : `${name} : aucune ligne`}
            </td>
          </tr>
        ) : (
          shown.map((path) => <Row key={path} path={path} cells={columns} read={read} />)
        )}
      </tbody>
    </table>
  );
}

const pathsOf = (slots: readonly (readonly [string, Value])[]): readonly string[] =>
  slots.map(([path]) => path);

function TableReading({
  reading,
  lines,
}: {
  readonly reading: Of<"table">;
  readonly lines: number;
}) {
  const card = useCard();
  const slots = useSlots(`row/${reading.database}/${reading.table}/`);
  const table = card.databases
    .find((database) => database.id === reading.database)
    ?.tables.find((known) => known.name === reading.table);
  if (table === undefined) return null;
  const columns = reading.columns.flatMap((name) => table.columns.filter((c) => c.name === name));
  return (
    <Grid
      name={table.name}
      columns={columns}
      paths={pathsOf(slots)}
      read={(value, column) => (value as readonly Value[])[table.columns.indexOf(column)]}
      lines={Math.min(lines, reading.limit + 1)}
      isTable
    />
  );
}

function RecordsReading({
  reading,
  lines,
}: {
  readonly reading: Of<"records">;
  readonly lines: number;
}) {
  const card = useCard();
  const slots = useSlots(`record/${reading.store}/`);
  const store = card.stores.find((known) => known.id === reading.store);
  if (store === undefined) return null;
  const columns = reading.fields.flatMap((name) => store.fields.filter((f) => f.name === name));
  return (
    <Grid
      name={store.title}
      columns={columns}
      paths={pathsOf(slots)}
      read={(value, column) => (value as { readonly [field: string]: Value })[column.name]}
      lines={Math.min(lines, reading.limit)}
      isTable={false}
    />
  );
}

/** « 1042 : stock, paiement »: the key without its prefix, and the value. */
function memoryText(path: string, prefix: string, value: Value | undefined): string {
  const rest = path.slice(prefix.length).replace(/^[\s/:]+/, "");
  const text = formatValue(value);
  return rest === "" ? text : `${rest} : ${text}`;
}

function MemoryLine({ path, prefix }: { readonly path: string; readonly prefix: string }) {
  const value = useSlot(path);
  const changed = useChanged(path);
  if (value === undefined) return null;
  return (
    <span className={changed === null ? undefined : "changed"}>
      {memoryText(path, prefix, value)}
    </span>
  );
}

/** Volatile memory: struck and « perdue » once the node has crashed. */
function MemoryReading({
  node,
  reading,
  lines,
}: {
  readonly node: string;
  readonly reading: Of<"memory">;
  readonly lines: number;
}) {
  const prefix = `memory/${node}/${reading.prefix}`;
  const slots = useSlots(prefix);
  const crash = useCrashIndex(node);
  const timeline = useLab((s) => s.run.timeline);
  const lost = useMemo(
    () =>
      crash < 0
        ? []
        : timeline
            .changesAt(crash)
            .filter(({ path, before }) => path.startsWith(prefix) && before !== undefined),
    [timeline, crash, prefix],
  );
  if (crash >= 0) {
    const shown = lost.slice(-lines);
    return (
      <div className={cx(styles.rows, styles.gone)}>
        {shown.length === 0 && (
          <p className={styles.row}>
            <span className={styles.label}>{reading.title}</span>
            <b className={styles.lost}>perdue</b>
          </p>
        )}
        {shown.map(({ path, before }, i) => (
          <p key={path} className={styles.row}>
            {i === 0 && <span className={styles.label}>{reading.title}</span>}
            <s>{memoryText(path, prefix, before)}</s>
            {i === shown.length - 1 && (
              <b className={styles.lost}>{lost.length > 1 ? `${lost.length} perdues` : "perdue"}</b>
            )}
          </p>
        ))}
      </div>
    );
  }
  const shown = slots.slice(-lines);
  return (
    <div className={styles.rows}>
      {shown.length === 0 && (
        <p className={styles.row}>
          <span className={styles.label}>{reading.title}</span>
          <span className={styles.absent}>rien</span>
        </p>
      )}
      {shown.map(([path], i) => (
        <p key={path} className={styles.row}>
          {i === 0 && <span className={styles.label}>{reading.title}</span>}
          <MemoryLine path={path} prefix={prefix} />
          {i === shown.length - 1 && slots.length > shown.length && (
            <b className={styles.count}>+ {slots.length - shown.length}</b>
          )}
        </p>
      ))}
    </div>
  );
}

const CELLS_MAX = 8;

/** Places taken and free, as little boxes: a queue or workers. */
function Places({
  label,
  slot,
  limit,
}: {
  readonly label: string;
  readonly slot: string;
  readonly limit: number | null;
}) {
  const value = useSlot(slot);
  const changed = useChanged(slot);
  const taken = typeof value === "number" ? value : 0;
  const cells = Math.min(CELLS_MAX, limit ?? CELLS_MAX);
  const filled = limit === null || limit <= CELLS_MAX ? taken : Math.ceil((taken / limit) * cells);
  return (
    <p className={styles.row}>
      <span className={styles.label}>{label}</span>
      <span className={styles.cells} aria-hidden="true">
        {Array.from({ length: cells }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place has no other name than its rank
          <i key={i} data-taken={i < Math.min(filled, cells) || undefined} />
        ))}
      </span>
      <b className={cx(styles.count, changed !== null && "changed")}>
        {limit === null ? taken : `${taken}/${limit}`}
      </b>
    </p>
  );
}

export interface ReadingProps {
  readonly card: NodeCard;
  readonly reading: Exclude<NodeReading, { readonly kind: "waiting" }>;
  readonly lines: number;
}

export function Reading({ card, reading, lines }: ReadingProps) {
  switch (reading.kind) {
    case "table":
      return <TableReading reading={reading} lines={lines} />;
    case "records":
      return <RecordsReading reading={reading} lines={lines} />;
    case "memory":
      return <MemoryReading node={card.id} reading={reading} lines={lines} />;
    case "queue":
      return <Places label="file" slot={`node/${card.id}/queue`} limit={card.queueLimit} />;
    case "workers":
      return <Places label="ouvriers" slot={`node/${card.id}/busy`} limit={card.workerCount} />;
  }
}
