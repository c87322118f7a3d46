/** What the two saga pieces share on stage: three services and what each has done. */
import type { StoreCard } from "../../../simulator/vocabulary/card.ts";
import type { PieceNode } from "../piece-card.ts";

const FIELDS: StoreCard["fields"] = [
  { name: "saga", type: "text", title: "commande" },
  { name: "etat", type: "text", title: "état" },
];

const SERVICES = [
  ["stock", "Stock", "le service Stock"],
  ["paiement", "Paiement", "le service Paiement"],
  ["livraison", "Livraison", "le service Livraison"],
] as const;

/** One under the other, in this column. */
export const serviceNodes = (column: number): readonly PieceNode[] =>
  SERVICES.map(([id, title, named], row) => ({
    ...{ id, title, named, place: "service" as const, column, row },
    readings: [{ kind: "records", store: `effets-${id}`, fields: ["saga", "etat"], limit: 3 }],
  }));

export const effectStores: readonly StoreCard[] = SERVICES.map(([id, title]) => ({
  ...{ id: `effets-${id}`, title: `Effets : ${title}`, node: id, recordNamed: "l’effet" },
  fields: FIELDS,
}));

export const sagaStore = (node: string): StoreCard => ({
  ...{ id: "sagas", title: "Sagas", node, recordNamed: "la saga" },
  fields: FIELDS,
});
