/**
 * Metrics at the playhead: what an operator's dashboard would say, in figures and in three curves
 * over the folded run. Chooses and draws; every figure comes from the observation folds.
 */
"use client";
import { lazy, type ReactNode, Suspense, useDeferredValue, useMemo, useRef, useState } from "react";
import { useCard, useLab, usePlayhead, useRun, useRunKey } from "@/app/_lab/hooks.ts";
import { useAxis } from "@/app/_lab/run-axis.ts";
import { useWidth } from "@/app/_lab/use-width.ts";
import { machineLabels } from "@/app/_texte/labels.ts";
import { operationOf } from "@/app/_texte/names.ts";
import {
  countOf,
  formatCount,
  formatDecimal,
  formatDuration,
  formatShare,
} from "@/app/_texte/numbers.ts";
import { Sign, type SignName } from "@/app/_ui/Sign.tsx";
import type { Tone } from "@/app/_ui/signs.ts";
import { createMachineTable } from "@/simulator/observation/machines.ts";
import { type Metric, measureRun, type RunMetrics } from "@/simulator/observation/metrics.ts";
import styles from "./Metrics.module.css";
import { censusPoints, sharePoints } from "./shares.ts";

const POINTS_MAX = 240;

const MessagesChart = lazy(() =>
  import("./Charts.tsx").then((m) => ({ default: m.MessagesChart })),
);
const LatencyChart = lazy(() => import("./Charts.tsx").then((m) => ({ default: m.LatencyChart })));
const LabCampaign = lazy(() =>
  import("./LabCampaign.tsx").then((m) => ({ default: m.LabCampaign })),
);
const CensusChart = lazy(() => import("./Charts.tsx").then((m) => ({ default: m.CensusChart })));

function metricText(metric: Metric | undefined): string {
  if (metric === undefined) return "–";
  if (metric.unit === "µs") return metric.value === 0 ? "–" : formatDuration(metric.value);
  return formatDecimal(metric.value, metric.unit === "commandes/min" ? 1 : 0);
}

const FIGURES: readonly { readonly id: string; readonly label: string }[] = [
  { id: "commandes-emises", label: "émises" },
  { id: "commandes-reussies", label: "acceptées" },
  { id: "commandes-refusees", label: "refusées" },
  { id: "commandes-sans-reponse", label: "sans réponse à temps" },
  { id: "latence-p50", label: "latence p50" },
  { id: "latence-p95", label: "latence p95" },
  { id: "latence-p99", label: "latence p99" },
  { id: "messages-perdus", label: "messages perdus" },
  { id: "delais-depasses", label: "délais dépassés" },
];

function Figures({ measured }: { readonly measured: RunMetrics }) {
  const { metrics } = measured;
  const ok = metrics["commandes-reussies"]?.value ?? 0;
  const ended =
    ok +
    (metrics["commandes-refusees"]?.value ?? 0) +
    (metrics["commandes-sans-reponse"]?.value ?? 0);
  return (
    <dl className={styles.figures}>
      {FIGURES.map(({ id, label }) => (
        <div key={id}>
          <dt>{label}</dt>
          <dd>{metricText(metrics[id])}</dd>
        </div>
      ))}
      <div className={styles.wide}>
        <dt>taux de réussite</dt>
        <dd>{formatShare(ok, ended)}</dd>
      </div>
    </dl>
  );
}

function Operations({ measured }: { readonly measured: RunMetrics }) {
  const card = useCard();
  if (measured.operations.length === 0) return null;
  const time = (us: number): string => (us === 0 ? "–" : formatDuration(us));
  return (
    <section className={styles.operations}>
      <table>
        <caption>Appels entre services, vus par ceux qui attendent</caption>
        <thead>
          <tr>
            <th scope="col">opération</th>
            {["envoyés", "acceptés", "refusés", "délai dépassé", "p50", "p95", "p99"].map(
              (head) => (
                <th key={head} scope="col" className={styles.number}>
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {measured.operations.map((operation) => (
            <tr key={operation.operation}>
              <th scope="row">{operationOf(card, operation.operation).request}</th>
              <td className={styles.number}>{formatCount(operation.sent)}</td>
              <td className={styles.number}>{formatCount(operation.ok)}</td>
              <td className={styles.number}>{formatCount(operation.refused)}</td>
              <td className={styles.number}>{formatCount(operation.timedOut)}</td>
              <td className={styles.number}>{time(operation.p50Us)}</td>
              <td className={styles.number}>{time(operation.p95Us)}</td>
              <td className={styles.number}>{time(operation.p99Us)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface LegendItem {
  readonly sign: SignName;
  readonly tone: Tone;
  readonly word: string;
}

function Chart(props: {
  readonly title: string;
  readonly legend: readonly LegendItem[];
  readonly children: ReactNode;
}) {
  return (
    <figure className={styles.chart}>
      <figcaption>
        <b>{props.title}</b>
        {props.legend.map((item) => (
          <span key={item.word} className={`tone-${item.tone}`}>
            <Sign name={item.sign} /> {item.word}
          </span>
        ))}
      </figcaption>
      <div className={styles.plot} aria-hidden="true">
        <Suspense fallback={<p className={styles.waiting}>Les courbes se préparent.</p>}>
          {props.children}
        </Suspense>
      </div>
    </figure>
  );
}

/** Fetched when a reader asks for it: its workers, its tables. */
function Campaign() {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={styles.campaign}
      onToggle={(event) => {
        if (event.currentTarget.open) setOpen(true);
      }}
    >
      <summary>
        Campagne <span>ce réglage sur de nombreuses graines</span>
      </summary>
      <Suspense fallback={<p className={styles.waiting}>La campagne se prépare.</p>}>
        {isOpen && <LabCampaign />}
      </Suspense>
    </details>
  );
}

export function Metrics() {
  const card = useCard();
  const run = useRun();
  const runKey = useRunKey();
  const axis = useAxis();
  const playhead = usePlayhead();
  // A long run is measured again when the reader rests, not at every frame.
  const until = useDeferredValue(playhead);
  const body = useRef<HTMLDivElement>(null);
  const width = Math.max(0, useWidth(body) - 8);
  const log = useLab((s) => s.run.log);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const measured = useMemo(() => measureRun(log, card, until), [log, card, until, runKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const points = useMemo(() => sharePoints(log, axis, POINTS_MAX), [log, axis, runKey]);
  const machine = card.machines[0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const census = useMemo(() => {
    if (machine === undefined) return [];
    const table = createMachineTable(log, card);
    table.extend();
    const states = machine.states.map((state) => state.id);
    return censusPoints(table.instances(machine.id), states, axis);
  }, [log, card, machine, axis, runKey]);
  const now = playhead < 0 ? null : axis.shareAt(run.log.atUs(playhead));
  const frame = { axis, width, now };
  const isMeasured = width > 0 && run.length > 0;
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <h2>Métriques</h2>
        <p>à cet instant, sur {countOf(until + 1, "pas", "pas")}</p>
      </header>
      <div ref={body} className={styles.body}>
        <Figures measured={measured} />
        {machine !== undefined && (
          <Chart
            title={`${machine.title}s par état`}
            legend={machine.states.map((state) => ({
              ...machineLabels[state.sign],
              word: state.title,
            }))}
          >
            {isMeasured && <CensusChart frame={frame} points={census} machine={machine} />}
          </Chart>
        )}
        <Chart
          title="Messages"
          legend={[
            { sign: "request", tone: "info", word: "envoyés" },
            { sign: "fail", tone: "fail", word: "perdus" },
            { sign: "timeout", tone: "wait", word: "délais dépassés" },
          ]}
        >
          {isMeasured && <MessagesChart frame={frame} points={points} />}
        </Chart>
        <Chart
          title="Temps de réponse aux clients"
          legend={[
            { sign: "local", tone: "info", word: "p50" },
            { sign: "plus", tone: "wait", word: "p99" },
          ]}
        >
          {isMeasured && <LatencyChart frame={frame} points={points} />}
        </Chart>
        <Operations measured={measured} />
        <Campaign />
      </div>
    </div>
  );
}
