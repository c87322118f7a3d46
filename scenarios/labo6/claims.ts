/** The shared promises, judged on the rows of the sagas; and what a verification is worth. */
import { invariant } from "../../simulator/scenario.ts";
import type { Claim } from "../../simulator/vocabulary/claims.ts";
import type { SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import type { Standing, Standings } from "../checkout/books.ts";
import { sharedClaims } from "../checkout/claims.ts";
import { verifiedThenReserved } from "./claim-cards.ts";
import type { SagaState } from "./operations.ts";

const CHECKOUT = 1;
const STATE = 6;

const standingOf = (state: SagaState): Standing => {
  switch (state) {
    case "SAGA_TERMINEE":
      return "succeeded";
    case "SAGA_ANNULEE":
      return "cancelled";
    case "ECHEC_CREATION_COMMANDE":
      return "order-failed";
    default:
      return "open";
  }
};

type Said = readonly [checkout: string, state: SagaState];

/** States that this event writes in the table of sagas. */
function statesIn(event: SimEvent): readonly Said[] {
  if (event.kind !== "transaction-committed" || event.database !== "sagas") return [];
  return event.changes.flatMap(({ after }): readonly Said[] =>
    after === null ? [] : [[after[CHECKOUT] as string, after[STATE] as SagaState]],
  );
}

/** A saga says how its checkout stands. Between failure and end, the failed order stays owed. */
export function createStandings(): Standings {
  return {
    watches: ["transaction-committed"],
    read: (event) =>
      statesIn(event)
        .filter(([, state]) => state !== "COMPENSATION_EN_COURS")
        .map(([checkout, state]) => [checkout, standingOf(state)] as const),
  };
}

const reservedOnceVerified: Claim = invariant(verifiedThenReserved, () => {
  /** Checkouts that have asked for their reservation: their stock was said to be there. */
  const verified = new Set<string>();
  let refusedCount = 0;
  return {
    watches: ["transaction-committed", "message-sent/reserver-stock"],
    initial: "0",
    see(event) {
      for (const [checkout, state] of statesIn(event)) {
        if (state === "STOCK_VERIFIE") verified.add(checkout);
      }
      if (event.kind !== "message-sent" || event.node !== "inventaire") return null;
      const isRefusal = event.role === "reply" && event.status === "refused";
      const { subject } = event;
      if (!isRefusal || event.operation !== "reserver-stock" || subject === null) return null;
      const { reason } = event.body as { readonly reason: string };
      if (reason !== "stock insuffisant" || !verified.has(subject)) return null;
      refusedCount++;
      return {
        ...{ observed: String(refusedCount), isBroken: true, subject },
        text: `Le stock de ${subject} était vérifié ; la réservation est refusée, un autre l’a pris.`,
      };
    },
  };
});

export const claims = (parameters: Parameters): readonly Claim[] => [
  ...sharedClaims(parameters, createStandings),
  reservedOnceVerified,
];
