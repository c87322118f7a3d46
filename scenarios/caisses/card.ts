/** The card of « 500 caisses hors ligne »: what the page must know to draw it and name it. Plain data. */
import { minutes } from "../../simulator/base/time.ts";
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import { crowd } from "./card-crowd.ts";
import { databases, handlers, operations } from "./card-data.ts";
import { incidents } from "./card-incidents.ts";
import { books, paper } from "./card-paper.ts";
import { parameters } from "./card-parameters.ts";
import { requests } from "./card-requests.ts";
import { links, nodes } from "./card-stage.ts";
import { takings } from "./card-takings.ts";
import { claimCards } from "./claim-cards.ts";

export const card: ScenarioCard = {
  id: "caisses",
  title: "500 caisses hors ligne",
  group: "Cas de production",
  summary: "Deux caisses vendent le dernier article, et aucune n’a tort.",
  patterns: ["journal d’événements", "horloges vectorielles", "chaîne de hachage"],
  level: 3,
  minutes: [50, 90],
  subjectTitle: "Vente",
  variants: [
    {
      id: "dernier-ecrit-gagne",
      title: "dernier écrit gagne",
      summary: "L’ancien système : un ticket est une ligne qui change, l’horloge tranche.",
      file: "former.services.ts",
    },
    {
      id: "publiee",
      title: "telle que publiée",
      summary: "Un journal par caisse, des horloges vectorielles que personne ne compare.",
      file: "published.services.ts",
    },
    {
      id: "corrigee",
      title: "corrigée",
      summary: "Une place par événement, une chaîne de sceaux, un quota par caisse.",
      file: "corrected.services.ts",
    },
  ],
  defaultVariant: "publiee",
  parameters,
  nodes,
  links,
  databases,
  stores: [],
  operations,
  handlers,
  machines: [],
  claims: claimCards,
  ...{ books, paper, takings },
  incidents,
  requests,
  crowd,
  horizonUs: minutes(15),
  defaultSeed: 42,
};
