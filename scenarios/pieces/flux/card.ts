/** « Flux »: a stream, a group of two workers, and what becomes of the entries of the one that dies. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading, OperationCard, StoreCard } from "../../../simulator/vocabulary/card.ts";
import { choice, duration, interval, type PieceNode, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const redisReadings: readonly NodeReading[] = [
  {
    ...{ kind: "state", title: "rôle", key: "redis/rôle" },
    states: [
      { id: "primary", title: "primaire", tone: "good" },
      { id: "replica", title: "réplique", tone: "calm" },
    ],
  },
  { kind: "strip", title: "commandes", key: "redis/commandes/entrées" },
  { kind: "pairs", title: "en attente", key: "redis/commandes/facturation/en attente" },
];

const worker = (id: string, title: string, row: number): PieceNode => ({
  ...{ id, title, named: title, place: "service", column: 2, row },
  readings: [{ kind: "records", store: `factures-${id}`, fields: ["commande"], limit: 4 }],
});

const bills = (worker: string, title: string): StoreCard => ({
  ...{ id: `factures-${worker}`, title: `Factures : ${title}`, node: worker },
  fields: [
    { name: "commande", type: "text", title: "commande" },
    { name: "entree", type: "text", title: "entrée" },
  ],
  recordNamed: "la facture",
});

const command = (id: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request: id.toUpperCase(), reply, sentence, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-flux",
  title: "Flux",
  summary:
    "Un ouvrier meurt avec trois commandes en main : Redis ne les donnera à personne, sauf à qui les reprend.",
  family: "courtiers",
  patterns: ["flux d’événements", "groupe de lecteurs", "reprise"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "Redis 7.0 (Streams), un primaire et sa réplique",
    judgedBy:
      "20 000 programmes aléatoires à travers redis-server 7.0.15 et le modèle : 1 401 793 réponses, 0 différence",
    models: [
      "« > » donne à un seul lecteur du groupe ce qui n’a jamais été lu, et le note en attente jusqu’à son acquittement.",
      "Rien n’est redonné de soi-même ; XAUTOCLAIM reprend ce qui attend depuis assez longtemps, et compte une livraison de plus.",
      "Une entrée supprimée reste en attente ; XAUTOCLAIM l’ôte de la liste et la nomme.",
      "La réplique reçoit les commandes après la réponse ; celle qui prend la place du primaire ignore ce qu’elle n’a pas entendu.",
      "Le fichier journal retarde d’une seconde (appendfsync everysec) : une machine qui tombe perd cette seconde.",
    ],
    simplifies: [
      "La réplique surveille elle-même son primaire, là où trois Sentinel voteraient.",
      "Une commande s’exécute en un instant ; seuls le réseau et les ouvriers prennent du temps.",
      "Un arrêt est celui de la machine entière : le cache du système est perdu avec elle.",
      "La taille d’un paquet d’entrées se compte en entrées, pas en octets.",
    ],
    leavesOut: [
      "Les consommateurs qui lisent plusieurs flux en une commande, les scripts et les transactions.",
      "Redis Cluster, et les options KEEPREF, DELREF et ACKED de Redis 8.2.",
    ],
    rules: ["RED-1", "RED-2", "RED-3", "RED-4", "RED-5", "RED-6"],
  },
  variants: [
    {
      id: "reprise",
      title: "avec XAUTOCLAIM",
      summary: "Chaque ouvrier reprend ce que personne n’acquitte depuis quelques secondes.",
      file: "workers.services.ts",
    },
    {
      id: "sans-reprise",
      title: "sans reprise",
      summary: "Chaque ouvrier lit les commandes nouvelles, et rien d’autre.",
      file: "workers.services.ts",
    },
  ],
  parameters: [
    requests(40, "commandes", "Commandes"),
    interval(ms(250)),
    duration({
      id: "facture",
      title: "Durée d’une facture",
      help: "Temps de travail d’un ouvrier pour une commande.",
      default: ms(300),
      min: ms(1),
      max: seconds(10),
    }),
    duration({
      id: "repos",
      title: "Reprise après",
      help: "Temps sans acquittement au bout duquel une commande peut être reprise (min-idle-time).",
      default: seconds(5),
      min: ms(100),
      max: seconds(60),
    }),
    choice({
      id: "disque",
      title: "Écriture sur disque",
      help: "Quand le journal de Redis atteint le disque (appendfsync).",
      options: [
        ["everysec", "chaque seconde"],
        ["always", "avant chaque réponse"],
        ["no", "jamais"],
      ],
    }),
  ],
  nodes: [
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "client" },
      ...{ column: 0, row: 0, rows: 2 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "redis-1", title: "Redis 1", named: "le premier Redis", place: "broker" },
      ...{ column: 1, row: 0, readings: redisReadings },
    },
    {
      ...{ id: "redis-2", title: "Redis 2", named: "le second Redis", place: "broker" },
      ...{ column: 1, row: 1, readings: redisReadings },
    },
    worker("anne", "Anne", 0),
    worker("bruno", "Bruno", 1),
  ],
  links: [
    ...["boutique|redis-1", "boutique|redis-2", "redis-1|redis-2"],
    ...["redis-1|anne", "redis-1|bruno", "redis-2|anne", "redis-2|bruno"],
  ],
  stores: [bills("anne", "Anne"), bills("bruno", "Bruno")],
  operations: [
    command("xadd", "ajoutée", "ajout au flux"),
    command("xgroup", "groupe", "création du groupe"),
    command("xreadgroup", "entrées", "lecture par le groupe"),
    command("xack", "acquittée", "acquittement"),
    command("xautoclaim", "reprises", "reprise d’entrées anciennes"),
    {
      ...{ id: "replicate", request: "répliquer", reply: "reçu", isCompensation: false },
      sentence: "envoi à la réplique",
    },
  ],
  handlers: [
    { name: "placeOrders", title: "Boutique : les commandes", file: "shop.services.ts" },
    { name: "placeOrder", title: "Boutique : une commande", file: "shop.services.ts" },
    { name: "billNewOrders", title: "Ouvrier : lire et facturer", file: "workers.services.ts" },
    { name: "takeBack", title: "Ouvrier : reprendre", file: "workers.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "arret-sans-reprise", title: "Anne s’arrête, personne ne reprend" },
      text: "Anne s’arrête avec des commandes en main. Elle revient, lit les nouvelles ; les siennes attendent pour toujours.",
      ...{ variant: "sans-reprise", faults: ["crash:anne@4s+3s"] },
      breaks: ["livree-acquittee", "acceptee-facturee"],
    },
    {
      ...{ id: "arret-avec-reprise", title: "Anne s’arrête, Bruno reprend" },
      text: "Le même arrêt : au bout de cinq secondes sans acquittement, Bruno reprend les commandes d’Anne.",
      ...{ variant: "reprise", faults: ["crash:anne@4s+3s"] },
      breaks: [],
    },
    {
      ...{ id: "pause", title: "Anne n’était qu’en pause" },
      text: "Anne s’endort huit secondes au milieu d’une facture ; Bruno la croit morte et reprend, puis elle se réveille et finit.",
      ...{ variant: "reprise", faults: ["pause:anne@4s+8s"] },
      breaks: ["une-seule-facture"],
    },
    {
      ...{ id: "bascule", title: "La réplique n’avait pas tout entendu" },
      text: "Les ouvriers s’absentent. Coupé de sa réplique, le primaire dit encore « OK », puis s’arrête ; la réplique prend sa place sans ces commandes.",
      variant: "reprise",
      faults: [
        ...["pause:anne@4s+3s", "pause:bruno@4s+3s"],
        ...["partition:redis-1|redis-2@4s+2s", "crash:redis-1@5800ms+20s"],
      ],
      breaks: ["acceptee-facturee", "une-seule-facture"],
    },
  ],
  horizonUs: seconds(45),
});
