/** The cards of every scenario, in catalogue order. The page imports cards; never a scenario. */
import type { ScenarioCard } from "../simulator/vocabulary/card.ts";
import { card as caisses } from "./caisses/card.ts";
import { card as etrangleur } from "./etrangleur/card.ts";
import { card as labo6 } from "./labo6/card.ts";
import { card as labo7 } from "./labo7/card.ts";
import { card as passerelle } from "./passerelle/card.ts";
import { card as sagaFintech } from "./saga-fintech/card.ts";

export const cards: readonly ScenarioCard[] = [
  sagaFintech,
  etrangleur,
  caisses,
  passerelle,
  labo6,
  labo7,
];
