/** « Horloges »: three shops write to each other; each letter bears four times at once. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading, StoreCard } from "../../../simulator/vocabulary/card.ts";
import { duration, interval, pieceCard, requests } from "../piece-card.ts";

const clocks: readonly NodeReading[] = [
  { kind: "gauge", title: "Lamport", key: "lamport", max: null },
  { kind: "pairs", title: "vecteur", key: "vecteur" },
  { kind: "pairs", title: "hybride", key: "hybride" },
];

const shop = (letter: string, column: number, row: number) => ({
  ...{ id: letter, title: `Boutique ${letter.toUpperCase()}`, place: "register" as const },
  named: `la boutique ${letter.toUpperCase()}`,
  ...{ column, row, readings: clocks },
});

/** What a shop writes down of each letter that it reads: the promises are judged on it. */
const readings = (letter: string): StoreCard => ({
  ...{ id: `lectures-${letter}`, title: `Lettres lues par ${letter.toUpperCase()}`, node: letter },
  fields: [
    { name: "hybride", type: "text", title: "par l’horloge hybride" },
    { name: "lamportEcrite", type: "integer", title: "Lamport, écrite" },
    { name: "lamportLue", type: "integer", title: "Lamport, lue" },
  ],
  recordNamed: "la lecture",
});

export const card = pieceCard({
  id: "piece-horloges",
  title: "Horloges logiques",
  summary:
    "Les montres de trois boutiques ne s’accordent pas : une lettre y semble parfois lue avant d’être écrite. Trois horloges qui suivent les causes ne s’y trompent pas.",
  family: "coordination",
  patterns: ["horloge de Lamport", "horloge vectorielle", "horloge hybride"],
  subjectTitle: "Lettre",
  fidelity: {
    follows: "Lamport 1978, Fidge et Mattern 1988, Kulkarni et al. 2014",
    judgedBy:
      "300 traces aléatoires : chaque paire d’événements comparée à l’atteignabilité dans la trace",
    models: [
      "Lamport : un effet porte toujours un nombre plus grand que sa cause ; l’inverse est faux.",
      "Vecteur : avant, après ou concurrents, exactement.",
      "Hybride : proche de la montre, jamais en retard sur une cause ; une lettre trop en avance est refusée.",
    ],
    simplifies: ["Les boutiques sont trois et connues d’avance : aucune n’arrive ni ne part."],
    leavesOut: [
      "Les horloges d’intervalle (TrueTime) et les vecteurs à points, plus courts quand les répliques sont nombreuses.",
    ],
    rules: ["CLK-1", "CLK-2", "CLK-3"],
  },
  variants: [
    {
      id: "quatre-heures",
      title: "quatre heures sur chaque lettre",
      summary: "Montre, Lamport, vecteur et hybride voyagent ensemble.",
      file: "shops.services.ts",
    },
  ],
  parameters: [
    requests(60, "lettres", "Lettres"),
    interval(ms(300)),
    duration({
      id: "avance",
      title: "Avance tolérée",
      help: "Une lettre plus en avance que cela sur la montre de qui la reçoit est refusée par l’horloge hybride.",
      default: seconds(5),
      min: ms(1),
      max: seconds(60),
    }),
  ],
  nodes: [shop("a", 0, 0), shop("b", 1, 1), shop("c", 2, 0)],
  stores: ["a", "b", "c"].map(readings),
  links: ["a|b", "b|c", "a|c"],
  operations: [
    {
      ...{ id: "ecrire", request: "lettre", reply: "lue", isCompensation: false },
      sentence: "lettre d’une boutique à une autre",
    },
  ],
  handlers: [
    { name: "correspond", title: "Boutique : écrire", file: "shops.services.ts" },
    { name: "readLetter", title: "Boutique : lire une lettre", file: "shops.services.ts" },
  ],
  claims: [
    {
      ...{ id: "montre", kind: "always", title: "La montre suit les causes" },
      sentence: "À l’heure des montres, une lettre est lue après avoir été écrite.",
      expected: "0 retour en arrière",
    },
    {
      ...{ id: "logiques", kind: "always", title: "Les horloges logiques suivent les causes" },
      sentence: "Pour Lamport, le vecteur et l’hybride, une lettre est lue après avoir été écrite.",
      expected: "0 retour en arrière",
    },
    {
      ...{ id: "acceptees", kind: "always", title: "Aucune lettre refusée" },
      sentence: "Aucune lettre n’est trop en avance pour l’horloge hybride.",
      expected: "0 refus",
    },
  ],
  incidents: [
    {
      ...{ id: "montre-en-retard", title: "La montre de B retarde de 2 s" },
      text: "B lit des lettres avant l’heure où elles furent écrites ; les trois horloges logiques tiennent.",
      faults: ["skew:b=-2s@3s"],
      breaks: ["montre"],
    },
    {
      ...{ id: "montre-folle", title: "La montre de A avance d’une minute" },
      text: "Sans refus, l’horloge hybride de chacun partirait dans le futur ; les lettres de A sont refusées.",
      faults: ["skew:a=60s@3s"],
      breaks: ["montre", "acceptees"],
    },
  ],
  horizonUs: seconds(60),
});
