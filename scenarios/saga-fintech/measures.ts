/**
 * What the published table measures, counted from the log: shares of orders, mean compensation,
 * payments without shipment, sagas that wait for a person.
 */
import type { Measure } from "../../simulator/scenario.ts";
import type { EventKind } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { createBooks } from "./books.ts";

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** Kinds of events whose fields are read below. */
export const measured: readonly EventKind[] = [
  "transaction-committed",
  "record-changed",
  "command-ended",
];

export function measures(log: EventLog): Readonly<Record<string, Measure>> {
  const books = createBooks();
  const compensatingSince = new Map<string, number>();
  let compensationUs = 0;
  let compensatedCount = 0;
  for (let i = 0; i < log.length; i++) {
    if (!measured.includes(log.kind(i))) continue;
    const event = log.event(i);
    for (const orderId of books.see(event)) {
      const { saga } = books.order(orderId);
      if (saga === "COMPENSATING" && !compensatingSince.has(orderId)) {
        compensatingSince.set(orderId, event.atUs);
      }
      const since = compensatingSince.get(orderId);
      if (saga === "COMPENSATED" && since !== undefined) {
        compensationUs += event.atUs - since;
        compensatedCount++;
        compensatingSince.delete(orderId);
      }
    }
  }
  const orders = [...books.orders.values()].filter((book) => book.saga !== null);
  const inState = (state: string): number => orders.filter((book) => book.saga === state).length;
  return {
    commandes: { title: "Commandes suivies d’une saga", value: orders.length, unit: "commandes" },
    terminees: {
      title: "Sagas terminées",
      value: percent(inState("COMPLETED"), orders.length),
      unit: "%",
    },
    compensees: {
      title: "Sagas compensées",
      value: percent(inState("COMPENSATED"), orders.length),
      unit: "%",
    },
    "compensation-moyenne": {
      title: "Compensation, moyenne",
      value: compensatedCount === 0 ? 0 : compensationUs / compensatedCount / 1_000_000,
      unit: "s",
    },
    "payees-sans-suite": {
      title: "Payées sans suite",
      value: [...books.orders.values()].filter((b) => b.debits.size > 0 && b.parcels.size === 0)
        .length,
      unit: "commandes",
    },
    "interventions-humaines": {
      title: "Interventions humaines",
      value: inState("COMPENSATION_FAILED"),
      unit: "sagas",
    },
  };
}
