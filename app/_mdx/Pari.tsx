"use client";
/**
 * The bet: one question, a tempting answer, a confidence. Kept in this browser, never graded.
 * Once placed, the fact is stated beside it in the words of the run, without a scolding colour.
 */
import { useId, useState } from "react";
import type { StudySetup } from "../_etude/setup.ts";
import { useStudy, useStudyState } from "../_etude/use-study.ts";
import { quoted, typeset } from "../_texte/typography.ts";
import { cx } from "../_ui/cx.ts";
import { StateLink } from "./Flag.tsx";
import styles from "./Pari.module.css";

export interface BetOption {
  readonly id: string;
  readonly text: string;
}

interface PariProps {
  readonly id: string;
  readonly question: string;
  readonly options: readonly BetOption[];
  /** The option that the run shows. */
  readonly fact: string;
  readonly setup: StudySetup;
  readonly marker: string;
}

export function Pari({ id, question, options, fact, setup, marker }: PariProps) {
  const name = useId();
  const study = useStudy();
  const placed = useStudyState((state) => state.progress.bets[id]);
  const isRead = useStudyState((state) => state.isRead);
  const seen = useStudyState((state) => state.progress.passed[`${id}-vu`] !== undefined);
  const [choice, setChoice] = useState<string | null>(null);
  const [isSure, setSure] = useState<boolean | null>(null);

  if (placed !== undefined) {
    return (
      <div className={styles.bet}>
        <p className={styles.question}>{typeset(question)}</p>
        <ul className={styles.options}>
          {options.map((option) => {
            const isMine = option.id === placed.choice;
            const isFact = seen && option.id === fact;
            return (
              <li key={option.id} className={cx(isMine && styles.mine, isFact && styles.fact)}>
                <b>{option.id}</b>
                <span>{typeset(option.text)}</span>
                <em>
                  {isMine && `votre pari, ${quoted(placed.isSure ? "sûr" : "pas sûr")}`}
                  {isMine && isFact && " · "}
                  {isFact && "constaté"}
                </em>
              </li>
            );
          })}
        </ul>
        <p className={styles.foot}>
          {seen ? (
            "Un pari n’est jamais noté : il sert à mieux regarder."
          ) : (
            <StateLink setup={setup} marker={marker} passes={`${id}-vu`} isButton>
              Voir ce qui se passe
            </StateLink>
          )}
        </p>
      </div>
    );
  }

  return (
    <form
      className={styles.bet}
      onSubmit={(event) => {
        event.preventDefault();
        if (choice !== null && isSure !== null) study.bet(id, { choice, isSure });
      }}
    >
      <fieldset>
        <legend className={styles.question}>{typeset(question)}</legend>
        <div className={styles.options}>
          {options.map((option) => (
            <label key={option.id}>
              <input
                type="radio"
                name={name}
                value={option.id}
                className="visually-hidden"
                checked={choice === option.id}
                onChange={() => setChoice(option.id)}
              />
              <b>{option.id}</b>
              <span>{typeset(option.text)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset className={styles.sure}>
        <legend className="visually-hidden">Votre confiance</legend>
        {[true, false].map((value) => (
          <label key={String(value)}>
            <input
              type="radio"
              name={`${name}-confiance`}
              className="visually-hidden"
              checked={isSure === value}
              onChange={() => setSure(value)}
            />
            {value ? "Sûr" : "Pas sûr"}
          </label>
        ))}
      </fieldset>
      <button
        type="submit"
        className={styles.engage}
        disabled={!isRead || choice === null || isSure === null}
      >
        Engager mon pari
      </button>
      <p className={styles.foot}>
        Un pari n’est jamais noté. Il reste dans ce navigateur ; l’expérience vient ensuite.
      </p>
    </form>
  );
}
