/** « Passerelle »: who is asking, where to, and how much more today; on two nodes that may count together. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import { count, duration, interval, pieceCard, requests } from "../piece-card.ts";
import { claimCards, incidents } from "./card-stories.ts";

const gateway: readonly NodeReading[] = [
  { kind: "pairs", title: "clés", key: "authentification/cles" },
  { kind: "pairs", title: "reste du quota", key: "quota/reste" },
  { kind: "pairs", title: "réponses", key: "passerelle/reponses" },
];

export const card = pieceCard({
  id: "piece-passerelle",
  title: "Passerelle",
  summary:
    "Deux passerelles vérifient un jeton, choisissent un service et comptent les demandes : un quota par nœud n’est pas un quota.",
  family: "passerelle",
  patterns: ["routage", "authentification à l’entrée", "quota par consommateur"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "Kong 3 (routes, fenêtres du calendrier) et jose 6.2.17 (jetons, jeu de clés)",
    judgedBy:
      "des tables de routes aléatoires contre les priorités de Kong, 240 jetons et 160 vies d’un jeu de clés contre jose : 0 différence",
    models: [
      "L’ordre des routes se calcule : plus de critères d’abord, puis l’hôte sans étoile, puis le plus long préfixe.",
      "Un préfixe se compare lettre à lettre : « /catalogue » prend aussi « /cataloguer ».",
      "Une clé inconnue fait relire le jeu de clés, mais pas pendant le repos qui suit la dernière lecture réussie.",
      "L’expiration se juge à l’horloge de la passerelle, avec une tolérance ; un jeton révoqué passe jusqu’à son terme.",
      "Le quota se compte par fenêtre du calendrier ; la réponse dit la limite, le reste et l’heure de la remise à zéro.",
    ],
    simplifies: [
      "La signature est symétrique (HS256) : la clé publiée est celle qui signe.",
      "Le compte est pris dans le même instant que la décision ; le retard de Kong est dans une autre pièce.",
    ],
    leavesOut: [
      "Les chemins par expression régulière, les certificats, les greffons, la conversion des messages.",
    ],
    rules: [
      ...Array.from({ length: 7 }, (_, i) => `GTW-${i + 1}`),
      ...Array.from({ length: 9 }, (_, i) => `AUT-${i + 1}`),
      ...Array.from({ length: 6 }, (_, i) => `QTA-${i + 1}`),
    ],
  },
  variants: [
    {
      id: "compte-commun",
      title: "compte commun",
      summary: "Les deux passerelles demandent au socle : un appel de plus, un seul quota.",
      file: "gateway.services.ts",
    },
    {
      id: "compte-par-noeud",
      title: "compte par nœud",
      summary: "Chaque passerelle compte ce qu’elle voit.",
      file: "gateway.services.ts",
    },
  ],
  parameters: [
    requests(160, "demandes"),
    interval(ms(50)),
    count({
      id: "quota",
      title: "Quota d’un membre",
      help: "Demandes permises à un membre par fenêtre d’une seconde.",
      unit: "demandes",
      default: 8,
      min: 1,
      max: 100_000,
    }),
    count({
      id: "anonyme",
      title: "Quota anonyme",
      help: "Demandes permises à tous les visiteurs sans jeton, par fenêtre d’une seconde.",
      unit: "demandes",
      default: 4,
      min: 1,
      max: 100_000,
    }),
    duration({
      id: "jeton",
      title: "Vie d’un jeton",
      help: "Temps entre l’émission et l’expiration.",
      default: seconds(3),
      min: seconds(1),
      max: seconds(3_600),
    }),
    count({
      id: "tolerance",
      title: "Tolérance d’horloge",
      help: "De combien de secondes les horloges peuvent différer.",
      unit: "s",
      default: 1,
      max: 600,
    }),
    duration({
      id: "repos",
      title: "Repos entre deux lectures des clés",
      help: "Une clé inconnue ne fait pas relire le jeu de clés avant ce temps.",
      default: ms(200),
      max: seconds(600),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0, readings: [{ kind: "waiting", title: "attendent" }] },
    },
    {
      ...{ id: "passerelle-1", title: "Passerelle 1", named: "la passerelle 1", place: "gateway" },
      ...{ column: 1, row: 0, readings: gateway },
    },
    {
      ...{ id: "passerelle-2", title: "Passerelle 2", named: "la passerelle 2", place: "gateway" },
      ...{ column: 1, row: 1, readings: gateway },
    },
    {
      ...{ id: "socle", title: "Socle", named: "le socle", place: "service" },
      ...{ column: 0, row: 1 },
      readings: [
        { kind: "memory", prefix: "socle/cle", title: "clé active" },
        { kind: "pairs", title: "reste du quota", key: "quota/reste" },
      ],
    },
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "service" },
      ...{ column: 2, row: 1, readings: [{ kind: "workers" }] },
    },
  ],
  links: [
    "clients|passerelle-1",
    "clients|passerelle-2",
    "clients|socle",
    "passerelle-1|socle",
    "passerelle-2|socle",
    "passerelle-1|boutique",
    "passerelle-2|boutique",
  ],
  operations: [
    {
      ...{ id: "demander", request: "demander", reply: "réponse", isCompensation: false },
      sentence: "demande à la passerelle",
    },
    {
      ...{ id: "connecter", request: "se connecter", reply: "jeton", isCompensation: false },
      sentence: "demande de jeton",
    },
    {
      ...{ id: "cles", request: "clés", reply: "clés", isCompensation: false },
      sentence: "lecture des clés publiées",
    },
    {
      ...{ id: "quota", request: "compter", reply: "compté", isCompensation: false },
      sentence: "compte d’une demande",
    },
    {
      ...{ id: "catalogue", request: "catalogue", reply: "articles", isCompensation: false },
      sentence: "lecture du catalogue",
    },
    {
      ...{ id: "commandes", request: "commandes", reply: "commandes", isCompensation: false },
      sentence: "lecture des commandes",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : venir", file: "clients.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "clients.services.ts" },
    {
      name: "relay",
      title: "Passerelle : vérifier, compter, transmettre",
      file: "gateway.services.ts",
    },
    { name: "issueToken", title: "Socle : donner un jeton", file: "base.services.ts" },
    { name: "publishKeys", title: "Socle : publier les clés", file: "base.services.ts" },
    { name: "readArticles", title: "Boutique : catalogue", file: "base.services.ts" },
    { name: "readOrders", title: "Boutique : commandes", file: "base.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(14),
});
