/** « Checkout orchestré »: its card, its promises, its two orchestrators, its figures. */
import type { Scenario } from "../../simulator/scenario.ts";
import { measuredWith, sharedMeasures } from "../checkout/measures.ts";
import { card } from "./card.ts";
import { claims, createStandings } from "./claims.ts";
import { variants } from "./variants.ts";

export const scenario: Scenario = {
  card,
  claims,
  variants,
  measures: (log) => sharedMeasures(log, createStandings()),
  measured: measuredWith(createStandings()),
};
