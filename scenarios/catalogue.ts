/** Every scenario with its engine side, by id: for the worker and the command line. */
import type { Scenario } from "../simulator/simulation.ts";
import { scenario as caisses } from "./caisses/scenario.ts";
import { scenario as etrangleur } from "./etrangleur/scenario.ts";
import { scenario as labo6 } from "./labo6/scenario.ts";
import { scenario as labo7 } from "./labo7/scenario.ts";
import { scenario as passerelle } from "./passerelle/scenario.ts";
import { pieces } from "./pieces/catalogue.ts";
import { scenario as sagaFintech } from "./saga-fintech/scenario.ts";

export const scenarios: ReadonlyMap<string, Scenario> = new Map(
  [sagaFintech, etrangleur, caisses, passerelle, labo6, labo7, ...pieces].map((scenario) => [
    scenario.card.id,
    scenario,
  ]),
);
