"use client";
/** A receipt and the events that make it, side by side; each event leads to its step. */
import type { Paper } from "../_etude/paper.ts";
import { formatMoney } from "../_texte/numbers.ts";
import { cx } from "../_ui/cx.ts";
import styles from "./TicketPaper.module.css";

interface TicketPaperProps {
  readonly paper: Paper;
  readonly onGo: (index: number) => void;
}

export function TicketPaper({ paper, onGo }: TicketPaperProps) {
  return (
    <div className={styles.sides}>
      <Receipt paper={paper} />
      <ol className={styles.events}>
        {paper.events.map(({ index, order, title, detail }) => (
          <li key={index}>
            <span className={styles.order}>{order}</span>
            <span>
              {title}
              {detail !== "" && <i> {detail}</i>}
            </span>
            <button type="button" className={styles.step} onClick={() => onGo(index)}>
              pas&nbsp;{index + 1}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Receipt({ paper }: { readonly paper: Paper }) {
  const { lines, discountCents, dueCents, saidCents } = paper;
  const isWrong = saidCents !== null && saidCents !== dueCents;
  return (
    <table className={styles.receipt}>
      <caption>vente {paper.subject}</caption>
      <tbody>
        {lines.map(({ label, cents, isStruck }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <tr key={i} className={cx(isStruck && styles.struck)}>
            <th scope="row">
              {label}
              {isStruck && <span className="visually-hidden">, retiré</span>}
            </th>
            <td>{formatMoney(cents)}</td>
          </tr>
        ))}
        {discountCents > 0 && (
          <tr>
            <th scope="row">remise</th>
            <td>{formatMoney(-discountCents)}</td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">ce que font les lignes</th>
          <td>{formatMoney(dueCents)}</td>
        </tr>
        <tr className={cx(isWrong && styles.wrong)}>
          <th scope="row">payé</th>
          <td>{saidCents === null ? "–" : formatMoney(saidCents)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
