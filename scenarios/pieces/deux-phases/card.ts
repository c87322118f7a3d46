/** « Validation en deux phases »: transfers between two banks, and a coordinator that may disappear. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import {
  count,
  duration,
  interval,
  type PieceIncident,
  pieceCard,
  requests,
} from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const bank = (id: string, title: string, named: string, row: number) => ({
  ...{ id, title, named, place: "db" as const, column: 2, row },
  readings: [
    { kind: "pairs", title: "verrous", store: `verrous-${id}`, key: "verrous" },
    { kind: "pairs", title: "soldes", store: `soldes-${id}`, key: "soldes" },
  ] satisfies readonly NodeReading[],
});

const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "coordinateur-absent", title: "Le coordinateur s’arrête pendant les votes" },
    text: "Les banques ont dit oui : elles ne peuvent plus ni avancer ni reculer, et leurs verrous refusent les virements suivants.",
    faults: ["crash:coordinateur@event:220+6s"],
    breaks: ["verrous-brefs"],
  },
  {
    ...{ id: "coupure", title: "La banque du Sud est coupée du coordinateur" },
    text: "Elle a promis, et personne ne peut lui dire la suite avant la fin de la coupure.",
    faults: ["partition:coordinateur|sud@event:220+5s"],
    breaks: ["verrous-brefs"],
  },
  {
    ...{ id: "banque-absente", title: "La banque du Sud s’arrête, puis revient" },
    text: "Ses promesses et leurs verrous sont sur son disque : elle les retrouve, demande la suite, et finit.",
    faults: ["crash:sud@2s+800ms"],
    breaks: [],
  },
  {
    ...{ id: "decision-oubliee", title: "La décision n’était qu’en mémoire" },
    text: "Le Nord a déjà validé quand le coordinateur tombe ; à son retour il ne sait rien, et répond au Sud d’annuler.",
    variant: "paresseuse",
    faults: ["crash:coordinateur@event:232+300ms"],
    breaks: ["meme-sort", "argent-constant"],
  },
];

export const card = pieceCard({
  id: "piece-deux-phases",
  title: "Validation en deux phases",
  summary:
    "Deux banques font chacune leur moitié d’un virement, ou aucune : tout le monde attend celui qui sait.",
  family: "coordination",
  patterns: ["validation en deux phases", "verrou", "présomption d’annulation"],
  subjectTitle: "Virement",
  fidelity: {
    follows: "Gray 1978 ; présomption d’annulation de Mohan, Lindsay et Obermarck 1986",
    judgedBy:
      "90 mondes aléatoires de trois banques, avec arrêts, coupures, pertes, doublons et disques pleins : argent constant, même sort partout",
    models: [
      "Qui a dit oui garde ses verrous jusqu’au verdict, à travers ses propres arrêts aussi.",
      "Le coordinateur n’écrit que ses validations ; ce qu’il ne connaît pas est annulé.",
      "La validation est sur disque avant d’être dite à quiconque, et oubliée quand tous l’ont confirmée.",
      "Qui doute demande au coordinateur, aussi longtemps qu’il le faut.",
    ],
    simplifies: [
      "La demande de vote porte le changement : en vrai il a été fait avant, dans une transaction ouverte.",
      "Un participant se souvient de la fin de toutes ses transactions : un message doublé ne rouvre rien.",
      "Un verrou attendu trop longtemps vaut un non : deux virements croisés se départagent ainsi.",
    ],
    leavesOut: [
      "Le vote « lecture seule », les arbres de coordinateurs et la décision forcée à la main par un opérateur.",
      "La validation en trois phases, et le coordinateur répliqué par consensus.",
    ],
    rules: Array.from({ length: 8 }, (_, i) => `TPC-${i + 1}`),
  },
  variants: [
    {
      ...{ id: "forcee", title: "décision forcée sur disque", file: "bank.services.ts" },
      summary: "Le coordinateur écrit sa validation avant de la dire.",
    },
    {
      ...{ id: "paresseuse", title: "décision gardée en mémoire", file: "bank.services.ts" },
      summary: "Le coordinateur dit sa validation sans attendre le disque.",
    },
  ],
  parameters: [
    requests(60, "virements", "Virements"),
    interval(ms(180)),
    count({
      id: "comptes",
      title: "Comptes par banque",
      help: "Moins il y en a, plus les virements se gênent.",
      ...{ unit: "comptes", default: 3, min: 1, max: 26 },
    }),
    duration({
      id: "patience",
      title: "Attente d’un verrou",
      help: "Au bout de laquelle une banque vote non.",
      ...{ default: ms(150), max: seconds(60) },
    }),
    duration({
      id: "rappel",
      title: "Entre deux rappels",
      help: "Temps entre deux demandes à qui n’a pas répondu.",
      ...{ default: ms(250), min: ms(1), max: seconds(60) },
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0, rows: 2, readings: [{ kind: "waiting", title: "attendent" }] },
    },
    {
      ...{ id: "coordinateur", title: "Coordinateur", named: "le coordinateur" },
      ...{ place: "orchestrator", column: 1, row: 0, rows: 2 },
      readings: [
        { kind: "workers" },
        { kind: "queue" },
        { kind: "gauge", title: "en vote", key: "en vote", max: null },
        { kind: "gauge", title: "à confirmer", key: "à confirmer", max: null },
      ],
    },
    bank("nord", "Banque Nord", "la banque du Nord", 0),
    bank("sud", "Banque Sud", "la banque du Sud", 1),
  ],
  links: ["clients|coordinateur", "coordinateur|nord", "coordinateur|sud"],
  operations: [
    {
      ...{ id: "executer", request: "virer", reply: "validé", isCompensation: false },
      sentence: "demande de virement",
    },
    {
      ...{ id: "preparer", request: "prêt ?", reply: "oui", isCompensation: false },
      sentence: "demande de vote",
    },
    {
      ...{ id: "trancher", request: "verdict", reply: "confirmé", isCompensation: false },
      sentence: "verdict du coordinateur",
    },
    {
      ...{ id: "demander-sort", request: "et alors ?", reply: "verdict", isCompensation: false },
      sentence: "demande de verdict",
    },
  ],
  handlers: [
    { name: "transferAll", title: "Clients : virer", file: "clients.services.ts" },
    { name: "transfer", title: "Client : un virement", file: "clients.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(30),
});
