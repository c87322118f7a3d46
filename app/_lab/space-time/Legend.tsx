/** What the marks mean, with their counts for the event that the question is about. */
"use client";
import { formatCount } from "@/app/_texte/numbers.ts";
import { causalKinds } from "@/app/_ui/signs.ts";
import { useCard } from "../hooks.ts";
import type { CausalView } from "./causal-look.ts";
import { clockTables } from "./clock-words.ts";
import styles from "./SpaceTime.module.css";

function Key({ look }: { readonly look: "past" | "future" | "concurrent" }) {
  return (
    <svg viewBox="-8 -8 16 16" aria-hidden="true">
      <circle className={styles.mark} data-look={look} r={look === "past" ? 6.5 : 5.75} />
    </svg>
  );
}

export function Legend({
  causal,
  hidden,
}: {
  readonly causal: CausalView;
  readonly hidden: number;
}) {
  const { sets } = causal;
  const hasClocks = clockTables(useCard()).size > 0;
  const count = (value: number | undefined, words: string): string =>
    value === undefined ? "" : `${formatCount(value)} ${words}`;
  return (
    <p className={styles.legend}>
      <span>
        <Key look="past" />
        <b>{causalKinds.past.word}</b> {count(sets?.pastCount, "ont pu l’influencer")}
      </span>
      <span>
        <Key look="future" />
        <b>{causalKinds.future.word}</b> {count(sets?.futureCount, "en dépendent")}
      </span>
      <span>
        <Key look="concurrent" />
        <b>∥ {causalKinds.concurrent.word}</b> {count(sets?.concurrentCount, "sans lien")}
      </span>
      <span>
        <svg viewBox="-8 -8 16 16" aria-hidden="true">
          <rect className={styles.mark} x={-7} y={-7} width={14} height={14} />
        </svg>
        écriture
      </span>
      <span>
        <i className={styles.stampKey}>11</i> estampille de Lamport
      </span>
      {hasClocks && (
        <span>
          <i className={styles.stampKey}>[3, 1]</i> horloge vectorielle, dans l’ordre des lignes
        </span>
      )}
      {hidden > 0 && (
        <b>{formatCount(hidden)} événements de plus dans cette fenêtre : rapprochez-vous.</b>
      )}
    </p>
  );
}
