/** Where things stand on the stage (888 × 530 px; phone: 390 px wide) and what each box shows. */
import type { LinkCard, NodeCard, NodeReading } from "../../simulator/vocabulary/card.ts";
import { LIGHT, REPORTS, SLOW } from "./card-targets.ts";

/** Left, top, width, height, px. */
type Spot = readonly [number, number, number, number];
const box = ([x, y, width, height]: Spot) => ({ x, y, width, height });

type Given = Omit<NodeCard, "x" | "y" | "width" | "height" | "phone">;
const placed = (node: Given, stage: Spot, phone: Spot): NodeCard => ({
  ...node,
  ...box(stage),
  phone: box(phone),
});

const MANY = 100_000;
/** More than the gateway ever sends at once. */
const LIGHT_WORKERS = 64;

export const BREAKER_STATES = [
  { id: "ferme", title: "fermé", tone: "good" },
  { id: "semi-ouvert", title: "semi-ouvert", tone: "warn" },
  { id: "ouvert", title: "ouvert", tone: "bad" },
] as const;

export const WINDOW_SERIES = [
  { title: "succès", tone: "good" },
  { title: "échecs", tone: "bad" },
  { title: "refus", tone: "warn" },
] as const;

/** What stands between the gateway and Reports: the breaker and its window, the wall and its line. */
const protection: readonly NodeReading[] = [
  { kind: "workers" },
  { kind: "queue" },
  {
    ...{ kind: "state", title: "disjoncteur de Rapports", key: `disjoncteur/${REPORTS}/etat` },
    states: BREAKER_STATES,
  },
  {
    ...{ kind: "bars", title: "fenêtre", key: `disjoncteur/${REPORTS}/fenetre` },
    series: WINDOW_SERIES,
  },
  {
    ...{ kind: "gauge", title: "cloison, en cours", key: `cloison/${REPORTS}/en-cours` },
    max: SLOW.places,
  },
  { kind: "gauge", title: "cloison, en attente", key: `cloison/${REPORTS}/en-attente`, max: null },
  // The deadline gave the place back, the call goes on (defect 19).
  {
    ...{ kind: "gauge", title: "abandonnés, en cours", key: `delai/${REPORTS}/sans-personne` },
    max: null,
  },
];

const clients: Given = {
  ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
  readings: [{ kind: "waiting", title: "attendent" }],
  ...{ workerCount: MANY, queueLimit: MANY },
};

const onCall: Given = {
  ...{ id: "astreinte", title: "Astreinte", named: "l’astreinte", place: "client" },
  readings: [
    { kind: "waiting", title: "alertes" },
    { kind: "pairs", title: "calendrier", key: "calendrier" },
  ],
  ...{ workerCount: null, queueLimit: null },
};

const gateway: Given = {
  ...{ id: "passerelle", title: "Passerelle", named: "la passerelle", place: "gateway" },
  readings: protection,
  // As many places as the parameters say.
  ...{ workerCount: null, queueLimit: null },
};

const cache: Given = {
  ...{ id: "cache", title: "Cache de secours", named: "le cache", place: "db" },
  readings: [
    { kind: "gauge", title: "copies", key: "cache/taille", max: null },
    { kind: "pairs", title: "copies cherchées", key: "cache/comptes" },
  ],
  ...{ workerCount: MANY, queueLimit: MANY },
};

const reports: Given = {
  ...{ id: SLOW.id, title: SLOW.title, named: SLOW.named, place: "service" },
  readings: [{ kind: "gauge", title: "calculs", key: "calculs", max: null }],
  ...{ workerCount: MANY, queueLimit: MANY },
};

/** Two rows; a long name has a wide box. */
const PHONE_SPOTS: readonly Spot[] = [
  [10, 382, 112, 56],
  [128, 382, 124, 56],
  [258, 382, 122, 56],
  [10, 450, 112, 56],
  [128, 450, 140, 56],
];

const LIGHT_TOP = 12;
const LIGHT_STEP = 74;

export const nodes: readonly NodeCard[] = [
  placed(clients, [14, 18, 150, 84], [12, 12, 112, 72]),
  placed(gateway, [250, 18, 300, 250], [138, 12, 240, 226]),
  placed(onCall, [14, 190, 150, 92], [12, 110, 112, 96]),
  placed(cache, [250, 372, 210, 84], [200, 266, 178, 76]),
  placed(reports, [660, 396, 214, 62], [12, 266, 166, 62]),
  ...LIGHT.map(({ id, title, named }, i) =>
    placed(
      {
        ...{
          id,
          title,
          named,
          place: "service" as const,
          readings: [{ kind: "workers" as const }],
        },
        ...{ workerCount: LIGHT_WORKERS, queueLimit: MANY },
      },
      [660, LIGHT_TOP + i * LIGHT_STEP, 214, 60],
      PHONE_SPOTS[i] as Spot,
    ),
  ),
];

export const links: readonly LinkCard[] = [
  { a: "clients", b: "passerelle" },
  { a: "astreinte", b: "passerelle" },
  { a: "astreinte", b: "clients" },
  { a: "astreinte", b: REPORTS },
  { a: "passerelle", b: "cache" },
  { a: "passerelle", b: REPORTS },
  ...LIGHT.map(({ id }) => ({ a: "passerelle", b: id })),
];
