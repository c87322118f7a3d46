/** The card of « Du monolithe aux services »: what the page must know to draw it and name it. Plain data. */
import { seconds } from "../../simulator/base/time.ts";
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import { books, databases, handlers, operations, stores } from "./card-data.ts";
import { incidents } from "./card-incidents.ts";
import { parameters } from "./card-parameters.ts";
import { requests } from "./card-requests.ts";
import { links, nodes } from "./card-stage.ts";
import { claimCards } from "./claim-cards.ts";

export const card: ScenarioCard = {
  id: "etrangleur",
  title: "Du monolithe aux services : la marketplace",
  group: "Cas de production",
  summary: "Un pic sur le catalogue ralentit les commandes, et quelques-unes se perdent en route.",
  patterns: ["étrangleur", "boîte d’envoi", "cache", "saga"],
  level: 2,
  minutes: [15, 50, 90],
  subjectTitle: "Demande",
  variants: [
    {
      id: "monolithe",
      title: "le monolithe",
      summary: "Catalogue, commandes et paiements partagent les ouvriers et la base.",
      file: "monolith.services.ts",
    },
    {
      id: "catalogue-extrait",
      title: "catalogue extrait",
      summary: "nginx partage les pages ; le nouveau service lit un cache et une réplique.",
      file: "nginx.services.ts",
    },
    {
      id: "commandes-extraites",
      title: "commandes extraites",
      summary: "La commande et son événement sont deux lignes d’une même transaction.",
      file: "orders.services.ts",
    },
    {
      id: "paiements-en-saga",
      title: "paiements en saga",
      summary: "Stock, débit et confirmation sont menés par une saga écrite avant chaque acte.",
      file: "orders.services.ts",
    },
  ],
  defaultVariant: "monolithe",
  parameters,
  nodes,
  links,
  databases,
  stores,
  operations,
  handlers,
  machines: [],
  claims: claimCards,
  books,
  incidents,
  requests,
  horizonUs: seconds(30),
  defaultSeed: 42,
};
