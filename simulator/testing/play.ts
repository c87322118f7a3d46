/**
 * Plays a scenario in a test, as the command line would: defaults unless said, faults as text.
 */
import initSqlJs from "sql.js";
import { scenarios } from "../../scenarios/catalogue.ts";
import { type Run, simulate } from "../simulation.ts";
import { checkFault } from "../vocabulary/check-fault.ts";
import { cardFor } from "../vocabulary/crowd.ts";
import { parseFault } from "../vocabulary/fault-text.ts";
import type { Intervention } from "../vocabulary/interventions.ts";
import { defaultParameters, type Parameters } from "../vocabulary/parameters.ts";
import type { Budgets } from "../vocabulary/run.ts";
import { openSqlJs, type SqlEngine, type SqlJsModule } from "../world/database/sql-engine.ts";

export const sqlite: SqlEngine = openSqlJs((await initSqlJs()) as unknown as SqlJsModule);

export interface Play {
  readonly variant?: string;
  readonly seed?: number;
  readonly parameters?: Parameters;
  readonly faults?: readonly string[];
  readonly untilUs?: number;
  readonly budgets?: Budgets;
}

/** The whole run of one scenario. @throws on a fault that cannot be read. */
export function play(id: string, asked: Play = {}): Run {
  const scenario = scenarios.get(id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  const { card } = scenario;
  const parameters = { ...defaultParameters(card.parameters), ...asked.parameters };
  return simulate(
    scenario,
    {
      scenario: id,
      variant: asked.variant ?? card.defaultVariant,
      seed: asked.seed ?? card.defaultSeed,
      parameters,
      interventions: faultsOf(id, asked.faults ?? [], parameters),
      untilUs: asked.untilUs ?? null,
    },
    { sql: sqlite, ...(asked.budgets === undefined ? {} : { budgets: asked.budgets }) },
  );
}

export function faultsOf(
  id: string,
  texts: readonly string[],
  parameters: Parameters = {},
): readonly Intervention[] {
  const drawn = scenarios.get(id)?.card;
  const card = drawn === undefined ? undefined : cardFor(drawn, parameters);
  return texts.map((text, i) => {
    const read = parseFault(text, `f${i + 1}`);
    const fault = read.kind === "ok" && card !== undefined ? checkFault(card, read.value) : read;
    if (fault.kind === "error") throw new Error(fault.message);
    return fault.value;
  });
}
