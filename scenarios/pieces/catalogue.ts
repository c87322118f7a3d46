/** Every piece with its engine side: for the worker, the command line and the tests. */
import type { Scenario } from "../../simulator/simulation.ts";
import { scenario as cloison } from "./cloison/scenario.ts";

export const pieces: readonly Scenario[] = [cloison];
