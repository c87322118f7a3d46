/**
 * Databases at the playhead: bases and tables on the left, tables at t above, SQL and the row
 * difference A → B below. Chooses and draws; every count comes from the folds beside it.
 */
"use client";
import { useState } from "react";
import { countOf } from "@/app/_texte/numbers.ts";
import styles from "./Databases.module.css";
import { RowDiff } from "./RowDiff.tsx";
import { SqlConsole } from "./SqlConsole.tsx";
import { TableList } from "./TableList.tsx";
import { TableView } from "./TableView.tsx";
import { useTables } from "./use-tables.ts";

export function Databases() {
  const { owners, specs, tables } = useTables();
  const [chosenId, setChosen] = useState<string | null>(null);
  const chosen = specs.find((spec) => spec.id === chosenId) ?? null;
  if (specs.length === 0) {
    return <p className="page-note">Ce scénario n’a ni base ni registre.</p>;
  }
  const shown = chosen === null ? specs : [chosen];
  return (
    <div className={styles.frame}>
      <div className={styles.databases}>
        <h2 className="visually-hidden">
          Bases, {countOf(specs.length, "table")} à l’instant du curseur
        </h2>
        <TableList owners={owners} tables={tables} chosen={chosenId} onChoose={setChosen} />
        <label className={styles.pick}>
          <span className="visually-hidden">Table montrée</span>
          <select
            value={chosenId ?? ""}
            onChange={(event) => setChosen(event.target.value === "" ? null : event.target.value)}
          >
            <option value="">Toutes les tables</option>
            {specs.map((spec) => (
              <option key={spec.id} value={spec.id}>
                {spec.id}
              </option>
            ))}
          </select>
        </label>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className={styles.tables} tabIndex={0} aria-label="Tables à l’instant du curseur">
          <div className={chosen === null ? styles.many : styles.one}>
            {shown.map((spec) => {
              const table = tables.get(spec.id);
              return table && <TableView key={spec.id} table={table} isCompact={chosen === null} />;
            })}
          </div>
        </section>
        <div className={styles.low}>
          <SqlConsole specs={specs} chosen={chosen} />
          <RowDiff owners={owners} tables={tables} />
        </div>
      </div>
    </div>
  );
}
