/** « Bascule »: a new version gets its traffic bit by bit, and loses it when it fails. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import { count, duration, interval, pieceCard, requests } from "../piece-card.ts";

/** How long a failing version may keep its traffic once a check has seen it. */
export const WITHDRAWN_WITHIN_US = seconds(3);

const shift: readonly NodeReading[] = [
  {
    ...{ kind: "state", title: "v2", key: "bascule/boutique/etat" },
    states: [
      { id: "en-cours", title: "à l’essai", tone: "warn" },
      { id: "adoptee", title: "adoptée", tone: "good" },
      { id: "retiree", title: "retirée", tone: "bad" },
    ],
  },
  { kind: "gauge", title: "part de v2, ‰", key: "bascule/boutique/part", max: 1_000 },
  {
    ...{ kind: "bars", title: "contrôles", key: "bascule/boutique/controles" },
    series: [
      { title: "succès", tone: "good" },
      { title: "échecs", tone: "bad" },
    ],
  },
];

export const card = pieceCard({
  id: "piece-bascule",
  title: "Bascule",
  summary:
    "La version 2 reçoit un dixième des usagers, puis deux, puis tous : si elle échoue, tous reviennent à la version 1.",
  family: "passerelle",
  patterns: ["bascule progressive", "déploiement canari", "retour arrière"],
  subjectTitle: "Demande",
  fidelity: {
    follows:
      "nginx 1.22.1 (split_clients) pour le choix, Flagger (code source) pour l’avance et le retour",
    judgedBy:
      "310 usagers envoyés par nginx lui-même dans huit réglages : 0 différence ; 2 000 déploiements contrôle par contrôle",
    models: [
      "Le nom de l’usager est haché (murmur2) : tant que la part ne bouge pas, il reste où il est.",
      "Quand la part de la version 2 grandit, seuls changent de version les usagers de la part ajoutée.",
      "Un contrôle raté arrête l’avance ; les contrôles ratés s’additionnent sur tout le déploiement.",
      "Le retour a lieu au contrôle qui suit le dernier contrôle toléré, pas avant.",
    ],
    simplifies: [
      "Un contrôle compte les réponses depuis le contrôle précédent ; Flagger interroge Prometheus sur une fenêtre.",
      "Une part de 0 est permise : dans nginx elle s’écrit en ôtant la ligne.",
    ],
    leavesOut: [
      "Le trafic dupliqué vers la nouvelle version, les essais par en-tête, les portes manuelles de Flagger.",
    ],
    rules: Array.from({ length: 8 }, (_, i) => `SHF-${i + 1}`),
  },
  variants: [
    {
      id: "par-usager",
      title: "choix par usager",
      summary: "Le hachage du nom choisit : chacun garde sa version.",
      file: "shop.services.ts",
    },
    {
      id: "par-demande",
      title: "choix à chaque demande",
      summary: "Un tirage par demande : les parts sont justes, personne ne garde sa version.",
      file: "shop.services.ts",
    },
  ],
  parameters: [
    requests(300, "demandes"),
    interval(ms(25)),
    count({
      id: "usagers",
      title: "Usagers",
      help: "Combien de personnes différentes se partagent les demandes.",
      unit: "usagers",
      default: 40,
      min: 1,
      max: 100_000,
    }),
    duration({
      id: "controle",
      title: "Entre deux contrôles",
      help: "Après chaque contrôle réussi, la part grandit d’un pas.",
      default: seconds(1),
      min: ms(10),
      max: seconds(60),
    }),
    count({
      id: "pas",
      title: "Pas",
      help: "Part ajoutée à chaque contrôle réussi, en pour mille.",
      unit: "‰",
      default: 100,
      min: 1,
      max: 500,
    }),
    count({
      id: "rates",
      title: "Contrôles ratés tolérés",
      help: "Après autant de contrôles ratés, la version 2 est retirée au contrôle suivant.",
      unit: "contrôles",
      default: 2,
      min: 1,
      max: 100,
    }),
    count({
      id: "volume",
      title: "Volume minimal",
      help: "Avec moins de réponses entre deux contrôles, on attend sans conclure.",
      unit: "réponses",
      default: 3,
      min: 1,
      max: 100_000,
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0, rows: 2 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "bascule", title: "Bascule", named: "la bascule", place: "gateway" },
      ...{ column: 1, row: 0, rows: 2, readings: shift },
    },
    {
      ...{ id: "v1", title: "Version 1", named: "la version 1", place: "service" },
      ...{ column: 2, row: 0, readings: [{ kind: "workers" }] },
    },
    {
      ...{ id: "v2", title: "Version 2", named: "la version 2", place: "service" },
      ...{ column: 2, row: 1, readings: [{ kind: "workers" }] },
    },
  ],
  links: ["clients|bascule", "bascule|v1", "bascule|v2"],
  operations: [
    {
      ...{ id: "voir", request: "voir", reply: "page", isCompensation: false },
      sentence: "demande de page",
    },
    {
      ...{ id: "servir", request: "servir", reply: "servi", isCompensation: false },
      sentence: "demande transmise à une version",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : venir", file: "shop.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "shop.services.ts" },
    { name: "passOn", title: "Bascule : choisir et transmettre", file: "shop.services.ts" },
    { name: "watchChecks", title: "Bascule : contrôler", file: "shop.services.ts" },
    { name: "serve", title: "Version : servir", file: "shop.services.ts" },
  ],
  claims: [
    {
      ...{ id: "meme-version", kind: "never", title: "Personne ne revient en arrière" },
      sentence:
        "Tant que la version 2 n’est pas retirée, qui l’a vue ne retrouve jamais la version 1.",
      expected: "0",
    },
    {
      ...{ id: "retrait-rapide", kind: "eventually", title: "Une version qui échoue est retirée" },
      sentence:
        "Quand un contrôle voit la version 2 échouer plus d’une fois sur deux, elle est retirée en moins de trois secondes.",
      expected: "< 3 s",
    },
  ],
  incidents: [
    {
      ...{ id: "version-refuse", title: "La version 2 refuse tout" },
      text: "À mi-chemin, la version 2 tombe en panne : deux contrôles ratés, et tout le monde revient à la version 1.",
      ...{ faults: ["refuse:v2@3500ms+30s"], breaks: [] },
    },
    {
      ...{ id: "version-lente", title: "La version 2 devient lente" },
      text: "Elle répond, mais après le délai de la bascule : une réponse trop tardive est un échec.",
      ...{ faults: ["slow:v2=5000@3500ms+30s"], breaks: [] },
    },
    {
      ...{ id: "volume-trop-grand", title: "On attend un volume qui ne vient pas" },
      text: "Il faudrait 200 réponses par contrôle : la version 2 échoue sous les yeux de tous, et personne ne conclut.",
      parameters: { volume: 200 },
      ...{ faults: ["refuse:v2@3500ms+30s"], breaks: ["retrait-rapide"] },
    },
    {
      ...{ id: "tirage", title: "Un tirage à chaque demande" },
      text: "Sans mémoire de l’usager, la même personne passe d’une version à l’autre d’une page à la suivante.",
      ...{ variant: "par-demande", faults: [], breaks: ["meme-version"] },
    },
  ],
  horizonUs: seconds(12),
});
