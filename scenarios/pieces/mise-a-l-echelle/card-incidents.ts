/** Prepared runs of the autoscaling piece: a burst, a lasting load, impatience, a crash. */
import type { PieceIncident } from "../piece-card.ts";

export const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "vague", title: "Une vague de trois secondes" },
    text: "Le temps de la voir, de demander du renfort et qu’il démarre, elle est passée ; les clients de la vague ont attendu.",
    ...{ variant: "stabilisee", parameters: { arrivees: "vague" }, faults: [] },
    breaks: ["rapide"],
  },
  {
    ...{ id: "sans-patience", title: "Sans stabilisation" },
    text: "L’affluence est égale, mais chaque mesure est un peu au-dessus ou au-dessous : le renfort part à peine prêt, et redémarre.",
    ...{ variant: "sans-stabilisation", faults: [] },
    breaks: ["pas-de-va-et-vient"],
  },
  {
    ...{ id: "marge", title: "La même vague, avec trois instances d’avance" },
    text: "Ce qui est déjà allumé n’a pas à démarrer : la marge, et non la vitesse, reçoit la vague.",
    ...{ variant: "stabilisee", parameters: { arrivees: "vague", minimum: 5 }, faults: [] },
    breaks: [],
  },
  {
    ...{ id: "arret", title: "Une instance tombe" },
    text: "Les calculs qu’elle avait en main sont perdus ; la ronde suivante la rallume, et la stabilisation garde les autres.",
    ...{ variant: "stabilisee", faults: ["crash:i1@15s+500ms"] },
    breaks: ["rapide"],
  },
];
