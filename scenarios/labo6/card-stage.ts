/** Where things stand on the stage (888 × 530 px; phone: 390 px wide): one voice, one door, a row of services. */
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
  type Spot,
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

const REPLICA_SPOTS: readonly (readonly [Spot, Spot])[] = [
  [
    [14, 396, 128, 60],
    [12, 330, 84, 60],
  ],
  [
    [154, 396, 128, 60],
    [102, 330, 84, 60],
  ],
  [
    [294, 396, 128, 60],
    [192, 330, 84, 60],
  ],
];

export const nodes: readonly NodeCard[] = [
  placed(clients, [14, 18, 150, 76], [12, 12, 112, 64]),
  placed(operator, [14, 150, 150, 66], [12, 96, 112, 56]),
  placed(kong, [262, 18, 200, 198], [140, 12, 112, 150]),
  placed(orchestrator, [560, 18, 314, 198], [12, 190, 366, 110]),
  ...catalogues.map((node, i) => {
    const [stage, phone] = REPLICA_SPOTS[i] as readonly [Spot, Spot];
    return placed(node, stage, phone);
  }),
  placed(inventory, [446, 330, 208, 186], [12, 410, 178, 76]),
  placed(orders, [674, 330, 200, 186], [200, 410, 178, 76]),
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
