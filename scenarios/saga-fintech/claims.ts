/**
 * The promises of the shop, judged on its books (rows committed, ledger of the provider).
 */
import { invariant, obligations, type Sighting } from "../../simulator/scenario.ts";
import type { Claim, ClaimCard } from "../../simulator/vocabulary/claims.ts";
import type { SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { BOOK_KINDS, type Books, createBooks, isAtRest, type OrderBook } from "./books.ts";
import { claimCards } from "./claim-cards.ts";
import { countOf } from "./settings.ts";

const cardOf = (id: string): ClaimCard => claimCards.find((card) => card.id === id) as ClaimCard;

/** An invariant on the orders that an event touched: `breach` says what is wrong with one, or null. */
function onOrders(
  id: string,
  initial: string,
  look: (book: OrderBook) => { readonly observed: number; readonly breach: string | null },
  total: "greatest" | "count",
): Claim {
  return invariant(cardOf(id), () => {
    const books = createBooks();
    const observed = new Map<string, number>();
    let shown = 0;
    return {
      watches: BOOK_KINDS,
      initial,
      see(event): Sighting | null {
        let breach: { readonly subject: string; readonly text: string } | null = null;
        let isNew = false;
        for (const orderId of books.see(event)) {
          const seen = look(books.order(orderId));
          if (observed.get(orderId) !== seen.observed) {
            shown =
              total === "count" ? shown - (observed.get(orderId) ?? 0) + seen.observed : shown;
            observed.set(orderId, seen.observed);
            if (total === "greatest") shown = Math.max(shown, seen.observed);
            isNew = true;
          }
          if (seen.breach !== null) breach ??= { subject: orderId, text: seen.breach };
        }
        if (!isNew && breach === null) return null;
        return {
          observed: String(shown),
          isBroken: breach !== null,
          subject: breach?.subject ?? null,
          text: breach?.text ?? "",
        };
      },
    };
  });
}

const singleDebit = onOrders(
  "un-seul-debit",
  "0",
  ({ orderId, debits }) => ({
    observed: debits.size,
    breach: debits.size > 1 ? `La commande ${orderId} est débitée ${times(debits.size)}.` : null,
  }),
  "greatest",
);

const singleReservation = onOrders(
  "une-seule-reservation",
  "0",
  ({ orderId, reservations }) => ({
    observed: reservations.size,
    breach:
      reservations.size > 1
        ? `Le stock de la commande ${orderId} est réservé ${times(reservations.size)}.`
        : null,
  }),
  "greatest",
);

const neverShippedUnpaid = onOrders(
  "jamais-expedie-sans-paiement",
  "0",
  (book) => {
    const isUnpaid = isAtRest(book) && book.parcels.size > 0 && book.debits.size === 0;
    return {
      observed: isUnpaid ? 1 : 0,
      breach: isUnpaid
        ? `La commande ${book.orderId} est expédiée, et personne ne l’a payée.`
        : null,
    };
  },
  "count",
);

const times = (count: number): string => (count === 2 ? "deux fois" : `${count} fois`);

const paidThenSettled = (parameters: Parameters): Claim =>
  obligations(cardOf("paye-donc-expedie-ou-rembourse"), () => {
    const books = createBooks();
    const isOwed = (book: OrderBook): boolean => book.debits.size > 0 && book.parcels.size === 0;
    const lateText = (orderId: string): string =>
      `La commande ${orderId} est débitée ; elle n’est ni expédiée ni remboursée.`;
    return {
      watches: BOOK_KINDS,
      deadlineUs: countOf(parameters, "delai-promesse"),
      opens: (event) => books.see(event).filter((id) => isOwed(books.order(id))),
      meets: (event) => books.see(event).filter((id) => !isOwed(books.order(id))),
      breaks(event) {
        for (const id of books.see(event)) {
          const book = books.order(id);
          if (isOwed(book) && isAtRest(book)) return { subject: id, text: lateText(id) };
        }
        return null;
      },
      lateText,
    };
  });

const everySagaEnds = (parameters: Parameters): Claim =>
  obligations(cardOf("toute-saga-se-termine"), () => {
    const books = createBooks();
    const hasEnded = (book: OrderBook): boolean =>
      book.saga === "COMPLETED" || book.saga === "COMPENSATED";
    return {
      watches: BOOK_KINDS,
      deadlineUs: countOf(parameters, "delai-promesse"),
      opens: (event) =>
        books.see(event).filter((id) => {
          const book = books.order(id);
          return book.saga !== null && !hasEnded(book);
        }),
      meets: (event) => books.see(event).filter((id) => hasEnded(books.order(id))),
      breaks(event) {
        const stuck = books.see(event).find((id) => books.order(id).saga === "COMPENSATION_FAILED");
        return stuck === undefined
          ? null
          : { subject: stuck, text: `La saga de ${stuck} est bloquée : elle attend une personne.` };
      },
      lateText: (orderId) => `La saga de ${orderId} ne s’est pas terminée dans le délai promis.`,
    };
  });

/** Free + held never changes, and an order that ended without a sale holds nothing. */
const stockConserved = (parameters: Parameters): Claim =>
  invariant(cardOf("stock-conserve"), () => {
    const books = createBooks();
    const initial = countOf(parameters, "stock");
    const retaining = new Set<string>();
    let isStockKnown = false;
    return {
      watches: BOOK_KINDS,
      initial: "0",
      see(event) {
        const touched = books.see(event);
        isStockKnown ||= touchesStock(event);
        const missing = isStockKnown ? initial - books.stock.available - books.stock.reserved : 0;
        for (const id of touched) {
          if (retains(books.order(id))) retaining.add(id);
          else retaining.delete(id);
        }
        const holder = touched.find((id) => retaining.has(id));
        if (missing === 0 && holder === undefined && touched.length === 0) return null;
        return {
          observed: String(Math.abs(missing) + retaining.size),
          isBroken: missing !== 0 || holder !== undefined,
          subject: holder ?? null,
          text:
            missing !== 0
              ? `Libre et réservé font ${initial - missing} articles au lieu de ${initial}.`
              : holder === undefined
                ? ""
                : `La commande ${holder} est close sans vente, et retient toujours un article.`,
        };
      },
    };
  });

const retains = (book: OrderBook): boolean =>
  book.reservations.size > 0 &&
  isAtRest(book) &&
  (book.saga === null
    ? book.parcels.size === 0 && book.debits.size === 0
    : book.saga !== "COMPLETED");

const touchesStock = (event: SimEvent): boolean =>
  event.kind === "transaction-committed" && event.changes.some((row) => row.table === "stock");

/** A refusal for want of stock is wrong when an article held at that moment comes back later. */
const noWrongRefusal = invariantOfRefusals();

function invariantOfRefusals(): Claim {
  return invariant(cardOf("aucun-refus-a-tort"), () => {
    const books: Books = createBooks();
    /** Orders refused for want of stock, with the reservations that others held at that instant. */
    const refused = new Map<string, ReadonlySet<string>>();
    let wrongCount = 0;
    const heldNow = (except: string): ReadonlySet<string> => {
      const held = new Set<string>();
      for (const book of books.orders.values()) {
        if (book.orderId === except) continue;
        for (const id of book.reservations) held.add(id);
      }
      return held;
    };
    return {
      watches: [...BOOK_KINDS, "message-sent"],
      initial: "0",
      see(event) {
        books.see(event);
        if (isStockRefusal(event))
          refused.set(event.subject as string, heldNow(event.subject as string));
        const back = givenBack(event);
        if (back === null) return null;
        for (const [orderId, held] of refused) {
          if (!held.has(back)) continue;
          refused.delete(orderId);
          wrongCount++;
          return {
            observed: String(wrongCount),
            isBroken: true,
            subject: orderId,
            text: `La commande ${orderId} a été refusée faute d’un article qui vient d’être rendu.`,
          };
        }
        return null;
      },
    };
  });
}

/** Inventory's final « no »: « en attente » is not one. */
const isStockRefusal = (event: SimEvent): boolean =>
  event.kind === "message-sent" &&
  event.role === "reply" &&
  event.operation === "reserver" &&
  event.status === "refused" &&
  (event.body as { readonly reason?: string }).reason === "rupture de stock";

function givenBack(event: SimEvent): string | null {
  if (event.kind !== "transaction-committed") return null;
  const row = event.changes.find(
    ({ table, before, after }) =>
      table === "reservations" && before?.[4] !== "CANCELLED" && after?.[4] === "CANCELLED",
  );
  return row === undefined ? null : ((row.after as readonly unknown[])[0] as string);
}

export const claims = (parameters: Parameters): readonly Claim[] => [
  singleDebit,
  paidThenSettled(parameters),
  neverShippedUnpaid,
  singleReservation,
  stockConserved(parameters),
  everySagaEnds(parameters),
  noWrongRefusal,
];
