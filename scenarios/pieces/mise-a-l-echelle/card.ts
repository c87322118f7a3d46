/** « Mise à l’échelle »: instances that come when there is too much work, in their own time, and leave again. */
import { ms, seconds } from "../../../simulator/base/time.ts";
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

export const INSTANCES = ["i1", "i2", "i3", "i4", "i5"] as const;

/** Requests that one instance works on at once. */
export const WORKERS = 2;

/** Around the head of the cluster, so that every link is short. */
const PLACES = [
  [2, 1],
  [2, 0],
  [2, 2],
  [1, 0],
  [1, 2],
] as const;

const instance = (id: string, i: number): PieceNode => ({
  ...{ id, title: `Instance ${i + 1}`, named: `l’instance ${i + 1}`, place: "service" },
  ...{ column: PLACES[i]?.[0] ?? 2, row: PLACES[i]?.[1] ?? 0 },
  readings: [
    {
      ...{ kind: "state", title: "état", key: "instance/etat" },
      states: [
        { id: "prete", title: "prête", tone: "good" },
        { id: "demarre", title: "démarre", tone: "warn" },
        { id: "arretee", title: "en réserve", tone: "calm" },
      ],
    },
    { kind: "gauge", title: "occupée à (%)", key: "instance/occupation", max: 100 },
    { kind: "gauge", title: "en attente", key: "cloison/ouvriers/en-attente", max: null },
  ],
});

export const card = pieceCard({
  id: "piece-mise-a-l-echelle",
  title: "Mise à l’échelle",
  summary:
    "Plus d’instances quand elles sont trop occupées, moins quand elles s’ennuient. Mais la vague passe avant que le renfort arrive, et sans patience leur nombre oscille.",
  family: "resilience",
  patterns: ["mise à l’échelle automatique", "fenêtre de stabilisation"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "Kubernetes 1.32, HorizontalPodAutoscaler sans « behavior »",
    judgedBy:
      "5 000 groupes d’instances à travers le modèle et une seconde lecture de la documentation, et les exemples qu’elle donne : 0 différence ; pas de grappe Kubernetes réelle",
    models: [
      "Occupation moyenne des instances prêtes, divisée par la cible, fois leur nombre, arrondi au-dessus.",
      "À un dixième près de la cible, rien ne change ; qui démarre ou se tait retient le changement.",
      "La plus haute recommandation de la fenêtre de stabilisation l’emporte : on grandit aussitôt, on rétrécit tard.",
      "D’un coup, au plus le double, ou quatre.",
      "Une instance demandée démarre, puis répond à la sonde, puis reçoit des demandes.",
    ],
    simplifies: [
      "Le temps est quinze fois plus court : une ronde par seconde au lieu de quinze, vingt secondes de patience au lieu de cinq minutes.",
      "Les instances sont des nœuds déclarés d’avance, allumés et éteints ; une instance éteinte finit ce qu’elle a.",
      "L’occupation est lue au moment de la ronde, sans le retard du serveur de mesures.",
    ],
    leavesOut: [
      "Plusieurs mesures à la fois, les politiques de « behavior », la mise à l’échelle jusqu’à zéro.",
      "Le placement sur des machines, et les machines elles-mêmes (Cluster Autoscaler).",
    ],
    rules: ["ASC-1", "ASC-2", "ASC-3", "ASC-4", "ASC-5", "ASC-6", "ASC-7"],
  },
  variants: [
    {
      id: "stabilisee",
      title: "avec stabilisation",
      summary: "Une haute recommandation tient vingt secondes.",
      file: "cluster.services.ts",
    },
    {
      id: "sans-stabilisation",
      title: "sans stabilisation",
      summary: "Chaque ronde décide d’après la dernière mesure seule.",
      file: "cluster.services.ts",
    },
  ],
  parameters: [
    requests(200, "demandes"),
    interval(ms(200)),
    choice({
      id: "arrivees",
      title: "Arrivées",
      help: "Toujours la même affluence ; ou six fois plus pendant trois secondes ; ou six fois plus dès lors.",
      options: [
        ["egales", "égales"],
        ["vague", "une vague"],
        ["maree", "une marée"],
      ],
    }),
    count({
      id: "minimum",
      title: "Instances au moins",
      help: "Toujours allumées (minReplicas).",
      unit: "instances",
      default: 2,
      min: 1,
      max: INSTANCES.length,
    }),
    count({
      id: "maximum",
      title: "Instances au plus",
      help: "Jamais plus (maxReplicas).",
      unit: "instances",
      default: INSTANCES.length,
      min: 1,
      max: INSTANCES.length,
    }),
    count({
      id: "cible",
      title: "Occupation visée",
      help: "Part du temps qu’une instance devrait passer à travailler.",
      unit: "%",
      default: 50,
      min: 1,
      max: 100,
    }),
    duration({
      id: "demarrage",
      title: "Démarrage",
      help: "Temps entre l’ordre d’allumer une instance et sa première bonne sonde.",
      default: seconds(3),
      max: seconds(600),
    }),
    duration({
      id: "stabilisation",
      title: "Stabilisation",
      help: "Temps pendant lequel une haute recommandation tient ; cinq minutes dans Kubernetes.",
      default: seconds(20),
      max: seconds(3_600),
    }),
    duration({
      id: "ronde",
      title: "Ronde",
      help: "Temps entre deux mesures ; quinze secondes dans Kubernetes.",
      default: seconds(1),
      min: ms(100),
      max: seconds(600),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 1 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "amas", title: "Grappe", named: "la tête de la grappe", place: "orchestrator" },
      ...{ column: 1, row: 1 },
      readings: [
        { kind: "gauge", title: "voulu", key: "autoscaler/voulues", max: 5 },
        { kind: "pairs", title: "en cours", key: "repartiteur/calcul/en-cours" },
      ],
    },
    ...INSTANCES.map(instance),
  ],
  links: ["clients|amas", ...INSTANCES.map((id) => `amas|${id}`)],
  operations: [
    {
      ...{ id: "demander", request: "calcul ?", reply: "calcul", isCompensation: false },
      sentence: "demande de calcul",
    },
    {
      ...{ id: "calcul", request: "calcul ?", reply: "calcul", isCompensation: false },
      sentence: "demande de calcul à une instance",
    },
    {
      ...{ id: "sante", request: "prête ?", reply: "prête", isCompensation: false },
      sentence: "sonde d’une instance",
    },
    {
      ...{ id: "mesure", request: "occupée ?", reply: "mesure", isCompensation: false },
      sentence: "mesure d’une instance",
    },
    {
      ...{ id: "demarrer", request: "démarrer", reply: "bien", isCompensation: false },
      sentence: "ordre de démarrer",
    },
    {
      ...{ id: "arreter", request: "arrêter", reply: "bien", isCompensation: false },
      sentence: "ordre d’arrêter",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : demander", file: "cluster.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "cluster.services.ts" },
    { name: "forward", title: "Grappe : transmettre", file: "cluster.services.ts" },
    { name: "compute", title: "Instance : calculer", file: "cluster.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(45),
});
