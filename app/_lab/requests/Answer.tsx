/** What came of one request: a line that goes there, and what the reply holds. */
"use client";
import { sentence, typeset } from "@/app/_texte/typography.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { AskedRequest } from "@/simulator/observation/requests.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { useActions, useCard, useLab } from "../hooks.ts";
import { bodyOf, restText, standingOf } from "./answers.ts";
import styles from "./Requests.module.css";

function Body({ value }: { readonly value: Value }) {
  const card = useCard();
  const body = bodyOf(value, card);
  switch (body.kind) {
    case "text":
      return <p className={styles.said}>{typeset(body.text)}</p>;
    case "pairs":
      return (
        <dl className={styles.pairs}>
          {body.pairs.map(([field, text]) => (
            <div key={field}>
              <dt>{typeset(field)}</dt>
              <dd>{typeset(text)}</dd>
            </div>
          ))}
        </dl>
      );
    case "rows":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        <div className={styles.scrolled} role="group" aria-label="Réponse" tabIndex={0}>
          <table className={styles.rows}>
            <thead>
              <tr>
                {body.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {body.rows.map((row) => (
                <tr key={row.join("|")}>
                  {row.map((cell, i) => (
                    <td key={body.columns[i]}>{typeset(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
            {body.restCount > 0 && <caption>{restText(body.restCount)}</caption>}
          </table>
        </div>
      );
  }
}

export function Answer({ asked }: { readonly asked: AskedRequest | undefined }) {
  const actions = useActions();
  const isOver = useLab((s) => s.run.summary !== null && s.run.branch === s.document.shown);
  const { sign, tone, text, index } = standingOf(asked, isOver);
  const end = asked?.end ?? null;
  const line = (
    <>
      <Sign name={sign} className={`tone-${tone}`} /> {text}
    </>
  );
  return (
    <div className={styles.answer}>
      {index === null ? (
        <p className={styles.standing}>{line}</p>
      ) : (
        <button type="button" className={styles.standing} onClick={() => actions.goTo(index)}>
          {line}
        </button>
      )}
      {end !== null && end.outcome === "ok" && <Body value={end.reply} />}
      {end !== null && end.detail !== "" && <p className={styles.said}>{sentence(end.detail)}</p>}
    </div>
  );
}
