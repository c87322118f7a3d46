/**
 * Prepared faults: one gesture each, and the defect of the published code that it exposes.
 *
 * One minute of load is enough for all of them. The tests replay each in « publiee » (the named promises
 * break, and no other) and in « corrigee » (none does), over many seeds.
 */
import { minutes, seconds } from "../../simulator/base/time.ts";
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";

const PUBLISHED = {
  ...{ variant: "publiee", seed: 42 },
  parameters: { duree: minutes(1) },
} as const;

/** One order of five is refused: there is something to compensate. */
const WITH_REFUSALS = { ...PUBLISHED.parameters, "refus-commande": 200_000 } as const;

export const incidents: readonly IncidentCard[] = [
  {
    ...{ ...PUBLISHED, id: "creation-arretee", defect: 50 },
    title: "L’ouvrier de création s’arrête, stock réservé",
    text: "Commandes ralentit, puis hésite ; l’ouvrier s’arrête trois secondes en l’attendant, des entrées en main : personne ne les relit.",
    faults: [
      ...["slow:commandes=180@10s+15s", "pause:commandes@24700ms+1s"],
      "crash:ouvrier-commande@25s+3s",
    ],
    breaks: ["tout-checkout-se-termine"],
  },
  {
    ...{ ...PUBLISHED, id: "reservation-arretee", defect: 50 },
    title: "L’ouvrier de réservation s’arrête",
    text: "Le même arrêt, une étape plus tôt : les checkouts qu’il avait en main ne commencent jamais.",
    faults: [
      ...["slow:inventaire=180@10s+15s", "pause:inventaire@24700ms+1s"],
      "crash:ouvrier-reservation@25s+3s",
    ],
    breaks: ["tout-checkout-se-termine"],
  },
  {
    ...{ ...PUBLISHED, id: "evenement-en-double", defect: 53 },
    title: "Chaque checkout est publié deux fois",
    text: "Pendant dix secondes, ce qu’E-commerce publie arrive deux fois à Redis : deux réservations, deux commandes, deux de plus dans la vue.",
    faults: ["duplicate:ecommerce>redis=100@15s+10s"],
    breaks: ["annule-sans-stock", "une-seule-commande", "vue-egale-commandes"],
  },
  {
    ...{ ...PUBLISHED, id: "liberation-en-double", defect: 52, parameters: WITH_REFUSALS },
    title: "La compensation est livrée deux fois",
    text: "Une commande sur cinq est refusée ; pendant quarante secondes, chaque libération arrive deux fois : le stock grossit de ce qui n’existe pas.",
    faults: ["duplicate:ouvrier-compensation>kong=100@10s+40s"],
    breaks: ["stock-conserve"],
  },
  {
    ...{ ...PUBLISHED, id: "redis-redemarre", defect: null },
    title: "Redis redémarre",
    text: "Inventaire est lent, des checkouts attendent ; Redis s’arrête deux secondes : ce qui était publié et pas encore lu n’est plus nulle part.",
    parameters: { ...PUBLISHED.parameters, scrutation: seconds(10) },
    faults: ["slow:inventaire=180@15s+14s", "crash:redis@29s+2s"],
    breaks: ["tout-checkout-se-termine", "vue-egale-commandes"],
  },
  {
    ...{ ...PUBLISHED, id: "commandes-muettes", defect: null },
    title: "Commandes se tait six secondes",
    text: "Le délai dépassé est pris pour un refus : le stock est libéré, puis Commandes s’éveille et crée la commande.",
    faults: ["pause:commandes@20s+6s"],
    breaks: ["stock-conserve", "une-seule-commande"],
  },
  {
    ...{ ...PUBLISHED, id: "inventaire-inaudible", defect: null },
    title: "Kong n’entend plus Inventaire",
    text: "Les demandes passent, les réponses se perdent : le stock est pris, et le checkout annulé.",
    faults: ["partition:inventaire>kong@20s+6s"],
    breaks: ["annule-sans-stock"],
  },
  {
    ...{ ...PUBLISHED, id: "vue-perdue", defect: 53 },
    title: "Le magasin d’événements redémarre",
    text: "La vue n’était qu’en mémoire : elle repart de zéro, et rien ne la reconstruit.",
    faults: ["crash:magasin-evenements@30s+2s"],
    breaks: ["vue-egale-commandes"],
  },
];
