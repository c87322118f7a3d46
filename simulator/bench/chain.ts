/**
 * A chain of registers as it grows: fifty, five hundred, two thousand databases in one run.
 *
 * Opening hours are shorter than in the prepared world: what grows is the number of registers, and each of
 * them does the same.
 */
import { scenarios } from "../../scenarios/catalogue.ts";
import { createRun, type Scenario } from "../simulation.ts";
import { calmRequest } from "../testing/random-requests.ts";
import { DEFAULT_BUDGETS, type RunRequest } from "../vocabulary/run.ts";
import type { SqlEngine } from "../world/database/sql-engine.ts";
import type { Figure } from "./figures.ts";
import { slope } from "./saga.ts";
import { processorMs } from "./timing.ts";

const scenario = scenarios.get("caisses") as Scenario;
const OPEN_US = 120_000_000;
const TILLS = 5;
const SIZES = [50, 500, 2_000] as const;

function chainOf(registers: number): RunRequest {
  const calm = calmRequest(scenario.card, "corrigee");
  const size = { magasins: registers / TILLS, "caisses-par-magasin": TILLS };
  const pace = { intervalle: 50_000_000, duree: OPEN_US, "periode-synchro": 10_000_000 };
  return { ...calm, parameters: { ...calm.parameters, ...size, ...pace } };
}

interface Played {
  readonly registers: number;
  readonly events: number;
  readonly openMs: number;
  readonly runMs: number;
}

function playChain(registers: number, sql: SqlEngine): Played {
  const startMs = processorMs();
  const budgets = { ...DEFAULT_BUDGETS, eventsMax: 2_000_000 };
  const run = createRun(scenario, chainOf(registers), { sql, budgets });
  const openedMs = processorMs();
  while (run.advance(Number.POSITIVE_INFINITY));
  return {
    ...{ registers, events: run.log.length, openMs: openedMs - startMs },
    runMs: processorMs() - openedMs,
  };
}

export function benchChain(sql: SqlEngine): readonly Figure[] {
  // The compiler has its say before the first measure.
  playChain(SIZES[0], sql);
  const played = SIZES.map((registers) => playChain(registers, sql));
  const [, chain] = played as [Played, Played, Played];
  return [
    {
      id: "chain-growth",
      title: "Croissance du temps de processeur, de 50 à 2 000 caisses",
      value: slope(played.map(({ events, runMs }) => [Math.log(events), Math.log(runMs)])),
      unit: "",
      gate: { kind: "between", low: 0.8, high: 1.2 },
      detail: `pente log-log ; ${played.map(({ registers, events, runMs }) => `${registers} caisses, ${events} événements en ${runMs.toFixed(0)} ms`).join(" ; ")}`,
    },
    {
      id: "chain-event",
      title: "500 caisses : un événement, SQL et journal compris",
      ...{ value: (chain.runMs * 1_000) / chain.events, unit: "µs", gate: null },
      detail: `deux minutes d’ouverture, ${chain.events} événements`,
    },
    {
      id: "chain-open",
      title: "500 caisses : ouvrir une base",
      ...{ value: (chain.openMs * 1_000) / chain.registers, unit: "µs", gate: null, detail: "" },
    },
  ];
}
