"use client";
/** A recall prompt: one answers aloud or on paper, opens, marks oneself. The mark stays here. */
import type { ReactNode } from "react";
import { useStudy, useStudyState } from "../_etude/use-study.ts";
import { typeset } from "../_texte/typography.ts";
import { cx } from "../_ui/cx.ts";
import styles from "./Retenir.module.css";

interface RetenirProps {
  readonly id: string;
  readonly question: string;
  readonly children: ReactNode;
}

const MARKS = [
  ["su", "Je le savais"],
  ["presque", "En partie"],
  ["a-revoir", "À revoir"],
] as const;

export function Retenir({ id, question, children }: RetenirProps) {
  const study = useStudy();
  const mark = useStudyState((state) => state.progress.passed[id]);
  return (
    <details className={styles.prompt}>
      <summary>{typeset(question)}</summary>
      <div className={styles.answer}>{children}</div>
      <fieldset className={styles.marks}>
        <legend className="visually-hidden">Votre réponse</legend>
        {MARKS.map(([value, title]) => (
          <button
            key={value}
            type="button"
            aria-pressed={mark === value}
            className={cx(styles.mark, mark === value && styles.chosen)}
            onClick={() => study.pass(id, value)}
          >
            {title}
          </button>
        ))}
      </fieldset>
    </details>
  );
}
