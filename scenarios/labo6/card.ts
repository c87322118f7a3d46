/** The card of « Checkout orchestré »: what the page must know to draw it and name it. Plain data. */
import { minutes } from "../../simulator/base/time.ts";
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import {
  inventoryDatabase,
  ordersDatabase,
  sharedBooks,
  sharedHandlers,
  sharedOperations,
} from "../checkout/card-data.ts";
import { machines, sagaDatabase, sagaHandlers, sagaOperations } from "./card-data.ts";
import { incidents } from "./card-incidents.ts";
import { parameters } from "./card-parameters.ts";
import { requests } from "./card-requests.ts";
import { links, nodes } from "./card-stage.ts";
import { claimCards } from "./claim-cards.ts";

export const card: ScenarioCard = {
  id: "labo6",
  title: "Checkout orchestré",
  group: "Orchestration, chorégraphie",
  summary:
    "L’orchestrateur tombe entre réserver et créer : le stock reste retenu, et personne ne reprend.",
  patterns: ["orchestration", "saga", "compensation", "reprise"],
  level: 2,
  minutes: [15, 50, 90],
  subjectTitle: "Checkout",
  variants: [
    {
      id: "publiee",
      title: "telle que publiée",
      summary: "Quatre appels de suite ; ce que la saga retient ne vit qu’en mémoire.",
      file: "published.services.ts",
    },
    {
      id: "corrigee",
      title: "corrigée",
      summary: "L’intention d’abord, le checkout pour clé, une reprise de tous les états.",
      file: "corrected.services.ts",
    },
  ],
  defaultVariant: "publiee",
  parameters,
  nodes,
  links,
  databases: [sagaDatabase, inventoryDatabase, ordersDatabase],
  stores: [],
  operations: [...sagaOperations, ...sharedOperations],
  handlers: [...sagaHandlers, ...sharedHandlers],
  machines,
  claims: claimCards,
  books: sharedBooks,
  incidents,
  requests,
  horizonUs: minutes(11),
  defaultSeed: 42,
};
