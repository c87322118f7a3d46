/** Every piece with its engine side: for the worker, the command line and the tests. */
import type { Scenario } from "../../simulator/simulation.ts";
import { scenario as chaine } from "./chaine/scenario.ts";
import { scenario as cloison } from "./cloison/scenario.ts";
import { scenario as fusion } from "./fusion/scenario.ts";
import { scenario as horloges } from "./horloges/scenario.ts";

export const pieces: readonly Scenario[] = [cloison, horloges, chaine, fusion];
