/** « Saga chorégraphiée »: nobody conducts; each service knows its own step and its neighbours' events. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { duration, interval, type PieceIncident, pieceCard, requests } from "../piece-card.ts";
import { parameters } from "../saga-orchestree/card-parameters.ts";
import { effectStores, sagaStore, serviceNodes } from "../saga-orchestree/card-stage.ts";
import { claimCards } from "../saga-orchestree/claim-cards.ts";

const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "paiement-arrete", title: "Paiement s’arrête avant de parler" },
    text: "Le débit est écrit, l’événement n’est pas parti : au retour, Paiement croit l’avoir dit, et se tait.",
    ...{ variant: "publiee", defect: 42, faults: ["crash:paiement@3.3s+2s"] },
    breaks: ["toute-saga-se-termine"],
  },
  {
    ...{ id: "paiement-arrete-corrigee", title: "Le même arrêt, avec une boîte d’envoi" },
    text: "Ce qui reste à dire est sur le disque de Paiement : il le dit à son retour.",
    ...{ variant: "corrigee", faults: ["crash:paiement@3.3s+2s"] },
    breaks: [],
  },
  {
    ...{ id: "evenement-perdu", title: "Des événements de Paiement se perdent" },
    text: "Personne n’attend cet événement-là : des commandes restent en route, et personne ne le remarque.",
    ...{ variant: "publiee", defect: 43, faults: ["loss:paiement>journal=100@3.2s+1500ms"] },
    breaks: ["toute-saga-se-termine"],
  },
  {
    ...{ id: "evenement-perdu-corrigee", title: "La même perte, répétée jusqu’à être entendue" },
    text: "Chaque événement est redit tant qu’il n’est pas gardé, et gardé une fois.",
    ...{ variant: "corrigee", faults: ["loss:paiement>journal=100@3.2s+1500ms"] },
    breaks: [],
  },
  {
    ...{ id: "delai", title: "Livraison disparaît plus longtemps que le délai" },
    text: "La boutique renonce ; à son retour Livraison refuse, et le chemin se défait de proche en proche, à l’envers.",
    ...{ variant: "corrigee", faults: ["crash:livraison@3s+6s"] },
    breaks: [],
  },
  {
    ...{ id: "journal-arrete", title: "Le journal s’arrête" },
    text: "Chacun garde ce qu’il a à dire ; rien n’avance avant son retour, et rien ne se perd.",
    ...{ variant: "corrigee", faults: ["crash:journal@3s+2s"] },
    breaks: [],
  },
];

export const card = pieceCard({
  id: "piece-saga-choregraphiee",
  title: "Saga chorégraphiée",
  summary:
    "Personne ne commande : chaque service réagit aux événements des autres. Un seul qui se perd, et plus personne n’avance.",
  family: "coordination",
  patterns: ["saga", "chorégraphie", "boîte d’envoi", "chien de garde"],
  subjectTitle: "Commande",
  fidelity: {
    follows:
      "Garcia-Molina et Salem 1987, menée par événements ; abonnements à la façon d’EventStoreDB",
    judgedBy:
      "60 mondes aléatoires, jugés par l’arbitre de la saga orchestrée : aucune saga à moitié, tout défait à l’envers",
    models: [
      "Un service réagit à l’événement de l’étape d’avant, et au retour de celle d’après.",
      "Ce qui est fait, l’événement vu et ce qui reste à dire sont une seule écriture.",
      "Un événement porte le numéro de sa commande ; dit deux fois, il est gardé une fois.",
      "Passé le délai, la saga est arrêtée à sa dernière étape, et revient par le même chemin.",
    ],
    simplifies: [
      "Le courtier est un magasin d’événements que chacun suit depuis sa propre marque.",
      "Un service traite un événement à la fois, dans l’ordre où ils sont gardés.",
    ],
    leavesOut: ["Les branches parallèles et les étapes après le pivot."],
    rules: ["SAG-1", "SAG-4", "SAG-7", "SAG-8", "SAG-9"],
  },
  variants: [
    {
      ...{ id: "corrigee", title: "corrigée", file: "shop.services.ts" },
      summary: "Boîte d’envoi sur disque et chien de garde à la boutique.",
    },
    {
      ...{ id: "publiee", title: "telle que publiée", file: "shop.services.ts" },
      summary: "L’événement est dit une fois, après l’effet ; aucun délai.",
    },
  ],
  parameters: [
    requests(40, "commandes", "Commandes"),
    interval(ms(200)),
    ...parameters.filter(({ id }) => id !== "echecs"),
    duration({
      id: "delai",
      title: "Délai de la saga",
      help: "Au bout duquel la boutique renonce à une commande en route.",
      ...{ default: seconds(5), min: ms(10), max: seconds(600) },
    }),
  ],
  nodes: [
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "client" },
      ...{ column: 0, row: 0, rows: 3, onPhone: { column: 0, row: 0 } },
      readings: [{ kind: "records", store: "sagas", fields: ["saga", "etat"], limit: 6 }],
    },
    {
      ...{ id: "journal", title: "Journal", named: "le journal", place: "broker" },
      ...{ column: 1, row: 0, rows: 3, onPhone: { column: 0, row: 1, rows: 2 } },
      readings: [{ kind: "strip", title: "événements", store: "journal-journal", key: "fin" }],
    },
    ...serviceNodes(2).map((node) => ({ ...node, onPhone: { column: 1, row: node.row } })),
  ],
  stores: [...effectStores, sagaStore("boutique")],
  links: ["boutique|journal", "journal|stock", "journal|paiement", "journal|livraison"],
  operations: [
    {
      ...{ id: "ajouter", request: "événement", reply: "gardé", isCompensation: false },
      sentence: "événement à garder",
    },
    {
      ...{ id: "relire", request: "relire", reply: "événements", isCompensation: false },
      sentence: "lecture d’une saga",
    },
    {
      ...{ id: "suivre", request: "la suite ?", reply: "suite", isCompensation: false },
      sentence: "demande des événements suivants",
    },
  ],
  handlers: [{ name: "receiveOrders", title: "Boutique : recevoir", file: "shop.services.ts" }],
  claims: claimCards,
  incidents,
  horizonUs: seconds(40),
});
