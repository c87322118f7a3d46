/** « Cache »: prices copied in front of a slow database, forgotten too late or all at once. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { OperationCard } from "../../../simulator/vocabulary/card.ts";
import { choice, count, duration, interval, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const operation = (id: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request: id, reply, sentence, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-cache",
  title: "Cache",
  summary:
    "Une copie des prix devant une base lente : rapide tant qu’elle est là, fausse quand on ne lui dit rien, et ruée sur la base quand elle disparaît.",
  family: "bases",
  patterns: ["cache à côté", "durée de vie", "vol unique"],
  subjectTitle: "Visite",
  fidelity: {
    follows: "un cache de la famille de memcached, borné comme lru-cache 11.5",
    judgedBy:
      "1 200 000 usages aléatoires à travers lru-cache 11.5.3 et le modèle, une fois : 0 différence ; 2 000 suites contre une référence naïve à chaque essai ; 8 fautes plantées, toutes vues",
    models: [
      "Une copie se sert jusqu’à la fin de sa durée de vie ; la lire ne la rajeunit pas.",
      "Quand la place manque, la copie la moins récemment lue ou écrite s’en va.",
      "Un lecteur parti avant le changement peut poser sa vieille copie après l’invalidation.",
      "Sans vol unique, tous ceux qui manquent la même copie vont ensemble à la base.",
    ],
    simplifies: [
      "La place se compte en entrées, pas en octets.",
      "Le cache est un seul serveur ; il oublie tout quand il redémarre.",
    ],
    leavesOut: [
      "Les baux qui empêchent la vieille copie d’être posée, le rafraîchissement anticipé, et le partage des clés entre plusieurs caches.",
    ],
    rules: ["CAC-1", "CAC-2", "CAC-3", "CAC-4", "CAC-5"],
  },
  variants: [
    {
      id: "vol-unique",
      title: "vol unique",
      summary: "Qui manque une copie déjà demandée attend la même réponse.",
      file: "shop.services.ts",
    },
    {
      id: "ruee",
      title: "chacun sa question",
      summary: "Qui manque une copie va aussitôt à la base.",
      file: "shop.services.ts",
    },
  ],
  parameters: [
    requests(300, "visites", "Visites"),
    interval(ms(15)),
    duration({
      id: "vie",
      title: "Durée de vie",
      help: "Temps pendant lequel une copie peut être servie (TTL).",
      default: seconds(20),
      min: ms(10),
      max: seconds(600),
    }),
    count({
      ...{ id: "place", title: "Place", help: "Nombre de copies que le cache peut garder." },
      ...{ unit: "copies", default: 3, min: 1, max: 1_000 },
    }),
    choice({
      id: "prevenir",
      title: "Après un changement de prix",
      help: "Le siège dit au cache d’oublier la copie, ou attend la fin de sa durée de vie.",
      options: [
        ["oui", "prévenir le cache"],
        ["non", "ne rien dire"],
      ],
    }),
  ],
  nodes: [
    {
      ...{ id: "siege", title: "Siège", named: "le siège", place: "client", column: 0, row: 1 },
      readings: [{ kind: "gauge", title: "prix changés", key: "changes", max: null }],
    },
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "service" },
      ...{ column: 0, row: 0 },
      readings: [{ kind: "waiting", title: "visites qui attendent" }],
    },
    {
      ...{ id: "cache", title: "Cache", named: "le cache", place: "db", column: 1, row: 0 },
      readings: [
        { kind: "gauge", title: "copies", key: "cache/taille", max: null },
        { kind: "pairs", title: "copies cherchées", key: "cache/comptes" },
      ],
    },
    {
      ...{ id: "base", title: "Base", named: "la base", place: "db", column: 1, row: 1 },
      ...{ workerCount: 4, queueLimit: 1_000 },
      readings: [{ kind: "workers" }, { kind: "queue" }],
    },
  ],
  links: ["boutique|cache", "boutique|base", "siege|base", "siege|cache"],
  operations: [
    operation("chercher", "trouvé", "recherche d’une copie"),
    operation("poser", "posée", "dépôt d’une copie"),
    operation("oublier", "oubliée", "ordre d’oublier une copie"),
    operation("prix", "prix", "question à la base"),
    operation("changer", "changé", "changement de prix"),
  ],
  handlers: [
    { name: "visitOnce", title: "Boutique : une visite", file: "shop.services.ts" },
    { name: "changePrices", title: "Siège : changer un prix", file: "shop.services.ts" },
    { name: "readPrice", title: "Base : lire un prix", file: "shop.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "ruee", title: "Le cache redémarre vide, chacun sa question" },
      text: "Toutes les visites manquent leur copie et vont ensemble à la base, qui ne suit plus.",
      ...{ variant: "ruee", faults: ["crash:cache@2s+100ms"], breaks: ["base-protegee"] },
    },
    {
      ...{ id: "vol-unique", title: "Le cache redémarre vide, vol unique" },
      text: "La première visite de chaque article va à la base ; les autres attendent sa réponse.",
      ...{ variant: "vol-unique", faults: ["crash:cache@2s+100ms"], breaks: [] },
    },
    {
      ...{ id: "sans-prevenir", title: "Personne ne prévient le cache" },
      text: "Les prix changent dans la base ; la copie, elle, vit encore longtemps.",
      ...{ parameters: { prevenir: "non" }, faults: [], breaks: ["prix-a-jour"] },
    },
    {
      ...{ id: "invalidation-perdue", title: "Le siège n’atteint plus le cache" },
      text: "L’ordre d’oublier se perd : le vieux prix est servi jusqu’à la fin de sa durée de vie.",
      ...{ faults: ["partition:siege|cache@1s+3s"], breaks: ["prix-a-jour"] },
    },
    {
      ...{
        id: "vieille-copie",
        title: "La base ralentit : une vieille copie arrive après l’ordre d’oublier",
      },
      text: "Une visite a lu l’ancien prix, le siège le change et prévient le cache, puis la visite pose l’ancien prix.",
      ...{ faults: ["slow:base=800@1s+4s"], breaks: ["prix-a-jour", "servi"] },
    },
  ],
  horizonUs: seconds(15),
});
