"use client";
/** A long run on demand: how many orders end, are compensated, stay stuck. Nothing is typed in. */
import { lazy, Suspense, useState } from "react";
import type { MachineTally } from "../_etude/ledger.ts";
import type { StudySetup } from "../_etude/setup.ts";
import { useStudy } from "../_etude/use-study.ts";
import styles from "./Campagne.module.css";

export interface CampaignRow {
  readonly title: string;
  readonly setup: StudySetup;
}

interface CampagneProps {
  readonly rows: readonly CampaignRow[];
  readonly caption: string;
}

/** Its formats come with the first figures. */
const CampagneResults = lazy(() =>
  import("./CampagneResults.tsx").then((module) => ({ default: module.CampagneResults })),
);

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly title: string }
  | { readonly kind: "done"; readonly campaigns: readonly MachineTally[] }
  | { readonly kind: "failed"; readonly message: string };

export function Campagne({ rows, caption }: CampagneProps) {
  const study = useStudy();
  const [state, setState] = useState<State>({ kind: "idle" });

  async function measure(): Promise<void> {
    const campaigns: MachineTally[] = [];
    try {
      for (const row of rows) {
        setState({ kind: "running", title: row.title });
        const run = await study.run(row.setup);
        campaigns.push(run.tally());
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
        <Suspense>
          <CampagneResults titles={rows.map((row) => row.title)} campaigns={state.campaigns} />
        </Suspense>
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
