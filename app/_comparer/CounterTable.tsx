/** The counters of both runs at the cursor; the bar stands on the side of the better one. */
"use client";
import { useMemo } from "react";
import { shownBranch } from "@/app/_lab/document.ts";
import type { LabState } from "@/app/_lab/state.ts";
import { placeLabels } from "@/app/_texte/labels.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { type CounterRow, counterRows } from "./counter-rows.ts";
import styles from "./counters.module.css";
import { useComparison, usePair, useSide } from "./pair-hooks.ts";

/** Half the width of the scale, px. */
const HALF = 90;

/** The last subject spoken of at or before an event. */
function subjectBefore(log: EventLog, index: number): string | null {
  for (let at = Math.min(index, log.length - 1); at >= 0; at--) {
    const subject = log.subject(at);
    if (subject !== null) return subject;
  }
  return null;
}

/** What the reader asks about: the chosen subject, else the one that the left run speaks of here. */
function askedSubject({ run, view }: LabState): string | null {
  const { selection } = view;
  if (selection?.kind === "subject") return selection.subject;
  if (selection?.kind === "message") return run.messages.byId(selection.message)?.subject ?? null;
  if (selection?.kind === "event" && selection.index < run.length)
    return run.log.subject(selection.index);
  return subjectBefore(run.log, view.playhead);
}

function Bar({ row }: { readonly row: CounterRow }) {
  const width = Math.max(row.better === null ? 0 : 3, Math.round(row.apart * (HALF - 4)));
  return (
    <svg className={styles.bar} viewBox={`0 0 ${2 * HALF} 14`} aria-hidden="true">
      <path d={`M${HALF} 0V14`} stroke="var(--line)" strokeWidth="1.5" />
      {row.better !== null && (
        <rect
          x={row.better === 0 ? HALF - width : HALF}
          y="3"
          width={width}
          height="8"
          fill="var(--ink)"
        />
      )}
    </svg>
  );
}

/** « Même graine, mêmes pannes »: what is held equal, as the setups say. */
function useShared(): string {
  const left = useSide(0, (s) => shownBranch(s.document).setup);
  const right = useSide(1, (s) => shownBranch(s.document).setup);
  const acting = (setup: typeof left) => setup.faults.filter((fault) => fault.isEnabled);
  const ids = (setup: typeof left) =>
    acting(setup)
      .map(({ intervention }) => intervention.id)
      .sort()
      .join(" ");
  const luck = left.seed === right.seed ? "même graine" : "deux graines";
  const hasNone = acting(left).length + acting(right).length === 0;
  const faults = hasNone
    ? "sans panne"
    : ids(left) === ids(right)
      ? "mêmes pannes"
      : "pannes d’un seul côté";
  return `À cet instant : ${luck}, ${faults}`;
}

function Row({
  row,
  names,
}: {
  readonly row: CounterRow;
  readonly names: readonly [string, string];
}) {
  const better = row.better === null ? "" : `avantage ${names[row.better]}`;
  return (
    <tr>
      <th scope="row">{row.title}</th>
      {row.readings.map((reading, side) => (
        <td
          // Left and right never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: as said above
          key={side}
          className={cx(styles.value, row.better === side && styles.better)}
          title={reading.detail}
        >
          {reading.detail !== undefined && reading.detail !== "" && (
            <small className={styles.detail}>{typeset(reading.detail)}</small>
          )}
          {reading.text}
        </td>
      ))}
      <td className={styles.scale}>
        <Bar row={row} />
        <span className="visually-hidden">{better}</span>
      </td>
      <td className={styles.gap}>{row.gap}</td>
    </tr>
  );
}

export function CounterTable() {
  const { card } = usePair();
  const comparison = useComparison();
  const left = useSide(0, (s) => s);
  const right = useSide(1, (s) => s);
  const shared = useShared();
  const rows = useMemo(() => {
    if (comparison === null) return null;
    const side = ({ card: own, run, view }: LabState, i: 0 | 1) => ({
      ...{ card: own, log: run.log, claims: run.claims, index: view.playhead },
      counters: comparison.counters[i],
    });
    return counterRows(side(left, 0), side(right, 1), askedSubject(left) ?? askedSubject(right));
  }, [comparison, left, right]);
  const names = [card.sides[0].title, card.sides[1].title] as const;
  if (rows === null) return <p className={styles.note}>Les deux parcours se comparent.</p>;
  return (
    <table className={cx(styles.table, styles.counters)}>
      <caption className="visually-hidden">Compteurs des deux parcours au curseur</caption>
      <thead>
        <tr>
          <th scope="col">{typeset(shared)}</th>
          {card.sides.map(({ title, place }) => (
            <th key={title} scope="col" className={styles.value}>
              {place !== undefined && <Sign name={placeLabels[place].sign} />} {typeset(title)}
            </th>
          ))}
          <th scope="col" className={styles.scale}>
            <span className={styles.ends}>
              <span>avantage à gauche</span>
              <span>avantage à droite</span>
            </span>
          </th>
          <th scope="col">écart</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} names={names} />
        ))}
      </tbody>
    </table>
  );
}
