/**
 * The card of « Saga orchestrée »: what the page must know to draw it and name it. Plain data.
 */
import { minutes } from "../../simulator/base/time.ts";
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import { books, databases, machines, operations, stores } from "./card-data.ts";
import { incidents } from "./card-incidents.ts";
import { parameters } from "./card-parameters.ts";
import { links, nodes } from "./card-stage.ts";
import { claimCards } from "./claim-cards.ts";

export const card: ScenarioCard = {
  id: "saga-fintech",
  title: "Saga orchestrée : stock, paiement, livraison",
  group: "Cas de production",
  summary: "Débité, et plus personne ne le sait. La reprise réserve deux fois.",
  patterns: ["saga", "compensation", "reprise", "clé d’idempotence"],
  level: 2,
  minutes: [15, 50, 90],
  subjectTitle: "Commande",
  variants: [
    {
      id: "sans-coordination",
      title: "sans coordination",
      summary: "Trois demandes parallèles ; personne ne retient ce qui a été fait.",
      file: "uncoordinated.services.ts",
    },
    {
      id: "publiee",
      title: "telle que publiée",
      summary: "L’orchestrateur du texte : ses étapes finies vivent en mémoire.",
      file: "published.services.ts",
    },
    {
      id: "corrigee",
      title: "corrigée",
      summary: "L’intention d’abord, des clés d’idempotence, une reprise de tous les états.",
      file: "corrected.services.ts",
    },
  ],
  defaultVariant: "publiee",
  parameters,
  nodes,
  links,
  databases,
  stores,
  operations,
  handlers: [
    { name: "placeOrders", title: "Clients : passer les commandes", file: "clients.services.ts" },
    { name: "placeOrder", title: "Client : une commande", file: "clients.services.ts" },
    {
      name: "orderInParallel",
      title: "Commande sans coordination",
      file: "uncoordinated.services.ts",
    },
    { name: "askInParallel", title: "Une demande parallèle", file: "uncoordinated.services.ts" },
    {
      name: "orderByPublishedSaga",
      title: "Saga telle que publiée",
      file: "published.services.ts",
    },
    {
      name: "recoverStuckSagas",
      title: "Reprise telle que publiée",
      file: "published.services.ts",
    },
    { name: "orderByCorrectedSaga", title: "Saga corrigée", file: "corrected.services.ts" },
    { name: "recoverAllSagas", title: "Reprise corrigée", file: "corrected.services.ts" },
    { name: "reserveStock", title: "Inventaire : réserver", file: "inventory.services.ts" },
    { name: "cancelReservation", title: "Inventaire : rendre", file: "inventory.services.ts" },
    {
      name: "reserveStockOnce",
      title: "Inventaire : réserver, avec clé",
      file: "inventory.services.ts",
    },
    {
      name: "cancelReservationOnce",
      title: "Inventaire : rendre, avec clé",
      file: "inventory.services.ts",
    },
    { name: "confirmReservation", title: "Inventaire : confirmer", file: "inventory.services.ts" },
    { name: "charge", title: "Paiement : débiter", file: "payment.services.ts" },
    { name: "refund", title: "Paiement : rembourser", file: "payment.services.ts" },
    {
      name: "chargeOnce",
      title: "Paiement : débiter, intention écrite",
      file: "payment.services.ts",
    },
    { name: "refundOnce", title: "Paiement : rembourser, avec clé", file: "payment.services.ts" },
    { name: "createShipment", title: "Livraison : expédier", file: "shipping.services.ts" },
    { name: "cancelShipment", title: "Livraison : annuler", file: "shipping.services.ts" },
    {
      name: "createShipmentOnce",
      title: "Livraison : expédier, avec clé",
      file: "shipping.services.ts",
    },
    { name: "captureMoney", title: "Prestataire : prélever", file: "provider.services.ts" },
    { name: "giveMoneyBack", title: "Prestataire : rendre", file: "provider.services.ts" },
  ],
  machines,
  claims: claimCards,
  books,
  incidents,
  horizonUs: minutes(30),
  defaultSeed: 42,
};
