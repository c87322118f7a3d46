/** « Délai d’attente »: the same till, which tells the bank its deadline or not. */
import { type DurationUs, seconds } from "../../../simulator/base/time.ts";
import { createDeadline } from "../../../simulator/resilience.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { card } from "./card.ts";
import * as payment from "./payment.services.ts";

function build(parameters: Parameters, isTold: boolean): Assembly {
  const deadline = createDeadline({ name: "banque", timeoutUs: parameters.delai as DurationUs });
  return assembly(card.nodes, {
    clients: { boot: { shop: payment.shop } },
    caisse: { serves: { payer: { payOrder: payment.payWithin(deadline, isTold) } } },
    banque: { serves: { debiter: { debitAccount: payment.debitAccount } } },
  });
}

const claimCard = (id: string): ClaimCard =>
  card.claims.find((claim) => claim.id === id) as ClaimCard;

const refusedThenNotDebited = invariant(claimCard("refuse-donc-pas-debite"), () => {
  const refused = new Set<string>();
  const debited = new Set<string>();
  let wrongCount = 0;
  return {
    watches: ["command-ended", "record-changed"],
    initial: "0",
    see(event) {
      let order: string | null = null;
      if (event.kind === "record-changed" && event.store === "debits") {
        order = event.key;
        debited.add(order);
      } else if (event.kind === "command-ended" && event.outcome === "refused") {
        order = event.command;
        refused.add(order);
      }
      if (order === null || !refused.has(order) || !debited.has(order)) return null;
      wrongCount++;
      return {
        observed: String(wrongCount),
        isBroken: true,
        subject: order,
        text: `Le paiement ${order} a été dit impossible, et il est débité.`,
      };
    },
  };
});

const answeredInTime = obligations(claimCard("reponse-en-temps"), () => ({
  watches: ["command-issued", "command-ended"],
  deadlineUs: seconds(1),
  opens: (event) => (event.kind === "command-issued" ? event.command : null),
  meets: (event) => (event.kind === "command-ended" ? event.command : null),
  lateText: (order) => `Le paiement ${order} attend sa réponse depuis plus d’une seconde.`,
}));

export const scenario: Scenario = {
  card,
  claims: () => [refusedThenNotDebited, answeredInTime],
  variants: {
    abandon: (parameters) => build(parameters, false),
    echeance: (parameters) => build(parameters, true),
  },
  measures: () => ({}),
};
