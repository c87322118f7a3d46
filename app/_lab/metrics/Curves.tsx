/**
 * The curves of the dashboard over the folded run, under one playhead; a click on one moves it.
 * A run that is still growing is drawn by large steps: curves cost more than the events they add.
 */
"use client";
import {
  lazy,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  Suspense,
  startTransition,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Axis } from "@/app/_lab/axis.ts";
import { useActions, useCard, useLab, usePlayhead } from "@/app/_lab/hooks.ts";
import { machinesOf } from "@/app/_lab/machine/machine-at.ts";
import { useAxis } from "@/app/_lab/run-axis.ts";
import { machineLabels } from "@/app/_texte/labels.ts";
import { countOf, formatCount } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Sign, type SignName } from "@/app/_ui/Sign.tsx";
import type { Tone } from "@/app/_ui/signs.ts";
import { gaugeAt } from "@/simulator/observation/gauges.ts";
import { type GaugeGroup, gaugeGroups } from "./gauge-groups.ts";
import styles from "./Metrics.module.css";
import { PLOT_LEFT, PLOT_RIGHT, shareUnder } from "./plot.ts";
import { gaugesOf } from "./run-measures.ts";
import { censusPoints, gaugePoints, sharePoints } from "./shares.ts";
import { strokeOf } from "./strokes.ts";

const SLICES_MAX = 160;
const POINTS_MAX = 240;
/** Events between two drawings of a run that grows. */
const GROWTH = 20_000;

const charts = () => import("./Charts.tsx");
const MessagesChart = lazy(() => charts().then((m) => ({ default: m.MessagesChart })));
const OutcomesChart = lazy(() => charts().then((m) => ({ default: m.OutcomesChart })));
const LatencyChart = lazy(() => charts().then((m) => ({ default: m.LatencyChart })));
const CensusChart = lazy(() => charts().then((m) => ({ default: m.CensusChart })));
const GaugeChart = lazy(() => charts().then((m) => ({ default: m.GaugeChart })));

interface LegendItem {
  readonly sign: SignName;
  readonly tone: Tone;
  readonly word: string;
}

const OUTCOMES: readonly LegendItem[] = [
  { sign: "ok", tone: "ok", word: "acceptées" },
  { sign: "fail", tone: "fail", word: "refusées" },
  { sign: "timeout", tone: "wait", word: "sans réponse à temps" },
];
const MESSAGES: readonly LegendItem[] = [
  { sign: "request", tone: "info", word: "envoyés" },
  { sign: "fail", tone: "fail", word: "perdus" },
  { sign: "timeout", tone: "wait", word: "délais dépassés" },
];
const LATENCIES: readonly LegendItem[] = [
  { sign: "local", tone: "info", word: "p50" },
  { sign: "request", tone: "undo", word: "p95" },
  { sign: "plus", tone: "wait", word: "p99" },
];

const signs = (items: readonly LegendItem[]): ReactNode =>
  items.map((item) => (
    <span key={item.word} className={`tone-${item.tone}`}>
      <Sign name={item.sign} /> {item.word}
    </span>
  ));

interface ChartProps {
  readonly title: string;
  readonly legend: ReactNode;
  readonly axis: Axis;
  readonly width: number;
  readonly children: ReactNode;
}

/** True once the element has come near the screen: a curve that nobody sees is not drawn. */
function useNear(place: RefObject<HTMLElement | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null || isNear) return;
    const seen = new IntersectionObserver(
      (entries) => {
        // Each in its turn: several curves at once would hold the page.
        if (entries.some((entry) => entry.isIntersecting)) startTransition(() => setNear(true));
      },
      { rootMargin: "120px" },
    );
    seen.observe(element);
    return () => seen.disconnect();
  }, [place, isNear]);
  return isNear;
}

function Chart({ title, legend, axis, width, children }: ChartProps) {
  const plot = useRef<HTMLDivElement>(null);
  const isNear = useNear(plot);
  const { goToTime } = useActions();
  const log = useLab((s) => s.run.log);
  const playhead = usePlayhead();
  const now = playhead < 0 ? null : axis.shareAt(log.atUs(playhead));
  const place = (share: number): number => PLOT_LEFT + share * (width - PLOT_LEFT - PLOT_RIGHT);
  const pick = (event: MouseEvent<HTMLDivElement>): void => {
    const share = shareUnder(
      event.clientX - event.currentTarget.getBoundingClientRect().left,
      width,
    );
    if (share !== null) goToTime(Math.round(axis.timeAt(share)));
  };
  return (
    <figure className={styles.chart}>
      <figcaption>
        <b>{typeset(title)}</b>
        {legend}
      </figcaption>
      <div ref={plot} className={styles.plot} aria-hidden="true" onClick={pick}>
        <Suspense fallback={<p className={styles.waiting}>Les courbes se préparent.</p>}>
          {isNear && children}
        </Suspense>
        {now !== null && <span className={styles.now} style={{ left: place(now) }} />}
      </div>
    </figure>
  );
}

/** Changes when there is something new worth drawing. */
const useDrawingKey = (): string =>
  useLab(
    ({ run }) => `${run.number}:${run.summary === null ? Math.floor(run.length / GROWTH) : "done"}`,
  );

interface CurvesProps {
  readonly width: number;
  /** Everything there is was read. */
  readonly isRead: boolean;
}

export function Curves({ width, isRead }: CurvesProps) {
  const key = useDrawingKey();
  const log = useLab((s) => s.run.log);
  const current = useAxis();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one axis a drawing, not one a batch
  const axis = useMemo(() => current, [key, log]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const points = useMemo(() => sharePoints(log, axis, SLICES_MAX), [log, axis, key]);
  const frame = useMemo(() => ({ axis, width }), [axis, width]);
  const isMeasured = width > 0 && log.length > 0;
  return (
    <>
      <Census axis={axis} width={width} drawing={key} />
      <Chart title="Commandes finies" legend={signs(OUTCOMES)} axis={axis} width={width}>
        {isMeasured && <OutcomesChart frame={frame} points={points} />}
      </Chart>
      <Chart
        title="Temps de réponse aux clients"
        legend={signs(LATENCIES)}
        axis={axis}
        width={width}
      >
        {isMeasured && <LatencyChart frame={frame} points={points} />}
      </Chart>
      <Gauges axis={axis} width={width} drawing={`${key} ${isRead}`} />
      <Chart title="Messages" legend={signs(MESSAGES)} axis={axis} width={width}>
        {isMeasured && <MessagesChart frame={frame} points={points} />}
      </Chart>
    </>
  );
}

interface PartProps {
  readonly axis: Axis;
  readonly width: number;
  readonly drawing: string;
}

/** Instances of the first machine by state, over time. */
function Census({ axis, width, drawing }: PartProps) {
  const card = useCard();
  const log = useLab((s) => s.run.log);
  const machine = card.machines[0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const points = useMemo(() => {
    if (machine === undefined) return [];
    const states = machine.states.map((state) => state.id);
    return censusPoints(machinesOf(log, card).instances(machine.id), states, axis);
  }, [log, card, machine, axis, drawing]);
  const frame = useMemo(() => ({ axis, width }), [axis, width]);
  if (machine === undefined) return null;
  const legend = machine.states.map((state) => ({
    ...machineLabels[state.sign],
    word: state.title,
  }));
  return (
    <Chart title={`${machine.title}s par état`} legend={signs(legend)} axis={axis} width={width}>
      {width > 0 && log.length > 0 && (
        <CensusChart frame={frame} points={points} machine={machine} />
      )}
    </Chart>
  );
}

/** What waits: queues of nodes, entries in hand, lags. */
function Gauges({ axis, width, drawing }: PartProps) {
  const card = useCard();
  const log = useLab((s) => s.run.log);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const groups = useMemo(() => gaugeGroups(gaugesOf(log, card), card), [log, card, drawing]);
  return groups.map((group) => (
    <GaugeFigure key={group.title} group={group} axis={axis} width={width} />
  ));
}

interface GaugeFigureProps {
  readonly group: GaugeGroup;
  readonly axis: Axis;
  readonly width: number;
}

function GaugeFigure({ group, axis, width }: GaugeFigureProps) {
  const playhead = usePlayhead();
  const legend = (
    <>
      {group.lines.map(({ gauge, word }, i) => {
        const value = gaugeAt(gauge, playhead);
        return (
          <span key={gauge.id}>
            <svg className={styles.stroke} viewBox="0 0 24 8" aria-hidden="true">
              <path
                d="M0 4h24"
                stroke={strokeOf(i).color}
                strokeDasharray={strokeOf(i).dash}
                strokeWidth={2.5}
              />
            </svg>{" "}
            {word} <b>{value === null ? "?" : formatCount(value)}</b>
          </span>
        );
      })}
      {group.leftOut > 0 && <span>et {countOf(group.leftOut, "autre")}</span>}
    </>
  );
  return (
    <Chart title={group.title} legend={legend} axis={axis} width={width}>
      {width > 0 && <GaugeLines group={group} axis={axis} width={width} />}
    </Chart>
  );
}

/** Its points are worked out when it is drawn. */
function GaugeLines({ group, axis, width }: GaugeFigureProps) {
  const log = useLab((s) => s.run.log);
  const lines = useMemo(
    () =>
      group.lines.map(({ gauge }) => ({
        id: gauge.id,
        points: gaugePoints(gauge, log, axis, POINTS_MAX),
      })),
    [group, log, axis],
  );
  const frame = useMemo(() => ({ axis, width }), [axis, width]);
  return <GaugeChart frame={frame} lines={lines} />;
}
