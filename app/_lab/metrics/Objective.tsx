/**
 * The objective of the card as an operator's dashboard shows it: a gauge with its threshold, the budget of errors,
 * alerts, what was lost slice by slice of the period, and the states of what guards each service under it.
 */
"use client";
import { type ReactNode, useMemo } from "react";
import { useActions, useCard, useLab, usePlayhead, useRunKey } from "@/app/_lab/hooks.ts";
import { countOf, formatPercent, formatTick } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import type { AlertSpan } from "@/simulator/observation/objective.ts";
import type { GuardCard, ObjectiveCard } from "@/simulator/vocabulary/followed.ts";
import { type GuardVisit, historiesOf, visitsUpTo } from "../guards/histories.ts";
import styles from "./Objective.module.css";
import { objectiveOf } from "./objective-read.ts";

const SLICES = 30;
const CHART = { right: 12, top: 8, height: 96, row: 18 } as const;
/** Room on the left for the scale, or for the names of services. */
const LEFT = { scale: 48, names: 84 } as const;
/** What the whole height of the chart may stand for. */
const SCALES = [0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;
/** The gauge begins twenty times as far from 100 % as the threshold. */
const GAUGE_DEPTH = 20;

const percent = (share: number, digits: 0 | 1 | 2): string => formatPercent(100 * share, digits);

/** Point of a half ring at a share of it, 0 on the left. */
function ringPoint(share: number, radius: number): string {
  const angle = Math.PI * (1 - share);
  return `${(70 + radius * Math.cos(angle)).toFixed(1)} ${(70 - radius * Math.sin(angle)).toFixed(1)}`;
}

const ring = (to: number, radius: number): string =>
  `M${ringPoint(0, radius)}A${radius} ${radius} 0 0 1 ${ringPoint(to, radius)}`;

function Gauge({ share, target }: { readonly share: number; readonly target: number }) {
  const depth = (1 - target) * GAUGE_DEPTH;
  const placeOf = (value: number): number => Math.max(0, Math.min(1, 1 - (1 - value) / depth));
  return (
    <svg className={styles.gauge} viewBox="0 0 140 78" aria-hidden="true">
      <path d={ring(1, 58)} className={styles.ring} />
      <path
        d={ring(Math.max(0.005, placeOf(share)), 58)}
        className={share >= target ? styles.kept : styles.missed}
      />
      <path d={`M${ringPoint(placeOf(target), 46)}L${ringPoint(placeOf(target), 70)}`} />
    </svg>
  );
}

interface PanelProps {
  readonly title: string;
  readonly value: string;
  readonly isBad: boolean;
  readonly note: string;
  readonly children?: ReactNode;
}

function Panel({ title, value, isBad, note, children }: PanelProps) {
  return (
    <div className={styles.panel}>
      <h4>{title}</h4>
      {children}
      <p className={cx(styles.value, isBad ? "tone-fail" : "tone-ok")}>{value}</p>
      <p className={styles.note}>{note}</p>
    </div>
  );
}

const DAY_US = 86_400_000_000;
const SECOND_US = 1_000_000;

/** Under the axis: days of the calendar, or instants of the run. */
const tickText = (us: number, isFast: boolean): string =>
  isFast ? `j ${Math.round(us / DAY_US)}` : formatTick(Math.round(us / SECOND_US) * SECOND_US);

export function Objective({
  objective,
  width,
}: {
  readonly objective: ObjectiveCard;
  readonly width: number;
}) {
  const log = useLab((s) => s.run.log);
  const runKey = useRunKey();
  const playhead = usePlayhead();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const table = useMemo(() => objectiveOf(log, objective), [log, objective, runKey]);
  const at = useMemo(() => table.at(playhead, SLICES), [table, playhead]);
  const target = objective.targetPpm / 1_000_000;
  const all = at.served + at.lost;
  const share = all === 0 ? 1 : at.served / all;
  const span = table.isFast()
    ? `sur ${countOf(Math.round(objective.periodUs / DAY_US), "jour")} de calendrier`
    : "sur ce parcours";
  return (
    <section className={styles.objective} aria-label={objective.title}>
      <h3>
        {objective.title} <span>{span}</span>
      </h3>
      <div className={styles.panels}>
        <Panel
          title="Disponibilité"
          value={all === 0 ? "–" : percent(share, 2)}
          isBad={share < target}
          note={`objectif ${percent(target, 1)}`}
        >
          <Gauge share={share} target={target} />
        </Panel>
        <Panel
          title="Budget d’erreur consommé"
          value={percent(at.budgetUsed, 0)}
          isBad={at.budgetUsed > 1}
          note={at.budgetUsed > 1 ? "dépassé" : `reste ${percent(1 - at.budgetUsed, 0)}`}
        >
          <span className={styles.bar} aria-hidden="true">
            <i
              className={at.budgetUsed > 1 ? styles.over : undefined}
              style={{ width: percentWidth(at.budgetUsed) }}
            />
          </span>
        </Panel>
        <Panel
          title="Alertes"
          value={String(at.alerts.length)}
          isBad={at.alerts.length > 0}
          note={alertNote(at.alerts, table.isFast() ? objective.periodUs / DAY_US : null)}
        />
      </div>
      {width > 0 && <Chart {...{ table, at, width, playhead }} />}
    </section>
  );
}

/** On which days, when there is a calendar; and how many are still open. */
function alertNote(alerts: readonly AlertSpan[], dayCount: number | null): string {
  if (alerts.length === 0) return "aucune ouverte";
  const open = alerts.filter(({ to }) => to === null).length;
  const still = open === 0 ? (alerts.length === 1 ? "close" : "closes") : countOf(open, "ouverte");
  if (dayCount === null) return still;
  const days = alerts.map(({ from }) => 1 + Math.floor(from * dayCount));
  return `${days.length === 1 ? "jour" : "jours"} ${days.join(", ")} ; ${still}`;
}

const percentWidth = (share: number): string => `${Math.min(100, 100 * share)}%`;

interface ChartProps {
  readonly table: ReturnType<typeof objectiveOf>;
  readonly at: ReturnType<ReturnType<typeof objectiveOf>["at"]>;
  readonly width: number;
  readonly playhead: number;
}

function Chart({ table, at, width, playhead }: ChartProps) {
  const log = useLab((s) => s.run.log);
  const card = useCard();
  const all = card.guards ?? [];
  const histories = historiesOf(log, all);
  // A design without breakers has no line for them.
  const rows = all
    .map((guard, i) => ({ guard, visits: visitsUpTo(histories[i] ?? [], playhead) }))
    .filter(({ visits }) => visits.length > 0);
  const isFast = table.isFast();
  const left = rows.length > 0 ? LEFT.names : LEFT.scale;
  const plot = width - left - CHART.right;
  const x = (share: number): number => left + share * plot;
  const floor = CHART.top + CHART.height;
  const bottom = floor + 6 + rows.length * CHART.row;
  const lostShare = at.slices.map(({ served, lost }) => lost / Math.max(1, served + lost));
  const tickCount = plot < 420 ? 3 : 6;
  const ticks = Array.from({ length: tickCount + 1 }, (_, i) => i / tickCount);
  const scale = SCALES.find((known) => known >= Math.max(...lostShare)) ?? 1;
  const worst = lostShare.filter((share) => share > 0).length;
  const now = playhead < 0 ? 0 : table.shareAt(log.atUs(playhead));
  return (
    <figure className={styles.chart}>
      <figcaption>
        Demandes perdues{isFast ? ", par jour" : ""}
        {rows.length > 0 && " ; dessous, l’état de chaque disjoncteur"}
      </figcaption>
      <svg
        width={width}
        height={bottom + 22}
        role="img"
        aria-label={`${worst} tranches sur ${SLICES} avec des demandes perdues`}
      >
        {at.alerts.map(({ from, to }) => (
          <rect
            key={from}
            className={styles.alert}
            x={x(from)}
            y={CHART.top}
            width={Math.max(2, x(to ?? now) - x(from))}
            height={CHART.height}
          />
        ))}
        {[0, 0.5, 1].map((share) => (
          <g key={share} className={styles.grid}>
            <path d={`M${left} ${floor - share * CHART.height}h${plot}`} />
            <text x={left - 6} y={floor - share * CHART.height + 4} textAnchor="end">
              {percent(share * scale, Number.isInteger(100 * share * scale) ? 0 : 1)}
            </text>
          </g>
        ))}
        {lostShare.map((share, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a slice has no other name than its rank
            key={i}
            className={styles.lost}
            x={x(i / SLICES) + 1}
            y={floor - (share / scale) * CHART.height}
            width={Math.max(1, plot / SLICES - 2)}
            height={(share / scale) * CHART.height}
          />
        ))}
        <GuardRows {...{ rows, table, x, top: floor + 6, now }} />
        {ticks.map((share) => (
          <text key={share} x={x(share)} y={bottom + 16} textAnchor={anchorAt(share)}>
            {tickText(share * table.spanUs(), isFast)}
          </text>
        ))}
        <path className={styles.now} d={`M${x(now)} ${CHART.top}V${bottom}`} />
      </svg>
    </figure>
  );
}

/** Words at both ends of the axis stay on the page. */
const anchorAt = (share: number): "start" | "middle" | "end" =>
  share === 0 ? "start" : share === 1 ? "end" : "middle";

interface RowsProps {
  readonly rows: readonly { readonly guard: GuardCard; readonly visits: readonly GuardVisit[] }[];
  readonly table: ChartProps["table"];
  readonly x: (share: number) => number;
  readonly top: number;
  readonly now: number;
}

/** A line a guard, in the tone of its state, from each change to the next. */
function GuardRows({ rows, table, x, top, now }: RowsProps) {
  const { goTo } = useActions();
  return rows.map(({ guard, visits }, row) => {
    return (
      <g key={guard.id}>
        <text className={styles.row} x={x(0) - 6} y={top + row * CHART.row + 12} textAnchor="end">
          {guard.title}
        </text>
        {visits.map(({ state, index, atUs }, i) => {
          const from = x(table.shareAt(atUs));
          const next = visits[i + 1];
          const to = x(next === undefined ? now : table.shareAt(next.atUs));
          const tone = guard.state.states.find(({ id }) => id === state)?.tone ?? "calm";
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the same states are buttons in the view of states
            <rect
              key={index}
              className={styles.segment}
              data-tone={tone}
              x={from}
              y={top + row * CHART.row + 2}
              width={Math.max(1.5, to - from)}
              height={CHART.row - 6}
              onClick={() => goTo(index)}
            >
              <title>{`${guard.title}\u00a0: ${guard.state.states.find(({ id }) => id === state)?.title ?? state}`}</title>
            </rect>
          );
        })}
      </g>
    );
  });
}
