/** « Journal partitionné »: one topic, three partitions, three brokers, and what an answer is worth. */
import { type DurationUs, minutes, seconds } from "../../../simulator/base/time.ts";
import {
  type Acks,
  createConsumer,
  createProducer,
  partitionedLog,
} from "../../../simulator/brokers.ts";
import type { Assembly, Scenario } from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { card } from "./card.ts";
import { kept, ordered, read } from "./claims.ts";
import { ordersOf, TOPIC } from "./shop.services.ts";
import { readingFrom } from "./warehouse.services.ts";

function build(parameters: Parameters, acks: Acks): Assembly {
  const cluster = partitionedLog({
    ...{ brokers: ["courtier-1", "courtier-2", "courtier-3"], controller: "controleur" },
    topics: [
      {
        ...{ name: TOPIC, partitions: 3 },
        minInsyncReplicas: parameters.minimum as number,
        allowsUnclean: parameters.election === "quiconque",
      },
    ],
    sessionUs: parameters.silence as DurationUs,
    lagMaxUs: parameters.retard as DurationUs,
    // Longer waits than Kafka's 500 ms: fewer messages to look at, the same answers.
    fetchWaitUs: seconds(2),
    initialRebalanceUs: seconds(1),
  });
  const producer = createProducer({
    ...{ cluster, name: "boutique", acks },
    isIdempotent: acks === "all" && parameters.numeros === "oui",
    requestTimeoutUs: seconds(2),
    deliveryTimeoutUs: minutes(2),
    // A closed connection would tell sooner: the simulated network has no connections.
    metadataMaxAgeUs: seconds(5),
  });
  const consumer = createConsumer({
    ...{ cluster, group: "entrepot", topics: [TOPIC], autoOffsetReset: "earliest" },
    ...{ autoCommitUs: null, fetchWaitUs: seconds(2), requestTimeoutUs: seconds(3) },
  });
  return assembly(card.nodes, {
    ...cluster.parts,
    boutique: { boot: { placeOrders: ordersOf(producer) } },
    entrepot: { boot: { readOrders: readingFrom(consumer) } },
  });
}

export const scenario: Scenario = {
  card,
  claims: () => [read, kept, ordered],
  variants: {
    tous: (parameters: Parameters) => build(parameters, "all"),
    un: (parameters: Parameters) => build(parameters, 1),
    aucun: (parameters: Parameters) => build(parameters, 0),
  },
  measures: () => ({}),
};
