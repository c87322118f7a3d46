/** « Documents »: the same billing service, which saves its token after its work or before it. */
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import { createDocuments } from "../../../simulator/stores.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { billingFrom, type Saving } from "./billing.services.ts";
import { card } from "./card.ts";
import { BILLED_WITHIN_US } from "./claim-cards.ts";
import { ordersInto } from "./till.services.ts";

function build(parameters: Parameters, saving: Saving): Assembly {
  const documents = createDocuments({
    members: ["s1", "s2", "s3"],
    oplogMax: parameters.journal as number,
    w: parameters.ecriture === "1" ? 1 : "majority",
  });
  return assembly(card.nodes, {
    ...documents.nodes,
    caisse: { boot: { order: ordersInto(documents) } },
    facturation: { boot: { billOrders: billingFrom(documents, saving) } },
  });
}

/** The order that this event bills, and how many times it has been now. */
function billIn(event: SimEvent): { readonly commande: string; readonly fois: number } | null {
  if (event.kind !== "record-changed" || event.store !== "factures") return null;
  return event.after as { readonly commande: string; readonly fois: number };
}

const billed = obligations(claimOf(card, "confirmee-facturee"), () => ({
  watches: ["command-ended", "record-changed"],
  deadlineUs: BILLED_WITHIN_US,
  opens: (event) =>
    event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
  meets: (event) => billIn(event)?.commande ?? null,
  lateText: (order) => `La commande ${order} est confirmée depuis 20 s, et n’est pas facturée.`,
}));

const once = invariant(claimOf(card, "une-seule-facture"), () => {
  let twice = 0;
  return {
    watches: ["record-changed"],
    initial: "0",
    see(event) {
      const bill = billIn(event);
      if (bill === null) return null;
      if (bill.fois > 1) twice++;
      return {
        ...{ observed: String(twice), isBroken: bill.fois > 1, subject: bill.commande },
        text: bill.fois > 1 ? `La commande ${bill.commande} est facturée ${bill.fois} fois.` : "",
      };
    },
  };
});

const nothingUndone = invariant(claimOf(card, "rien-d-annule"), () => {
  const known = { billed: new Set<string>(), undone: new Set<string>() };
  let wrongCount = 0;
  return {
    watches: ["record-changed"],
    initial: "0",
    see(event) {
      if (event.kind !== "record-changed") return null;
      const bill = billIn(event);
      if (bill !== null) known.billed.add(bill.commande);
      const isUndone = event.store.startsWith("annulees-");
      const { ecriture } = event.after as { readonly ecriture?: string };
      if (isUndone && ecriture !== undefined) known.undone.add(ecriture);
      const subject = bill?.commande ?? (isUndone ? ecriture : undefined);
      if (subject === undefined) return null;
      const isBroken = known.billed.has(subject) && known.undone.has(subject);
      if (isBroken) wrongCount++;
      return {
        ...{ observed: String(wrongCount), isBroken, subject },
        text: isBroken ? `La commande ${subject} est facturée, et elle a été annulée.` : "",
      };
    },
  };
});

export const scenario: Scenario = {
  card,
  claims: () => [billed, once, nothingUndone],
  variants: {
    apres: (parameters: Parameters) => build(parameters, "after"),
    avant: (parameters: Parameters) => build(parameters, "before"),
  },
  measures: () => ({}),
};
