/** « Disjoncteur »: a shop, the reviews it asks for, and three breakers between the two. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import { count, duration, interval, pieceCard, requests } from "../piece-card.ts";
import { incidents } from "./card-incidents.ts";
import { claimCards } from "./claim-cards.ts";

const breaker: readonly NodeReading[] = [
  {
    ...{ kind: "state", title: "disjoncteur", key: "disjoncteur/avis/etat" },
    states: [
      { id: "ferme", title: "fermé", tone: "good" },
      { id: "semi-ouvert", title: "semi-ouvert", tone: "warn" },
      { id: "ouvert", title: "ouvert", tone: "bad" },
    ],
  },
  {
    ...{ kind: "bars", title: "fenêtre", key: "disjoncteur/avis/fenetre" },
    series: [
      { title: "succès", tone: "good" },
      { title: "échecs", tone: "bad" },
      { title: "refus", tone: "warn" },
    ],
  },
  { kind: "gauge", title: "en cours", key: "disjoncteur/avis/en-cours", max: 4 },
  { kind: "pairs", title: "comptes", key: "disjoncteur/avis/comptes" },
  { kind: "gauge", title: "abandonnés", key: "delai/avis/sans-personne", max: null },
];

export const card = pieceCard({
  id: "piece-disjoncteur",
  title: "Disjoncteur",
  summary:
    "Quand un service ne répond plus, cesser de l’appeler, puis savoir quand recommencer : trois disjoncteurs s’y prennent de trois façons.",
  family: "resilience",
  patterns: ["disjoncteur", "délai d’attente"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "opossum 10.0.0 (fenêtre glissante) et cockatiel 4.0.0 (disjoncteur réparé)",
    judgedBy:
      "6 000 vies aléatoires à travers opossum et son modèle, 6 000 à travers cockatiel et le sien : 0 différence",
    models: [
      "Il ne s’ouvre qu’à l’arrivée d’un échec, quand la part d’échecs dépasse strictement le seuil.",
      "La fenêtre tourne depuis la construction, et une fermeture ne la vide pas.",
      "Les demandes refusées comptent parmi les appels : elles diluent la part d’échecs.",
      "Un délai dépassé rend sa place ; l’appel continue et son résultat tardif n’intéresse personne.",
      "Semi-ouvert, une seule demande passe ; un succès d’avant l’ouverture suffit pourtant à refermer.",
      "Le disjoncteur réparé fait attendre les autres demandes jusqu’à la fin de la sonde.",
    ],
    simplifies: [
      "La fenêtre vide ne tourne pas : elle reprend sur la même grille à la demande suivante.",
      "Le repli est un processus : il ne peut pas échouer avant d’avoir commencé.",
    ],
    leavesOut: [
      "Le cache, le regroupement des demandes et l’extinction d’opossum.",
      "L’isolement manuel, les délais croissants et l’annulation de cockatiel.",
    ],
    rules: Array.from({ length: 10 }, (_, i) => `OPO-${i + 1}`),
  },
  variants: [
    {
      id: "fenetre-glissante",
      title: "fenêtre glissante",
      summary: "La part d’échecs des dernières secondes décide ; une sonde, les autres refusées.",
      file: "shop.services.ts",
    },
    {
      id: "simple",
      title: "simple, tel que publié",
      summary: "Un compteur d’échecs de suite, sans fenêtre ni délai ; semi-ouvert, tous passent.",
      file: "shop.services.ts",
    },
    {
      id: "reparee",
      title: "simple, réparé",
      summary: "Le même compteur avec un délai et une seule sonde, que les autres attendent.",
      file: "shop.services.ts",
    },
  ],
  parameters: [
    requests(160, "demandes"),
    interval(ms(50)),
    duration({
      id: "delai",
      title: "Délai d’attente",
      help: "Au bout duquel la boutique renonce à un appel ; 0 : jamais.",
      default: ms(200),
      max: seconds(60),
    }),
    duration({
      id: "reouverture",
      title: "Temps d’ouverture",
      help: "Entre l’ouverture et la première sonde.",
      default: ms(1_000),
      min: ms(1),
      max: seconds(60),
    }),
    duration({
      id: "fenetre",
      title: "Fenêtre",
      help: "Durée sur laquelle la fenêtre glissante compte, en dix tranches.",
      default: seconds(2),
      min: ms(10),
      max: seconds(60),
    }),
    count({
      id: "seuil",
      title: "Seuil d’échecs",
      help: "Part d’échecs au-dessus de laquelle la fenêtre glissante s’ouvre.",
      unit: "%",
      default: 50,
      max: 100,
    }),
    count({
      id: "volume",
      title: "Volume minimal",
      help: "Appels dans la fenêtre avant de pouvoir s’ouvrir ; échecs de suite pour les deux autres.",
      unit: "appels",
      default: 5,
      min: 1,
      max: 1_000,
    }),
    count({
      id: "capacite",
      title: "Capacité",
      help: "Appels en cours que la fenêtre glissante accepte ; les deux autres n’en ont pas.",
      unit: "appels",
      default: 4,
      min: 1,
      max: 1_000,
    }),
    duration({
      id: "lecture",
      title: "Durée d’une lecture",
      help: "Temps de travail du service Avis.",
      default: ms(20),
      min: ms(1),
      max: seconds(10),
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
      readings: breaker,
    },
    {
      ...{ id: "avis", title: "Avis", named: "le service Avis", place: "service" },
      ...{ column: 2, row: 0 },
      readings: [{ kind: "workers" }],
    },
  ],
  links: ["clients|boutique", "boutique|avis"],
  operations: [
    {
      ...{ id: "montrer", request: "montrer", reply: "avis", isCompensation: false },
      sentence: "demande de montrer les avis",
    },
    {
      ...{ id: "lire", request: "lire", reply: "lus", isCompensation: false },
      sentence: "lecture des avis",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : demander", file: "shop.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "shop.services.ts" },
    { name: "openShop", title: "Boutique : ouvrir", file: "shop.services.ts" },
    { name: "showReviews", title: "Boutique : montrer les avis", file: "shop.services.ts" },
    { name: "askReviews", title: "Boutique : un appel", file: "shop.services.ts" },
    { name: "readReviews", title: "Avis : lire", file: "shop.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(30),
});
