/** Prepared faults of the idempotency piece: lost answers, a slow bank, a bank that stops at a bad moment. */
import type { PieceIncident } from "../piece-card.ts";

const LOST_ANSWERS = ["loss:banque>clients=40@1s+3s"];
const SLOW = ["slow:banque=1500@2s+1s"];
/** Between a debit and its key, between a key and its debit: found by trying every 4 ms. */
const STOP_AFTER_DEBIT = ["crash:banque@1688ms+300ms"];
const STOP_AFTER_KEY = ["crash:banque@1420ms+300ms"];

export const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "reponse-perdue-sans-cle", title: "Des réponses se perdent, sans clé" },
    text: "Le débit est fait, la réponse ne revient pas, le client redemande : un second débit.",
    ...{ variant: "sans-cle", faults: LOST_ANSWERS },
    breaks: ["un-seul-debit"],
  },
  {
    ...{ id: "reponse-perdue", title: "Les mêmes pertes, avec la clé" },
    text: "La banque reconnaît la clé et rend la réponse qu’elle avait gardée.",
    ...{ variant: "ensemble", faults: LOST_ANSWERS },
    breaks: [],
  },
  {
    ...{ id: "banque-lente", title: "La banque ralentit, la clé ensuite" },
    text: "Le client redemande pendant que sa première demande travaille encore : aucune des deux ne trouve la clé, toutes deux débitent.",
    ...{ variant: "apres", faults: SLOW, defect: 25 },
    breaks: ["un-seul-debit"],
  },
  {
    ...{ id: "banque-lente-ensemble", title: "La même lenteur, clé et débit ensemble" },
    text: "La seconde demande attend sur la clé la fin de la première, et reçoit sa réponse.",
    ...{ variant: "ensemble", faults: SLOW },
    breaks: [],
  },
  {
    ...{ id: "arret-ensuite", title: "La banque s’arrête, la clé ensuite" },
    text: "Un débit était écrit, sa clé pas encore : au redémarrage, la demande suivante débite encore.",
    ...{ variant: "apres", faults: STOP_AFTER_DEBIT },
    breaks: ["un-seul-debit"],
  },
  {
    ...{ id: "arret-avant", title: "La banque s’arrête, la clé d’abord" },
    text: "Une clé était prise, son débit pas encore : elle reste « en cours », et chaque nouvel essai est refusé.",
    ...{ variant: "avant", faults: STOP_AFTER_KEY },
    breaks: ["client-fixe"],
  },
  {
    ...{ id: "arret-ensemble", title: "Le même arrêt, clé et débit ensemble" },
    text: "La transaction est annulée avec sa clé : le nouvel essai recommence, et débite une fois.",
    ...{ variant: "ensemble", faults: STOP_AFTER_DEBIT },
    breaks: [],
  },
];
