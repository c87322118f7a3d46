/**
 * What is true of each order, read from the log: debits, parcels, reservations, the state of its saga.
 *
 * The claims are judged on these books and on nothing else: rows committed and the provider's
 * ledger, never what a process believes.
 */
import type { EventKind, SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Row, RowChange, Value } from "../../simulator/vocabulary/values.ts";

export type SagaState =
  | "STARTED"
  | "IN_PROGRESS"
  | "COMPLETED"
  | "COMPENSATING"
  | "COMPENSATED"
  | "COMPENSATION_FAILED";

export interface OrderBook {
  readonly orderId: string;
  /** Provider references whose debit stands. */
  readonly debits: Set<string>;
  /** Parcels that will leave. */
  readonly parcels: Set<string>;
  /** Reservations that hold articles. */
  readonly reservations: Set<string>;
  saga: SagaState | null;
  /** The client was told something, or gave up. */
  isClosed: boolean;
}

export interface Books {
  readonly orders: Map<string, OrderBook>;
  /** Free and held articles, as the stock table says. */
  readonly stock: { available: number; reserved: number };
  readonly order: (orderId: string) => OrderBook;
  /** Reads one event; the same event twice changes nothing. Returns the orders it concerns. */
  readonly see: (event: SimEvent) => readonly string[];
}

const NOTHING: readonly string[] = [];

/** The order is over for the business: nobody will act on it any more by itself. */
export const isAtRest = (book: OrderBook): boolean =>
  book.saga === null
    ? book.isClosed
    : book.saga === "COMPLETED" ||
      book.saga === "COMPENSATED" ||
      book.saga === "COMPENSATION_FAILED";

/** The events that the books are kept from. */
export const BOOK_KINDS: readonly EventKind[] = [
  "transaction-committed",
  "record-changed",
  "command-ended",
];

export function createBooks(): Books {
  const orders = new Map<string, OrderBook>();
  const stock = { available: 0, reserved: 0 };
  let lastIndex = -1;
  let lastTouched: readonly string[] = NOTHING;

  function order(orderId: string): OrderBook {
    let book = orders.get(orderId);
    if (book === undefined) {
      book = {
        orderId,
        debits: new Set(),
        parcels: new Set(),
        reservations: new Set(),
        saga: null,
        isClosed: false,
      };
      orders.set(orderId, book);
    }
    return book;
  }

  function change({ table, before, after }: RowChange, touched: string[]): void {
    const row = (after ?? before) as Row;
    const id = row[0] as string;
    switch (table) {
      case "sagas":
        order(row[1] as string).saga = after === null ? null : (after[2] as SagaState);
        touched.push(row[1] as string);
        return;
      case "reservations": {
        const holds = after !== null && after[4] !== "CANCELLED";
        mark(order(row[1] as string).reservations, id, holds);
        touched.push(row[1] as string);
        return;
      }
      case "shipments": {
        const leaves = after !== null && after[2] === "CREATED";
        mark(order(row[1] as string).parcels, id, leaves);
        touched.push(row[1] as string);
        return;
      }
      case "stock":
        stock.available = row[1] as number;
        stock.reserved = row[2] as number;
        return;
      default:
        return;
    }
  }

  function debit(key: string, record: Value, touched: string[]): void {
    const { order_id, status } = record as { readonly order_id: string; readonly status: string };
    mark(order(order_id).debits, key, status === "débité");
    touched.push(order_id);
  }

  function see(event: SimEvent): readonly string[] {
    if (event.index <= lastIndex) return lastTouched;
    lastIndex = event.index;
    const touched: string[] = [];
    if (event.kind === "transaction-committed") {
      for (const row of event.changes) change(row, touched);
    } else if (event.kind === "record-changed" && event.store === "debits") {
      debit(event.key, event.after, touched);
    } else if (event.kind === "command-ended") {
      order(event.command).isClosed = true;
      touched.push(event.command);
    }
    lastTouched = touched.length === 0 ? NOTHING : touched;
    return lastTouched;
  }

  return { orders, stock, order, see };
}

function mark(set: Set<string>, id: string, isIn: boolean): void {
  if (isIn) set.add(id);
  else set.delete(id);
}
