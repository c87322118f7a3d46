/** The card of « Checkout chorégraphié »: what the page must know to draw it and name it. Plain data. */
import { minutes } from "../../simulator/base/time.ts";
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import { sharedBooks } from "../checkout/card-data.ts";
import { databases, handlers, operations, stores } from "./card-data.ts";
import { incidents } from "./card-incidents.ts";
import { parameters } from "./card-parameters.ts";
import { requests } from "./card-requests.ts";
import { links, nodes } from "./card-stage.ts";
import { claimCards } from "./claim-cards.ts";

export const card: ScenarioCard = {
  id: "labo7",
  title: "Checkout chorégraphié sur Redis Streams",
  group: "Orchestration, chorégraphie",
  summary: "« 202 » en 0,3 s, et personne pour reprendre ce qu’un ouvrier mort avait en main.",
  patterns: ["saga", "chorégraphie", "event sourcing", "CQRS", "groupe de consommateurs"],
  level: 2,
  minutes: [15, 50, 90],
  subjectTitle: "Checkout",
  variants: [
    {
      ...{ id: "publiee", title: "telle que publiée", file: "published.services.ts" },
      summary: "Six ouvriers lisent ce qui est nouveau ; la vue est un compteur en mémoire.",
    },
    {
      ...{ id: "corrigee", title: "corrigée", file: "corrected.services.ts" },
      summary: "Les entrées en souffrance sont reprises, chaque acte a sa clé, la vue est en base.",
    },
  ],
  defaultVariant: "publiee",
  ...{ parameters, nodes, links, databases, stores, operations, handlers },
  machines: [],
  claims: claimCards,
  books: sharedBooks,
  ...{ incidents, requests },
  horizonUs: minutes(11),
  defaultSeed: 42,
};
