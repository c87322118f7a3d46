/** Tables of a register and of the centre, in each of the two ages: rows that change, events that add up. */
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { countOf } from "../checkout/settings.ts";
import type { Register } from "./card-registers.ts";
import { ARTICLES } from "./tickets.ts";

const STOCK = "CREATE TABLE stock (ean TEXT PRIMARY KEY, reste INT NOT NULL)";

export const eventRegister: readonly string[] = [
  STOCK,
  `CREATE TABLE ticket_events (
    numero       INT PRIMARY KEY,
    ticket_id    TEXT NOT NULL,
    version      INT NOT NULL,
    type         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    caisse_id    TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    vector_clock TEXT NOT NULL,
    sceau        TEXT,
    synced_at    BIGINT
  )`,
  "CREATE UNIQUE INDEX idx_ticket_version ON ticket_events (ticket_id, version)",
];

export const ticketRegister: readonly string[] = [
  STOCK,
  `CREATE TABLE tickets (
    id          TEXT PRIMARY KEY,
    vente       TEXT NOT NULL,
    lignes      TEXT NOT NULL,
    total_cents INT NOT NULL,
    statut      TEXT NOT NULL,
    updated_at  BIGINT NOT NULL,
    synced_at   BIGINT
  )`,
];

const REVENUE = `CREATE TABLE chiffre_affaires (
  date        TEXT NOT NULL,
  magasin_id  TEXT NOT NULL,
  total_cents INT NOT NULL,
  tickets     INT NOT NULL,
  PRIMARY KEY (date, magasin_id)
)`;

const centralEvents = (extra: string): string => `CREATE TABLE central_events (
  id           INT PRIMARY KEY,
  ticket_id    TEXT NOT NULL,
  version      INT NOT NULL,
  type         TEXT NOT NULL,
  payload      TEXT NOT NULL,
  caisse_id    TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  vector_clock TEXT NOT NULL,
  rang         INT,
  magasin_id   TEXT${extra}
)`;

const NUMBERS = ["CREATE SEQUENCE event_number", "CREATE SEQUENCE event_rank"];

export const publishedCentre: readonly string[] = [centralEvents(""), REVENUE, ...NUMBERS];

/** Corrected: an event has one place, a register one store, a chain one head. */
export const correctedCentre: readonly string[] = [
  centralEvents(",\n  UNIQUE (ticket_id, version)"),
  "CREATE INDEX idx_attente ON central_events (magasin_id, rang)",
  REVENUE,
  ...NUMBERS,
  `CREATE TABLE caisses (
    id         TEXT PRIMARY KEY,
    magasin_id TEXT NOT NULL,
    livres     INT NOT NULL,
    tete       INT NOT NULL,
    sceau      TEXT,
    noeud      TEXT NOT NULL
  )`,
  "CREATE INDEX idx_magasin ON caisses (magasin_id)",
];

export const formerCentre: readonly string[] = [
  `CREATE TABLE tickets (
    id          TEXT PRIMARY KEY,
    magasin_id  TEXT NOT NULL,
    vente       TEXT NOT NULL,
    total_cents INT NOT NULL,
    statut      TEXT NOT NULL,
    updated_at  BIGINT NOT NULL
  )`,
  REVENUE,
];

/** Every register believes that it has the whole shelf of its store. */
export const wholeShelf = (parameters: Parameters): readonly string[] =>
  ARTICLES.map(
    ({ codeEan }) => `INSERT INTO stock VALUES ('${codeEan}', ${countOf(parameters, "stock")})`,
  );

/** Each register has its own share; the first ones take what does not divide. */
export const ownQuota = (
  parameters: Parameters,
  { rank, neighbours }: Register,
): readonly string[] => {
  const stock = countOf(parameters, "stock");
  const shares = neighbours.length + 1;
  const share = Math.floor(stock / shares) + (rank < stock % shares ? 1 : 0);
  return ARTICLES.map(({ codeEan }) => `INSERT INTO stock VALUES ('${codeEan}', ${share})`);
};

export const knownRegisters = (registers: readonly Register[]): readonly string[] =>
  registers.map(
    ({ id, name, store }) =>
      `INSERT INTO caisses VALUES ('${name}', '${store}', 0, 0, NULL, '${id}')`,
  );
