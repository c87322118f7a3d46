/** What a run has shown of the promises, in words: which broke, where, and the fact itself. */
import type { ReactNode } from "react";
import { formatStep } from "../_texte/numbers.ts";
import { Sign } from "../_ui/Sign.tsx";
import type { Breach } from "./living-run.ts";
import styles from "./piece.module.css";

interface VerdictProps {
  readonly breaches: readonly Breach[];
  /** False: the run was stopped by its budget, nothing is promised. */
  readonly isDecided: boolean;
  /** Stands at the end of the line of a breach. */
  readonly gesture?: (breach: Breach) => ReactNode;
}

export function Verdict({ breaches, isDecided, gesture }: VerdictProps) {
  if (!isDecided) {
    return <p>Le budget d’événements est atteint : aucune promesse n’est déclarée tenue.</p>;
  }
  if (breaches.length === 0) {
    return (
      <p>
        <Sign name="ok" className="tone-ok" /> Toutes les promesses tiennent.
      </p>
    );
  }
  return (
    <ul className={styles.verdict}>
      {breaches.map((breach) => (
        <li key={breach.claim} data-broken={breach.claim}>
          <Sign name="fail" title="rompue" className="tone-fail" />{" "}
          <b className="tone-fail">
            {breach.title}, {formatStep(breach.index)}
          </b>
          {"\u00a0: "}
          {breach.text} {gesture?.(breach)}
        </li>
      ))}
    </ul>
  );
}
