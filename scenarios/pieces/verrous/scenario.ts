/** « Verrous »: one shop on one PostgreSQL-like database, each of its four habits careful or not. */
import { ms } from "../../../simulator/base/time.ts";
import {
  type Assembly,
  type Boots,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly, type NamedHandler } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { ANNOUNCED_WITHIN_US, card } from "./card.ts";
import * as parcels from "./parcels.services.ts";
import * as shop from "./shop.services.ts";

const SCHEMA = [
  "CREATE TABLE rayon (id INT PRIMARY KEY, article TEXT NOT NULL, reste INT NOT NULL CHECK (reste >= 0))",
  `CREATE TABLE colis (id SERIAL PRIMARY KEY, rayon INT NOT NULL REFERENCES rayon(id),
     etat TEXT NOT NULL DEFAULT 'nouveau', par TEXT, annonce BOOLEAN NOT NULL DEFAULT FALSE)`,
];
const ARTICLES = ["pull", "veste", "bonnet"];

const SALES: Readonly<Record<string, NamedHandler>> = {
  soustraire: { sellBySubtracting: shop.sellBySubtracting },
  lire: { sellByReading: shop.sellByReading },
};
const EXCHANGES: Readonly<Record<string, NamedHandler>> = {
  croissant: { exchangeInOrder: shop.exchangeInOrder },
  demande: { exchangeAsAsked: shop.exchangeAsAsked },
};
const CLAIMS = { sauter: parcels.claimSkippingLocked, lire: parcels.claimByReading } as const;
const RELAYS: Readonly<Record<string, Boots>> = {
  marque: { announceUnmarked: parcels.announceUnmarked },
  numero: { announceAfterLast: parcels.announceAfterLast },
};

/** What the reader chose, or the careful habit. */
function chosen<T>(habits: Readonly<Record<string, T>>, parameter: unknown): T {
  const habit = habits[String(parameter)];
  if (habit === undefined) throw new Error(`no habit « ${parameter} »`);
  return habit;
}

function build(parameters: Parameters): Assembly {
  const claim = chosen(CLAIMS, parameters.file);
  const stock = parameters.stock as number;
  const shopFloor = assembly(card.nodes, {
    clients: { boot: { visit: shop.visit } },
    magasin: {
      serves: {
        vendre: chosen(SALES, parameters.vente),
        echanger: chosen(EXCHANGES, parameters.echange),
      },
      boot: {
        pack: [parcels.packer("Ana", claim), parcels.packer("Bob", claim)],
        ...chosen(RELAYS, parameters.relais),
      },
    },
    quai: {
      serves: {
        charger: { load: parcels.load },
        annoncer: { noteAnnounced: parcels.noteAnnounced },
      },
    },
  });
  const cost = { p50Us: ms(1), p95Us: ms(2), p99Us: ms(4) };
  const database = {
    ...{ id: "magasin", node: "magasin", schema: SCHEMA, poolSize: 30, read: cost, write: cost },
    rows: ARTICLES.map((article, i) => `INSERT INTO rayon VALUES (${i + 1},'${article}',${stock})`),
  };
  return { ...shopFloor, databases: [database] };
}

/** Articles in the shelves and in the parcels: an exchange keeps their sum, a sale too. */
function countArticles(event: SimEvent): number {
  if (event.kind !== "transaction-committed") return 0;
  let change = 0;
  for (const { table, before, after } of event.changes) {
    const [rest, parcel] = [table === "rayon", table === "colis"];
    if (rest) change += Number(after?.[2] ?? 0) - Number(before?.[2] ?? 0);
    if (parcel && before === null) change += 1;
  }
  return change;
}

const newParcels = (event: SimEvent): string[] =>
  event.kind === "transaction-committed"
    ? event.changes.flatMap(({ table, op, after }) =>
        table === "colis" && op === "c" ? [`${after?.[0]}`] : [],
      )
    : [];

const claims: Scenario["claims"] = (parameters) => [
  invariant(claimOf(card, "stock-exact"), () => {
    const expected = ARTICLES.length * (parameters.stock as number);
    let articles = 0;
    return {
      watches: ["transaction-committed"],
      initial: `${expected}`,
      see(event) {
        const change = countArticles(event);
        if (change === 0) return null;
        articles += change;
        const isBroken = articles !== expected;
        const text = `Les rayons et les colis font ${articles} articles : il y en avait ${expected}.`;
        return { observed: `${articles}`, isBroken, subject: event.subject, text };
      },
    };
  }),
  invariant(claimOf(card, "colis-une-fois"), () => ({
    watches: ["record-changed"],
    initial: "≤ 1",
    see(event) {
      if (event.kind !== "record-changed" || event.store !== "quai") return null;
      const isBroken = event.before !== null;
      const text = `Le colis ${event.key} arrive deux fois au quai : deux préparateurs l’avaient pris.`;
      return { observed: isBroken ? "2" : "1", isBroken, subject: event.subject, text };
    },
  })),
  obligations(claimOf(card, "colis-annonces"), () => ({
    watches: ["transaction-committed", "record-changed"],
    deadlineUs: ANNOUNCED_WITHIN_US,
    opens: newParcels,
    meets: (event) =>
      event.kind === "record-changed" && event.store === "annonces" ? event.key : null,
    lateText: (parcel) => `Le colis ${parcel} est enregistré, et personne ne l’a annoncé.`,
  })),
  invariant(claimOf(card, "sans-sacrifice"), () => ({
    watches: ["statement-failed"],
    initial: "0",
    see(event) {
      if (event.kind !== "statement-failed" || event.code !== "40P01") return null;
      const text = "Deux échanges s’attendent l’un l’autre : la base en sacrifie un.";
      return { observed: "1", isBroken: true, subject: event.subject, text };
    },
  })),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: { magasin: build },
  measures: () => ({}),
};
