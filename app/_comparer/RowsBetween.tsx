/** The rows that do not hold the same on both sides at this instant, in the tables that both have. */
"use client";
import { useEffect, useState } from "react";
import { cellText } from "@/app/_lab/databases/cells.ts";
import { countOf } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import styles from "./counters.module.css";
import { usePair, useSide } from "./pair-hooks.ts";
import { type RowBetween, rowsBetween } from "./rows-between.ts";

/** The rows are compared once the reader rests. */
const REST_MS = 200;
const SHOWN_MAX = 200;

const WORDS = {
  inserted: "à droite seulement",
  deleted: "à gauche seulement",
  changed: "différente",
} as const;

function useRows(): readonly RowBetween[] | null {
  const { labs } = usePair();
  const tick = useSide(0, (s) => (s.view.isPlaying ? -1 : s.run.tick));
  const other = useSide(1, (s) => (s.view.isPlaying ? -1 : s.run.tick));
  const [rows, setRows] = useState<readonly RowBetween[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ticks say that the state moved
  useEffect(() => {
    const timer = setTimeout(
      () => setRows(rowsBetween(labs[0].store.getState(), labs[1].store.getState())),
      REST_MS,
    );
    return () => clearTimeout(timer);
  }, [labs, tick, other]);
  return rows;
}

function Cells({ row, side }: { readonly row: RowBetween; readonly side: "before" | "after" }) {
  const cells = row[side];
  if (cells === null) return <span className={styles.absent}>absente</span>;
  return row.columns.map(({ name, type, at }) => (
    <span key={name} className={styles.cell}>
      <small>{name}</small> {cellText(type, cells[at] ?? null)}
    </span>
  ));
}

export function RowsBetween() {
  const { card, labs } = usePair();
  const rows = useRows();
  if (rows === null) return <p className={styles.note}>Les lignes se comparent.</p>;
  const [left, right] = [labs[0].store.getState().card, labs[1].store.getState().card];
  const shared = left.databases.filter(({ id }) => right.databases.some((d) => d.id === id));
  if (rows.length === 0) {
    return (
      <p className={styles.note}>
        {shared.length === 0
          ? "Ces deux systèmes n’ont aucune base en commun."
          : typeset(
              `À cet instant, les ${countOf(shared.length, "base")} que les deux systèmes ont en commun disent la même chose.`,
            )}
      </p>
    );
  }
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Lignes qui diffèrent à cet instant</caption>
      <thead>
        <tr>
          <th scope="col">{countOf(rows.length, "ligne diffère", "lignes diffèrent")}</th>
          <th scope="col">{typeset(card.sides[0].title)}</th>
          <th scope="col">{typeset(card.sides[1].title)}</th>
          <th scope="col">écart</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, SHOWN_MAX).map((row) => (
          <tr key={row.path}>
            <th scope="row">
              <code>
                {row.database}.{row.table}
              </code>{" "}
              {row.name}
            </th>
            <td>
              <Cells row={row} side="before" />
            </td>
            <td>
              <Cells row={row} side="after" />
            </td>
            <td className={styles.gap}>{WORDS[row.kind]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
