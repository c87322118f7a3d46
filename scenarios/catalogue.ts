/** Every scenario with its engine side, by id: for the worker and the command line. */
import type { Scenario } from "../simulator/simulation.ts";
import { pieces } from "./pieces/catalogue.ts";
import { scenario as sagaFintech } from "./saga-fintech/scenario.ts";

export const scenarios: ReadonlyMap<string, Scenario> = new Map(
  [sagaFintech, ...pieces].map((scenario) => [scenario.card.id, scenario]),
);
