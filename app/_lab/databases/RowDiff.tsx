/** The row difference A → B, grouped by owner, each line with its step. */
"use client";
import { useMemo } from "react";
import { useActions, useLab, usePlayhead, useRun } from "@/app/_lab/hooks.ts";
import { placeLabels } from "@/app/_texte/labels.ts";
import { countOf, formatInstant, formatStep } from "@/app/_texte/numbers.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { sameValue } from "@/simulator/vocabulary/values.ts";
import type { TableOwner } from "./catalogue.ts";
import { cellText } from "./cells.ts";
import styles from "./RowDiff.module.css";
import { countDiff, type DiffLine, diffRows } from "./row-diff.ts";
import type { MissingRow, TableAt } from "./tables-at.ts";

const OPS = {
  inserted: { sign: "+", word: "ajoutée", tone: "tone-ok" },
  changed: { sign: "≠", word: "changée", tone: "tone-ink" },
  deleted: { sign: "−", word: "effacée", tone: "tone-ink" },
} as const;

const instantOf = (log: EventLog, index: number): string =>
  formatInstant(index < 0 || index >= log.length ? 0 : log.atUs(index));

function LineText({ line }: { readonly line: DiffLine }) {
  const { spec, cells, before, op } = line;
  const isShown = (column: number): boolean =>
    column !== spec.subjectAt &&
    spec.columns[column]?.type !== "json" &&
    (op === "changed"
      ? !sameValue(cells[column] ?? null, before?.[column] ?? null)
      : !spec.key.includes(column) && (cells[column] ?? null) !== null);
  return spec.columns.map((column, i) =>
    isShown(i) ? (
      <span key={column.name} className={styles.part}>
        {op === "changed" ? (
          <>
            <span className={styles.column}>{column.name}</span>{" "}
            <ins className={cx("changed", styles.ins)}>{cellText(column.type, cells[i])}</ins>{" "}
            <del className="was">{cellText(column.type, before?.[i])}</del>
          </>
        ) : (
          <span className={cx(op === "deleted" && "was")}>
            {cellText(column.type, cells[i])}
            {column.type === "cents" && "\u00a0€"}
          </span>
        )}
      </span>
    ) : null,
  );
}

function MissingLine({ row }: { readonly row: MissingRow }) {
  return (
    <tr className={row.isUnderWay ? styles.underWay : styles.never}>
      <td className={styles.op}>
        <span role="img" aria-label="attendue et absente">
          ∅
        </span>
      </td>
      <th scope="row">{row.subject}</th>
      <td colSpan={2}>
        {row.value}&nbsp;: attendue, {row.isUnderWay ? "pas encore écrite" : "jamais écrite"}
      </td>
    </tr>
  );
}

interface RowDiffProps {
  readonly owners: readonly TableOwner[];
  readonly tables: ReadonlyMap<string, TableAt>;
}

export function RowDiff({ owners, tables }: RowDiffProps) {
  const run = useRun();
  const playhead = usePlayhead();
  const flagA = useLab((s) => s.view.flagA);
  const { goTo, setFlagA } = useActions();
  const a = flagA ?? playhead - 1;
  const groups = useMemo(
    () => (playhead < 0 ? [] : diffRows(owners, run.timeline, a, playhead)),
    [owners, run, a, playhead],
  );
  const counts = countDiff(groups);
  const missingOf = (owner: TableOwner): readonly MissingRow[] =>
    owner.tables.flatMap((spec) => tables.get(spec.id)?.missing ?? []);
  const shown = owners.filter(
    (owner) => groups.some((group) => group.owner === owner) || missingOf(owner).length > 0,
  );
  return (
    <section className={styles.diff} aria-label="Différence entre deux instants">
      <header className={styles.head}>
        <h3>Différence</h3>
        {flagA === null ? (
          <span className={styles.instants}>{formatStep(playhead)}</span>
        ) : (
          <span className={styles.instants}>
            <button type="button" onClick={() => goTo(flagA)} title={formatStep(flagA)}>
              <b>A</b> {instantOf(run.log, flagA)}
            </button>{" "}
            → <b>B</b> {instantOf(run.log, playhead)}
          </span>
        )}
        <span className={styles.counts}>
          {counts.lines > 0 &&
            `${countOf(counts.lines, "ligne")}, ${countOf(counts.tables, "table")}`}
        </span>
        {flagA === null ? (
          <Button onClick={() => setFlagA(playhead)} disabled={playhead < 0}>
            Poser A ici
          </Button>
        ) : (
          <Button onClick={() => setFlagA(null)}>Retirer A</Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label="Différence, défilante">
        {shown.length === 0 && (
          <p className={styles.none}>
            {flagA === null
              ? "Ce pas ne change aucune ligne. Posez A, puis avancez : B suit le curseur."
              : "Aucune ligne ne diffère entre A et B."}
          </p>
        )}
        <table className={styles.lines}>
          <caption className="visually-hidden">
            Lignes qui diffèrent entre {flagA === null ? "le pas précédent" : "A"} et le curseur
          </caption>
          {shown.map((owner) => {
            const lines = groups.find((group) => group.owner === owner)?.lines ?? [];
            const missing = missingOf(owner);
            const names = owner.tables.filter(
              (spec) =>
                lines.some((line) => line.spec === spec) ||
                (tables.get(spec.id)?.missing.length ?? 0) > 0,
            );
            return (
              <tbody key={owner.node.id}>
                <tr className={styles.owner}>
                  <th colSpan={4} scope="rowgroup">
                    <Sign name={placeLabels[owner.node.place].sign} /> {owner.node.title} ·{" "}
                    <code>{names.map((spec) => spec.name).join(", ")}</code>
                  </th>
                </tr>
                {lines.map((line) => (
                  <tr key={line.path}>
                    <td className={cx(styles.op, OPS[line.op].tone)}>
                      <span role="img" aria-label={OPS[line.op].word}>
                        {OPS[line.op].sign}
                      </span>
                    </td>
                    <th scope="row">{line.name}</th>
                    <td className={styles.text}>
                      <LineText line={line} />
                    </td>
                    <td className={styles.step}>
                      <button type="button" onClick={() => goTo(line.step)}>
                        {formatStep(line.step)}
                      </button>
                    </td>
                  </tr>
                ))}
                {missing.map((row) => (
                  <MissingLine key={`${row.subject}/${row.value}`} row={row} />
                ))}
              </tbody>
            );
          })}
        </table>
      </section>
    </section>
  );
}
