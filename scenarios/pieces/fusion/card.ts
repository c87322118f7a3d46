/** « Données qui fusionnent »: two shops share a stock and a list of offers, cut from each other. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import { duration, interval, pieceCard, requests } from "../piece-card.ts";

const shared: readonly NodeReading[] = [
  { kind: "gauge", title: "vendus", key: "vendus", max: null },
  { kind: "pairs", title: "par boutique", key: "detail" },
  { kind: "strip", title: "offres", key: "offres" },
];

const shop = (id: string, title: string, column: number) => ({
  ...{ id, title, named: `la boutique ${title}`, place: "register" as const },
  ...{ column, row: 0, readings: shared },
});

export const card = pieceCard({
  id: "piece-fusion",
  title: "Données qui fusionnent",
  summary:
    "Deux boutiques vendent sans se parler. Au retour du lien, la dernière écriture efface l’autre ; des données faites pour fusionner gardent les deux.",
  family: "coordination",
  patterns: ["CRDT", "compteur", "ensemble où l’ajout gagne"],
  subjectTitle: "Vente",
  fidelity: {
    follows:
      "Shapiro et al. 2011 : compteur PN, ensemble à ajouts nommés, registre de la dernière écriture",
    judgedBy:
      "500 suites d’opérations aléatoires à travers Yjs 13.6.33 et le modèle : 0 différence ; lois vérifiées au hasard",
    models: [
      "Fusionner est commutatif, associatif et idempotent : l’ordre et les répétitions ne changent rien.",
      "Le compteur compte par réplique ; l’ajout que le retrait n’a pas vu lui survit.",
      "Le registre garde la plus récente de deux écritures concurrentes, et perd l’autre sans le dire.",
    ],
    simplifies: ["Chaque échange envoie l’état entier, non les seules différences."],
    leavesOut: ["Le ramassage des retraits anciens : leurs noms restent pour toujours."],
    rules: ["CRD-1", "CRD-2", "CRD-3", "CRD-4", "CRD-5"],
  },
  variants: [
    {
      id: "fusion",
      title: "données qui fusionnent",
      summary: "Un compteur par boutique et un ensemble où l’ajout gagne.",
      file: "shops.services.ts",
    },
    {
      id: "derniere-ecriture",
      title: "la dernière écriture gagne",
      summary: "Le total est une seule valeur datée : la plus récente efface l’autre.",
      file: "shops.services.ts",
    },
  ],
  parameters: [
    requests(60, "ventes", "Ventes"),
    interval(ms(200)),
    duration({
      id: "echange",
      title: "Entre deux échanges",
      help: "Chaque boutique envoie son état à l’autre à ce rythme.",
      default: ms(400),
      min: ms(50),
      max: seconds(60),
    }),
  ],
  nodes: [shop("nord", "Nord", 0), shop("sud", "Sud", 1)],
  links: ["nord|sud"],
  operations: [
    {
      ...{ id: "echanger", request: "état", reply: "reçu", isCompensation: false },
      sentence: "envoi de son état à l’autre boutique",
    },
  ],
  handlers: [
    { name: "sell", title: "Boutique : vendre", file: "shops.services.ts" },
    { name: "exchange", title: "Boutique : envoyer son état", file: "shops.services.ts" },
    { name: "learn", title: "Boutique : fusionner", file: "shops.services.ts" },
  ],
  claims: [
    {
      ...{ id: "aucune-vente-perdue", kind: "always", title: "Aucune vente perdue" },
      sentence: "Une boutique ne compte jamais moins de ventes qu’elle n’en a faites.",
      expected: "0 vente perdue",
    },
    {
      ...{ id: "fin-egale", kind: "eventually", title: "Les boutiques finissent d’accord" },
      sentence:
        "Dix secondes après la dernière vente, les deux boutiques ont le même total et les mêmes offres.",
      expected: "même état",
    },
  ],
  incidents: [
    {
      ...{ id: "coupure-fusion", title: "Lien coupé 5 s, données qui fusionnent" },
      text: "Chacun vend de son côté ; au retour du lien, tout s’additionne.",
      ...{ variant: "fusion", faults: ["partition:nord|sud@2s+5s"], breaks: [] },
    },
    {
      ...{ id: "coupure-derniere", title: "Lien coupé 5 s, la dernière écriture gagne" },
      text: "Au retour du lien, le total le plus récent efface les ventes de l’autre boutique.",
      ...{ variant: "derniere-ecriture", faults: ["partition:nord|sud@2s+5s"] },
      breaks: ["aucune-vente-perdue"],
    },
    {
      ...{ id: "repetitions", title: "Chaque échange arrive deux fois" },
      text: "Fusionner deux fois le même état n’additionne rien deux fois.",
      ...{ variant: "fusion", faults: ["duplicate:nord|sud=100@0s+20s"], breaks: [] },
    },
  ],
  horizonUs: seconds(40),
});
