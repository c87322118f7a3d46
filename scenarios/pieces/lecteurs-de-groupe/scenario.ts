/** « Groupe de lecteurs »: three readers share three partitions, and say when they are done. */
import { type DurationUs, seconds } from "../../../simulator/base/time.ts";
import { createConsumer, createProducer, partitionedLog } from "../../../simulator/brokers.ts";
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
import { card } from "./card.ts";
import { SHIPPED_WITHIN_US } from "./claim-cards.ts";
import { comingLater, shippingWith, type When } from "./readers.services.ts";
import { ordersOf, TOPIC } from "./shop.services.ts";

function build(parameters: Parameters, when: When): Assembly {
  const cluster = partitionedLog({
    ...{ brokers: ["courtier"], controller: "courtier", initialRebalanceUs: seconds(1) },
    topics: [{ name: TOPIC, partitions: 3 }],
  });
  const producer = createProducer({
    ...{ cluster, name: "boutique", requestTimeoutUs: seconds(2) },
  });
  // One reader, standing on three nodes: each keeps its own positions.
  const consumer = createConsumer({
    ...{ cluster, group: "expedition", topics: [TOPIC], autoOffsetReset: "earliest" },
    autoCommitUs: when === "automatique" ? (parameters.cadence as DurationUs) : null,
    sessionTimeoutUs: parameters.session as DurationUs,
    maxPollIntervalUs: parameters.retour as DurationUs,
    pollMax: parameters.lot as number,
    ...{ heartbeatUs: seconds(1), requestTimeoutUs: seconds(3) },
  });
  const reader = { boot: { shipOrders: shippingWith(consumer, when) } };
  return assembly(card.nodes, {
    ...cluster.parts,
    boutique: { boot: { placeOrders: ordersOf(producer) } },
    ...{ anne: reader, bruno: reader },
    chloe: { boot: { comeLater: comingLater(consumer, when) } },
  });
}

const shipped = (event: SimEvent): string | null =>
  event.kind === "record-changed" && event.store.startsWith("colis-") ? event.key : null;

const claims: Scenario["claims"] = () => [
  obligations(claimOf(card, "ecrite-donc-expediee"), () => {
    // Its parcel may leave before the shop hears that the order is written.
    const gone = new Set<string>();
    return {
      watches: ["command-ended", "record-changed"],
      deadlineUs: SHIPPED_WITHIN_US,
      opens: (event) =>
        event.kind === "command-ended" && event.outcome === "ok" && !gone.has(event.command)
          ? event.command
          : null,
      meets(event) {
        const order = shipped(event);
        if (order !== null) gone.add(order);
        return order;
      },
      lateText: (order) => `La commande ${order} est écrite depuis 30 s, et n’est pas expédiée.`,
    };
  }),
  invariant(claimOf(card, "un-seul-colis"), () => {
    const gone = new Set<string>();
    let twiceCount = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        const order = shipped(event);
        if (order === null) return null;
        const isAgain = gone.has(order);
        if (isAgain) twiceCount++;
        gone.add(order);
        return {
          ...{ observed: String(twiceCount), isBroken: isAgain, subject: order },
          text: isAgain ? `La commande ${order} part une seconde fois.` : "",
        };
      },
    };
  }),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    apres: (parameters: Parameters) => build(parameters, "apres"),
    avant: (parameters: Parameters) => build(parameters, "avant"),
    automatique: (parameters: Parameters) => build(parameters, "automatique"),
  },
  measures: () => ({}),
};
