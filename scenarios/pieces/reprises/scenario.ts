/** « Nouvelles tentatives »: the same shop, which insists in three ways. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import { createRetry, type Jitter, type RetryBudget } from "../../../simulator/resilience.ts";
import type { Assembly, Scenario } from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { card } from "./card.ts";
import { claims } from "./claims.ts";
import * as shop from "./shop.services.ts";

/** One retry for ten first attempts, ten saved up at most. */
const ONE_IN_TEN: RetryBudget = { sharePpm: 100_000, reserveMax: 10 };

const build =
  (jitter: Jitter, budget: RetryBudget | null) =>
  (parameters: Parameters): Assembly => {
    const firstDelayUs = parameters.attente as number;
    const retry = createRetry({
      ...{ name: "stock", budget, attemptsMax: parameters.essais as number },
      backoff: {
        firstDelayUs: firstDelayUs as DurationUs,
        delayMaxUs: (16 * firstDelayUs) as DurationUs,
        jitter,
      },
      // No answer, or turned away by a full queue: never a « no » of the stock itself.
      isRetryable: (outcome) =>
        outcome.kind === "timed-out" || (outcome.kind === "refused" && outcome.how === "rejected"),
    });
    const nodes = card.nodes.map((node) =>
      node.id === "stock" ? { ...node, queueLimit: parameters.file as number } : node,
    );
    return assembly(nodes, {
      clients: { boot: { visit: shop.visit } },
      boutique: { serves: { acheter: { sell: shop.sellWith(retry) } } },
      stock: { serves: { reserver: { reserve: shop.reserve } } },
    });
  };

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    gigue: build("full", null),
    "sans-gigue": build("none", null),
    budget: build("full", ONE_IN_TEN),
  },
  measures: () => ({}),
};
