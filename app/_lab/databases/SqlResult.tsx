/** What a query gave: rows, how many, or one clear sentence. */
"use client";
import { countOf, formatCount, formatDecimal, formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { SqlOutcome } from "@/app/_worker/sql-client.ts";
import type { TableSpec } from "./catalogue.ts";
import styles from "./SqlResult.module.css";
import { explainSqlError } from "./sql-help.ts";

type Rows = Extract<SqlOutcome, { kind: "rows" }>;

/** The outcome as a sentence; null when rows speak for themselves. */
export function outcomeSentence(
  outcome: SqlOutcome,
  sql: string,
  specs: readonly TableSpec[],
): string | null {
  switch (outcome.kind) {
    case "rows":
      return outcome.columns.length === 0 ? "La requête ne rend aucune ligne." : null;
    case "error":
      return explainSqlError(outcome.words, sql, specs);
    case "too-long":
      return typeset(
        "La requête n’a pas fini en 2 s : elle a été arrêtée. Rien d’autre n’est touché ; ajoutez une limite, ou une fin à la récursion.",
      );
    case "died":
      return typeset(
        "La requête a épuisé la mémoire ou n’a pas pu commencer : elle a été arrêtée. Rien d’autre n’est touché ; vous pouvez recommencer.",
      );
    case "unsupported":
      return typeset(
        "Ce navigateur ne sait pas exécuter WebAssembly : les tables se lisent, les requêtes restent fermées.",
      );
    case "dropped":
      return null;
  }
}

/** « 1 000 000 lignes, les 500 premières sont montrées ». */
export function countSentence({ rows, rowCount, isCounted }: Rows): string {
  const total = isCounted
    ? countOf(rowCount, "ligne")
    : typeset(`plus de ${formatCount(rowCount)} lignes`);
  return rows.length < rowCount || !isCounted
    ? typeset(`${total}, les ${formatCount(rows.length)} premières sont montrées`)
    : total;
}

const duration = (tookMs: number): string =>
  typeset(`${formatDecimal(tookMs, tookMs < 10 ? 1 : 0)} ms`);

/** A column of numbers stands on the right. */
const isNumeric = (rows: Rows["rows"], column: number): boolean =>
  rows.some((row) => typeof row[column] === "number") &&
  rows.every((row) => row[column] === null || typeof row[column] === "number");

function ResultTable({ outcome }: { readonly outcome: Rows }) {
  const { columns, rows } = outcome;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Résultat, défilant">
      <table className={styles.rows}>
        <caption className="visually-hidden">Résultat de la requête</caption>
        <thead>
          <tr>
            {columns.map((name, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a query may name two columns alike
              <th key={i} scope="col" className={cx(isNumeric(rows, i) && styles.figure)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a result have no identity
            <tr key={r}>
              {columns.map((_, i) => {
                const cell = row[i] ?? null;
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells follow the columns
                  <td key={i} className={cx(isNumeric(rows, i) && styles.figure)}>
                    {cell === null ? <span className={styles.null}>NULL</span> : String(cell)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SqlResultProps {
  readonly id: string;
  readonly outcome: SqlOutcome | null;
  readonly sql: string;
  readonly specs: readonly TableSpec[];
  readonly ranAt: number;
  readonly playhead: number;
  readonly isRunning: boolean;
}

export function SqlResult(props: SqlResultProps) {
  const { id, outcome, sql, specs, ranAt, playhead, isRunning } = props;
  const words = outcome === null ? null : outcomeSentence(outcome, sql, specs);
  const isFailure = outcome !== null && outcome.kind !== "rows";
  const rows = outcome?.kind === "rows" && outcome.columns.length > 0 ? outcome : null;
  return (
    <>
      {rows !== null && <ResultTable outcome={rows} />}
      <p id={id} className={cx(styles.words, isFailure && styles.failure)} role="status">
        {isRunning ? (
          <span>La requête s’exécute…</span>
        ) : (
          <>
            {isFailure && (
              <span className="tone-fail">
                <Sign name="fail" />
              </span>
            )}
            {words !== null && <span>{words}</span>}
            {rows !== null && <span>{countSentence(rows)}</span>}
            {rows !== null && <span>{duration(rows.tookMs)}</span>}
            {outcome !== null && ranAt !== playhead && <span>résultat du {formatStep(ranAt)}</span>}
          </>
        )}
      </p>
    </>
  );
}
