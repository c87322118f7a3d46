/**
 * What is true of each checkout, read from the log: what it holds, what it was sold, how it stands.
 *
 * The claims are judged on these books and on nothing else: rows committed, never what a process believes.
 * How a checkout stands is each design's to say (a saga's row, an event of the stream): see `Standings`.
 */
import type { SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Row, RowChange } from "../../simulator/vocabulary/values.ts";
import type { Watch } from "../../simulator/vocabulary/watch.ts";
import { PRODUCTS } from "./products.ts";

/** `open`: accepted. `order-failed`: open, and its order is known to have failed. The last two are its end. */
export type Standing = "open" | "order-failed" | "succeeded" | "cancelled";

/** What one event says of how checkouts stand; made anew for each judge. */
export interface Standings {
  readonly watches: readonly Watch[];
  readonly read: (event: SimEvent) => readonly (readonly [checkout: string, standing: Standing])[];
}

export interface Amount {
  readonly sku: string;
  readonly quantity: number;
}

export interface CheckoutBook {
  readonly checkout: string;
  /** Reservations that hold articles, by id. */
  readonly held: Map<string, Amount>;
  /** Orders that stand, by id. */
  readonly orders: Map<string, Amount>;
  standing: Standing | null;
}

export interface Books {
  readonly watches: readonly Watch[];
  readonly checkouts: ReadonlyMap<string, CheckoutBook>;
  readonly checkout: (id: string) => CheckoutBook;
  /** Free articles, as the stock table says. */
  readonly free: ReadonlyMap<string, number>;
  /** Articles of orders that stand. */
  readonly sold: ReadonlyMap<string, number>;
  /** Articles held for which there is no order yet. */
  readonly reserved: ReadonlyMap<string, number>;
  /** Reads one event; the same event twice changes nothing. Returns the checkouts it concerns. */
  readonly see: (event: SimEvent) => readonly CheckoutBook[];
}

const NOTHING: readonly CheckoutBook[] = [];

export const hasEnded = ({ standing }: CheckoutBook): boolean =>
  standing === "succeeded" || standing === "cancelled";

/** An order is what became of a reservation: those for which there is none yet are still reserved. */
function tallyOf(book: CheckoutBook): readonly (readonly ["sold" | "reserved", Amount])[] {
  const left = [...book.held.values()].slice(book.orders.size);
  return [
    ...[...book.orders.values()].map((one) => ["sold", one] as const),
    ...left.map((one) => ["reserved", one] as const),
  ];
}

export function createBooks(standings: Standings, initialStock: number): Books {
  const checkouts = new Map<string, CheckoutBook>();
  const initial = PRODUCTS.map(({ sku }) => [sku, initialStock] as const);
  const free = new Map<string, number>(initial);
  const totals = { sold: new Map<string, number>(), reserved: new Map<string, number>() };
  let lastIndex = -1;
  let lastTouched = NOTHING;

  function checkout(id: string): CheckoutBook {
    let book = checkouts.get(id);
    if (book === undefined) {
      book = { checkout: id, held: new Map(), orders: new Map(), standing: null };
      checkouts.set(id, book);
    }
    return book;
  }

  function add(book: CheckoutBook, by: 1 | -1): void {
    for (const [kind, { sku, quantity }] of tallyOf(book)) {
      totals[kind].set(sku, (totals[kind].get(sku) ?? 0) + by * quantity);
    }
  }

  /** Reservations and orders have the same first columns but for the client: sku and quantity are given. */
  function mark(book: CheckoutBook, into: "held" | "orders", id: string, amount: Amount | null) {
    add(book, -1);
    if (amount === null) book[into].delete(id);
    else book[into].set(id, amount);
    add(book, 1);
  }

  /** The checkout that a row is about, or null. */
  function change({ table, before, after }: RowChange): CheckoutBook | null {
    const row = (after ?? before) as Row;
    if (table === "stock") free.set(row[0] as string, row[1] as number);
    if (table !== "reservations" && table !== "orders") return null;
    const book = checkout(row[1] as string);
    const isOrder = table === "orders";
    const [sku, quantity, status] = (isOrder ? [row[3], row[4], row[6]] : row.slice(2)) as [
      ...[string, number, string],
    ];
    const stands = after !== null && status === (isOrder ? "CREATED" : "HELD");
    mark(book, isOrder ? "orders" : "held", row[0] as string, stands ? { sku, quantity } : null);
    return book;
  }

  function see(event: SimEvent): readonly CheckoutBook[] {
    if (event.index <= lastIndex) return lastTouched;
    lastIndex = event.index;
    const touched: CheckoutBook[] = [];
    const touch = (book: CheckoutBook): void => {
      if (!touched.includes(book)) touched.push(book);
    };
    if (event.kind === "transaction-committed") {
      for (const row of event.changes) {
        const book = change(row);
        if (book !== null) touch(book);
      }
    }
    for (const [id, standing] of standings.read(event)) {
      const book = checkout(id);
      // An end is an end: what is said of it afterwards does not open it again.
      if (!hasEnded(book)) book.standing = standing;
      touch(book);
    }
    lastTouched = touched.length === 0 ? NOTHING : touched;
    return lastTouched;
  }

  const watches = [...new Set<Watch>(["transaction-committed", ...standings.watches])];
  return { watches, checkouts, checkout, free, ...totals, see };
}
