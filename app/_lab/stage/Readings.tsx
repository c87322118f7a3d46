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
import { isPartReading } from "@/app/_texte/part-words.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type {
  ColumnCard,
  NodeCard,
  NodeReading,
  ScenarioCard,
} from "@/simulator/vocabulary/card.ts";
import { sameValue, type Value } from "@/simulator/vocabulary/values.ts";
import { useCard, useChanged, useLab, useLabApi, useSlot, useSlots } from "../hooks.ts";
import { limitShown } from "./limit-shown.ts";
import styles from "./Node.module.css";
import { useCrashIndex } from "./node-state.ts";
import { useParts } from "./parts-door.ts";
import { useStage } from "./stage-context.ts";

interface Sized<K extends NodeReading["kind"]> {
  readonly reading: Of<K>;
  readonly lines: number;
  readonly width: number;
}
type Of<K extends NodeReading["kind"]> = NodeReading & { readonly kind: K };

function cellText(card: ScenarioCard, column: ColumnCard, value: Value | undefined): string {
  if (value === null || value === undefined) return "–";
  if (column.type === "cents" && typeof value === "number") return formatAmount(value);
  if (column.type === "instant" && typeof value === "number") return formatTick(value);
  // A status stays as the base holds it: it is data, not a sentence.
  return typeof value === "string" ? value : formatValue(value, card);
}

const isNumeric = (column: ColumnCard): boolean =>
  column.type === "cents" || column.type === "integer";

interface Line {
  readonly path: string;
  readonly cells: readonly ColumnCard[];
  /** The value of a column in a row or record. */
  readonly read: (value: Value, column: ColumnCard) => Value | undefined;
  /** Name of the table, before its only row. */
  readonly lead: string | null;
}

/** One row or record; its changed values are highlighted, the former ones struck beside them. */
function Row({ path, cells, read, lead }: Line) {
  const card = useCard();
  const value = useSlot(path);
  const changed = useChanged(path);
  if (value === undefined) return null;
  return (
    <tr>
      {lead !== null && <td className={styles.lead}>{lead}</td>}
      {cells.map((column) => {
        const now = read(value, column);
        const before = changed?.before === undefined ? undefined : read(changed.before, column);
        const isNew = changed !== null && (changed.before === undefined || !sameValue(before, now));
        return (
          <td key={column.name} className={isNumeric(column) ? styles.number : undefined}>
            {isNew && before !== undefined && (
              <s className="was">{cellText(card, column, before)}</s>
            )}
            <span className={isNew ? "changed" : undefined}>{cellText(card, column, now)}</span>
          </td>
        );
      })}
    </tr>
  );
}

interface GridProps {
  readonly name: string;
  readonly columns: readonly ColumnCard[];
  readonly slots: readonly (readonly [string, Value])[];
  /** Of the box, px of the sheet. */
  readonly width: number;
  readonly read: Line["read"];
  readonly lines: number;
  /** Rows at most. */
  readonly limit: number;
  readonly isTable: boolean;
}

/** Mean letter of a cell and of a heading (in narrow letters), and the padding of one, px at scale 1. */
const CELL_LETTER_PX = 7.3;
const TITLE_LETTER_PX = 5.6;
const CELL_PADDING_PX = 8;

/** The first columns that fit the box; the rest is in « Bases ». At least one. */
function columnsThatFit(
  columns: readonly ColumnCard[],
  hasHead: boolean,
  texts: (column: ColumnCard) => readonly string[],
  widthPx: number,
): readonly ColumnCard[] {
  let used = CELL_PADDING_PX;
  const fitting = columns.filter((column, i) => {
    const letters = Math.max(0, ...texts(column).map((text) => text.length));
    const titlePx = hasHead ? column.title.length * TITLE_LETTER_PX : 0;
    used += Math.max(titlePx, letters * CELL_LETTER_PX) + CELL_PADDING_PX;
    return i === 0 || used <= widthPx;
  });
  return fitting;
}

/** Past this many rows the latest ones written stand for the latest changed. */
const RANKED_MAX = 200;

/** The rows that changed last, at most `count`, in the order of the table: the story is there. */
function useLatestChanged(slots: GridProps["slots"], count: number): GridProps["slots"] {
  const { store } = useLabApi();
  if (slots.length <= count || slots.length > RANKED_MAX) return slots.slice(-count);
  const { run, view } = store.getState();
  const changedAt = (path: string): number =>
    run.timeline.history(path).findLast(({ index }) => index <= view.playhead)?.index ?? -1;
  const latest = new Set(
    slots
      .map(([path]) => ({ path, at: changedAt(path) }))
      .sort((a, b) => b.at - a.at)
      .slice(0, count)
      .map(({ path }) => path),
  );
  return slots.filter(([path]) => latest.has(path));
}

/** The rows of the moment, under a heading when there is room for one. */
function Grid({ name, columns: all, slots, read, lines, limit, isTable, width }: GridProps) {
  const card = useCard();
  const { arrangement, scale } = useStage();
  // A table is always headed; records are where a line is left for it.
  const rowCount = Math.max(1, Math.min(slots.length, limit));
  const hasHead = lines > (isTable ? 1 : rowCount);
  // A lone row says whose it is, where there is room for that.
  const lead = !hasHead && isTable && arrangement === "wide" ? name : null;
  const shown = useLatestChanged(slots, Math.max(1, hasHead ? lines - 1 : lines));
  const columns = columnsThatFit(
    all,
    hasHead,
    (column) => shown.map(([, value]) => cellText(card, column, read(value, column))),
    (width - 4) / scale - (lead === null ? 0 : name.length * 6.2),
  );
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
                    {isTable && <Sign name="db" />} {name}
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
              {lead === null ? "aucune ligne" : `${lead}\u00a0: aucune ligne`}
            </td>
          </tr>
        ) : (
          shown.map(([path]) => (
            <Row key={path} path={path} cells={columns} read={read} lead={lead} />
          ))
        )}
      </tbody>
    </table>
  );
}

function TableReading({ reading, lines, width }: Sized<"table">) {
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
      slots={slots}
      width={width}
      read={(value, column) => (value as readonly Value[])[table.columns.indexOf(column)]}
      lines={Math.min(lines, reading.limit + 1)}
      limit={reading.limit}
      isTable
    />
  );
}

/** « Factures : Anne » in the box of Anne: whose they are stands above. */
const ownTitle = (title: string): string => title.split(/\s:\s/)[0] ?? title;

function RecordsReading({ reading, lines, width }: Sized<"records">) {
  const card = useCard();
  const slots = useSlots(`record/${reading.store}/`);
  const store = card.stores.find((known) => known.id === reading.store);
  if (store === undefined) return null;
  const columns = reading.fields.flatMap((name) => store.fields.filter((f) => f.name === name));
  return (
    <Grid
      name={ownTitle(store.title)}
      columns={columns}
      slots={slots}
      width={width}
      read={(value, column) => (value as { readonly [field: string]: Value })[column.name]}
      lines={Math.min(lines, reading.limit + 1)}
      limit={reading.limit}
      isTable={false}
    />
  );
}

/** « 1042 : stock, paiement »: the key without its prefix, and the value. */
function memoryText(
  path: string,
  prefix: string,
  value: Value | undefined,
  card: ScenarioCard,
): string {
  const rest = path.slice(prefix.length).replace(/^[\s/:]+/, "");
  const text = formatValue(value, card);
  return rest === "" ? text : `${rest}\u00a0: ${text}`;
}

function MemoryLine({ path, prefix }: { readonly path: string; readonly prefix: string }) {
  const card = useCard();
  const value = useSlot(path);
  const changed = useChanged(path);
  if (value === undefined) return null;
  return (
    <span className={cx(styles.memory, changed !== null && "changed")}>
      {memoryText(path, prefix, value, card)}
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
  const card = useCard();
  const prefix = `memory/${node}/${reading.prefix}`;
  const slots = useSlots(prefix);
  const { isProjector } = useStage();
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
            {i === 0 && !isProjector && <span className={styles.label}>{reading.title}</span>}
            <s>{memoryText(path, prefix, before, card)}</s>
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
  /** Of the box, px of the sheet. */
  readonly width: number;
}

export function Reading({ card, reading, lines, width }: ReadingProps) {
  const parts = useParts(isPartReading(reading));
  if (isPartReading(reading)) {
    return parts === null ? null : (
      <parts.PartReading node={card.id} reading={reading} lines={lines} width={width} />
    );
  }
  switch (reading.kind) {
    case "table":
      return <TableReading reading={reading} lines={lines} width={width} />;
    case "records":
      return <RecordsReading reading={reading} lines={lines} width={width} />;
    case "memory":
      return <MemoryReading node={card.id} reading={reading} lines={lines} />;
    case "queue":
      return (
        <Places label="file" slot={`node/${card.id}/queue`} limit={limitShown(card.queueLimit)} />
      );
    case "workers":
      return (
        <Places
          label="ouvriers"
          slot={`node/${card.id}/busy`}
          limit={limitShown(card.workerCount)}
        />
      );
  }
}
