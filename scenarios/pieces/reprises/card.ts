/** « Nouvelles tentatives »: a shop that asks again, and what its insistence does to a service that suffers. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { choice, count, duration, interval, pieceCard, requests } from "../piece-card.ts";
import { incidents } from "./card-incidents.ts";
import { claimCards } from "./claim-cards.ts";

export const card = pieceCard({
  id: "piece-reprises",
  title: "Nouvelles tentatives",
  summary:
    "Demander encore quand on n’a pas de réponse : ce qui sauve une demande en noie mille, si tous insistent ensemble.",
  family: "resilience",
  patterns: [
    "nouvelle tentative",
    "attente exponentielle",
    "gigue",
    "budget de nouvelles tentatives",
  ],
  subjectTitle: "Achat",
  fidelity: {
    follows:
      "« Exponential Backoff and Jitter » (M. Brooker, 2015), et un budget de nouvelles tentatives",
    judgedBy:
      "20 000 tirages par loi d’attente, comparés à la loi annoncée, du premier essai au plafond",
    models: [
      "L’attente double à chaque essai jusqu’à un plafond ; les essais se comptent à partir de zéro.",
      "La gigue pleine tire l’attente au hasard entre zéro et cette valeur : qui a échoué ensemble ne revient pas ensemble.",
      "Le budget se remplit d’une part de chaque premier essai ; une fois vide, l’échec est rendu tel quel.",
      "Renoncer n’arrête rien : le stock traite aussi les appels que plus personne n’attend.",
    ],
    simplifies: [
      "Une boutique seule fait toutes les nouvelles tentatives ; son budget est dans sa mémoire.",
    ],
    leavesOut: [
      "Les nouvelles tentatives de plusieurs étages, qui se multiplient.",
      "L’en-tête Retry-After.",
    ],
    rules: ["BOF-1", "BOF-2", "BOF-3", "BOF-4", "BOF-5"],
  },
  variants: [
    {
      id: "gigue",
      title: "gigue pleine",
      summary: "Cinq essais, espacés au hasard jusqu’à une attente qui double.",
      file: "shop.services.ts",
    },
    {
      id: "sans-gigue",
      title: "sans gigue",
      summary: "Cinq essais, espacés d’une attente qui double, la même pour tous.",
      file: "shop.services.ts",
    },
    {
      id: "budget",
      title: "gigue et budget",
      summary:
        "Les mêmes essais, tant que les nouvelles tentatives restent sous un dixième du trafic.",
      file: "shop.services.ts",
    },
  ],
  parameters: [
    requests(160, "achats", "Achats"),
    interval(ms(40)),
    choice({
      id: "arrivees",
      title: "Arrivées",
      help: "Au hasard ; ou trente clients au même instant, à chaque vente flash.",
      options: [
        ["hasard", "au hasard"],
        ["ensemble", "ventes flash"],
      ],
    }),
    duration({
      id: "delai",
      title: "Délai d’attente",
      help: "Au bout duquel la boutique renonce à un appel du stock.",
      default: ms(200),
      min: ms(1),
      max: seconds(60),
    }),
    duration({
      id: "attente",
      title: "Première attente",
      help: "Attente avant le deuxième essai ; elle double ensuite, jusqu’à seize fois.",
      default: ms(50),
      min: ms(1),
      max: seconds(10),
    }),
    count({
      id: "essais",
      title: "Essais",
      help: "Nombre d’essais au plus pour un achat, le premier compris.",
      unit: "essais",
      default: 5,
      min: 1,
      max: 20,
    }),
    count({
      id: "file",
      title: "File du stock",
      help: "Appels qui peuvent attendre au stock ; les suivants sont renvoyés aussitôt.",
      unit: "appels",
      default: 20,
      max: 10_000,
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "gateway" },
      ...{ column: 1, row: 0 },
      readings: [
        { kind: "gauge", title: "nouveaux essais", key: "reprises/stock/envoyees", max: null },
        { kind: "gauge", title: "budget", key: "reprises/stock/reserve", max: 10 },
      ],
    },
    {
      ...{ id: "stock", title: "Stock", named: "le service Stock", place: "service" },
      ...{ column: 2, row: 0, workerCount: 2, queueLimit: 20 },
      readings: [{ kind: "workers" }, { kind: "queue" }],
    },
  ],
  links: ["clients|boutique", "boutique|stock"],
  operations: [
    {
      ...{ id: "acheter", request: "acheter", reply: "acheté", isCompensation: false },
      sentence: "demande d’achat",
    },
    {
      ...{ id: "reserver", request: "réserver", reply: "réservé", isCompensation: false },
      sentence: "demande de réservation",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : venir", file: "shop.services.ts" },
    { name: "buyOnce", title: "Client : un achat", file: "shop.services.ts" },
    { name: "sell", title: "Boutique : vendre", file: "shop.services.ts" },
    { name: "reserve", title: "Stock : réserver", file: "shop.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(30),
});
