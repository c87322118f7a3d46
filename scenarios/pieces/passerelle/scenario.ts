/** « Passerelle »: the same two gateways, counting together or apart. */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import {
  createAuthenticator,
  createQuotaCounter,
  createQuotaGate,
  createRouteTable,
  type QuotaCounting,
  type QuotaPlan,
} from "../../../simulator/gateway.ts";
import type { Assembly, Scenario } from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import * as base from "./base.services.ts";
import { card } from "./card.ts";
import { claims } from "./claims.ts";
import * as clients from "./clients.services.ts";
import { relayThrough } from "./gateway.services.ts";

const ROUTES = createRouteTable([
  { id: "catalogue", paths: ["/catalogue"], methods: ["GET"], service: "catalogue" },
  { id: "commandes", paths: ["/commandes"], methods: ["GET"], service: "commandes" },
]);

const plansOf = (parameters: Parameters): readonly QuotaPlan[] => [
  { name: "membre", count: parameters.quota as number, windowUs: seconds(1) },
  { name: "anonyme", count: parameters.anonyme as number, windowUs: seconds(1) },
];

const TOGETHER: QuotaCounting = {
  ...{ kind: "together", node: "socle", timeoutUs: ms(200), whenSilent: "lets" },
};

function build(parameters: Parameters, counting: QuotaCounting): Assembly {
  const plans = plansOf(parameters);
  const relay = relayThrough({
    routes: ROUTES,
    authenticator: createAuthenticator({
      ...{ publisher: "socle", leewayS: parameters.tolerance as number },
      ...{ maxAgeUs: seconds(60), timeoutUs: ms(500) },
      cooldownUs: parameters.repos as DurationUs,
    }),
    quotas: createQuotaGate({ plans, counting }),
  });
  const gateway = { serves: { demander: { relay } } };
  return assembly(card.nodes, {
    clients: { boot: { visit: clients.visit } },
    ...{ "passerelle-1": gateway, "passerelle-2": gateway },
    socle: {
      serves: {
        connecter: { issueToken: base.issueToken },
        cles: { publishKeys: base.publishKeys },
        quota: createQuotaCounter(plans),
      },
    },
    boutique: {
      serves: {
        catalogue: { readArticles: base.readArticles },
        commandes: { readOrders: base.readOrders },
      },
    },
  });
}

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    "compte-commun": (parameters) => build(parameters, TOGETHER),
    "compte-par-noeud": (parameters) => build(parameters, { kind: "apart" }),
  },
  measures: () => ({}),
};
