/** « Primaire et répliques »: three servers, one of which takes writes, and what a fail-over keeps. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading, OperationCard, StoreCard } from "../../../simulator/vocabulary/card.ts";
import { duration, interval, type PieceNode, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

/** In a triangle: the links between two of them pass in front of no third. */
const member = (id: string, title: string, at: Pick<PieceNode, "column" | "row">): PieceNode => ({
  ...{ id, title, named: `le ${title.toLowerCase()}`, place: "db", ...at },
  readings: [
    {
      ...{ kind: "state", title: "rôle", key: "jeu/rôle" },
      states: [
        { id: "primary", title: "primaire", tone: "good" },
        { id: "secondary", title: "réplique", tone: "calm" },
        { id: "candidate", title: "candidat", tone: "warn" },
        { id: "stale", title: "trop en retard", tone: "bad" },
      ],
    },
    { kind: "strip", title: "journal", key: "jeu/journal" },
    ...undone(id),
  ],
});

const undone = (id: string): readonly NodeReading[] => [
  { kind: "records", store: `annulees-${id}`, fields: ["ecriture"], limit: 3 },
];

const undoneStore = (id: string, title: string): StoreCard => ({
  ...{ id: `annulees-${id}`, title: `Annulées : ${title}`, node: id },
  fields: [
    { name: "ecriture", type: "text", title: "écriture annulée" },
    { name: "mandat", type: "integer", title: "mandat" },
  ],
  recordNamed: "l’écriture annulée",
});

const operation = (id: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request: id, reply, sentence, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-primaire-et-repliques",
  title: "Primaire et répliques",
  summary:
    "Un primaire prend les écritures, deux répliques le suivent ; quand il se tait, l’une d’elles prend sa place, avec ce qu’elle a entendu.",
  family: "bases",
  patterns: ["réplication", "élection", "confirmation par la majorité"],
  subjectTitle: "Vente",
  fidelity: {
    follows: "MongoDB 8.0, un jeu de trois répliques",
    judgedBy:
      "600 vies aléatoires d’un jeu de deux à quatre membres, pannes, coupures, messages en désordre : aucune écriture confirmée par la majorité ne se perd ; 9 fautes plantées, toutes vues ; règles tirées de la documentation de MongoDB 8.0",
    models: [
      "Une élection suit dix secondes de silence : d’abord une répétition qui ne change aucun mandat, puis le vote ; personne ne vote deux fois par mandat, ni pour un journal plus vieux que le sien.",
      "Un primaire qui n’entend plus la majorité se démet de lui-même ; entre-temps, deux primaires peuvent vivre, jamais dans le même mandat.",
      "« w: 1 » n’engage que le primaire : au retour d’un ancien primaire, ce que la majorité n’avait pas est annulé et gardé à part.",
      '« w: "majority" » attend les disques de la majorité des membres qui tiennent les données ; le journal du primaire n’atteint le sien que toutes les 100 ms.',
      "Une réplique suit de loin : on peut y lire ce qui est vieux, ou ce qui sera annulé.",
    ],
    simplifies: [
      "Chaque réplique suit le primaire, jamais une autre réplique.",
      "Les battements de cœur sont des messages sans réponse ; les positions d’un journal comptent ses entrées.",
      "Le client ne répète aucune écriture de lui-même.",
      "Un disque plein refuse l’écriture ; le vrai serveur s’arrête.",
    ],
    leavesOut: [
      "Le rattrapage du nouveau primaire avant sa première écriture, les priorités, la démission sur ordre.",
      "La première copie d’un membre vide ou trop en retard, et le changement de configuration.",
      "Les lectures linéarisables et les sessions causales.",
    ],
    rules: ["MGO-1", "MGO-2"],
  },
  variants: [
    {
      id: "majorite",
      title: 'w: "majority"',
      summary: "Une vente est confirmée quand deux serveurs sur trois l’ont sur leur disque.",
      file: "till.services.ts",
    },
    {
      id: "un-seul",
      title: "w: 1",
      summary: "Une vente est confirmée dès que le primaire l’a prise.",
      file: "till.services.ts",
    },
  ],
  parameters: [
    requests(40, "ventes", "Ventes"),
    interval(ms(400)),
    duration({
      id: "silence",
      title: "Silence avant élection",
      help: "Ce qu’une réplique attend sans nouvelles du primaire avant de se porter candidate (electionTimeoutMillis).",
      default: seconds(10),
      min: seconds(3),
      max: seconds(60),
    }),
    duration({
      id: "application",
      title: "Application d’une écriture",
      help: "Ce qu’il faut à une réplique pour appliquer une entrée du journal.",
      default: ms(5),
      min: 0,
      max: seconds(10),
    }),
  ],
  nodes: [
    {
      ...{ id: "caisse", title: "Caisse", named: "la caisse", place: "register" },
      ...{ column: 0, row: 0 },
      readings: [
        { kind: "waiting", title: "attendent" },
        { kind: "gauge", title: "confirmées", key: "confirmees", max: null },
      ],
    },
    {
      ...{ id: "vitrine", title: "Vitrine", named: "la vitrine", place: "client" },
      ...{ column: 0, row: 2 },
      readings: [{ kind: "gauge", title: "affichées", key: "affichees", max: null }],
    },
    member("s1", "Serveur 1", { column: 1, row: 0 }),
    member("s2", "Serveur 2", { column: 2, row: 1 }),
    member("s3", "Serveur 3", { column: 1, row: 2 }),
  ],
  links: ["caisse|s1", "caisse|s2", "caisse|s3", "vitrine|s3", "s1|s2", "s1|s3", "s2|s3"],
  stores: [
    undoneStore("s1", "serveur 1"),
    undoneStore("s2", "serveur 2"),
    undoneStore("s3", "serveur 3"),
  ],
  operations: [
    operation("écrire", "écrit", "demande d’écriture"),
    operation("lire", "document", "demande de lecture"),
    operation("journal", "entrées", "demande de la suite du journal"),
    operation("battement", "entendu", "battement de cœur"),
    operation("vote", "voix", "demande de voix"),
  ],
  handlers: [
    { name: "sell", title: "Caisse : vendre", file: "till.services.ts" },
    { name: "checkLater", title: "Caisse : relire plus tard", file: "till.services.ts" },
    { name: "display", title: "Vitrine : afficher", file: "till.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "arret", title: "Le primaire s’arrête" },
      text: "Dix secondes de silence, une élection : pendant ce temps rien ne s’écrit ; ce qui était confirmé est encore là.",
      ...{ faults: ["crash:s1@5s+25s"], breaks: ["on-ecrit"] },
    },
    {
      ...{ id: "coupure-majorite", title: 'Le primaire coupé des autres, w: "majority"' },
      text: "Il prend encore des ventes et ne peut en confirmer aucune ; son successeur ne les a pas, et rien de confirmé ne se perd.",
      ...{ faults: ["partition:s1|s2,s3@5s+14s"], breaks: ["on-ecrit"] },
    },
    {
      ...{ id: "coupure-un-seul", title: "Le primaire coupé des autres, w: 1" },
      text: "Il confirme seul, dix secondes durant ; au retour du lien, ces ventes sont annulées et gardées à part.",
      variant: "un-seul",
      ...{ faults: ["partition:s1|s2,s3@5s+14s"], breaks: ["confirmee-reste", "vitrine-a-jour"] },
    },
    {
      ...{ id: "minorite", title: "Deux serveurs sur trois s’arrêtent" },
      text: "Le troisième ne peut ni élire ni confirmer : on lit encore, on n’écrit plus.",
      ...{ faults: ["crash:s2@5s+20s", "crash:s3@6s+19s"], breaks: ["on-ecrit"] },
    },
    {
      ...{ id: "replique-lente", title: "La réplique de la vitrine est cent fois plus lente" },
      text: "Elle a les ventes dans son journal et tarde à les appliquer : la vitrine montre un vieux total.",
      parameters: { application: ms(20) },
      ...{ faults: ["slow:s3=10000@3s+10s"], breaks: ["vitrine-a-jour"] },
    },
  ],
  horizonUs: seconds(50),
});
