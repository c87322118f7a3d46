"use client";
/** The means measured, a design a row. */
import type { MeasuredRow } from "../_etude/measures.ts";
import { formatCount, formatDecimal } from "../_texte/numbers.ts";
import type { MesuresProps } from "./Mesures.tsx";
import styles from "./OnDemand.module.css";

interface MesuresResultsProps extends MesuresProps {
  readonly measured: readonly MeasuredRow[];
}

export function MesuresResults({ rows, columns, little, seeds, measured }: MesuresResultsProps) {
  const figure = (row: number, id: string): number => measured[row]?.[id] ?? Number.NaN;
  const text = (value: number, digits: 0 | 1 | 2): string =>
    Number.isNaN(value) ? "–" : formatDecimal(value, digits);
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
          <th scope="col" className={styles.n}>
            selon Little
          </th>
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
            <td className={styles.n}>
              {text((figure(i, little.rate) / 60) * (figure(i, little.answer) + row.thinkS), 1)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
