/**
 * Where things stand on the stage (888 × 530 px; phone: 390 px wide). Kong is the one door: a bar across the
 * stage, callers above and services below, so that every track is straight, tall enough for its three lines in
 * a pane of half a window; on a phone, a column on the left.
 */
import type { LinkCard, NodeCard } from "../../simulator/vocabulary/card.ts";
import {
  catalogues,
  clients,
  inventory,
  kong,
  operator,
  orders,
  placed,
  type SharedNode,
} from "../checkout/card-nodes.ts";

const orchestrator: SharedNode = {
  ...{ id: "orchestrateur", title: "Orchestrateur", named: "l’orchestrateur" },
  place: "orchestrator",
  readings: [
    { kind: "workers" },
    {
      ...{ kind: "table", database: "sagas", table: "sagas" },
      ...{ columns: ["checkout_id", "state"], limit: 4 },
    },
    { kind: "memory", prefix: "stock retenu", title: "en mémoire" },
  ],
  ...{ workerCount: null, queueLimit: 64 },
};

const replicas: readonly NodeCard[] = catalogues.map((node, i) =>
  placed(node, [14 + i * 148, 366, 140, 72], [154, 226 + i * 42, 224, 36]),
);

export const nodes: readonly NodeCard[] = [
  placed(clients, [14, 8, 170, 130], [154, 10, 224, 58]),
  placed(operator, [198, 8, 156, 130], [154, 74, 224, 36]),
  placed(kong, [14, 192, 860, 138], [12, 10, 96, 484]),
  placed(orchestrator, [392, 8, 482, 152], [154, 116, 224, 104]),
  ...replicas,
  placed(inventory, [466, 362, 196, 160], [154, 352, 224, 74]),
  placed(orders, [674, 362, 200, 160], [154, 432, 224, 62]),
];

export const links: readonly LinkCard[] = [
  { a: "clients", b: "kong" },
  { a: "operateur", b: "kong" },
  { a: "kong", b: "orchestrateur" },
  { a: "kong", b: "catalogue-1" },
  { a: "kong", b: "catalogue-2" },
  { a: "kong", b: "catalogue-3" },
  { a: "kong", b: "inventaire" },
  { a: "kong", b: "commandes" },
];
