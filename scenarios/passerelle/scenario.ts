/** « Une passerelle qui tient »: its card, its promises, its five gateways, its figures. */
import type { Scenario } from "../../simulator/scenario.ts";
import { card } from "./card.ts";
import { claims } from "./claims.ts";
import { measured, measures } from "./measures.ts";
import { variants } from "./variants.ts";

export const scenario: Scenario = { card, claims, variants, measures, measured };
