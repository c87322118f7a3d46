/**
 * The parts, each alive in its piece: what an event costs beside the bare kernel, and what ten times more
 * demands cost.
 *
 * An event of a part is a step of its model, its line in the log, its claims and what the stage draws. A
 * part that walks through all it holds at each demand would make a demand ten times dearer at ten times the
 * load: that is what the second figure refuses.
 */
import { pieces } from "../../scenarios/pieces/catalogue.ts";
import { createRun, type Scenario } from "../simulation.ts";
import { calmRequest } from "../testing/random-requests.ts";
import { DEFAULT_BUDGETS, type RunRequest } from "../vocabulary/run.ts";
import type { SqlEngine } from "../world/database/sql-engine.ts";
import { atMost, type Figure } from "./figures.ts";
import { holdInKernel } from "./hold-model.ts";
import { processorMs } from "./timing.ts";

const LOAD = "demandes";
const HOLD_COUNT = 300_000;
const ROUNDS = 3;
const EVENTS_MIN = 3_000;
const TIMES = 10;
/** Longer tables, colder caches, a collector that works more; a part that walks through all it holds says 10. */
const GROWTH_MAX = 2;

interface Cost {
  readonly demands: number;
  readonly events: number;
  readonly ms: number;
}

function loaded({ card }: Scenario, demands: number): RunRequest {
  const calm = calmRequest(card, card.defaultVariant);
  const usual = calm.parameters[LOAD] as number;
  const times = Math.max(1, Math.ceil(demands / usual));
  return {
    ...calm,
    parameters: { ...calm.parameters, [LOAD]: demands },
    untilUs: card.horizonUs * times,
  };
}

/** `runs` in a row: as much work for the collector as one long run has. */
function costOf(
  scenario: Scenario,
  demands: number,
  [sql, runs]: readonly [SqlEngine, number],
): Cost {
  const budgets = { ...DEFAULT_BUDGETS, eventsMax: 2_000_000 };
  let [ms, events] = [0, 0];
  for (let i = 0; i < runs; i++) {
    const run = createRun(scenario, loaded(scenario, demands), { sql, budgets });
    const startMs = processorMs();
    while (run.advance(Number.POSITIVE_INFINITY));
    ms += processorMs() - startMs;
    events += run.log.length;
    run.close();
  }
  return { demands: demands * runs, events, ms };
}

/** Ten short runs, one long run, in turn; the first round warms both up. The best of each. */
function costs(
  scenario: Scenario,
  demands: number,
  sql: SqlEngine,
): readonly [few: Cost, many: Cost] {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => [
    costOf(scenario, demands, [sql, TIMES]),
    costOf(scenario, demands * TIMES, [sql, 1]),
  ]).slice(1);
  const best = (which: 0 | 1): Cost =>
    rounds.map((round) => round[which] as Cost).reduce((a, b) => (b.ms < a.ms ? b : a));
  return [best(0), best(1)];
}

const nsPerEvent = ({ ms, events }: Cost): number => (ms * 1e6) / events;
const msPerDemand = ({ ms, demands }: Cost): number => ms / demands;

function kernelNs(): number {
  let ms = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = processorMs();
    holdInKernel(HOLD_COUNT);
    ms = Math.min(ms, processorMs() - startMs);
  }
  return (ms * 1e6) / HOLD_COUNT;
}

/** @throws when a piece has no load to turn: its growth could not be told. */
function usualLoad({ card }: Scenario): number {
  const load = card.parameters.find(({ id }) => id === LOAD);
  if (load === undefined || typeof load.default !== "number") {
    throw new Error(`${card.id} has no parameter « ${LOAD} »`);
  }
  return load.default;
}

export function benchParts(sql: SqlEngine): readonly Figure[] {
  const holdNs = kernelNs();
  return pieces.flatMap((piece): Figure[] => {
    const { id, title } = piece.card;
    const usual = usualLoad(piece);
    const { events } = costOf(piece, usual, [sql, 1]);
    const demands = Math.max(usual, Math.ceil((usual * EVENTS_MIN) / events));
    const [few, many] = costs(piece, demands, sql);
    const perSecond = Math.round((few.demands * 1_000) / few.ms).toLocaleString("fr-FR");
    return [
      {
        id: `${id}-cost`,
        title: `${title} : un événement / une attente du noyau`,
        ...{ value: nsPerEvent(few) / holdNs, unit: "×", gate: null },
        detail: `${perSecond} demandes par seconde, ${few.events} événements pour ${few.demands}`,
      },
      {
        id: `${id}-growth`,
        title: `${title} : une demande, dix fois plus de demandes`,
        ...{ value: msPerDemand(many) / msPerDemand(few), unit: "×", gate: atMost(GROWTH_MAX) },
        detail: `${many.events} événements pour ${many.demands}`,
      },
    ];
  });
}
