/** « Cloison »: one slow dependency behind a gateway, with and without walls between the calls. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import { choice, count, duration, interval, pieceCard, requests } from "../piece-card.ts";

const places: readonly NodeReading[] = [
  { kind: "gauge", title: "rapports en cours", key: "cloison/rapports/en-cours", max: 3 },
  { kind: "gauge", title: "en attente", key: "cloison/rapports/en-attente", max: null },
];

export const card = pieceCard({
  id: "piece-cloison",
  title: "Cloison",
  summary:
    "Un service lent occupe tous les ouvriers de la passerelle, et le catalogue, qui va bien, ne répond plus ; une cloison borne ce que le lent peut prendre.",
  family: "resilience",
  patterns: ["cloison", "file bornée"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "p-limit 7.3.1, et la file bornée qu’il n’a pas",
    judgedBy: "2 000 suites d’appels aléatoires à travers p-limit et le modèle : 0 différence",
    models: [
      "La file est servie dans l’ordre d’arrivée ; sans borne, elle grandit tant que l’on demande.",
      "Une place est rendue quand le travail finit, bien ou mal.",
      "Vider la file oublie ceux qui attendent ; baisser la limite n’arrête personne.",
    ],
    simplifies: [
      "Le travail commence au même instant que son admission, après ce qui était déjà en cours.",
    ],
    leavesOut: ["Le signal d’annulation de l’appelant."],
    rules: ["PLM-1", "PLM-2", "PLM-3", "PLM-4", "PLM-5", "PLM-6"],
  },
  variants: [
    {
      id: "bornee",
      title: "cloison à file bornée",
      summary: "Trois rapports à la fois, deux en attente, les autres refusés aussitôt.",
      file: "gateway.services.ts",
    },
    {
      id: "sans-borne",
      title: "cloison à file sans borne",
      summary: "Trois rapports à la fois ; qui attend garde un ouvrier de la passerelle.",
      file: "gateway.services.ts",
    },
    {
      id: "sans-cloison",
      title: "sans cloison",
      summary: "Chaque demande de rapport part aussitôt.",
      file: "gateway.services.ts",
    },
  ],
  parameters: [
    requests(120, "demandes"),
    interval(ms(50)),
    count({
      id: "file",
      title: "Places en attente",
      help: "Longueur de la file de la cloison bornée.",
      unit: "demandes",
      default: 2,
      max: 1_000,
    }),
    duration({
      id: "rapport",
      title: "Durée d’un rapport",
      help: "Temps de travail du service Rapports.",
      default: ms(120),
      min: ms(1),
      max: seconds(10),
    }),
    choice({
      id: "melange",
      title: "Part des rapports",
      help: "Une demande sur deux, ou une sur quatre, veut un rapport.",
      options: [
        ["moitie", "une sur deux"],
        ["quart", "une sur quatre"],
      ],
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0, rows: 2 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "passerelle", title: "Passerelle", named: "la passerelle", place: "gateway" },
      ...{ column: 1, row: 0, rows: 2, workerCount: 8, queueLimit: 1_000 },
      readings: [{ kind: "workers" }, { kind: "queue" }, ...places],
    },
    {
      ...{ id: "rapports", title: "Rapports", named: "le service Rapports", place: "service" },
      ...{ column: 2, row: 0 },
      readings: [{ kind: "workers" }],
    },
    {
      ...{ id: "catalogue", title: "Catalogue", named: "le catalogue", place: "service" },
      ...{ column: 2, row: 1 },
      readings: [{ kind: "workers" }],
    },
  ],
  links: ["clients|passerelle", "passerelle|rapports", "passerelle|catalogue"],
  operations: [
    {
      ...{ id: "voir", request: "voir", reply: "page", isCompensation: false },
      sentence: "demande de page du catalogue",
    },
    {
      ...{ id: "rapport", request: "rapport", reply: "rapport", isCompensation: false },
      sentence: "demande de rapport",
    },
    {
      ...{ id: "lire", request: "lire", reply: "articles", isCompensation: false },
      sentence: "lecture du catalogue",
    },
    {
      ...{ id: "calculer", request: "calculer", reply: "calculé", isCompensation: false },
      sentence: "calcul d’un rapport",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : demander", file: "gateway.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "gateway.services.ts" },
    { name: "showPage", title: "Passerelle : une page", file: "gateway.services.ts" },
    { name: "showReport", title: "Passerelle : un rapport", file: "gateway.services.ts" },
    { name: "readArticles", title: "Catalogue : lire", file: "gateway.services.ts" },
    { name: "computeReport", title: "Rapports : calculer", file: "gateway.services.ts" },
  ],
  claims: [
    {
      ...{ id: "catalogue-repond", kind: "eventually", title: "Le catalogue répond" },
      sentence: "Une demande de page du catalogue reçoit sa réponse en moins de 500 ms.",
      expected: "< 500 ms",
    },
    {
      ...{ id: "file-bornee", kind: "always", title: "La file reste courte" },
      sentence: "Jamais plus de deux demandes n’attendent à la cloison.",
      expected: "≤ 2",
    },
  ],
  incidents: [
    {
      ...{ id: "rapports-lents", title: "Rapports dix fois plus lents, sans cloison" },
      text: "Le service Rapports ralentit ; ses appels gardent un à un tous les ouvriers de la passerelle.",
      ...{ variant: "sans-cloison", faults: ["slow:rapports=1000@1s"] },
      breaks: ["catalogue-repond"],
    },
    {
      ...{ id: "file-sans-borne", title: "La même lenteur, file sans borne" },
      text: "Trois rapports seulement sont en cours, mais ceux qui attendent gardent un ouvrier.",
      ...{ variant: "sans-borne", faults: ["slow:rapports=1000@1s"] },
      breaks: ["catalogue-repond", "file-bornee"],
    },
    {
      ...{ id: "file-bornee", title: "La même lenteur, file bornée" },
      text: "Trois rapports en cours, deux en attente, les autres refusés : le catalogue ne s’en aperçoit pas.",
      ...{ variant: "bornee", faults: ["slow:rapports=1000@1s"] },
      breaks: [],
    },
  ],
  horizonUs: seconds(30),
});
