/** « Chaîne de hachage »: a till seals its journal, somebody forges it, somebody checks. */
import { minutes, ms, seconds } from "../../../simulator/base/time.ts";
import { choice, duration, interval, pieceCard, requests } from "../piece-card.ts";

export const card = pieceCard({
  id: "piece-chaine",
  title: "Chaîne de hachage",
  summary:
    "Un journal de caisse où chaque ligne porte l’empreinte de la précédente : une ligne modifiée se voit, une fin coupée ne se voit pas.",
  family: "coordination",
  patterns: ["chaîne de hachage", "ancrage", "journal de caisse"],
  subjectTitle: "Ticket",
  fidelity: {
    follows: "journaux de caisse (BOI-TVA-DECLA-30-10-30), en leçon et non en certificat",
    judgedBy:
      "chaque sceau recalculé par la cryptographie de la plateforme, et toutes les retouches d’un journal essayées une à une",
    models: [
      "Chaque ligne est scellée sur la précédente ; une correction est une ligne de plus.",
      "Une clôture additionne sa période et répète le total perpétuel.",
      "Une fin coupée, ou un journal entier scellé à nouveau, ne se voit que contre une ancre tenue ailleurs.",
    ],
    simplifies: [
      "Le sceau est une empreinte SHA-256 sans signature : qui tient la caisse peut tout sceller à nouveau.",
    ],
    leavesOut: [
      "La signature et la garde des clés, l’archivage de six ans, la remise des preuves : ceci n’atteste d’aucune conformité.",
    ],
    rules: ["NFC-1", "NFC-2"],
  },
  variants: [
    {
      id: "avec-ancre",
      title: "avec une ancre",
      summary: "Le contrôleur note à chaque passage le dernier sceau qu’il a vu.",
      file: "till.services.ts",
    },
    {
      id: "sans-ancre",
      title: "sans ancre",
      summary: "Le contrôleur recalcule la chaîne, et ne retient rien.",
      file: "till.services.ts",
    },
  ],
  parameters: [
    requests(60, "tickets", "Tickets"),
    interval(ms(500)),
    duration({
      id: "controle",
      title: "Entre deux contrôles",
      help: "Le contrôleur demande le journal à ce rythme.",
      default: seconds(5),
      min: seconds(1),
      max: minutes(10),
    }),
    choice({
      id: "fraude",
      title: "Retouche",
      help: "Ce que quelqu’un fait au journal, après le premier contrôle.",
      options: [
        ["aucune", "aucune"],
        ["montant", "changer un montant au milieu"],
        ["ligne", "ôter une ligne au milieu"],
        ["fin", "couper la fin"],
        ["tout", "changer un montant et tout sceller à nouveau"],
      ],
    }),
  ],
  nodes: [
    {
      ...{ id: "caisse", title: "Caisse", named: "la caisse", place: "register" },
      ...{ column: 0, row: 0, rows: 2 },
      readings: [
        { kind: "strip", title: "dernières lignes", key: "lignes", store: "journal" },
        {
          kind: "gauge",
          title: "total perpétuel, en centimes",
          key: "total",
          store: "journal",
          max: null,
        },
      ],
    },
    {
      ...{ id: "fraudeur", title: "Quelqu’un", named: "quelqu’un", place: "external" },
      ...{ column: 1, row: 0 },
      readings: [],
    },
    {
      ...{ id: "controleur", title: "Contrôleur", named: "le contrôleur", place: "service" },
      ...{ column: 1, row: 1 },
      readings: [
        {
          ...{ kind: "state", title: "verdict", key: "verdict" },
          states: [
            { id: "intact", title: "intact", tone: "good" },
            { id: "broken", title: "chaîne rompue", tone: "bad" },
            { id: "not-anchored", title: "ancre introuvable", tone: "bad" },
          ],
        },
        { kind: "gauge", title: "lignes vérifiées", key: "verifiees", max: null },
      ],
    },
  ],
  links: ["fraudeur|caisse", "controleur|caisse"],
  operations: [
    {
      ...{ id: "journal", request: "journal", reply: "lignes", isCompensation: false },
      sentence: "demande du journal",
    },
    {
      ...{ id: "retoucher", request: "retoucher", reply: "fait", isCompensation: false },
      sentence: "retouche du journal",
    },
  ],
  handlers: [
    { name: "sellAllDay", title: "Caisse : vendre", file: "till.services.ts" },
    { name: "giveJournal", title: "Caisse : donner le journal", file: "till.services.ts" },
    { name: "forge", title: "Caisse : journal retouché", file: "till.services.ts" },
    { name: "tamper", title: "Quelqu’un : retoucher", file: "till.services.ts" },
    { name: "inspect", title: "Contrôleur : vérifier", file: "till.services.ts" },
  ],
  claims: [
    {
      ...{ id: "retouche-vue", kind: "eventually", title: "Toute retouche est vue" },
      sentence: "Une retouche du journal est vue au contrôle suivant.",
      expected: "vue",
    },
    {
      ...{ id: "honnete-tranquille", kind: "never", title: "L’honnête n’est jamais accusé" },
      sentence: "Un journal que personne n’a retouché est trouvé intact.",
      expected: "0 fausse alerte",
    },
  ],
  incidents: [
    {
      ...{ id: "montant-change", title: "Un montant changé au milieu" },
      text: "Le sceau de la ligne ne correspond plus : la chaîne seule suffit.",
      ...{ variant: "sans-ancre", parameters: { fraude: "montant" }, faults: [], breaks: [] },
    },
    {
      ...{ id: "fin-coupee", title: "La fin coupée, sans ancre" },
      text: "Ce qui reste est une chaîne entière, plus courte : rien ne le dit.",
      ...{ variant: "sans-ancre", parameters: { fraude: "fin" }, faults: [] },
      breaks: ["retouche-vue"],
    },
    {
      ...{ id: "tout-rescelle", title: "Tout scellé à nouveau, sans ancre" },
      text: "Qui tient la caisse peut refaire tous les sceaux : la chaîne est belle, et fausse.",
      ...{ variant: "sans-ancre", parameters: { fraude: "tout" }, faults: [] },
      breaks: ["retouche-vue"],
    },
    {
      ...{ id: "fin-coupee-ancree", title: "La fin coupée, avec une ancre" },
      text: "Le sceau noté au contrôle précédent n’est plus dans le journal.",
      ...{ variant: "avec-ancre", parameters: { fraude: "fin" }, faults: [], breaks: [] },
    },
  ],
  horizonUs: seconds(60),
});
