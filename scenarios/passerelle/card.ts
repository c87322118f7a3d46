/** The card of « Une passerelle qui tient »: what the page must know to draw it and name it. Plain data. */
import { hours } from "../../simulator/base/time.ts";
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import { handlers, operations } from "./card-data.ts";
import { guards, objective } from "./card-guards.ts";
import { incidents } from "./card-incidents.ts";
import { parameters } from "./card-parameters.ts";
import { requests } from "./card-requests.ts";
import { links, nodes } from "./card-stage.ts";
import { claimCards } from "./claim-cards.ts";

export const card: ScenarioCard = {
  id: "passerelle",
  title: "Une passerelle qui tient",
  group: "Cas de production",
  summary: "Le message de repli écrase la bonne réponse et se déclare à jour.",
  patterns: ["disjoncteur", "cloison étanche", "cache"],
  level: 2,
  minutes: [15, 50, 90],
  subjectTitle: "Demande",
  variants: [
    {
      id: "nue",
      title: "nue",
      summary: "Elle attend chaque service aussi longtemps qu’il le faut.",
      file: "naked.services.ts",
    },
    {
      id: "disjoncteur",
      title: "disjoncteur seul",
      summary: "Un délai et un disjoncteur par service ; rien ne borne les appels en cours.",
      file: "breaker.services.ts",
    },
    {
      id: "cloison",
      title: "avec cloisons",
      summary: "Tant de places par service, puis le disjoncteur ; la file n’a pas de fin.",
      file: "bulkhead.services.ts",
    },
    {
      id: "repli-publie",
      title: "avec repli, telle que publiée",
      summary: "Cloison, disjoncteur, message de repli et cache, assemblés comme dans le texte.",
      file: "published.services.ts",
    },
    {
      id: "corrigee",
      title: "corrigée",
      summary:
        "Le disjoncteur dehors, la cloison dedans, une file bornée, une copie qui se dit copie.",
      file: "corrected.services.ts",
    },
  ],
  defaultVariant: "repli-publie",
  parameters,
  nodes,
  links,
  databases: [],
  stores: [],
  operations,
  handlers,
  machines: [],
  guards,
  objective,
  claims: claimCards,
  incidents,
  requests,
  horizonUs: hours(3),
  defaultSeed: 42,
};
