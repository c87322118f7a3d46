/** « Chaque réplique répond »: the same two shops, keeping every version or only the latest one. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { Assembly, Scenario } from "../../../simulator/scenario.ts";
import { type Conflict, createAnyReplica } from "../../../simulator/stores.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { card } from "./card.ts";
import { claims } from "./claims.ts";
import { tradeBeside } from "./shops.services.ts";

function build(parameters: Parameters, conflict: Conflict): Assembly {
  const store = createAnyReplica({
    ...{ replicas: ["r1", "r2", "r3"], conflict },
    gossipUs: parameters.echange as DurationUs,
  });
  const replica = { serves: store.handlers, boot: { gossip: store.gossip } };
  return assembly(card.nodes, {
    nord: { boot: { trade: tradeBeside("r1") } },
    sud: { boot: { trade: tradeBeside("r3") } },
    ...{ r1: replica, r2: replica, r3: replica },
  });
}

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    versions: (parameters: Parameters) => build(parameters, "siblings"),
    "derniere-ecriture": (parameters: Parameters) => build(parameters, "last-writer"),
  },
  measures: () => ({}),
};
