/**
 * The whole engine on its first scenario: against raw SQL, and as runs grow.
 */
import { scenarios } from "../../scenarios/catalogue.ts";
import { createRun, type Scenario, simulate } from "../simulation.ts";
import { calmRequest } from "../testing/random-requests.ts";
import { DEFAULT_BUDGETS, type RunRequest } from "../vocabulary/run.ts";
import type { SqlEngine } from "../world/database/sql-engine.ts";
import { atLeast, type Figure } from "./figures.ts";
import { rawReplay, statementsOf } from "./raw-replay.ts";
import { interleaved, median, processorMs, ratio } from "./timing.ts";

const scenario = scenarios.get("saga-fintech") as Scenario;
const VARIANT = "publiee";
const GAP_US = 500_000;

/** `orders` of them, one every half second, in a shop that has enough of everything. */
function manyOrders(orders: number): RunRequest {
  const calm = calmRequest(scenario.card, VARIANT);
  return {
    ...calm,
    parameters: { ...calm.parameters, commandes: orders, stock: 2 * orders, intervalle: GAP_US },
    untilUs: orders * GAP_US * 2 + 60_000_000,
  };
}

/** The same SQL statements, with and without everything that surrounds them. */
export function benchAgainstRawSql(sql: SqlEngine): readonly Figure[] {
  const request = manyOrders(400);
  const { log } = simulate(scenario, request, { sql });
  const statements = statementsOf(log);
  const assembly = scenario.variants[VARIANT]?.(request.parameters);
  const replay = rawReplay(sql, assembly?.databases ?? [], statements);
  const { engine, raw } = interleaved(7, {
    engine: () => simulate(scenario, request, { sql }),
    raw: () => replay(),
  });
  return [
    {
      id: "saga-sql",
      title: "saga-fintech / le même SQL sans simulateur",
      value: 1 / ratio(engine, raw),
      unit: "×",
      gate: atLeast(0.2),
      detail: `${log.length} événements, ${statements.length} instructions`,
    },
    {
      id: "saga-event",
      title: "saga-fintech : un événement, SQL et journal compris",
      value: (median(engine) * 1_000) / log.length,
      unit: "µs",
      gate: null,
      detail: `une instruction brute : ${((median(raw) * 1_000) / statements.length).toFixed(2).replace(".", ",")} µs`,
    },
  ];
}

/** From a thousand events to a million: does an event cost the same at the end? */
export function benchGrowth(sql: SqlEngine): readonly Figure[] {
  const budgets = { ...DEFAULT_BUDGETS, eventsMax: 2_000_000 };
  const sizes: { readonly events: number; readonly ms: number }[] = [];
  // The compiler has its say before the first measure, not during the shortest runs.
  for (let i = 0; i < 3; i++) simulate(scenario, manyOrders(1_280), { sql });
  for (const [orders, rounds] of [
    [12, 20],
    [120, 10],
    [1_280, 5],
    [12_800, 2],
  ] as const) {
    const times: number[] = [];
    let events = 0;
    for (let round = 0; round < rounds; round++) {
      const run = createRun(scenario, manyOrders(orders), { sql, budgets });
      const startMs = processorMs();
      while (run.advance(Number.POSITIVE_INFINITY));
      times.push(processorMs() - startMs);
      events = run.log.length;
    }
    // The noise of a shared machine only ever adds.
    sizes.push({ events, ms: Math.min(...times) });
  }
  return [
    {
      id: "growth",
      title: "Croissance du temps de processeur, de 10³ à 10⁶ événements",
      value: slope(sizes.map(({ events, ms }) => [Math.log(events), Math.log(ms)])),
      unit: "",
      gate: { kind: "between", low: 0.9, high: 1.1 },
      detail: `pente log-log ; ${sizes.map(({ events, ms }) => `${events} en ${ms.toFixed(0)} ms`).join(", ")}`,
    },
  ];
}

/** Least squares. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (axis: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
