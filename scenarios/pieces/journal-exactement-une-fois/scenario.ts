/** « Exactement une fois »: from topic to topic, in transactions or not. */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import {
  createConsumer,
  createProducer,
  createTransactionalProducer,
  partitionedLog,
} from "../../../simulator/brokers.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { accountingFrom, billingInside, billingOutside } from "./billing.services.ts";
import { card } from "./card.ts";
import { SEEN_WITHIN_US } from "./claim-cards.ts";
import { INVOICES, ORDERS } from "./topics.ts";
import { ordersOf, salesOf } from "./writers.services.ts";

function build(parameters: Parameters, isInside: boolean): Assembly {
  const cluster = partitionedLog({
    ...{ brokers: ["courtier"], controller: "courtier", hasTransactions: true },
    topics: [ORDERS, INVOICES].map((name) => ({ name, partitions: 1 })),
    ...{ initialRebalanceUs: ms(500), expireEveryUs: seconds(1) },
  });
  const reading = {
    cluster,
    autoOffsetReset: "earliest",
    isolation: "read_committed",
    pollMax: 3,
    autoCommitUs: null,
    requestTimeoutUs: seconds(3),
    sessionTimeoutUs: seconds(6),
    heartbeatUs: seconds(2),
  } as const;
  const orders = createConsumer({ ...reading, group: "facturation", topics: [ORDERS] });
  const invoices = createConsumer({ ...reading, group: "comptabilite", topics: [INVOICES] });
  const sending = { cluster, requestTimeoutUs: seconds(2) };
  const inside = createTransactionalProducer({
    ...{ ...sending, name: "facturation", transactionalId: "facturation" },
    transactionTimeoutUs: parameters.limite as DurationUs,
  });
  const outside = createProducer({ ...sending, name: "facturation sans transaction" });
  return assembly(card.nodes, {
    ...cluster.parts,
    boutique: { boot: { placeOrders: ordersOf(createProducer({ ...sending, name: "boutique" })) } },
    comptoir: { boot: { sell: salesOf(createProducer({ ...sending, name: "comptoir" })) } },
    facturation: {
      boot: isInside
        ? { billInside: billingInside(orders, inside) }
        : { billOutside: billingOutside(orders, outside) },
    },
    comptabilite: { boot: { keepAccounts: accountingFrom(invoices) } },
  });
}

/** The invoice that the accountant has just seen. */
const seen = (event: SimEvent): string | null =>
  event.kind === "record-changed" && event.store === "comptes"
    ? String((event.after as { readonly facture: string }).facture)
    : null;

const claims: Scenario["claims"] = () => [
  invariant(claimOf(card, "une-seule-facture"), () => {
    const billed = new Set<string>();
    let twiceCount = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        const invoice = seen(event);
        // The same place read again is not a second invoice.
        if (invoice === null || (event.kind === "record-changed" && event.before !== null))
          return null;
        const isAgain = billed.has(invoice);
        if (isAgain) twiceCount++;
        billed.add(invoice);
        return {
          ...{ observed: String(twiceCount), isBroken: isAgain, subject: invoice },
          text: isAgain ? `La commande ${invoice} est facturée une seconde fois.` : "",
        };
      },
    };
  }),
  obligations(claimOf(card, "comptoir-a-temps"), () => ({
    watches: ["command-issued", "record-changed"],
    deadlineUs: SEEN_WITHIN_US,
    opens: (event) => (event.kind === "command-issued" ? event.command : null),
    meets: seen,
    lateText: (invoice) => `La facture ${invoice} du comptoir attend depuis 4 s d’être vue.`,
  })),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    transaction: (parameters: Parameters) => build(parameters, true),
    "sans-transaction": (parameters: Parameters) => build(parameters, false),
  },
  measures: () => ({}),
};
