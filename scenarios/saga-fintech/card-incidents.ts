/**
 * Prepared faults: one gesture each, and the defect of the published code that it exposes.
 *
 * The tests replay each of them in « publiee » (the named promises break) and in « corrigee » (none
 * does), with the same seed, the same parameters and the same faults.
 */
import { ms } from "../../simulator/base/time.ts";
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";

const PUBLISHED = { variant: "publiee", seed: 42, parameters: {} } as const;

export const incidents: readonly IncidentCard[] = [
  {
    ...PUBLISHED,
    id: "index-absent",
    title: "L’index que le texte oublie",
    text: "La table des étapes est créée comme publiée, sans index unique : l’écriture de la première étape échoue, puis celle de son échec.",
    defect: 2,
    parameters: { "index-etapes": "absent" },
    faults: [],
    breaks: ["une-seule-reservation", "toute-saga-se-termine"],
  },
  {
    ...PUBLISHED,
    id: "arret-apres-debit",
    title: "Arrêt entre le débit et son écriture",
    text: "L’orchestrateur s’arrête alors que le débit est fait et pas encore écrit ; la reprise recommence la saga à la première étape.",
    defect: 3,
    faults: ["crash:orchestrateur@818ms+3s"],
    breaks: ["une-seule-reservation"],
  },
  {
    ...PUBLISHED,
    id: "arret-en-compensation",
    title: "Arrêt pendant une compensation",
    text: "Le transporteur refuse, la saga rembourse ; l’orchestrateur s’arrête avant la fin du remboursement.",
    defect: 4,
    parameters: { commandes: 1 },
    faults: ["refuse:livraison@0s+10s", "crash:orchestrateur@2s+3s"],
    breaks: ["toute-saga-se-termine"],
  },
  {
    ...PUBLISHED,
    id: "reponse-perdue",
    title: "La réponse du débit se perd",
    text: "Le prestataire débite, Paiement répond, et la réponse n’arrive jamais chez l’orchestrateur.",
    defect: 5,
    faults: ["drop-message:orchestrateur>paiement:debiter:1041#1/reply@0s"],
    breaks: ["paye-donc-expedie-ou-rembourse"],
  },
  {
    ...PUBLISHED,
    id: "deux-reprises",
    title: "Deux ouvriers reprennent la même saga",
    text: "Deux ouvriers de reprise cherchent les sagas bloquées ; le verrou de leur lecture ne dure que le temps de lire.",
    defect: 6,
    parameters: { "ouvriers-reprise": 2, "decalage-reprise": ms(500) },
    faults: ["partition:orchestrateur>inventaire@0s+2s", "crash:orchestrateur@1100ms+3s"],
    breaks: ["une-seule-reservation"],
  },
  {
    ...PUBLISHED,
    id: "remboursement-perdu",
    title: "Le remboursement échoue, le reste attend",
    text: "Le transporteur refuse ; la demande de remboursement se perd, et la compensation du stock n’est jamais tentée.",
    defect: 7,
    faults: ["refuse:livraison@0s+10s", "drop-message:orchestrateur>paiement:rembourser:1041#1@0s"],
    breaks: ["paye-donc-expedie-ou-rembourse", "stock-conserve", "toute-saga-se-termine"],
  },
  {
    ...PUBLISHED,
    id: "dernier-casque",
    title: "Le dernier casque, refusé à tort",
    text: "Il reste un casque. Une saga le retient puis le rend ; entre les deux, une autre cliente est refusée.",
    defect: 8,
    parameters: { stock: 1, commandes: 2 },
    faults: ["refuse:livraison@0s+3s"],
    breaks: ["aucun-refus-a-tort"],
  },
];
