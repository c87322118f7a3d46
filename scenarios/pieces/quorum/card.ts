/** « Quorum »: a price kept by three replicas, never older than what was acknowledged, sometimes refused. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { duration, interval, type PieceNode, pieceCard, requests } from "../piece-card.ts";

/** In a triangle: the links between two of them pass in front of no third. */
const replica = (id: string, title: string, at: Pick<PieceNode, "column" | "row">): PieceNode => ({
  ...{ id, title, named: `la ${title.toLowerCase()}`, place: "db", ...at },
  readings: [{ kind: "pairs", title: "tarif", key: "tarif", store: `valeurs-${id}` }],
});

export const card = pieceCard({
  id: "piece-quorum",
  title: "Quorum",
  summary:
    "Trois répliques et deux voix sur trois : on relit toujours ce qui est écrit, et coupé de la majorité on n’obtient rien.",
  family: "bases",
  patterns: ["quorum", "cohérence forte", "théorème CAP"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "Attiya, Bar-Noy et Dolev, 1995 : un registre sur un réseau qui perd des messages",
    judgedBy:
      "60 mondes aléatoires avec pannes, pauses, coupures et pertes : chaque histoire est linéarisable ; 4 fautes plantées, toutes vues",
    models: [
      "Deux quorums partagent toujours une réplique : une lecture entend au moins une voix de la dernière écriture confirmée.",
      "Une lecture réécrit ce qu’elle a trouvé avant de répondre ; sans cela, la suivante peut retrouver plus vieux.",
      "Une écriture sans majorité n’est ni faite ni refusée : elle peut être vue plus tard.",
      "Coupé de la majorité, on n’obtient rien : la cohérence se paie en disponibilité.",
    ],
    simplifies: ["Le groupe de répliques est fixe, et aucun disque ne se perd."],
    leavesOut: [
      "Le changement de membres, la réparation en arrière-plan, et les transactions de plusieurs clés.",
    ],
    rules: ["QUO-1", "QUO-2", "QUO-3"],
  },
  variants: [
    {
      id: "reecriture",
      title: "la lecture réécrit",
      summary: "Ce qui est lu est d’abord confirmé par deux répliques.",
      file: "price.services.ts",
    },
    {
      id: "sans-reecriture",
      title: "sans réécriture",
      summary: "La lecture répond aussitôt la plus jeune des deux valeurs entendues.",
      file: "price.services.ts",
    },
  ],
  parameters: [
    requests(60, "demandes"),
    interval(ms(200)),
    duration({
      id: "attente",
      title: "Attente d’un quorum",
      help: "Temps au bout duquel on renonce à entendre assez de répliques.",
      default: ms(300),
      min: ms(20),
      max: seconds(30),
    }),
  ],
  nodes: [
    {
      ...{ id: "siege", title: "Siège", named: "le siège", place: "client", column: 0, row: 0 },
      readings: [{ kind: "gauge", title: "tarif voulu", key: "voulu", max: null }],
    },
    {
      ...{ id: "nord", title: "Boutique", named: "la boutique", place: "register" },
      ...{ column: 0, row: 2 },
      readings: [{ kind: "gauge", title: "tarif affiché", key: "affiche", max: null }],
    },
    replica("r1", "Réplique 1", { column: 1, row: 0 }),
    replica("r2", "Réplique 2", { column: 2, row: 1 }),
    replica("r3", "Réplique 3", { column: 1, row: 2 }),
  ],
  links: ["siege|r1", "siege|r2", "siege|r3", "nord|r1", "nord|r2", "nord|r3"],
  operations: [
    {
      ...{ id: "lire", request: "lire", reply: "valeur", isCompensation: false },
      sentence: "question sur la valeur et son rang",
    },
    {
      ...{ id: "écrire", request: "écrire", reply: "écrit", isCompensation: false },
      sentence: "envoi d’une valeur et de son rang",
    },
  ],
  handlers: [
    { name: "changePrice", title: "Siège : changer le tarif", file: "price.services.ts" },
    { name: "readPrice", title: "Boutique : lire le tarif", file: "price.services.ts" },
  ],
  claims: [
    {
      ...{ id: "on-relit", kind: "always", title: "On relit ce qui est écrit" },
      sentence:
        "Une lecture ne rend jamais plus vieux que la dernière écriture confirmée avant elle.",
      expected: "0 retard",
    },
    {
      ...{ id: "ne-recule-pas", kind: "always", title: "Le tarif ne recule pas" },
      sentence: "Une lecture ne rend jamais plus vieux que ce qu’une lecture finie a déjà rendu.",
      expected: "0 recul",
    },
    {
      ...{ id: "toujours-servi", kind: "eventually", title: "Toujours servi" },
      sentence: "Chaque demande aboutit en moins d’une seconde.",
      expected: "< 1 s",
    },
  ],
  incidents: [
    {
      ...{ id: "une-replique", title: "Une réplique s’arrête" },
      text: "Les deux autres font encore une majorité : personne ne s’en aperçoit.",
      ...{ faults: ["crash:r2@2s+4s"], breaks: [] },
    },
    {
      ...{ id: "minorite", title: "La boutique ne voit plus qu’une réplique" },
      text: "Une voix sur trois ne suffit pas : plutôt que de rendre un vieux tarif, on ne rend rien.",
      ...{ faults: ["partition:nord|r1,r2@3s+3s"], breaks: ["toujours-servi"] },
    },
    {
      ...{ id: "recul", title: "Une écriture n’atteint qu’une réplique, sans réécriture" },
      text: "Le dixième tarif n’arrive qu’à la réplique 1. La boutique l’entend d’elle, puis n’entend plus que les deux autres.",
      variant: "sans-reecriture",
      faults: [
        ...[
          "drop-message:siege>r2:écrire:tarif-10#1@0s",
          "drop-message:siege>r3:écrire:tarif-10#1@0s",
        ],
        ...["partition:nord|r1@3700ms+400ms"],
      ],
      breaks: ["ne-recule-pas", "toujours-servi"],
    },
    {
      ...{ id: "reecrite", title: "La même, avec réécriture" },
      text: "La première lecture qui entend le dixième tarif le confirme à deux répliques avant de répondre : il ne se perd plus.",
      variant: "reecriture",
      faults: [
        ...[
          "drop-message:siege>r2:écrire:tarif-10#1@0s",
          "drop-message:siege>r3:écrire:tarif-10#1@0s",
        ],
        ...["partition:nord|r1@3700ms+400ms"],
      ],
      breaks: ["toujours-servi"],
    },
  ],
  horizonUs: seconds(30),
});
