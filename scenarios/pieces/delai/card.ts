/** « Délai d’attente »: a till gives up waiting for its bank, and the bank debits all the same. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { duration, interval, pieceCard, requests } from "../piece-card.ts";

export const card = pieceCard({
  id: "piece-delai",
  title: "Délai d’attente",
  summary:
    "Renoncer à attendre n’arrête rien : la caisse dit « impossible », la banque débite quand même.",
  family: "resilience",
  patterns: ["délai d’attente", "échéance transmise"],
  subjectTitle: "Paiement",
  fidelity: {
    follows: "une promesse en course contre une minuterie, comme dans opossum 10.0.0",
    judgedBy: "6 000 vies aléatoires à travers opossum, délais compris : 0 différence",
    models: [
      "Qui attend renonce à l’échéance ; le travail continue, écrit, et occupe ce qu’il occupait.",
      "Le résultat tardif n’intéresse plus personne ; il est seulement compté et raconté.",
      "L’échéance transmise est un instant de l’horloge de la caisse, lu sur celle de la banque.",
    ],
    simplifies: ["Le travail commence au même instant que l’attente, après ce qui était en cours."],
    leavesOut: ["Le signal d’annulation, que le travail doit lui-même écouter."],
    rules: ["OPO-5"],
  },
  variants: [
    {
      id: "abandon",
      title: "renoncer",
      summary: "La caisse cesse d’attendre et prend « trop tard » pour « non ».",
      file: "payment.services.ts",
    },
    {
      id: "echeance",
      title: "transmettre l’échéance",
      summary: "La banque ne débite pas une demande que plus personne n’attend.",
      file: "payment.services.ts",
    },
  ],
  parameters: [
    requests(60, "paiements"),
    interval(ms(100)),
    duration({
      id: "delai",
      title: "Délai d’attente",
      help: "Au bout duquel la caisse renonce à la réponse de la banque.",
      default: ms(400),
      min: ms(1),
      max: seconds(60),
    }),
    duration({
      id: "controle",
      title: "Contrôle de la banque",
      help: "Temps de travail de la banque avant un débit.",
      default: ms(100),
      min: ms(1),
      max: seconds(10),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "caisse", title: "Caisse", named: "la caisse", place: "service" },
      ...{ column: 1, row: 0 },
      readings: [
        { kind: "workers" },
        {
          ...{ kind: "gauge", title: "abandonnés", max: null },
          key: "delai/banque/sans-personne",
        },
      ],
    },
    {
      ...{ id: "banque", title: "Banque", named: "la banque", place: "external" },
      ...{ column: 2, row: 0 },
      readings: [
        { kind: "workers" },
        { kind: "records", store: "debits", fields: ["order_id", "status"], limit: 4 },
      ],
    },
  ],
  links: ["clients|caisse", "caisse|banque"],
  stores: [
    {
      ...{ id: "debits", title: "Débits", node: "banque", recordNamed: "le débit" },
      fields: [
        { name: "order_id", type: "text", title: "paiement" },
        { name: "status", type: "text", title: "état" },
      ],
    },
  ],
  operations: [
    {
      ...{ id: "payer", request: "payer", reply: "payé", isCompensation: false },
      sentence: "demande de paiement",
    },
    {
      ...{ id: "debiter", request: "débiter", reply: "débité", isCompensation: false },
      sentence: "demande de débit",
    },
  ],
  handlers: [
    { name: "shop", title: "Clients : acheter", file: "payment.services.ts" },
    { name: "buy", title: "Client : un achat", file: "payment.services.ts" },
    { name: "payOrder", title: "Caisse : payer", file: "payment.services.ts" },
    { name: "askBank", title: "Caisse : demander à la banque", file: "payment.services.ts" },
    { name: "debitAccount", title: "Banque : débiter", file: "payment.services.ts" },
  ],
  claims: [
    {
      ...{ id: "refuse-donc-pas-debite", kind: "never", title: "Refusé, donc pas débité" },
      sentence: "Un paiement que la caisse a dit impossible n’est débité ni avant ni après.",
      expected: "0",
    },
    {
      ...{
        id: "reponse-en-temps",
        kind: "eventually",
        title: "Une réponse en moins d’une seconde",
      },
      sentence: "Chaque client reçoit une réponse, bonne ou mauvaise, en moins d’une seconde.",
      expected: "< 1 s",
    },
  ],
  incidents: [
    {
      id: "banque-lente",
      title: "Banque dix fois plus lente",
      text: "La caisse renonce à 400 ms et le dit ; la banque, qui n’en sait rien, débite une seconde plus tard.",
      ...{ defect: 37, faults: ["slow:banque=1000@2s+2s"] },
      breaks: ["refuse-donc-pas-debite"],
    },
    {
      id: "banque-lente-echeance",
      title: "La même lenteur, échéance transmise",
      text: "La banque voit que l’échéance est passée, et ne débite pas.",
      ...{ variant: "echeance", faults: ["slow:banque=1000@2s+2s"] },
      breaks: [],
    },
    {
      id: "horloge-en-retard",
      title: "La même lenteur, horloge de la banque en retard",
      text: "L’horloge de la banque retarde de deux secondes : pour elle, l’échéance n’est pas passée.",
      ...{ variant: "echeance", faults: ["skew:banque=-2s@1s", "slow:banque=1000@2s+2s"] },
      breaks: ["refuse-donc-pas-debite"],
    },
    {
      id: "reponses-en-retard",
      title: "Les réponses de la banque tardent",
      text: "La banque débite à temps, sa réponse arrive trop tard : aucune échéance ne dit à la caisse ce qui a été fait.",
      ...{ variant: "echeance", faults: ["delay:banque>caisse=500ms@2s+2s"] },
      breaks: ["refuse-donc-pas-debite"],
    },
  ],
  horizonUs: seconds(30),
});
