/** « 500 caisses hors ligne »: its card, its promises, its three designs, its figures. */
import type { Scenario } from "../../simulator/scenario.ts";
import { card } from "./card.ts";
import { claims } from "./claims.ts";
import { measured, measures } from "./measures.ts";
import { variants } from "./variants.ts";

export const scenario: Scenario = { card, claims, variants, measures, measured };
