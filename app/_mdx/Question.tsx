"use client";
/** A question on paper (a log to diagnose): each option answers for itself. Unlimited tries. */
import { useState } from "react";
import { useStudy, useStudyState } from "../_etude/use-study.ts";
import { typeset } from "../_texte/typography.ts";
import { cx } from "../_ui/cx.ts";
import styles from "./Question.module.css";

export interface QuestionOption {
  readonly text: string;
  /** What one tells somebody who chose this. */
  readonly reply: string;
  readonly isRight?: boolean;
}

interface QuestionProps {
  readonly id: string;
  readonly question: string;
  readonly options: readonly QuestionOption[];
}

export function Question({ id, question, options }: QuestionProps) {
  const study = useStudy();
  const isPassed = useStudyState((state) => state.progress.passed[id] !== undefined);
  const [tried, setTried] = useState<number | null>(null);
  // Whoever comes back finds their right answer again.
  const chosen = tried ?? (isPassed ? options.findIndex(({ isRight }) => isRight) : null);
  const reply = chosen === null ? "" : (options[chosen]?.reply ?? "");
  return (
    <fieldset className={styles.question}>
      <legend>{typeset(question)}</legend>
      {options.map((option, i) => (
        <button
          key={option.text}
          type="button"
          aria-pressed={chosen === i}
          className={cx(styles.option, chosen === i && styles.chosen)}
          onClick={() => {
            setTried(i);
            if (option.isRight) study.pass(id);
          }}
        >
          {typeset(option.text)}
        </button>
      ))}
      <p className={styles.reply} aria-live="polite">
        {typeset(reply)}
      </p>
    </fieldset>
  );
}
