/** « Journal d’événements »: two counters, accounts kept as events, and a view of all movements. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import {
  choice,
  count,
  duration,
  interval,
  type PieceIncident,
  pieceCard,
  requests,
} from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const counter = (letter: string, row: number) => ({
  ...{ id: `guichet-${letter}`, title: `Guichet ${letter.toUpperCase()}` },
  ...{ named: `le guichet ${letter.toUpperCase()}`, place: "service" as const, column: 0, row },
  readings: [
    { kind: "waiting", title: "en cours" },
    { kind: "gauge", title: "relus", key: "relus", max: null },
  ] satisfies readonly NodeReading[],
});

const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "deux-retraits", title: "Deux retraits décidés sur le même passé" },
    text: "Sans version attendue, chacun a vu un solde suffisant, et les deux sont ajoutés.",
    ...{ variant: "sans-version", defect: 21 },
    faults: ["delay:guichet-b|magasin=150ms@1s+8s"],
    breaks: ["solde-positif"],
  },
  {
    ...{ id: "memes-retraits", title: "Les mêmes, avec la version attendue" },
    text: "Le second arrive trop tard : il relit, et décide sur ce qui est vrai maintenant.",
    faults: ["delay:guichet-b|magasin=150ms@1s+8s"],
    breaks: [],
  },
  {
    ...{ id: "vue-arretee", title: "La vue s’arrête entre compter et marquer" },
    text: "À son retour elle relit depuis sa marque, et compte une seconde fois ce qu’elle avait déjà compté.",
    ...{ defect: 22, parameters: { marque: "apres" } },
    faults: ["crash:vue@3.1s+1s"],
    breaks: ["vue-exacte"],
  },
  {
    ...{ id: "vue-arretee-bien", title: "La vue s’arrête, marque et compte ensemble" },
    text: "Ce qui revient est reconnu à sa position : la vue le passe.",
    faults: ["crash:vue@3.1s+1s"],
    breaks: [],
  },
];

export const card = pieceCard({
  id: "piece-evenements",
  title: "Journal d’événements",
  summary:
    "L’état est la somme de ce qui s’est passé : encore faut-il que personne n’écrive sur un passé périmé, ni ne compte deux fois.",
  family: "coordination",
  patterns: ["event sourcing", "version attendue", "projection", "instantané"],
  subjectTitle: "Retrait",
  fidelity: {
    follows: "EventStoreDB (version attendue, position globale, ajouts répétés par identifiant)",
    judgedBy:
      "600 suites aléatoires contre un journal naïf, 0 différence ; 40 mondes d’arrêts, de pertes et de doublons",
    models: [
      "Qui ajoute dit la version qu’il a lue ; si quelqu’un est passé entre-temps, rien n’est ajouté.",
      "Le même ajout répété, reconnu à ses identifiants, n’est gardé qu’une fois.",
      "Toutes les positions se suivent sans trou, dans l’ordre des ajouts.",
      "Une vue relit depuis sa marque ; marque et vue avancent dans la même écriture, ou l’une après l’autre.",
      "Un instantané et la suite valent le rejeu entier ; un instantané d’anciennes règles n’est pas employé.",
    ],
    simplifies: [
      "Un ajout déjà gardé est reconnu quelle que soit la version attendue ; EventStoreDB ne compare les identifiants que si elle ne convient pas.",
      "Les instantanés sont sur le disque du guichet : en perdre un ne coûte que de la lecture.",
    ],
    leavesOut: [
      "La suppression et la durée de vie des flux, les groupes d’abonnés et la conversion ascendante d’événements.",
    ],
    rules: Array.from({ length: 8 }, (_, i) => `EVS-${i + 1}`),
  },
  variants: [
    {
      ...{ id: "version-attendue", title: "avec la version attendue", file: "counter.services.ts" },
      summary: "Un retrait n’est ajouté que si le compte est encore celui qui a été lu.",
    },
    {
      ...{ id: "sans-version", title: "sans version attendue", file: "counter.services.ts" },
      summary: "Un retrait est ajouté quoi qu’il se soit passé depuis la lecture.",
    },
  ],
  parameters: [
    requests(120, "retraits", "Retraits et dépôts"),
    interval(ms(120)),
    count({
      id: "comptes",
      title: "Comptes",
      help: "Moins il y en a, plus les guichets se croisent.",
      ...{ unit: "comptes", default: 2, min: 1, max: 26 },
    }),
    count({
      id: "instantane",
      title: "Instantané tous les",
      help: "Événements relus avant d’en garder un ; 0 : jamais.",
      ...{ unit: "événements", default: 10, max: 10_000 },
    }),
    choice({
      id: "marque",
      title: "La marque de la vue",
      help: "Jusqu’où la vue a lu : écrit avec elle, ou après elle.",
      options: [
        ["ensemble", "avec la vue"],
        ["apres", "après la vue"],
      ],
    }),
    duration({
      id: "compter",
      title: "Compter un événement",
      help: "Temps d’une écriture de la vue.",
      ...{ default: ms(15), min: ms(1), max: seconds(10) },
    }),
  ],
  nodes: [
    counter("a", 0),
    counter("b", 1),
    {
      ...{ id: "magasin", title: "Magasin", named: "le magasin d’événements" },
      ...{ place: "db", column: 1, row: 0, rows: 2 },
      readings: [{ kind: "strip", title: "journal", store: "journal-magasin", key: "fin" }],
    },
    {
      ...{ id: "vue", title: "Vue", named: "la vue", place: "service" },
      ...{ column: 2, row: 0, rows: 2 },
      readings: [
        { kind: "pairs", title: "vue", store: "vue", key: "mouvements" },
        { kind: "gauge", title: "lu jusqu’à", store: "vue/mouvements", key: "lu", max: null },
      ],
    },
  ],
  links: ["guichet-a|magasin", "guichet-b|magasin", "magasin|vue"],
  operations: [
    {
      ...{ id: "ajouter", request: "ajouter", reply: "gardé", isCompensation: false },
      sentence: "ajout d’événements",
    },
    {
      ...{ id: "relire", request: "relire", reply: "événements", isCompensation: false },
      sentence: "lecture d’un compte",
    },
    {
      ...{ id: "suivre", request: "la suite ?", reply: "suite", isCompensation: false },
      sentence: "demande des événements suivants",
    },
  ],
  handlers: [
    { name: "serveAll", title: "Guichet : servir", file: "counter.services.ts" },
    { name: "serveOne", title: "Guichet : un client", file: "counter.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(20),
});
