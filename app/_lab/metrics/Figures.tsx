/** The figures of the dashboard: what clients saw, and the calls between services. */
"use client";
import { useCard } from "@/app/_lab/hooks.ts";
import { operationOf } from "@/app/_texte/names.ts";
import { formatCount, formatDecimal, formatDuration, formatShare } from "@/app/_texte/numbers.ts";
import type { Metric, RunMetrics } from "@/simulator/observation/metrics.ts";
import styles from "./Metrics.module.css";

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

export function Figures({ measured }: { readonly measured: RunMetrics }) {
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

export function Operations({ measured }: { readonly measured: RunMetrics }) {
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
