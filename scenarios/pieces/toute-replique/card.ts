/** « Chaque réplique répond »: a basket of offers on three replicas that always answer, and agree when they can. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { duration, interval, type PieceNode, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

/** In a triangle: the links between two of them pass in front of no third. */
const replica = (id: string, title: string, at: Pick<PieceNode, "column" | "row">): PieceNode => ({
  ...{ id, title, named: `la ${title.toLowerCase()}`, place: "db", ...at },
  readings: [{ kind: "pairs", title: "offre", key: "offre", store: `valeurs-${id}` }],
});

const shop = (id: string, name: string, row: number): PieceNode => ({
  ...{ id, title: name, named: `la boutique ${name}` },
  ...{ place: "register", column: 0, row },
  readings: [{ kind: "pairs", title: "offre lue", key: "lue" }],
});

const CUT = "partition:r1|r2,r3@3s+4s";

export const card = pieceCard({
  id: "piece-toute-replique",
  title: "Chaque réplique répond",
  summary:
    "Chaque boutique parle à sa réplique, qui répond toujours, même coupée des autres : on est toujours servi, pas toujours à jour.",
  family: "bases",
  patterns: ["cohérence à terme", "versions concurrentes", "théorème CAP"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "Dynamo, 2007, et les vecteurs de versions pointés de Preguiça et autres, 2010",
    judgedBy:
      "40 mondes aléatoires avec pannes, coupures, pertes et répétitions : les répliques finissent égales, rien ne se perd ; 6 fautes plantées, toutes vues",
    models: [
      "Une réplique prend l’écriture aussitôt et prévient ses voisines quand elle le peut, jusqu’à ce qu’elles l’aient entendue.",
      "Deux écritures dont aucune n’a vu l’autre deviennent deux versions, que la prochaine écriture réconcilie.",
      "Garder la plus récente perd l’autre sans le dire, et se fie à des montres qui mentent.",
    ],
    simplifies: [
      "Chaque échange porte toutes les clés que la voisine n’a pas confirmées, en un seul message.",
      "Les trois répliques tiennent toutes les clés.",
    ],
    leavesOut: [
      "La répartition des clés sur un anneau, les quorums souples et les arbres de Merkle.",
      "La suppression d’une clé.",
    ],
    rules: ["ANY-1", "CRD-2", "CRD-4"],
  },
  variants: [
    {
      id: "versions",
      title: "versions concurrentes gardées",
      summary: "Deux offres écrites chacune de son côté sont gardées toutes les deux.",
      file: "shops.services.ts",
    },
    {
      id: "derniere-ecriture",
      title: "la dernière écriture gagne",
      summary: "Des deux offres, la plus récente efface l’autre.",
      file: "shops.services.ts",
    },
  ],
  parameters: [
    requests(60, "demandes"),
    interval(ms(200)),
    duration({
      id: "echange",
      title: "Entre deux échanges",
      help: "Chaque réplique prévient chacune de ses voisines à ce rythme.",
      default: ms(200),
      min: ms(20),
      max: seconds(60),
    }),
  ],
  nodes: [
    shop("nord", "Nord", 0),
    shop("sud", "Sud", 2),
    replica("r1", "Réplique 1", { column: 1, row: 0 }),
    replica("r2", "Réplique 2", { column: 2, row: 1 }),
    replica("r3", "Réplique 3", { column: 1, row: 2 }),
  ],
  links: ["nord|r1", "sud|r3", "r1|r2", "r1|r3", "r2|r3"],
  operations: [
    {
      ...{ id: "lire", request: "lire", reply: "versions", isCompensation: false },
      sentence: "question sur les offres",
    },
    {
      ...{ id: "écrire", request: "écrire", reply: "écrit", isCompensation: false },
      sentence: "écriture d’une offre",
    },
    {
      ...{ id: "échanger", request: "nouvelles", reply: "entendu", isCompensation: false },
      sentence: "envoi des nouvelles à une voisine",
    },
  ],
  handlers: [
    { name: "trade", title: "Boutique : lire et changer l’offre", file: "shops.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "coupure-versions", title: "Réplique 1 coupée des autres, versions gardées" },
      text: "Chaque boutique continue de son côté, sans les nouvelles de l’autre ; au retour du lien, les deux offres sont là.",
      ...{ variant: "versions", faults: [CUT], breaks: ["a-jour"] },
    },
    {
      ...{ id: "coupure-derniere", title: "La même coupure, la dernière écriture gagne" },
      text: "Au retour du lien, une offre que personne n’avait lue disparaît.",
      variant: "derniere-ecriture",
      ...{ faults: [CUT], breaks: ["a-jour", "rien-perdu"] },
    },
    {
      ...{ id: "montre", title: "Une montre en avance de dix secondes" },
      text: "La montre de la réplique 1 avance : ce qui s’écrit ensuite ailleurs passe pour plus vieux, et se perd.",
      variant: "derniere-ecriture",
      ...{ faults: ["skew:r1=10s@2s+8s"], breaks: ["a-jour", "rien-perdu"] },
    },
    {
      ...{ id: "repetitions", title: "Des échanges perdus, d’autres répétés" },
      text: "Ce qui est perdu est renvoyé, ce qui arrive deux fois ne change rien.",
      variant: "versions",
      ...{ faults: ["loss:r1|r2,r3=30@1s+9s", "duplicate:r2|r3=50@1s+9s"], breaks: [] },
    },
  ],
  horizonUs: seconds(30),
});
