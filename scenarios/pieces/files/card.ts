/** « Files et échangeurs »: one exchange, three queues, two workers, and what becomes of what is refused. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { OperationCard, StoreCard } from "../../../simulator/vocabulary/card.ts";
import {
  choice,
  count,
  duration,
  interval,
  type PieceNode,
  pieceCard,
  requests,
} from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const worker = (id: string, title: string, row: number): PieceNode => ({
  ...{ id, title, named: title, place: "service", column: 2, row },
  readings: [{ kind: "records", store: `colis-${id}`, fields: ["commande"], limit: 3 }],
});

const orders = (id: string, title: string, node: string, recordNamed: string): StoreCard => ({
  ...{ id, title, node, recordNamed },
  fields: [
    { name: "commande", type: "text", title: "commande" },
    { name: "adresse", type: "text", title: "adresse" },
  ],
});

const operation = (id: string, request: string, reply: string, text: string): OperationCard => ({
  ...{ id, request, reply, sentence: text, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-files",
  title: "Files et échangeurs",
  summary:
    "Un courtier range les commandes dans des files, deux ouvriers les en tirent : qui acquitte quand, et où va ce que personne ne peut traiter.",
  family: "courtiers",
  patterns: ["file d’attente", "consommateurs concurrents", "lettre morte"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "RabbitMQ 3.10.8, files classiques (version 1) et files à quorum",
    judgedBy:
      "plus de 1 100 programmes aléatoires à travers rabbitmq-server 3.10.8 et le modèle, coupures de courant comprises : 0 différence ; 299 transcriptions rejouées à chaque essai",
    models: [
      "La prélecture (prefetch) borne ce qu’un ouvrier tient sans l’avoir acquitté ; l’acquittement à l’envoi n’est pas borné.",
      "Un canal fermé rend tout ce qu’il tenait, marqué « redelivered » ; un ouvrier muet n’est cru mort qu’après un battement.",
      "Un message remis en file reprend sa place et repart aussitôt ; une file à quorum compte ses retours et l’écarte au-delà de la limite.",
      "Une confirmation attend le disque si le message est persistant et la file durable ; un message que personne ne reçoit est confirmé aussi.",
      "Rejeté, expiré ou de trop, un message va à l’échangeur de lettres mortes de sa file ; si cet échangeur n’existe pas, il est perdu en silence.",
    ],
    simplifies: [
      "Un acquittement est sur le disque aussitôt ; le vrai courtier l’écrit un peu plus tard.",
      "Une publication perdue par le réseau retient les suivantes 200 ms, puis est abandonnée, là où TCP la répéterait ou fermerait la connexion.",
      "Les files et leurs liaisons sont redéclarées par le courtier lui-même quand il redémarre.",
      "Une pause et une machine arrêtée se ressemblent pour le courtier : rien ne ferme la connexion, seul le silence compte.",
    ],
    leavesOut: [
      "Les grappes de courtiers et la réplication des files à quorum.",
      "Les échangeurs « headers », les priorités, les transactions et les files de type flux.",
    ],
    rules: ["RMQ-1", "RMQ-2", "RMQ-3", "RMQ-4", "RMQ-5", "RMQ-6", "RMQ-7"],
  },
  variants: [
    {
      id: "acquitter-apres",
      title: "acquitter après",
      summary: "L’ouvrier acquitte une commande quand son colis est prêt.",
      file: "workers.services.ts",
    },
    {
      id: "acquitter-a-l-envoi",
      title: "acquitter à l’envoi",
      summary: "Une commande envoyée à un ouvrier est tenue pour faite.",
      file: "workers.services.ts",
    },
  ],
  parameters: [
    requests(40, "commandes", "Commandes"),
    interval(ms(250)),
    duration({
      id: "colis",
      title: "Préparation d’un colis",
      help: "Temps de travail d’un ouvrier pour une commande.",
      ...{ default: ms(300), min: ms(1), max: seconds(10) },
    }),
    count({
      id: "prefetch",
      title: "Prélecture",
      help: "Combien de commandes un ouvrier peut tenir sans les avoir acquittées (prefetch) ; 0 : sans borne.",
      ...{ unit: "commandes", default: 3, min: 0, max: 1_000 },
    }),
    choice({
      id: "inconnue",
      title: "Adresse inconnue",
      help: "Ce que fait un ouvrier d’une commande qu’il ne peut pas préparer (une sur huit).",
      options: [
        ["rejeter", "rejeter"],
        ["remettre", "remettre en file"],
      ],
    }),
    choice({
      id: "genre",
      title: "File des colis",
      help: "Une file à quorum compte les retours d’un message : ici trois au plus.",
      options: [
        ["classique", "classique"],
        ["quorum", "à quorum"],
      ],
    }),
    choice({
      id: "message",
      title: "Messages",
      help: "Ce que le courtier écrit sur son disque.",
      options: [
        ["persistant", "persistants"],
        ["ephemere", "éphémères"],
      ],
    }),
    choice({
      id: "refus",
      title: "Échangeur des refus",
      help: "Celui que la file des colis nomme pour ses lettres mortes existe, ou pas.",
      options: [
        ["present", "déclaré"],
        ["absent", "oublié"],
      ],
    }),
    duration({
      id: "battement",
      title: "Battement",
      help: "Silence au bout duquel le courtier tient un ouvrier pour mort (heartbeat).",
      ...{ default: seconds(2), min: ms(100), max: seconds(60) },
    }),
  ],
  nodes: [
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "client" },
      ...{ column: 0, row: 0, rows: 3 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "courtier", title: "Courtier", named: "le courtier", place: "broker" },
      ...{ column: 1, row: 0, rows: 3 },
      readings: [
        { kind: "strip", title: "colis", key: "file/colis/contenu" },
        { kind: "strip", title: "refusées", key: "file/refusées/contenu" },
        { kind: "strip", title: "dernières", key: "file/dernières/contenu" },
        { kind: "pairs", title: "non acquittées", key: "consommateurs" },
      ],
    },
    worker("anne", "Anne", 0),
    worker("bruno", "Bruno", 1),
    {
      ...{ id: "reclamations", title: "Réclamations", named: "le service des réclamations" },
      ...{ place: "service", column: 2, row: 2 },
      readings: [{ kind: "records", store: "reclamations", fields: ["commande"], limit: 3 }],
    },
  ],
  links: ["boutique|courtier", "courtier|anne", "courtier|bruno", "courtier|reclamations"],
  stores: [
    orders("colis-anne", "Colis d’Anne", "anne", "le colis"),
    orders("colis-bruno", "Colis de Bruno", "bruno", "le colis"),
    orders("reclamations", "Réclamations", "reclamations", "la réclamation"),
  ],
  operations: [
    operation("publier", "publier", "confirmée", "publication"),
    operation("abonner", "s’abonner", "abonné", "abonnement à une file"),
    operation("livrer", "livrer", "reçue", "livraison"),
    operation("regler", "régler", "noté", "acquittement, rejet ou retour"),
    operation("battement", "battement", "vivant", "battement de la connexion"),
    operation("rompre", "rompre", "rompue", "fin de la connexion"),
  ],
  handlers: [
    { name: "placeOrders", title: "Boutique : les commandes", file: "shop.services.ts" },
    { name: "placeOrder", title: "Boutique : une commande", file: "shop.services.ts" },
    { name: "prepareParcel", title: "Ouvrier : un colis", file: "workers.services.ts" },
    { name: "hearComplaint", title: "Réclamations", file: "workers.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "arret", title: "Anne s’arrête avec des commandes en main" },
      text: "Le courtier attend un battement, puis donne à Bruno ce qu’Anne n’avait pas acquitté.",
      ...{ faults: ["crash:anne@4s+3s"], breaks: [] },
    },
    {
      ...{ id: "arret-a-l-envoi", title: "Anne s’arrête, ses commandes étaient acquittées" },
      text: "Acquittées dès l’envoi, les commandes qu’Anne avait reçues n’existent plus nulle part.",
      ...{ variant: "acquitter-a-l-envoi", parameters: { colis: ms(480) } },
      ...{ faults: ["crash:anne@4s+3s"], breaks: ["acceptee-traitee"] },
    },
    {
      ...{ id: "coupure", title: "Anne travaille, ses acquittements se perdent" },
      text: "Coupée du courtier, Anne finit son colis ; le courtier la croit morte et redonne la commande.",
      ...{ faults: ["partition:courtier|anne@4s+5s"], breaks: ["preparee-une-fois"] },
    },
    {
      ...{ id: "ephemere", title: "Le courtier redémarre, les messages sont éphémères" },
      text: "Les ouvriers sont absents, la file est pleine. Confirmées sans attendre le disque, ses commandes disparaissent avec le courtier.",
      parameters: { message: "ephemere" },
      faults: ["crash:anne@3s+4s", "crash:bruno@3s+4s", "crash:courtier@5s+1s"],
      breaks: ["acceptee-traitee"],
    },
    {
      ...{ id: "boucle", title: "Remettre en file ce qu’on ne peut pas faire" },
      text: "Les commandes sans adresse reviennent aussitôt, toujours en tête : les ouvriers ne font plus qu’elles.",
      ...{ parameters: { inconnue: "remettre" }, faults: [], breaks: ["acceptee-traitee"] },
    },
    {
      ...{ id: "boucle-bornee", title: "La file à quorum compte les retours" },
      text: "Après trois retours, une commande sans adresse part aux réclamations.",
      ...{ parameters: { inconnue: "remettre", genre: "quorum" }, faults: [], breaks: [] },
    },
    {
      ...{ id: "oubli", title: "L’échangeur des refus n’a pas été déclaré" },
      text: "La file nomme un échangeur qui n’existe pas : chaque refus est une commande perdue, sans un mot.",
      ...{ parameters: { refus: "absent" }, faults: [] },
      breaks: ["acceptee-traitee", "refusee-gardee"],
    },
  ],
  horizonUs: seconds(45),
});
