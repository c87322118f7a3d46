/** The promises, judged on committed rows, on Stripe’s ledger, and on what waited behind what. */
import { invariant, obligations } from "../../simulator/scenario.ts";
import type { Claim } from "../../simulator/vocabulary/claims.ts";
import type { EventOf, SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import * as cards from "./claim-cards.ts";
import { PAY, SHOW, TAKE } from "./operations.ts";
import { durationOf } from "./settings.ts";

type Row = readonly [id: string, status: string];

/** Orders that this event writes, in the monolith or in the base of their own. */
const ordersIn = (event: SimEvent): readonly Row[] =>
  event.kind === "transaction-committed"
    ? event.changes.flatMap(({ table, after }): readonly Row[] =>
        table === "orders" && after !== null ? [[String(after[0]), String(after[1])]] : [],
      )
    : [];

const idsOf = (rows: readonly Row[]): readonly string[] => rows.map(([id]) => id);

const known = (parameters: Parameters): Claim =>
  obligations(cards.published, () => ({
    watches: ["transaction-committed", "record-changed"],
    deadlineUs: durationOf(parameters, "delai-promesse"),
    // A row that changes later is the same order: opening again what was met would ask for a second event.
    opens: (event) => idsOf(ordersIn(event).filter((row) => isNew(event, row))),
    meets: (event) =>
      event.kind === "record-changed" && event.store === "preparations" ? event.key : null,
    lateText: (order) =>
      `La commande ${order} est validée, et l’entrepôt n’en sait rien dans le délai promis.`,
  }));

const isNew = (event: SimEvent, [id]: Row): boolean =>
  event.kind === "transaction-committed" &&
  event.changes.some(
    ({ table, op, after }) => table === "orders" && op === "c" && after?.[0] === id,
  );

const accounted = (parameters: Parameters): Claim =>
  obligations(cards.accounted, () => ({
    watches: ["transaction-committed", "record-changed"],
    deadlineUs: durationOf(parameters, "delai-promesse"),
    opens(event) {
      if (event.kind !== "record-changed" || event.store !== "debits") return null;
      const { status } = event.after as { readonly status: string };
      return status === "débité" ? event.key : null;
    },
    meets: (event) => idsOf(ordersIn(event).filter(([, status]) => status === "paid")),
    lateText: (order) => `La cliente de ${order} est débitée, et sa commande n’existe pas.`,
  }));

/** What a node is doing: pages that it serves or keeps waiting, orders that wait, with their instant. */
class Line {
  readonly #pages = new Set<string>();
  readonly #orders = new Map<string, number>();

  join({ message, atUs }: EventOf<"request-queued">, isPage: boolean): void {
    if (isPage) this.#pages.add(message);
    else if (this.#pages.size > 0) this.#orders.set(message, atUs);
  }

  /** How long this order waited behind pages, µs. */
  start({ message, atUs }: EventOf<"request-started">, isPage: boolean): number {
    if (isPage) this.#pages.add(message);
    const since = this.#orders.get(message) ?? atUs;
    this.#orders.delete(message);
    return atUs - since;
  }

  end(message: string): void {
    this.#pages.delete(message);
  }

  crash(): void {
    this.#pages.clear();
    this.#orders.clear();
  }
}

/** The operation that a message asks for, from its name: `a>b:operation:subject#1`. */
const operationOf = (message: string): string => message.split(":")[1] ?? "";

const unhindered = (parameters: Parameters): Claim =>
  invariant(cards.unhindered, () => {
    const lines = new Map<string, Line>();
    const permittedUs = durationOf(parameters, "attente-permise");
    let slowedCount = 0;
    const lineOf = (node: string): Line => {
      const line = lines.get(node) ?? new Line();
      lines.set(node, line);
      return line;
    };
    return {
      watches: ["request-queued", "request-started", "request-finished", "node-crashed"],
      initial: "0",
      see(event) {
        if (event.node === "nginx") return null;
        const line = lineOf(event.node);
        if (event.kind === "node-crashed") line.crash();
        if (event.kind === "request-finished") line.end(event.message);
        if (event.kind !== "request-queued" && event.kind !== "request-started") return null;
        const operation = operationOf(event.message);
        const isPage = operation === SHOW;
        if (!isPage && operation !== TAKE && operation !== PAY) return null;
        if (event.kind === "request-queued") {
          line.join(event, isPage);
          return null;
        }
        const waitedUs = line.start(event, isPage);
        if (waitedUs <= permittedUs) return null;
        slowedCount++;
        return {
          ...{ observed: String(slowedCount), isBroken: true, subject: event.subject },
          text: `La commande ${event.subject} a attendu ${Math.round(waitedUs / 1_000)} ms un ouvrier que le catalogue occupait.`,
        };
      },
    };
  });

const served: Claim = invariant(cards.served, () => {
  let lostCount = 0;
  return {
    watches: ["command-ended"],
    initial: "0",
    see(event) {
      if (event.kind !== "command-ended" || event.node !== "visiteurs") return null;
      if (event.outcome === "ok") return null;
      lostCount++;
      return {
        ...{ observed: String(lostCount), isBroken: true, subject: event.subject },
        text: `La visite ${event.command} n’a pas eu sa page : ${event.detail}.`,
      };
    },
  };
});

const obeyed: Claim = invariant(cards.obeyed, () => {
  let refusedCount = 0;
  return {
    watches: ["memory-changed"],
    initial: "0",
    see(event) {
      if (event.kind !== "memory-changed" || event.key !== "nginx/etat") return null;
      if (event.after !== "refusee" && event.after !== "arrete") return null;
      refusedCount++;
      const isReload = event.after === "refusee";
      return {
        ...{ observed: String(refusedCount), isBroken: true, subject: null },
        text: isReload
          ? "nginx refuse le nouveau fichier et garde l’ancien : le partage n’a pas changé."
          : "nginx ne démarre pas : son fichier est refusé, la porte est fermée.",
      };
    },
  };
});

export const claims = (parameters: Parameters): readonly Claim[] => [
  known(parameters),
  unhindered(parameters),
  served,
  accounted(parameters),
  obeyed,
];
