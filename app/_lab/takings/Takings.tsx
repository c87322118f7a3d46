/**
 * What the shops have sold and what the centre knows of it, at the playhead: totals, then a line a site and a day.
 * Every figure comes from the fold beside it.
 */
"use client";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { useCard, useLab, usePlayhead } from "@/app/_lab/hooks.ts";
import { type ReadMore, useRead } from "@/app/_lab/use-read.ts";
import { countOf, formatAmount, formatMoney } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { TakingsCard } from "@/simulator/vocabulary/followed.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import styles from "./Takings.module.css";
import {
  createTakingsTable,
  isAstray,
  type Sum,
  type TakingsLine,
  type TakingsTable,
  totalOf,
} from "./takings.ts";

const tables = new WeakMap<EventLog, TakingsTable>();

function tableOf(log: EventLog, card: ScenarioCard, takings: TakingsCard): TakingsTable {
  const table = tables.get(log) ?? createTakingsTable(log, card, takings);
  tables.set(log, table);
  return table;
}

type Order = "site" | "gap";

const gapOf = ({ sold, known }: Pick<TakingsLine, "sold" | "known">): number =>
  (known?.cents ?? 0) - sold.cents;

/** « + 12,90 », « − 4,00 », « 0 ». */
const gapText = (cents: number): string =>
  cents === 0 ? "0" : `${cents > 0 ? "+" : "−"}\u202f${formatAmount(Math.abs(cents))}`;

function Total({ title, sum, isBad }: { title: string; sum: Sum; isBad?: boolean }) {
  return (
    <div className={cx(isBad && styles.astray)}>
      <dt>{title}</dt>
      <dd>
        {formatMoney(sum.cents)} <span>{countOf(sum.count, "ticket")}</span>
      </dd>
    </div>
  );
}

/** All that was sold, full width for the most: what the centre has, then what waits. */
function Share({ line, most }: { readonly line: TakingsLine; readonly most: number }) {
  const width = (cents: number): string => `${(100 * Math.max(0, cents)) / Math.max(1, most)}%`;
  return (
    <span className={styles.share} aria-hidden="true">
      <i style={{ width: width(line.known?.cents ?? 0) }} />
      <i className={styles.wait} style={{ width: width(line.waiting.cents) }} />
    </span>
  );
}

function Row({ line, most, hasDay }: { line: TakingsLine; most: number; hasDay: boolean }) {
  const { site, day, sold, waiting, known } = line;
  const gap = gapOf(line);
  return (
    <tr className={cx(isAstray(line) && styles.astray)}>
      <th scope="row">{site}</th>
      {hasDay && <td className={styles.word}>{day}</td>}
      <td>{sold.count === 0 ? "–" : formatAmount(sold.cents)}</td>
      <td>{waiting.count === 0 ? "" : formatAmount(waiting.cents)}</td>
      <td>{known === null ? "–" : formatAmount(known.cents)}</td>
      <td className={styles.gap}>{gapText(gap)}</td>
      <td className={styles.drawn}>
        <Share line={line} most={most} />
      </td>
    </tr>
  );
}

interface HeadProps {
  readonly title: string;
  readonly isSorted: boolean;
  readonly onSort: () => void;
}

function SortedHead({ title, isSorted, onSort }: HeadProps) {
  return (
    <th scope="col" aria-sort={isSorted ? "ascending" : "none"}>
      <button type="button" className={styles.sort} onClick={onSort}>
        {title} <span aria-hidden="true">{isSorted ? "▾" : ""}</span>
      </button>
    </th>
  );
}

function Lines({ takings, lines }: { takings: TakingsCard; lines: readonly TakingsLine[] }) {
  const [order, setOrder] = useState<Order>("site");
  const days = new Set(lines.map(({ day }) => day));
  const most = Math.max(...lines.map(({ sold, known }) => Math.max(sold.cents, known?.cents ?? 0)));
  const shown = order === "site" ? lines : [...lines].sort((a, b) => gapOf(a) - gapOf(b));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`Par ${takings.siteTitle}`}>
      <table>
        <caption>
          {days.size === 1 ? `${[...days][0]}, ` : ""}
          {countOf(lines.length, "ligne")}, en euros
        </caption>
        <thead>
          <tr>
            <SortedHead
              title={takings.siteTitle}
              isSorted={order === "site"}
              onSort={() => setOrder("site")}
            />
            {days.size > 1 && <th scope="col">jour</th>}
            <th scope="col">vendu</th>
            <th scope="col">
              <i className={cx(styles.swatch, styles.wait)} aria-hidden="true" /> à envoyer
            </th>
            <th scope="col">
              <i className={styles.swatch} aria-hidden="true" /> au siège
            </th>
            <SortedHead title="écart" isSorted={order === "gap"} onSort={() => setOrder("gap")} />
            <td className={styles.drawn} />
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <Row key={`${line.site} ${line.day}`} {...{ line, most, hasDay: days.size > 1 }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Takings({ takings }: { readonly takings: TakingsCard }) {
  const card = useCard();
  const log = useLab((s) => s.run.log);
  // Eighty lines are drawn again when the reader rests, not at every frame.
  const until = useDeferredValue(usePlayhead());
  const readMore = useCallback<ReadMore>(
    (own, most) => tableOf(own, card, takings).extend(most),
    [card, takings],
  );
  const { isRead, isShown } = useRead(log, readMore);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked up again once more was read
  const lines = useMemo(
    () => tableOf(log, card, takings).at(until),
    [log, card, takings, until, isRead],
  );
  const total = totalOf(lines);
  return (
    <section className={styles.takings} aria-label={takings.title}>
      <h3>{takings.title}</h3>
      {!isShown ? (
        <p className={styles.note}>Les ventes du parcours se lisent.</p>
      ) : lines.length === 0 ? (
        <p className={styles.note}>Rien n’est vendu à cet instant.</p>
      ) : (
        <>
          <dl className={styles.totals}>
            <Total title="vendu aux caisses" sum={total.sold} />
            <Total title="à envoyer" sum={total.waiting} />
            <Total title="au siège" sum={total.known} isBad={lines.some(isAstray)} />
          </dl>
          <Lines takings={takings} lines={lines} />
          {lines.some(isAstray) && (
            <p className={cx(styles.note, styles.astray)}>
              En rouge&nbsp;: le siège compte plus que ce qui est vendu, ou moins que ce qu’il a
              accusé.
            </p>
          )}
        </>
      )}
    </section>
  );
}
