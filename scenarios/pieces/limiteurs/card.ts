/** « Limiteurs »: the same arrivals in front of three rate limiters that all say « ten a second ». */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { choice, count, duration, interval, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

export const card = pieceCard({
  id: "piece-limiteurs",
  title: "Limiteurs de débit",
  summary:
    "« Dix par seconde » : trois limiteurs le promettent, et laissent passer trois choses différentes quand les demandes arrivent par salves.",
  family: "resilience",
  patterns: ["limitation de débit", "seau à jetons", "fenêtre fixe"],
  subjectTitle: "Demande",
  fidelity: {
    follows:
      "rate-limiter-flexible 11.4 (fenêtre fixe) ; seau à jetons et fenêtre glissante, par définition",
    judgedBy:
      "500 suites de demandes à travers rate-limiter-flexible, la définition de la fenêtre glissante, et GCRA qui doit répondre comme le seau : 0 différence",
    models: [
      "La fenêtre fixe oublie tout à sa fin : autour de la limite entre deux fenêtres, le double passe.",
      "La fenêtre glissante compte la fenêtre en cours et la part de la précédente qui la recouvre encore : une approximation.",
      "Le seau se remplit régulièrement, chaque demande y prend un jeton ; sa réserve passe d’un coup, puis ce qui coule.",
      "Les comptes sont dans la mémoire du nœud : un arrêt les oublie.",
    ],
    simplifies: ["Le limiteur répond en un instant, et ne fait attendre personne."],
    leavesOut: ["Le journal exact des demandes, qui seul tient « dix dans toute seconde »."],
    rules: ["RLM-1", "RLM-2", "RLM-3", "RLM-4", "RLM-10"],
  },
  variants: [
    {
      id: "seau",
      title: "seau à jetons",
      summary: "Dix jetons, qui reviennent un à un ; une demande sans jeton est refusée.",
      file: "gate.services.ts",
    },
    {
      id: "fenetre-fixe",
      title: "fenêtre fixe",
      summary: "Un compte, remis à zéro à chaque seconde de l’horloge.",
      file: "gate.services.ts",
    },
    {
      id: "fenetre-glissante",
      title: "fenêtre glissante",
      summary: "Le compte de la seconde en cours, et une part de celui de la précédente.",
      file: "gate.services.ts",
    },
  ],
  parameters: [
    requests(120, "demandes"),
    interval(ms(250)),
    choice({
      id: "arrivees",
      title: "Arrivées",
      help: "Au hasard ; ou par salves, juste avant et juste après le changement de seconde ; ou une salve, puis un flot.",
      options: [
        ["hasard", "au hasard"],
        ["salves", "deux salves"],
        ["flot", "une salve, puis un flot"],
      ],
    }),
    count({
      id: "limite",
      title: "Limite",
      help: "Demandes acceptées dans une fenêtre.",
      unit: "demandes",
      default: 10,
      min: 1,
      max: 10_000,
    }),
    duration({
      id: "fenetre",
      title: "Fenêtre",
      help: "Longueur de la fenêtre ; le seau se remplit en autant de temps.",
      default: seconds(1),
      min: ms(50),
      max: seconds(60),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "passerelle", title: "Passerelle", named: "la passerelle", place: "gateway" },
      ...{ column: 1, row: 0 },
      readings: [
        { kind: "gauge", title: "reste", key: "limiteur/tarifs/reste", max: 10 },
        {
          ...{ kind: "bars", title: "deux secondes", key: "limiteur/tarifs/tranches" },
          series: [
            { title: "passées", tone: "good" },
            { title: "refusées", tone: "warn" },
          ],
        },
      ],
    },
    {
      ...{ id: "tarifs", title: "Tarifs", named: "le service Tarifs", place: "service" },
      ...{ column: 2, row: 0 },
      readings: [{ kind: "workers" }],
    },
  ],
  links: ["clients|passerelle", "passerelle|tarifs"],
  operations: [
    {
      ...{ id: "demander", request: "prix ?", reply: "prix", isCompensation: false },
      sentence: "demande de prix",
    },
    {
      ...{ id: "lire", request: "lire", reply: "lu", isCompensation: false },
      sentence: "lecture d’un tarif",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : demander", file: "gate.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "gate.services.ts" },
    { name: "passOrRefuse", title: "Passerelle : laisser passer", file: "gate.services.ts" },
    { name: "readPrice", title: "Tarifs : lire", file: "gate.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "salves-fenetre-fixe", title: "Deux salves, fenêtre fixe" },
      text: "Vingt demandes juste avant la seconde, vingt juste après : dix passent de chaque côté, vingt en un dixième de seconde.",
      ...{ variant: "fenetre-fixe", parameters: { arrivees: "salves" }, faults: [] },
      breaks: ["rafale", "toute-seconde"],
    },
    {
      ...{ id: "salves-fenetre-glissante", title: "Les mêmes salves, fenêtre glissante" },
      text: "La seconde qui finit pèse encore presque tout son poids : la deuxième salve est refusée.",
      ...{ variant: "fenetre-glissante", parameters: { arrivees: "salves" }, faults: [] },
      breaks: [],
    },
    {
      ...{ id: "salves-seau", title: "Les mêmes salves, seau à jetons" },
      text: "La première salve vide le seau ; ensuite, un jeton tous les dixièmes de seconde.",
      ...{ variant: "seau", parameters: { arrivees: "salves" }, faults: [] },
      breaks: ["toute-seconde"],
    },
    {
      ...{ id: "flot-fenetre-glissante", title: "Une salve, puis un flot, fenêtre glissante" },
      text: "Les dix premières étaient toutes à la fin de leur seconde ; l’approximation les croit étalées, et en laisse passer d’autres trop tôt.",
      ...{ variant: "fenetre-glissante", parameters: { arrivees: "flot" }, faults: [] },
      breaks: ["toute-seconde"],
    },
    {
      ...{ id: "arret", title: "La passerelle redémarre" },
      text: "Le seau vide était en mémoire : après l’arrêt il est plein, et dix demandes repassent d’un coup.",
      variant: "seau",
      ...{ parameters: { arrivees: "salves" }, faults: ["crash:passerelle@2010ms+20ms"] },
      breaks: ["rafale", "toute-seconde"],
    },
  ],
  horizonUs: seconds(60),
  seed: 7,
});
