/** « Bail »: two workshops, one register, and a lock that ends by itself. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import { duration, interval, type PieceIncident, pieceCard, requests } from "../piece-card.ts";

const workshop = (letter: string, row: number) => ({
  ...{ id: `atelier-${letter}`, title: `Atelier ${letter.toUpperCase()}` },
  ...{ named: `l’atelier ${letter.toUpperCase()}`, place: "service" as const, column: 0, row },
  readings: [
    { kind: "pairs", title: "bail", key: "bail" },
    { kind: "waiting", title: "inscriptions en cours" },
  ] satisfies readonly NodeReading[],
});

const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "pause-aveugle", title: "L’atelier A s’arrête, bail en main" },
    text: "À son réveil il écrit sans rien regarder : son bail est fini, B a écrit entre-temps.",
    ...{ variant: "aveugle", faults: ["pause:atelier-a@2450ms+3s"] },
    breaks: ["jamais-depasse", "aucune-perdue"],
  },
  {
    ...{ id: "pause-montre", title: "Le même arrêt, avec un regard à la montre" },
    text: "À son réveil il voit que son bail est fini, et renonce.",
    ...{ variant: "montre", faults: ["pause:atelier-a@2450ms+3s"] },
    breaks: [],
  },
  {
    ...{ id: "message-lent", title: "Son message met trois secondes" },
    text: "La montre disait vrai au départ du message ; à l’arrivée, le bail est à un autre.",
    ...{ variant: "montre", faults: ["delay-message:atelier-a>registre:ecrire:a6#1=3s@0s"] },
    breaks: ["jamais-depasse", "aucune-perdue"],
  },
  {
    ...{ id: "serveur-en-avance", title: "L’horloge du serveur avance de 5 s" },
    text: "Le serveur croit le bail fini ; l’atelier qui le tient le croit encore valable.",
    ...{ variant: "montre", faults: ["skew:bail=5s@2500ms"] },
    parameters: { travail: ms(400) },
    breaks: ["aucune-perdue"],
  },
  {
    ...{ id: "tout-a-la-fois", title: "Arrêt, lenteur et horloge folle, avec le jeton" },
    text: "Le registre a vu passer un jeton plus grand : il refuse l’ancien, quoi que croie l’atelier.",
    variant: "jeton",
    faults: [
      ...["pause:atelier-a@2450ms+3s", "delay-message:atelier-b>registre:ecrire:b15#1=3s@0s"],
      "skew:bail=5s@12s",
    ],
    breaks: [],
  },
];

export const card = pieceCard({
  id: "piece-bail",
  title: "Bail et jeton",
  summary:
    "Un verrou qui expire de lui-même : celui qui le tenait s’endort un instant, se réveille, et ils sont deux à écrire.",
  family: "coordination",
  patterns: ["bail", "jeton de barrage"],
  subjectTitle: "Inscription",
  fidelity: {
    follows: "Gray et Cheriton 1989 (baux), Kleppmann 2016 (jeton de barrage)",
    judgedBy:
      "2 000 vies aléatoires d’un bail contre un arbitre lent, et 25 mondes d’arrêts, de retards et d’horloges décalées",
    models: [
      "Le serveur compte sur sa propre horloge, et garde sur disque qui tient quoi et le dernier jeton donné.",
      "Chaque octroi porte un jeton plus grand que tous les précédents, après une panne du serveur aussi.",
      "Qui tient un bail compte depuis sa demande, sur sa propre montre, avec une marge pour la dérive.",
      "La barrière du registre refuse un jeton plus petit que le plus grand déjà vu, en lecture comme en écriture.",
    ],
    simplifies: [
      "Le serveur est un seul nœud : en vrai c’est un groupe qui se met d’accord (ZooKeeper, etcd).",
      "Qui attend redemande de temps en temps ; personne n’est prévenu quand un bail se libère.",
    ],
    leavesOut: ["Les files d’attente équitables et les baux partagés en lecture."],
    rules: Array.from({ length: 9 }, (_, i) => `LSE-${i + 1}`),
  },
  variants: [
    {
      ...{ id: "jeton", title: "le registre vérifie le jeton", file: "workshop.services.ts" },
      summary: "Chaque lecture et chaque écriture porte le jeton ; le registre refuse les anciens.",
    },
    {
      ...{ id: "montre", title: "l’atelier regarde sa montre", file: "workshop.services.ts" },
      summary:
        "Juste avant d’écrire, l’atelier vérifie que son bail court encore ; le registre croit tout.",
    },
    {
      ...{ id: "aveugle", title: "personne ne vérifie", file: "workshop.services.ts" },
      summary: "Qui a obtenu le bail écrit quand il est prêt ; le registre croit tout.",
    },
  ],
  parameters: [
    requests(60, "inscriptions", "Inscriptions"),
    interval(ms(250)),
    duration({
      id: "duree",
      title: "Durée du bail",
      help: "Temps au bout duquel un bail finit de lui-même, sur l’horloge du serveur.",
      ...{ default: ms(1_000), min: ms(10), max: seconds(60) },
    }),
    duration({
      id: "travail",
      title: "Préparation",
      help: "Temps entre la lecture du registre et l’écriture.",
      ...{ default: ms(80), min: ms(1), max: seconds(10) },
    }),
  ],
  nodes: [
    workshop("a", 0),
    workshop("b", 1),
    {
      ...{ id: "bail", title: "Serveur de baux", named: "le serveur de baux", place: "service" },
      ...{ column: 1, row: 0 },
      readings: [{ kind: "pairs", title: "registre", store: "baux", key: "registre" }],
    },
    {
      ...{ id: "registre", title: "Registre", named: "le registre", place: "db" },
      ...{ column: 1, row: 1 },
      readings: [{ kind: "pairs", title: "contenu", store: "registre", key: "contenu" }],
    },
  ],
  links: ["atelier-a|bail", "atelier-b|bail", "atelier-a|registre", "atelier-b|registre"],
  operations: [
    {
      ...{ id: "prendre-bail", request: "prendre", reply: "accordé", isCompensation: false },
      sentence: "demande de bail",
    },
    {
      ...{ id: "prolonger-bail", request: "prolonger", reply: "prolongé", isCompensation: false },
      sentence: "demande de prolonger le bail",
    },
    {
      ...{ id: "rendre-bail", request: "rendre", reply: "rendu", isCompensation: false },
      sentence: "restitution du bail",
    },
    {
      ...{ id: "lire", request: "lire", reply: "total", isCompensation: false },
      sentence: "lecture du registre",
    },
    {
      ...{ id: "ecrire", request: "écrire", reply: "écrit", isCompensation: false },
      sentence: "écriture au registre",
    },
  ],
  handlers: [
    { name: "registerAll", title: "Atelier : ses inscriptions", file: "workshop.services.ts" },
    { name: "readTotal", title: "Registre : lire", file: "register.services.ts" },
    { name: "writeTotal", title: "Registre : écrire", file: "register.services.ts" },
  ],
  claims: [
    {
      ...{ id: "jamais-depasse", kind: "never", title: "Aucun bail dépassé" },
      sentence: "Une écriture sous un ancien bail n’est jamais acceptée après une plus récente.",
      expected: "0",
    },
    {
      ...{ id: "aucune-perdue", kind: "always", title: "Aucune inscription perdue" },
      sentence: "Le total du registre est le nombre des inscriptions acceptées.",
      expected: "0 perdue",
    },
  ],
  incidents,
  horizonUs: seconds(60),
});
