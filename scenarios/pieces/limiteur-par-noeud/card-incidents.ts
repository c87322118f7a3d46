/** Prepared runs of the limiter of several nodes. */
import type { PieceIncident } from "../piece-card.ts";

const STORE_GONE = ["crash:redis@1s+2s"];

export const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "local", title: "Chacune compte pour soi" },
    text: "Deux passerelles, deux comptes : le double de la limite passe, et il en passerait dix fois plus avec vingt passerelles.",
    ...{ variant: "local", faults: [], breaks: ["limite"] },
  },
  {
    ...{ id: "retard", title: "Les comptes sont envoyés de temps en temps" },
    text: "Entre deux envois, chaque passerelle ignore ce que l’autre laisse passer.",
    ...{ variant: "redis-retard", faults: [], breaks: ["limite"] },
  },
  {
    ...{ id: "magasin-arrete", title: "Le magasin s’arrête, on laisse passer" },
    text: "Chaque demande attend d’abord le magasin, puis passe sans être comptée : plus de limite du tout.",
    ...{ variant: "redis", faults: STORE_GONE, breaks: ["limite"] },
  },
  {
    ...{ id: "magasin-arrete-500", title: "Le magasin s’arrête, on refuse tout" },
    text: "Sans compte, la passerelle préfère se taire : chaque client reçoit une erreur 500, et la limite tient.",
    ...{ variant: "redis", parameters: { tolerant: "non" }, faults: STORE_GONE },
    breaks: ["sans-erreur"],
  },
  {
    ...{ id: "horloge", title: "L’horloge de Kong 2 avance d’une demi-seconde" },
    text: "Sa seconde commence plus tôt : les deux passerelles ne comptent pas dans la même fenêtre, et une même seconde reçoit des deux.",
    ...{ variant: "redis", faults: ["skew:kong-2=500ms@0s"], breaks: ["limite"] },
  },
];
