/** Prepared faults: a reader that dies, sleeps or dawdles, with orders in hand. */
import type { PieceIncident } from "../piece-card.ts";

const DEATH = ["crash:anne@7500ms+10s"];

export const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "arret-apres", title: "Anne s’arrête avant d’avoir validé" },
    text: "Elle avait expédié sans le dire : un autre lecteur repart de la position validée, et les colis partent deux fois.",
    ...{ variant: "apres", faults: DEATH },
    breaks: ["un-seul-colis"],
  },
  {
    ...{ id: "arret-avant", title: "Anne s’arrête après avoir validé" },
    text: "Elle avait dit « fini » avant de commencer : personne ne relit les commandes qu’elle tenait.",
    ...{ variant: "avant", faults: DEATH },
    breaks: ["ecrite-donc-expediee"],
  },
  {
    ...{ id: "arret-automatique", title: "Anne s’arrête, validation automatique" },
    text: "La validation attend le prochain appel après sa cadence : tout ce qui est parti depuis repart.",
    ...{ variant: "automatique", faults: DEATH },
    breaks: ["un-seul-colis"],
  },
  {
    ...{ id: "traitement-lent", title: "Anne devient lente" },
    text: "Ses battements continuent, mais elle ne revient pas lire à temps : elle quitte le groupe sans cesser d’expédier.",
    ...{ variant: "apres", faults: ["slow:anne=2000@8s+20s"] },
    breaks: ["un-seul-colis"],
  },
  {
    ...{ id: "pause", title: "Anne n’était qu’endormie" },
    text: "Le groupe la croit morte et partage ses partitions ; elle se réveille et finit son travail, que sa validation refusée n’efface pas.",
    ...{ variant: "apres", faults: ["pause:anne@8s+12s"] },
    breaks: ["un-seul-colis"],
  },
  {
    ...{ id: "courtier-arrete", title: "Le courtier redémarre" },
    text: "Positions et membres sont dans son journal : les lecteurs insistent, puis reprennent où ils en étaient.",
    ...{ variant: "apres", faults: ["crash:courtier@8s+2s"] },
    breaks: [],
  },
];
