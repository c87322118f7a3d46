/**
 * Where things stand on the stage (888 × 530 px; phone: 390 px wide): the centre above, three stores of two
 * registers below. With more of them, the stage shows the stores, which open into their registers.
 */
import type { LinkCard, NodeCard, NodeReading } from "../../simulator/vocabulary/card.ts";
import { CENTRE, databaseOf, UNSENT } from "./card-names.ts";

/** The registers that are drawn: [store, register], from 1. */
export const DRAWN: readonly (readonly [number, number])[] = [1, 2, 3].flatMap((store) =>
  [1, 2].map((register) => [store, register] as const),
);

export const nodeOf = (store: number, register: number): string => `m${store}-c${register}`;

const readingsOf = (node: string): readonly NodeReading[] => [
  { kind: "gauge", title: "à envoyer", key: UNSENT, max: null },
  { kind: "pairs", title: "horloge", key: "horloge" },
  {
    ...{ kind: "table", database: databaseOf(node), table: "stock" },
    ...{ columns: ["ean", "reste"], limit: 4 },
  },
];

/** A register of a store, by their ranks from 1; or by the words that a crowd puts ranks in place of. */
export const registerCard = (store: string, rank: string, letter: string): NodeCard => {
  const id = `m${store}-c${rank}`;
  return {
    ...{ id, title: `Magasin ${store} · ${letter}`, place: "register" },
    named: `la caisse ${letter} du magasin ${store}`,
    ...{ x: 0, y: 0, width: 128, height: 262 },
    phone: { x: 0, y: 0, width: 172, height: 104 },
    readings: readingsOf(id),
    ...{ workerCount: null, queueLimit: 256 },
  };
};

const register = (store: number, rank: number): NodeCard => ({
  ...registerCard(String(store), String(rank), rank === 1 ? "A" : "B"),
  ...{ x: 14 + (store - 1) * 292 + (rank - 1) * 148, y: 250 },
  phone: { x: 12 + (rank - 1) * 194, y: 150 + (store - 1) * 122, width: 172, height: 104 },
});

export const nodes: readonly NodeCard[] = [
  {
    ...{ id: CENTRE, title: "Siège", named: "le siège", place: "service" },
    ...{ x: 220, y: 10, width: 448, height: 164 },
    phone: { x: 108, y: 10, width: 270, height: 104 },
    readings: [
      { kind: "workers" },
      {
        ...{ kind: "table", database: "base-siege", table: "chiffre_affaires" },
        ...{ columns: ["magasin_id", "total_cents", "tickets"], limit: 4 },
      },
    ],
    ...{ workerCount: 16, queueLimit: 10_000 },
  },
  {
    ...{ id: "controleur", title: "Contrôleur", named: "le contrôleur", place: "client" },
    ...{ x: 14, y: 10, width: 150, height: 72 },
    phone: { x: 12, y: 10, width: 84, height: 48 },
    readings: [{ kind: "waiting", title: "attend" }],
    ...{ workerCount: null, queueLimit: null },
  },
  ...DRAWN.map(([store, rank]) => register(store, rank)),
];

export const links: readonly LinkCard[] = [
  { a: "controleur", b: CENTRE },
  { a: "controleur", b: nodeOf(1, 1) },
  ...DRAWN.map(([store, rank]) => ({ a: nodeOf(store, rank), b: CENTRE })),
  ...[1, 2, 3].map((store) => ({ a: nodeOf(store, 1), b: nodeOf(store, 2) })),
];
