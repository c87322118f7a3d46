"use client";
/** The figures of a long run, in a table. */
import type { MachineTally } from "../_etude/ledger.ts";
import { formatCount, formatDuration, formatShare } from "../_texte/numbers.ts";
import styles from "./OnDemand.module.css";

export function CampagneResults({
  titles,
  campaigns,
}: {
  readonly titles: readonly string[];
  readonly campaigns: readonly MachineTally[];
}) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Commandes</th>
          {titles.map((title) => (
            <th key={title} scope="col" className={styles.n}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {LINES.map((line) => (
          <tr key={line.title}>
            <th scope="row">{line.title}</th>
            {campaigns.map((campaign, i) => (
              <td key={titles[i]} className={styles.n}>
                {line.read(campaign)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const LINES: readonly { readonly title: string; readonly read: (c: MachineTally) => string }[] = [
  { title: "passées", read: (c) => formatCount(c.count) },
  { title: "terminées", read: (c) => formatShare(c.completed, c.count, 2) },
  { title: "compensées", read: (c) => formatShare(c.compensated, c.count, 2) },
  { title: "restées en chemin", read: (c) => formatShare(c.stuck, c.count, 2) },
  {
    title: "durée moyenne d’une compensation",
    read: (c) => (c.compensationUs === null ? "aucune" : formatDuration(c.compensationUs)),
  },
];
