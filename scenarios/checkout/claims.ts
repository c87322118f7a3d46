/** The promises that both designs make, judged on the same books (`books.ts`). */
import { type DurationUs, seconds } from "../../simulator/base/time.ts";
import { invariant, obligations } from "../../simulator/scenario.ts";
import type { Claim, ClaimCard } from "../../simulator/vocabulary/claims.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { type Books, type CheckoutBook, createBooks, hasEnded, type Standings } from "./books.ts";
import { sharedClaimCards } from "./claim-cards.ts";
import { PRODUCTS } from "./products.ts";
import { countOf } from "./settings.ts";

/** « Stock libéré < 5 secondes »: the measure C1 of the source. */
const RELEASED_WITHIN: DurationUs = seconds(5);

const cardOf = (id: string): ClaimCard =>
  sharedClaimCards.find((card) => card.id === id) as ClaimCard;

const of = (totals: ReadonlyMap<string, number>, sku: string): number => totals.get(sku) ?? 0;

/** Articles too many (or missing) of one product: what there is now against what there was. */
const excessOf = ({ free, reserved, sold }: Books, sku: string, initial: number): number =>
  of(free, sku) + of(reserved, sku) + of(sold, sku) - initial;

/** How much is wrong, and the sentence that says so: asked for when something is. */
interface Wrong {
  readonly wrong: number;
  readonly text: () => string;
}

/** An invariant on the whole shop: how much is wrong, and the sentence that says so. */
const onShop = (
  id: string,
  createOwnBooks: () => Books,
  look: (books: Books, sku: string) => Wrong,
): Claim =>
  invariant(cardOf(id), (desk) => {
    const books = desk(createOwnBooks);
    return {
      watches: books.watches,
      initial: "0",
      see(event) {
        const touched = books.see(event);
        if (event.kind !== "transaction-committed") return null;
        const looks = PRODUCTS.map(({ sku }) => look(books, sku));
        const worst = looks.find(({ wrong }) => wrong > 0);
        return {
          observed: String(looks.reduce((sum, { wrong }) => sum + wrong, 0)),
          ...{ isBroken: worst !== undefined, text: worst?.text() ?? "" },
          subject: touched[0]?.checkout ?? event.subject,
        };
      },
    };
  });

/** An invariant on each checkout touched: how much is wrong with it, and the sentence that says so. */
const onCheckouts = (
  id: string,
  createOwnBooks: () => Books,
  look: (book: CheckoutBook) => Wrong,
): Claim =>
  invariant(cardOf(id), (desk) => {
    const books = desk(createOwnBooks);
    const wrongs = new Map<string, number>();
    let total = 0;
    return {
      watches: books.watches,
      initial: "0",
      see(event) {
        let breach: { readonly subject: string; readonly text: string } | null = null;
        const touched = books.see(event);
        if (touched.length === 0) return null;
        for (const book of touched) {
          const { wrong, text } = look(book);
          total += wrong - (wrongs.get(book.checkout) ?? 0);
          wrongs.set(book.checkout, wrong);
          if (wrong > 0) breach ??= { subject: book.checkout, text: text() };
        }
        return {
          ...{ observed: String(total), isBroken: breach !== null },
          ...{ subject: breach?.subject ?? null, text: breach?.text ?? "" },
        };
      },
    };
  });

function orderWrong(book: CheckoutBook): Wrong {
  const { size } = book.orders;
  const isCancelled = book.standing === "cancelled";
  return {
    wrong: Math.max(0, size - (isCancelled ? 0 : 1)),
    text: () =>
      isCancelled
        ? `Le checkout ${book.checkout} est annulé, et sa commande existe.`
        : `Le checkout ${book.checkout} a donné ${size} commandes.`,
  };
}

/** Once it is over, what a checkout holds is what its order sold. */
function heldWrong(book: CheckoutBook): Wrong {
  const isCancelled = book.standing === "cancelled";
  const due = isCancelled ? 0 : book.orders.size;
  return {
    wrong: hasEnded(book) ? Math.max(0, book.held.size - due) : 0,
    text: () =>
      isCancelled
        ? `Le checkout ${book.checkout} est annulé, et retient toujours du stock.`
        : `Le checkout ${book.checkout} est terminé, et retient du stock de trop.`,
  };
}

const releasedInTime = (createOwnBooks: () => Books): Claim =>
  obligations(cardOf("stock-libere-a-temps"), (desk) => {
    const books = desk(createOwnBooks);
    const isOwed = ({ standing, held }: CheckoutBook): boolean =>
      standing === "order-failed" && held.size > 0;
    return {
      watches: books.watches,
      deadlineUs: RELEASED_WITHIN,
      opens: (event) => idsOf(books.see(event).filter(isOwed)),
      meets: (event) => idsOf(books.see(event).filter(({ held }) => held.size === 0)),
      lateText: (checkout) =>
        `La commande de ${checkout} a échoué depuis 5 s, et son stock n’est pas libéré.`,
    };
  });

const everyCheckoutEnds = (createOwnBooks: () => Books, deadlineUs: number): Claim =>
  obligations(cardOf("tout-checkout-se-termine"), (desk) => {
    const books = desk(createOwnBooks);
    return {
      watches: books.watches,
      deadlineUs,
      opens: (event) =>
        idsOf(books.see(event).filter((book) => book.standing !== null && !hasEnded(book))),
      meets: (event) => idsOf(books.see(event).filter(hasEnded)),
      lateText: (checkout) =>
        `Le checkout ${checkout} n’est ni terminé ni annulé dans le délai promis.`,
    };
  });

const idsOf = (books: readonly CheckoutBook[]): readonly string[] =>
  books.map(({ checkout }) => checkout);

/** In the order of `sharedClaimCards`. `createStandings`: how this design says where a checkout stands. */
export function sharedClaims(
  parameters: Parameters,
  createStandings: () => Standings,
): readonly Claim[] {
  const initial = countOf(parameters, "stock");
  const createOwnBooks = (): Books => createBooks(createStandings(), initial);
  return [
    onShop("stock-conserve", createOwnBooks, (books, sku) => {
      const excess = excessOf(books, sku, initial);
      return {
        wrong: Math.abs(excess),
        text: () =>
          `Article ${sku} : libre, réservé et vendu font ${initial + excess} au lieu de ${initial}.`,
      };
    }),
    onShop("jamais-survendu", createOwnBooks, ({ sold }, sku) => ({
      wrong: Math.max(0, of(sold, sku) - initial),
      text: () => `Article ${sku} : ${of(sold, sku)} vendus, ${initial} au départ.`,
    })),
    onCheckouts("une-seule-commande", createOwnBooks, orderWrong),
    onCheckouts("annule-sans-stock", createOwnBooks, heldWrong),
    releasedInTime(createOwnBooks),
    everyCheckoutEnds(createOwnBooks, countOf(parameters, "delai-promesse")),
  ];
}
