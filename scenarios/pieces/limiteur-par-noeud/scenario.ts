/** « Limiteur par nœud »: the policies of Kong's rate limiting, behind the same two gateways. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import {
  createKongLimiter,
  createKongStore,
  type KongPolicy,
} from "../../../simulator/resilience.ts";
import { type Assembly, invariant, type Scenario } from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import * as gateways from "./gateways.services.ts";

const SECOND_US = 1_000_000;

const LOCAL: KongPolicy = { kind: "local" };

const redis = (parameters: Parameters, syncRateUs: DurationUs | null): KongPolicy => ({
  ...{ kind: "redis", store: "redis", syncRateUs },
  timeoutUs: parameters.delai as DurationUs,
});

function build(parameters: Parameters, policy: KongPolicy): Assembly {
  const limiter = createKongLimiter({
    limits: { second: parameters.limite as number },
    ...{ policy, faultTolerant: parameters.tolerant === "oui" },
  });
  const gateway = { serves: { demander: { passOrRefuse: gateways.passThrough(limiter) } } };
  return assembly(card.nodes, {
    clients: { boot: { visit: gateways.visit } },
    ...{ "kong-1": gateway, "kong-2": gateway, redis: createKongStore() },
    tarifs: { serves: { lire: { readPrice: gateways.readPrice } } },
  });
}

const claims: Scenario["claims"] = (parameters) => [
  invariant(claimOf(card, "limite"), () => {
    const limit = parameters.limite as number;
    /** Second in which each demand reached its gateway. */
    const secondOf = new Map<string, number>();
    const passed = new Map<number, number>();
    return {
      watches: ["request-started", "message-sent"],
      initial: "0",
      see(event) {
        const subject = event.subject ?? "";
        const isArrival = event.kind === "request-started" && event.node.startsWith("kong");
        if (isArrival) secondOf.set(subject, Math.floor(event.atUs / SECOND_US));
        if (event.kind !== "message-sent" || event.operation !== "lire") return null;
        if (event.role !== "request") return null;
        const second = secondOf.get(subject) ?? 0;
        const count = (passed.get(second) ?? 0) + 1;
        passed.set(second, count);
        const text = `${count} demandes arrivées pendant la seconde ${second} sont passées ; la limite est de ${limit}.`;
        return { observed: `${count}`, isBroken: count > limit, subject, text };
      },
    };
  }),
  invariant(claimOf(card, "sans-erreur"), () => {
    let errors = 0;
    return {
      watches: ["command-ended"],
      initial: "0",
      see(event) {
        if (event.kind !== "command-ended" || event.detail !== gateways.NO_COUNT) return null;
        errors++;
        const text = `Le client ${event.command} reçoit une erreur 500 : le magasin ne répond pas.`;
        return { observed: `${errors}`, isBroken: true, subject: event.subject, text };
      },
    };
  }),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    redis: (parameters) => build(parameters, redis(parameters, null)),
    "redis-retard": (parameters) =>
      build(parameters, redis(parameters, parameters.synchro as DurationUs)),
    local: (parameters) => build(parameters, LOCAL),
  },
  measures: () => ({}),
};
