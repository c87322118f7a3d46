/** « Annuaire »: who is there, as the register believes it and as its readers remember it. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { duration, interval, pieceCard, requests } from "../piece-card.ts";

/** Two leases, a pass, a renewed copy, and a margin: how long a dead instance may still be called. */
export const FORGOTTEN_WITHIN_US = seconds(9);

export const card = pieceCard({
  id: "piece-annuaire",
  title: "Annuaire",
  summary:
    "Une instance meurt, l’annuaire la croit vivante, la boutique encore plus longtemps : et quand le réseau est coupé, l’annuaire doit douter.",
  family: "passerelle",
  patterns: ["découverte de services", "bail et battements", "préservation"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "Eureka, code source lu au dépôt 02e64b8 (serveur et copie des clients)",
    judgedBy:
      "250 histoires aléatoires contre les règles d’Eureka relues sur l’historique : 0 différence",
    models: [
      "Une inscription vaut un bail, un battement en vaut deux : la date écrite a déjà un bail d’avance.",
      "Si les battements de la dernière fenêtre ne dépassent pas 85 % de ceux attendus, personne n’est retiré.",
      "Un passage ne retire pas plus que la part qui peut manquer, au hasard parmi les baux échus.",
      "La boutique appelle d’après sa copie ; un annuaire muet laisse la copie telle quelle.",
      "Qui part proprement est retiré aussitôt ; un annuaire redémarré se remplit aux battements suivants.",
    ],
    simplifies: [
      "Les durées sont réduites : un bail de deux secondes au lieu de quatre-vingt-dix.",
      "La copie est lue en entier chaque fois, sans différences ni cache de réponses de trente secondes.",
    ],
    leavesOut: [
      "Plusieurs annuaires qui se répliquent, les zones, les états « hors service » et « en démarrage ».",
    ],
    rules: Array.from({ length: 10 }, (_, i) => `DSC-${i + 1}`),
  },
  variants: [
    {
      id: "preservation",
      title: "avec préservation",
      summary: "Trop de silences à la fois : l’annuaire soupçonne le réseau et ne retire personne.",
      file: "shop.services.ts",
    },
    {
      id: "sans-preservation",
      title: "sans préservation",
      summary: "Un bail échu est un bail échu.",
      file: "shop.services.ts",
    },
  ],
  parameters: [
    requests(180, "demandes"),
    interval(ms(100)),
    duration({
      id: "bail",
      title: "Bail",
      help: "Durée d’un bail ; un battement en vaut deux.",
      default: seconds(2),
      min: ms(100),
      max: seconds(120),
    }),
    duration({
      id: "battement",
      title: "Entre deux battements",
      help: "Chaque instance renouvelle son bail à ce rythme.",
      default: ms(500),
      min: ms(50),
      max: seconds(60),
    }),
    duration({
      id: "copie",
      title: "Entre deux lectures",
      help: "La boutique relit l’annuaire à ce rythme.",
      default: seconds(1),
      min: ms(50),
      max: seconds(60),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0, rows: 2, readings: [{ kind: "waiting", title: "attendent" }] },
    },
    {
      ...{ id: "annuaire", title: "Annuaire", named: "l’annuaire", place: "gateway" },
      ...{ column: 1, row: 0 },
      readings: [
        {
          ...{ kind: "state", title: "baux échus", key: "annuaire/etat" },
          states: [
            { id: "retire", title: "retirés", tone: "good" },
            { id: "retient", title: "retenus", tone: "warn" },
          ],
        },
        { kind: "pairs", title: "battements", key: "annuaire/battements" },
        { kind: "memory", prefix: "annuaire/inscrits", title: "inscrits" },
      ],
    },
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "service" },
      ...{ column: 1, row: 1 },
      readings: [
        { kind: "memory", prefix: "annuaire/copie", title: "copie" },
        { kind: "pairs", title: "appels", key: "boutique/appels" },
      ],
    },
    {
      ...{ id: "prix-1", title: "Prix 1", named: "le service Prix 1", place: "service" },
      ...{ column: 2, row: 0, readings: [{ kind: "workers" }] },
    },
    {
      ...{ id: "prix-2", title: "Prix 2", named: "le service Prix 2", place: "service" },
      ...{ column: 2, row: 1, readings: [{ kind: "workers" }] },
    },
  ],
  links: [
    "clients|boutique",
    "boutique|annuaire",
    "annuaire|prix-1",
    "annuaire|prix-2",
    "boutique|prix-1",
    "boutique|prix-2",
  ],
  operations: [
    {
      ...{ id: "montrer", request: "montrer", reply: "page", isCompensation: false },
      sentence: "demande de page",
    },
    {
      ...{ id: "calculer", request: "calculer", reply: "prix", isCompensation: false },
      sentence: "demande de prix",
    },
    {
      ...{ id: "inscrire", request: "s’inscrire", reply: "inscrit", isCompensation: false },
      sentence: "inscription à l’annuaire",
    },
    {
      ...{ id: "battre", request: "battement", reply: "vu", isCompensation: false },
      sentence: "battement d’une instance",
    },
    {
      ...{ id: "retirer", request: "partir", reply: "retiré", isCompensation: false },
      sentence: "départ d’une instance",
    },
    {
      ...{ id: "lire", request: "lire", reply: "inscrits", isCompensation: false },
      sentence: "lecture de l’annuaire",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : venir", file: "shop.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "shop.services.ts" },
    { name: "show", title: "Boutique : demander un prix", file: "shop.services.ts" },
    { name: "readRegister", title: "Boutique : relire l’annuaire", file: "shop.services.ts" },
    { name: "stayRegistered", title: "Prix : rester inscrit", file: "shop.services.ts" },
    { name: "computePrice", title: "Prix : calculer", file: "shop.services.ts" },
  ],
  claims: [
    {
      ...{ id: "mort-oublie", kind: "eventually", title: "Une instance morte n’est plus appelée" },
      sentence: "Neuf secondes après sa panne, une instance a quitté la copie de la boutique.",
      expected: "< 9 s",
    },
    {
      ...{ id: "vivant-inscrit", kind: "never", title: "Une instance vivante reste inscrite" },
      sentence: "L’annuaire ne retire jamais une instance qui est debout.",
      expected: "0",
    },
  ],
  incidents: [
    {
      ...{ id: "instance-morte", title: "Une instance sur deux meurt" },
      text: "La moitié des battements manque : l’annuaire croit à une coupure et garde la morte, que la boutique appelle une fois sur deux.",
      ...{ faults: ["crash:prix-2@5s+60s"], breaks: ["mort-oublie"] },
    },
    {
      ...{ id: "morte-sans-doute", title: "Une instance meurt, sans préservation" },
      text: "Deux baux, un passage, une lecture : après quelques secondes d’appels perdus, la boutique ne connaît plus que la vivante.",
      variant: "sans-preservation",
      ...{ faults: ["crash:prix-2@5s+60s"], breaks: [] },
    },
    {
      ...{ id: "coupure", title: "L’annuaire est coupé des instances" },
      text: "Plus un battement n’arrive ; les instances servent toujours. L’annuaire qui doute a raison.",
      ...{ faults: ["partition:annuaire|prix-1,prix-2@5s+8s"], breaks: [] },
    },
    {
      ...{ id: "coupure-sans-doute", title: "La même coupure, sans préservation" },
      text: "L’annuaire se vide, puis la copie de la boutique : tout va bien, et plus personne n’est servi.",
      variant: "sans-preservation",
      ...{ faults: ["partition:annuaire|prix-1,prix-2@5s+8s"], breaks: ["vivant-inscrit"] },
    },
    {
      ...{ id: "annuaire-muet", title: "L’annuaire redémarre" },
      text: "Sa mémoire est perdue, la copie de la boutique non : on sert avec ce que l’on sait, et les battements remplissent l’annuaire.",
      ...{ faults: ["crash:annuaire@5s+3s"], breaks: [] },
    },
  ],
  horizonUs: seconds(22),
});
