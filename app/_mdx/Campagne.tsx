"use client";
/** A long run on demand: how many orders end, are compensated, stay stuck. Nothing is typed in. */
import { useState } from "react";
import type { Campaign } from "../_etude/ledger.ts";
import type { StudySetup } from "../_etude/setup.ts";
import { useStudy } from "../_etude/use-study.ts";
import { formatCount, formatDuration, formatShare } from "../_texte/numbers.ts";
import styles from "./Campagne.module.css";

export interface CampaignRow {
  readonly title: string;
  readonly setup: StudySetup;
}

interface CampagneProps {
  readonly rows: readonly CampaignRow[];
  readonly caption: string;
}

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly title: string }
  | { readonly kind: "done"; readonly campaigns: readonly Campaign[] }
  | { readonly kind: "failed"; readonly message: string };

export function Campagne({ rows, caption }: CampagneProps) {
  const study = useStudy();
  const [state, setState] = useState<State>({ kind: "idle" });

  async function measure(): Promise<void> {
    const { campaignOf } = await import("../_etude/ledger.ts");
    const campaigns: Campaign[] = [];
    try {
      for (const row of rows) {
        setState({ kind: "running", title: row.title });
        const run = await study.run(row.setup);
        campaigns.push(campaignOf(run.card, run.log));
      }
      setState({ kind: "done", campaigns });
    } catch (error) {
      setState({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <figure className={styles.figure}>
      <p className={styles.caption}>{caption}</p>
      {state.kind === "done" ? (
        <Results rows={rows} campaigns={state.campaigns} />
      ) : (
        <p className={styles.run}>
          <button
            type="button"
            className={styles.button}
            disabled={state.kind === "running"}
            onClick={() => void measure()}
          >
            Mesurer
          </button>
          <span aria-live="polite">
            {state.kind === "running" && `En cours : ${state.title}.`}
            {state.kind === "failed" && state.message}
          </span>
        </p>
      )}
    </figure>
  );
}

function Results({
  rows,
  campaigns,
}: {
  readonly rows: readonly CampaignRow[];
  readonly campaigns: readonly Campaign[];
}) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Commandes</th>
          {rows.map((row) => (
            <th key={row.title} scope="col" className={styles.n}>
              {row.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {LINES.map((line) => (
          <tr key={line.title}>
            <th scope="row">{line.title}</th>
            {campaigns.map((campaign, i) => (
              <td key={rows[i]?.title} className={styles.n}>
                {line.read(campaign)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const LINES: readonly { readonly title: string; readonly read: (c: Campaign) => string }[] = [
  { title: "passées", read: (c) => formatCount(c.orders) },
  { title: "terminées", read: (c) => formatShare(c.completed, c.orders, 2) },
  { title: "compensées", read: (c) => formatShare(c.compensated, c.orders, 2) },
  { title: "restées en chemin", read: (c) => formatShare(c.stuck, c.orders, 2) },
  {
    title: "durée moyenne d’une compensation",
    read: (c) => (c.compensationUs === null ? "aucune" : formatDuration(c.compensationUs)),
  },
];
