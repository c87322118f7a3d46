/** The figures of the published table, read in the log: pages and orders of the peak, orders that are lost. */
import type { Measure } from "../../simulator/scenario.ts";
import type { EventKind, SimEvent } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { PEAK_BEGINS, PEAK_ENDS } from "./peak.ts";

export const measured: readonly EventKind[] = [
  ...(["note", "command-issued", "command-ended", "request-started"] as const),
  ...(["transaction-committed", "record-changed"] as const),
];

/** The value under which that share of them stands. 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

interface Tally {
  /** Answered in, µs, by kind and by time of day. */
  readonly pagesAtPeak: number[];
  readonly pagesOutside: number[];
  readonly orders: number[];
  readonly ordersAtPeak: number[];
  pageCount: number;
  servedCount: number;
  /** Pages that the new service and the monolith began to make. */
  readonly begun: { newService: number; monolith: number };
  /** Committed orders, by whether the warehouse knows of them. */
  readonly committed: Map<string, boolean>;
}

interface Asked {
  readonly atUs: number;
  readonly isPage: boolean;
  readonly isPeak: boolean;
}

/** Adds what this answer says. */
function count(tally: Tally, asked: Asked, tookUs: number, isOk: boolean): void {
  if (asked.isPage) {
    tally.pageCount++;
    if (isOk) tally.servedCount++;
  }
  if (!isOk) return;
  if (!asked.isPage) {
    tally.orders.push(tookUs);
    if (asked.isPeak) tally.ordersAtPeak.push(tookUs);
  } else (asked.isPeak ? tally.pagesAtPeak : tally.pagesOutside).push(tookUs);
}

function commit(tally: Tally, event: SimEvent): void {
  if (event.kind === "transaction-committed") {
    for (const { table, op, after } of event.changes) {
      if (table !== "orders" || op !== "c" || after === null) continue;
      const order = String(after[0]);
      tally.committed.set(order, tally.committed.get(order) ?? false);
    }
  }
  if (event.kind === "record-changed" && event.store === "preparations") {
    tally.committed.set(event.key, true);
  }
}

function tallyOf(log: EventLog): Tally {
  const watched = new Set<EventKind>(measured);
  const asked = new Map<string, Asked>();
  const tally: Tally = {
    ...{
      pagesAtPeak: [],
      pagesOutside: [],
      orders: [],
      ordersAtPeak: [],
      pageCount: 0,
      servedCount: 0,
    },
    begun: { newService: 0, monolith: 0 },
    committed: new Map(),
  };
  let isPeak = false;
  for (let i = 0; i < log.length; i++) {
    if (!watched.has(log.kind(i))) continue;
    const event = log.event(i);
    if (event.kind === "note" && event.text === PEAK_BEGINS) isPeak = true;
    if (event.kind === "note" && event.text === PEAK_ENDS) isPeak = false;
    if (event.kind === "command-issued") {
      const isPage = event.node === "visiteurs";
      asked.set(event.command, { atUs: event.atUs, isPage, isPeak });
    }
    if (event.kind === "command-ended") {
      const known = asked.get(event.command);
      if (known !== undefined) count(tally, known, event.atUs - known.atUs, event.outcome === "ok");
    }
    if (event.kind === "request-started") {
      if (event.handler === "showCachedProduct") tally.begun.newService++;
      if (event.handler === "showProduct") tally.begun.monolith++;
    }
    commit(tally, event);
  }
  return tally;
}

const ms = (us: number, title: string): Measure => ({ value: us / 1_000, unit: "ms", title });

export function measures(log: EventLog): Readonly<Record<string, Measure>> {
  const tally = tallyOf(log);
  const committed = [...tally.committed.values()];
  const lost = committed.filter((isKnown) => !isKnown).length;
  const share = committed.length === 0 ? 0 : (100 * lost) / committed.length;
  const { newService, monolith } = tally.begun;
  const moved = (100 * newService) / Math.max(1, newService + monolith);
  const served = tally.pageCount === 0 ? 100 : (100 * tally.servedCount) / tally.pageCount;
  return {
    "catalogue-p99": ms(percentile(tally.pagesAtPeak, 0.99), "Page à la pointe, p99"),
    "catalogue-p50": ms(percentile(tally.pagesAtPeak, 0.5), "Page à la pointe, médiane"),
    "catalogue-p99-calme": ms(percentile(tally.pagesOutside, 0.99), "Page hors pointe, p99"),
    "commande-p99": ms(percentile(tally.orders, 0.99), "Commande, p99"),
    "commande-p50": ms(percentile(tally.orders, 0.5), "Commande, médiane"),
    "commande-pointe": ms(percentile(tally.ordersAtPeak, 0.5), "Commande à la pointe, médiane"),
    "pages-servies": { value: served, unit: "%", title: "Pages servies" },
    "pages-nouveau": { value: moved, unit: "%", title: "Pages faites par le nouveau service" },
    validees: { value: committed.length, unit: "commandes", title: "Commandes validées" },
    perdues: { value: lost, unit: "commandes", title: "Commandes perdues" },
    "taux-perte": { value: share, unit: "%", title: "Part de commandes perdues" },
  };
}
