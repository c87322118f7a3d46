/**
 * One table at the playhead: marks ＋ ≠ −, former values struck, rows expected and missing.
 *
 * `compact` keeps the columns that say something and the rows that matter; whole shows everything.
 */
"use client";
import type { ReactNode } from "react";
import { useActions, useRun, useSelection } from "@/app/_lab/hooks.ts";
import brackets from "@/app/_lab/table/row-brackets.module.css";
import { countOf, formatCount, formatStep } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign, type SignName } from "@/app/_ui/Sign.tsx";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { sameValue } from "@/simulator/vocabulary/values.ts";
import { cellText, isFigure } from "./cells.ts";
import { shownColumns, shownRows } from "./compact.ts";
import styles from "./TableView.module.css";
import {
  firstChangeOf,
  lastChangeOf,
  type MissingRow,
  type RowAt,
  type RowMark,
  type TableAt,
} from "./tables-at.ts";

interface TableViewProps {
  readonly table: TableAt;
  readonly isCompact: boolean;
}

const MARKS: Readonly<Record<RowMark, { sign: SignName; word: string } | null>> = {
  inserted: { sign: "plus", word: "ajoutée" },
  changed: { sign: "write", word: "changée" },
  deleted: { sign: "minus", word: "effacée" },
  same: null,
};

function Mark({ mark }: { readonly mark: RowMark }) {
  const known = MARKS[mark];
  if (known === null) return null;
  // ≠ is a letter of the panel's face, not a drawing.
  if (mark === "changed") {
    return (
      <span role="img" aria-label={known.word}>
        ≠
      </span>
    );
  }
  return <Sign name={known.sign} title={known.word} />;
}

export function Cell({
  type,
  value,
  before,
}: {
  readonly type: Parameters<typeof cellText>[0];
  readonly value: Value | undefined;
  readonly before: Value | undefined;
}): ReactNode {
  const text = cellText(type, value);
  if (before === undefined || sameValue(before, value)) {
    return value === null ? <span className={styles.null}>{text}</span> : text;
  }
  return (
    <>
      <ins className={cx("changed", styles.ins)}>{text}</ins>{" "}
      <del className="was">{cellText(type, before)}</del>
    </>
  );
}

function rowKey(table: TableAt, row: RowAt): string {
  return row.path.slice(table.spec.prefix.length);
}

function Missing({ table, row, columns }: MissingProps) {
  const { spec } = table;
  const words = row.isUnderWay ? "pas encore écrite" : "jamais écrite";
  // Said in the column after the one that names what is expected: where its state would stand.
  const rest = columns.filter((column) => column !== spec.subjectAt && column !== row.column);
  const free = rest.find((column) => column > row.column) ?? rest[0];
  return (
    <tr className={cx(styles.missing, row.isUnderWay ? styles.underWay : styles.never)}>
      <td className={styles.mark}>
        <span role="img" aria-label="attendue">
          ∅
        </span>
      </td>
      {columns.map((column) => (
        <td key={column}>
          {column === spec.subjectAt
            ? row.subject
            : column === row.column
              ? row.value
              : column === free
                ? words
                : ""}
        </td>
      ))}
    </tr>
  );
}

interface MissingProps {
  readonly table: TableAt;
  readonly row: MissingRow;
  readonly columns: readonly number[];
}

function LastChange({ table }: { readonly table: TableAt }) {
  const run = useRun();
  const { goTo } = useActions();
  const step = lastChangeOf(table.spec, run.timeline, run.timeline.position);
  if (step < 0) return null;
  return (
    <button type="button" className={styles.step} onClick={() => goTo(step)}>
      dernier changement, {formatStep(step)}
    </button>
  );
}

export function TableView({ table, isCompact }: TableViewProps) {
  const { spec } = table;
  const actions = useActions();
  const selection = useSelection();
  const run = useRun();
  const columns = shownColumns(table, isCompact);
  const { rows, hiddenCount } = shownRows(table, isCompact);
  const isEmpty = rows.length === 0 && table.missing.length === 0;
  const firstStep = isEmpty ? firstChangeOf(spec, run.timeline) : -1;
  const isSelected = (row: RowAt): boolean =>
    selection?.kind === "row" &&
    selection.database === spec.schema &&
    selection.table === spec.name &&
    selection.key === rowKey(table, row);
  const select = (row: RowAt): void =>
    actions.select({
      kind: "row",
      database: spec.schema,
      table: spec.name,
      key: rowKey(table, row),
    });
  return (
    <section className={styles.table} data-table={spec.id}>
      <div className={styles.head}>
        <h3>{spec.id}</h3>
        <LastChange table={table} />
      </div>
      <div className={styles.scroll}>
        <table>
          <caption className="visually-hidden">
            {spec.id}, {countOf(table.rowCount, "ligne")} à cet instant
          </caption>
          <thead>
            <tr>
              <td className={styles.mark} />
              {columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  title={spec.columns[column]?.title}
                  className={cx(isFigure(spec.columns[column]?.type ?? "text") && styles.figure)}
                >
                  {spec.columns[column]?.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hiddenCount > 0 && (
              <tr className={styles.note}>
                <td className={styles.mark} />
                <td colSpan={columns.length}>
                  … {countOf(hiddenCount, "autre ligne", "autres lignes")}
                </td>
              </tr>
            )}
            {rows.map((row) => (
              <tr
                key={row.path}
                className={cx(styles[row.mark], isSelected(row) && brackets.chosen, styles.row)}
                aria-selected={isSelected(row) || undefined}
              >
                <td className={styles.mark}>
                  <Mark mark={row.mark} />
                </td>
                {columns.map((column, i) => {
                  const type = spec.columns[column]?.type ?? "text";
                  const cell = (
                    <Cell
                      type={type}
                      value={row.cells[column] ?? null}
                      before={row.before === null ? undefined : (row.before[column] ?? null)}
                    />
                  );
                  return (
                    <td key={column} className={cx(isFigure(type) && styles.figure)}>
                      {i === 0 ? (
                        <button type="button" className={styles.pick} onClick={() => select(row)}>
                          {cell}
                        </button>
                      ) : (
                        cell
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
            {table.missing.map((row) => (
              <Missing
                key={`${row.subject}/${row.value}`}
                table={table}
                row={row}
                columns={columns}
              />
            ))}
            {isEmpty && (
              <tr className={styles.note}>
                <td className={styles.mark}>
                  <Sign name="none" />
                </td>
                <td colSpan={Math.max(1, columns.length)}>
                  Aucune ligne à cet instant.
                  {firstStep > run.timeline.position && (
                    <> La première arrive au pas&nbsp;{formatCount(firstStep + 1)}.</>
                  )}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
