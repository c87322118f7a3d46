"use client";
/**
 * A question of fact: the answer is counted in the books of a run. As many tries as one likes; a wrong
 * one leads to the evidence.
 */
import { useId, useMemo, useRef, useState } from "react";
import { countedIn } from "../_etude/ledger.ts";
import type { StudySetup } from "../_etude/setup.ts";
import { useNear, useStudy, useStudyRun, useStudyState } from "../_etude/use-study.ts";
import { typeset } from "../_texte/typography.ts";
import { cx } from "../_ui/cx.ts";
import styles from "./Constat.module.css";

interface ConstatProps {
  readonly id: string;
  readonly question: string;
  /** Id of a book of the card. */
  readonly book: string;
  readonly setup: StudySetup;
}

export function Constat({ id, question, book, setup }: ConstatProps) {
  const by = useId();
  const ref = useRef<HTMLFieldSetElement>(null);
  const study = useStudy();
  const isPassed = useStudyState((state) => state.progress.passed[id] !== undefined);
  const run = useStudyRun(setup, useNear(ref));
  const counted = useMemo(
    () => (run.kind === "ready" ? countedIn(run.value.ledgerOf(run.value.subject), book) : null),
    [run, book],
  );
  const [answer, setAnswer] = useState<number | null>(null);
  const isRight = counted !== null && (answer === counted.count || (answer === null && isPassed));
  const isWrong = counted !== null && answer !== null && answer !== counted.count;
  const subject = run.kind === "ready" ? run.value.subject : "…";
  return (
    <fieldset ref={ref} className={styles.fact}>
      <legend>{typeset(question.replace("{commande}", subject))}</legend>
      <div className={styles.answers}>
        {[0, 1, 2].map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={answer === value || (isRight && counted.count === value)}
            disabled={counted === null}
            className={cx(
              styles.answer,
              (answer === value || (isRight && counted.count === value)) && styles.chosen,
            )}
            onClick={() => {
              setAnswer(value);
              if (value === counted?.count) study.pass(id);
            }}
          >
            {value}
          </button>
        ))}
      </div>
      <p className={styles.said} aria-live="polite">
        {run.kind === "failed" && run.message}
        {isRight && "C’est bien ce que disent les livres."}
        {isWrong && "Les livres disent autre chose."}
        {(isRight || isWrong) && counted.index >= 0 && (
          <>
            {" "}
            <button
              type="button"
              className={styles.proof}
              onClick={() => study.goToIndex(setup, counted.index, by)}
            >
              Voir au pas&nbsp;{counted.index + 1}
            </button>
          </>
        )}
      </p>
    </fieldset>
  );
}
