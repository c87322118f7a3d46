/** « Boîte de réception »: a courier that insists, and a bank that must credit each transfer once. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { duration, interval, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

export const card = pieceCard({
  id: "piece-boite-de-reception",
  title: "Boîte de réception",
  summary:
    "Le courrier répète tant qu’on ne lui répond pas : une ligne par message, écrite avec le crédit, empêche de créditer deux fois.",
  family: "coordination",
  patterns: ["boîte de réception", "dédoublonnage", "au moins une fois"],
  subjectTitle: "Virement",
  fidelity: {
    follows: "PostgreSQL 15 (clé unique et ON CONFLICT DO NOTHING dans une transaction)",
    judgedBy:
      "15 mondes aléatoires de bout en bout avec la boîte d’envoi, et la base elle-même comparée à PostgreSQL 15.18",
    models: [
      "L’identifiant du message et son effet sont écrits dans une même transaction : un arrêt garde les deux, ou aucun.",
      "Deux copies simultanées d’un message : la seconde attend la fin de la première sur la clé unique, puis se sait connue.",
      "Écrit avant, l’identifiant fait passer pour connu un message dont l’effet n’a pas eu lieu.",
      "Écrit après, il manque à la copie suivante, et l’effet recommence.",
    ],
    simplifies: [
      "Les identifiants sont gardés pour toujours ; les vrais sont effacés après quelques jours.",
    ],
    leavesOut: [
      "Les effets hors de la base (un courriel, un paiement), que sa transaction ne couvre pas.",
    ],
    rules: ["PGS-2", "PGS-3", "IDK-5"],
  },
  variants: [
    {
      id: "ensemble",
      title: "identifiant et effet ensemble",
      summary: "Une transaction écrit l’identifiant et le crédit.",
      file: "bank.services.ts",
    },
    {
      id: "avant",
      title: "identifiant d’abord",
      summary: "L’identifiant est validé, puis le crédit est fait.",
      file: "bank.services.ts",
    },
    {
      id: "apres",
      title: "effet d’abord",
      summary: "Le message est cherché, le crédit est fait, puis l’identifiant est écrit.",
      file: "bank.services.ts",
    },
  ],
  parameters: [
    requests(100, "virements", "Virements"),
    interval(ms(60)),
    duration({
      id: "traitement",
      title: "Traitement",
      help: "Temps de travail de la banque pour un virement.",
      default: ms(60),
      max: seconds(10),
    }),
    duration({
      id: "patience",
      title: "Patience du courrier",
      help: "Temps sans réponse au bout duquel le message est envoyé de nouveau.",
      default: ms(500),
      min: ms(10),
      max: seconds(60),
    }),
  ],
  nodes: [
    {
      ...{ id: "courrier", title: "Courrier", named: "le courrier", place: "client" },
      ...{ column: 0, row: 0, readings: [{ kind: "waiting", title: "attendent" }] },
    },
    {
      ...{ id: "banque", title: "Banque", named: "la banque", place: "db" },
      ...{ column: 1, row: 0 },
      readings: [
        {
          ...{ kind: "table", database: "banque", table: "boite_reception" },
          ...{ columns: ["message_id"], limit: 5 },
        },
        {
          ...{ kind: "table", database: "banque", table: "credits" },
          ...{ columns: ["numero", "virement"], limit: 5 },
        },
      ],
    },
  ],
  links: ["courrier|banque"],
  databases: [
    {
      ...{ id: "banque", title: "Base de la banque", node: "banque" },
      tables: [
        {
          ...{ name: "boite_reception", key: ["message_id"], subject: "message_id" },
          rowNamed: "le message connu",
          columns: [
            { name: "message_id", type: "text", title: "message" },
            { name: "received_at", type: "instant", title: "reçu à" },
          ],
        },
        {
          ...{ name: "credits", key: ["numero"], subject: "virement", rowNamed: "le crédit" },
          columns: [
            { name: "numero", type: "integer", title: "crédit" },
            { name: "virement", type: "text", title: "virement" },
          ],
        },
      ],
    },
  ],
  operations: [
    {
      ...{ id: "livrer", request: "virement", reply: "reçu", isCompensation: false },
      sentence: "livraison d’un virement",
    },
  ],
  handlers: [
    { name: "bringTransfers", title: "Courrier : les virements", file: "mail.services.ts" },
    { name: "bringTransfer", title: "Courrier : un virement", file: "mail.services.ts" },
    { name: "credit", title: "Banque : créditer", file: "bank.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "reponses-perdues", title: "Des réponses se perdent" },
      text: "Le courrier répète ; la banque reconnaît les messages et répond sans créditer de nouveau.",
      ...{ faults: ["loss:banque>courrier=50@2s+4s"], breaks: [] },
    },
    {
      ...{ id: "arret", title: "La banque s’arrête pendant un virement" },
      text: "La transaction est défaite, identifiant compris : la copie suivante fait le crédit.",
      ...{ faults: ["crash:banque@4200ms+1s"], breaks: [] },
    },
    {
      ...{ id: "arret-avant", title: "Le même arrêt, identifiant d’abord" },
      text: "L’identifiant est validé, le crédit n’est pas fait : la copie suivante passe pour connue, le crédit manque.",
      ...{ variant: "avant", faults: ["crash:banque@4200ms+1s"], breaks: ["aucun-perdu"] },
    },
    {
      ...{ id: "arret-apres", title: "Le même arrêt, effet d’abord" },
      text: "Le crédit est fait, l’identifiant n’est pas écrit : la copie suivante crédite encore.",
      ...{ variant: "apres", faults: ["crash:banque@4200ms+1s"], breaks: ["une-fois"], defect: 41 },
    },
    {
      ...{ id: "copies", title: "Deux copies à la fois" },
      text: "Le réseau double les messages : les deux copies se cherchent, ne trouvent rien, et créditent toutes les deux.",
      ...{ variant: "apres", faults: ["duplicate:courrier>banque=100@3s+1s"] },
      ...{ breaks: ["une-fois"], defect: 41 },
    },
    {
      ...{ id: "copies-ensemble", title: "Deux copies à la fois, une transaction" },
      text: "La seconde copie attend la première sur la clé unique, puis se sait connue.",
      ...{ faults: ["duplicate:courrier>banque=100@3s+1s"], breaks: [] },
    },
  ],
  horizonUs: seconds(20),
});
