/** « Journal partitionné »: what an acknowledgement is worth, by who must have written before it is given. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading, OperationCard } from "../../../simulator/vocabulary/card.ts";
import {
  choice,
  count,
  duration,
  interval,
  type PieceNode,
  pieceCard,
  requests,
} from "../piece-card.ts";
import { incidents } from "./card-incidents.ts";
import { claimCards } from "./claim-cards.ts";

const PARTITIONS = [0, 1, 2] as const;

const readingsOf = (broker: string): readonly NodeReading[] =>
  PARTITIONS.flatMap((p): NodeReading[] => [
    {
      ...{ kind: "state", title: `part. ${p}`, key: `rôle commandes-${p}` },
      states: [
        { id: "leader", title: "dirige", tone: "good" },
        { id: "alone", title: "dirige, seul à jour", tone: "warn" },
        { id: "follower", title: "copie", tone: "calm" },
      ],
    },
    {
      ...{ kind: "strip", title: `journal ${p}` },
      ...{ key: `commandes-${p}`, store: `journal-${broker}` },
    },
  ]);

const broker = (id: string, title: string, row: number): PieceNode => ({
  ...{ id, title, named: `le ${title.toLowerCase()}`, place: "broker", column: 1, row },
  onPhone: { column: 1, row },
  readings: readingsOf(id),
});

const word = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-journal-partitionne",
  title: "Journal partitionné",
  summary:
    "Trois courtiers copient les mêmes journaux ; ce que vaut « écrit » dépend de qui l’avait copié avant la réponse.",
  family: "courtiers",
  patterns: ["journal partitionné", "réplication", "accusés de réception", "idempotence"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "Kafka 3.9 (KRaft), client Java ; kafkajs 2.2.4 pour le choix de la partition",
    judgedBy:
      "20 000 clés placées par kafkajs, 400 vies de journaux contre des journaux naïfs, 1 000 vies de copies : 0 différence",
    models: [
      "La clé est hachée (murmur2) : les commandes d’un client vont dans une partition, et n’ont d’ordre que là.",
      "acks=all attend toutes les copies à jour du moment ; min.insync.replicas dit combien il en faut, et n’agit qu’avec acks=all.",
      "Une copie qui n’a pas rattrapé son dirigeant assez vite quitte la liste ; elle y revient une fois à jour.",
      "Un dirigeant est élu parmi les copies à jour ; une élection de quiconque coupe ce que l’élu n’avait pas.",
      "Un producteur idempotent numérote ses envois : le courtier reconnaît les cinq derniers.",
    ],
    simplifies: [
      "Un contrôleur unique tient lieu du quorum KRaft : s’il tombe, personne n’est élu.",
      "Un envoi porte une seule commande ; le réseau simulé n’a pas de connexions, donc pas de fermeture qui avertit.",
      "Un arrêt est celui du processus : ce qui était écrit survit dans le cache du système.",
      "Les copies attendent des nouvelles deux secondes au lieu d’une demie, pour un journal d’événements plus court.",
    ],
    leavesOut: [
      "La lecture depuis une copie (KIP-392), le stockage étagé, les quotas.",
      "Les copies éligibles hors liste (KIP-966) de Kafka 4.",
    ],
    rules: ["KAF-1", "KAF-2", "KAF-5", "KAF-6"],
  },
  variants: [
    {
      ...{ id: "tous", title: "acks=all" },
      summary: "La réponse part quand toutes les copies à jour ont la commande.",
      file: "shop.services.ts",
    },
    {
      ...{ id: "un", title: "acks=1" },
      summary: "La réponse part dès que le dirigeant a écrit.",
      file: "shop.services.ts",
    },
    {
      ...{ id: "aucun", title: "acks=0" },
      summary: "La boutique n’attend aucune réponse.",
      file: "shop.services.ts",
    },
  ],
  parameters: [
    requests(60, "commandes", "Commandes"),
    interval(ms(200)),
    count({
      ...{ id: "minimum", title: "Copies à jour exigées", unit: "copies" },
      help: "Avec acks=all, en dessous de ce nombre le courtier refuse d’écrire (min.insync.replicas).",
      ...{ default: 2, min: 1, max: 3 },
    }),
    choice({
      ...{ id: "election", title: "Peut diriger" },
      help: "Qui peut être élu quand plus aucune copie à jour ne vit (unclean.leader.election.enable).",
      options: [
        ["a-jour", "une copie à jour"],
        ["quiconque", "n’importe quelle copie"],
      ],
    }),
    choice({
      ...{ id: "numeros", title: "Numéros de série" },
      help: "Le producteur numérote ses envois (enable.idempotence ; seulement avec acks=all).",
      options: [
        ["oui", "oui"],
        ["non", "non"],
      ],
    }),
    duration({
      ...{ id: "retard", title: "Retard toléré d’une copie" },
      help: "Au-delà, la copie quitte la liste des copies à jour (replica.lag.time.max.ms ; Kafka : 30 s).",
      ...{ default: seconds(5), min: seconds(3), max: seconds(60) },
    }),
    duration({
      ...{ id: "silence", title: "Silence toléré d’un courtier" },
      help: "Au-delà, le contrôleur le tient pour mort (broker.session.timeout.ms ; Kafka : 9 s).",
      ...{ default: seconds(6), min: seconds(3), max: seconds(60) },
    }),
  ],
  nodes: [
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "client" },
      ...{ column: 0, row: 0, rows: 3, onPhone: { column: 0, row: 0 } },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    broker("courtier-1", "Courtier 1", 0),
    broker("courtier-2", "Courtier 2", 1),
    broker("courtier-3", "Courtier 3", 2),
    {
      ...{ id: "controleur", title: "Contrôleur", named: "le contrôleur", place: "service" },
      ...{ column: 2, row: 0, onPhone: { column: 0, row: 1 } },
      readings: [{ kind: "gauge", title: "décisions", key: "décision", max: null }],
    },
    {
      ...{ id: "entrepot", title: "Entrepôt", named: "l’entrepôt", place: "service" },
      ...{ column: 2, row: 1, rows: 2, onPhone: { column: 0, row: 2 } },
      readings: [{ kind: "records", store: "lues", fields: ["client", "place"], limit: 6 }],
    },
  ],
  links: [
    ...["boutique|courtier-1", "boutique|courtier-2", "boutique|courtier-3"],
    ...["courtier-1|courtier-2", "courtier-2|courtier-3", "courtier-1|courtier-3"],
    ...["courtier-1|controleur", "courtier-2|controleur", "courtier-3|controleur"],
    ...["courtier-1|entrepot", "courtier-2|entrepot", "courtier-3|entrepot"],
  ],
  stores: [
    {
      ...{ id: "lues", title: "Commandes lues", node: "entrepot", recordNamed: "la commande" },
      fields: [
        { name: "client", type: "text", title: "client" },
        { name: "place", type: "text", title: "place" },
      ],
    },
  ],
  operations: [
    word("produire", "écrire", "écrit", "écriture d’une commande"),
    word("lire", "lire", "commandes", "lecture d’un journal"),
    word("copier", "copier", "suite", "copie d’un journal"),
    word("qui-dirige", "qui dirige ?", "dirigeants", "recherche du dirigeant"),
    word("annoncer", "décision", "entendue", "annonce du contrôleur"),
    word("battement-courtier", "je vis", "décisions", "battement d’un courtier"),
    word("changer-copies-a-jour", "copies à jour", "d’accord", "changement des copies à jour"),
    word("ouvrir-session", "numéro", "numéro", "ouverture d’une série"),
    word("rejoindre", "rejoindre", "membre", "entrée dans le groupe"),
    word("partager", "partage", "part", "partage des partitions"),
    word("battement", "je lis", "bien", "battement d’un lecteur"),
    word("valider", "position", "notée", "validation d’une position"),
    word("positions", "où en suis-je ?", "positions", "lecture des positions"),
  ],
  handlers: [
    { name: "placeOrders", title: "Boutique : les commandes", file: "shop.services.ts" },
    { name: "placeOrder", title: "Boutique : une commande", file: "shop.services.ts" },
    { name: "readOrders", title: "Entrepôt : lire", file: "warehouse.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(60),
});
