/** Prepared runs of the retries piece: a service that slows down, and clients that come together. */
import type { PieceIncident } from "../piece-card.ts";

const SLOW = ["slow:stock=1000@1s+1s"];
/** A short line: those who come too many are turned away at once. */
const TOGETHER = { arrivees: "ensemble", demandes: 90, file: 2, attente: 100_000 } as const;

export const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "lenteur", title: "Le stock ralentit une seconde" },
    text: "Chaque appel trop long est renvoyé ; la panne finie, les nouvelles tentatives suffisent à tenir la file pleine d’appels que personne n’attend plus.",
    ...{ variant: "gigue", faults: SLOW },
    breaks: ["achat-abouti", "charge-bornee", "retour"],
  },
  {
    ...{ id: "lenteur-budget", title: "La même lenteur, avec un budget" },
    text: "Le budget s’épuise, les échecs sont rendus aussitôt : quelques achats sont perdus, et le stock se remet.",
    ...{ variant: "budget", faults: SLOW },
    breaks: ["achat-abouti"],
  },
  {
    ...{ id: "ensemble-sans-gigue", title: "Vente flash, sans gigue" },
    text: "Tous échouent ensemble, attendent autant, et reviennent ensemble, à chaque fois.",
    ...{ variant: "sans-gigue", parameters: TOGETHER, faults: [] },
    breaks: ["achat-abouti", "charge-bornee"],
  },
  {
    ...{ id: "ensemble-gigue", title: "La même vente flash, avec gigue" },
    text: "Les nouvelles tentatives s’étalent, et tout le monde est servi, au prix de deux appels ou trois par achat.",
    ...{ variant: "gigue", parameters: TOGETHER, faults: [] },
    breaks: ["charge-bornee"],
  },
];
