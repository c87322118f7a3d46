"use client";
/** The means measured, a design a row. */
import type { MeasuredRow } from "../_etude/measures.ts";
import { formatCount } from "../_texte/numbers.ts";
import type { MesuresProps } from "./Mesures.tsx";
import styles from "./OnDemand.module.css";

/** As many decimals down a column, so that it is read at a glance. */
const FIXED = [0, 1, 2].map(
  (digits) =>
    new Intl.NumberFormat("fr-FR", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

interface MesuresResultsProps extends MesuresProps {
  readonly measured: readonly MeasuredRow[];
}

export function MesuresResults({ rows, columns, little, seeds, measured }: MesuresResultsProps) {
  const figure = (row: number, id: string): number => measured[row]?.[id] ?? Number.NaN;
  const text = (value: number, digits: 0 | 1 | 2): string =>
    Number.isNaN(value) ? "–" : (FIXED[digits] as Intl.NumberFormat).format(value);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">moyenne de {formatCount(seeds)} parcours</th>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={styles.n}>
              {column.title}
            </th>
          ))}
          {little !== undefined && (
            <th scope="col" className={styles.n}>
              selon Little
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={row.title}>
            <th scope="row">{row.title}</th>
            {columns.map((column) => (
              <td key={column.id} className={styles.n}>
                {text(figure(i, column.id), column.digits)}
              </td>
            ))}
            {little !== undefined && (
              <td className={styles.n}>
                {text((figure(i, little.rate) / 60) * (figure(i, little.answer) + row.thinkS), 1)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
