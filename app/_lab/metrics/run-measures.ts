/** The folds behind the dashboard, read once a log and extended as it grows. */
import { createGaugeTable, type Gauge, type GaugeTable } from "@/simulator/observation/gauges.ts";
import { createMetricsTable, type MetricsTable } from "@/simulator/observation/metrics.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

interface Tables {
  readonly metrics: MetricsTable;
  readonly gauges: GaugeTable;
}

const known = new WeakMap<EventLog, Tables>();

function tablesOf(log: EventLog, card: ScenarioCard): Tables {
  let tables = known.get(log);
  if (tables === undefined) {
    tables = { metrics: createMetricsTable(log, card), gauges: createGaugeTable(log, card) };
    known.set(log, tables);
  }
  return tables;
}

/** Reads at most so many events more; true while there are some left. */
export function readMeasures(log: EventLog, card: ScenarioCard, eventsMax: number): boolean {
  const { metrics, gauges } = tablesOf(log, card);
  gauges.extend(eventsMax);
  return metrics.extend(eventsMax);
}

/** Of what was read. */
export const metricsOf = (log: EventLog, card: ScenarioCard): MetricsTable =>
  tablesOf(log, card).metrics;

/** Of what was read. */
export const gaugesOf = (log: EventLog, card: ScenarioCard): readonly Gauge[] =>
  tablesOf(log, card).gauges.all();
