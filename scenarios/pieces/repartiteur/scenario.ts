/** « Répartiteur »: the same three servers behind three ways to choose among them. */
import { type DurationUs, seconds } from "../../../simulator/base/time.ts";
import {
  type Balancer,
  type BalancerOptions,
  createBalancer,
} from "../../../simulator/resilience.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { ERRORS_MAX } from "./claim-cards.ts";
import * as pages from "./pages.services.ts";

/** 0: what becomes of requests is not looked at. */
const observing = (errorLimit: number) =>
  errorLimit === 0 ? null : ({ errorLimit, onError: "mark-down" } as const);

function createFront(parameters: Parameters, algorithm: BalancerOptions["algorithm"]): Balancer {
  const weights = { s1: parameters.poids as number, s2: 1, s3: 1 };
  const intervalUs = parameters.sonde as DurationUs;
  return createBalancer({
    ...{ name: "page", algorithm },
    servers: Object.entries(weights).map(([node, weight]) => ({ node, weight })),
    check: {
      ...{ operation: "sante", intervalUs, timeoutUs: intervalUs },
      ...{ rise: parameters.retour as number, fall: parameters.chute as number },
      observe: observing(parameters.erreurs as number),
    },
  });
}

const build =
  (algorithm: BalancerOptions["algorithm"]) =>
  (parameters: Parameters): Assembly => {
    const balancer = createFront(parameters, algorithm);
    const server = {
      serves: { page: { showPage: pages.showPage }, sante: { sayWell: pages.sayWell } },
    };
    return assembly(card.nodes, {
      clients: { boot: { visit: pages.visit } },
      repartiteur: {
        serves: { demander: { forward: pages.forwardBy(balancer) } },
        boot: { watchServers: balancer.watch },
      },
      ...{ s1: server, s2: server, s3: server },
    });
  };

const claims: Scenario["claims"] = () => [
  obligations(claimOf(card, "rapide"), () => ({
    watches: ["command-issued", "command-ended"],
    deadlineUs: seconds(1),
    opens: (event) => (event.kind === "command-issued" ? event.command : null),
    meets: (event) => (event.kind === "command-ended" ? event.command : null),
    lateText: (subject) => `Le client ${subject} attend sa page depuis plus d’une seconde.`,
  })),
  invariant(claimOf(card, "peu-d-erreurs"), () => {
    let errors = 0;
    return {
      watches: ["command-ended"],
      initial: "0",
      see(event) {
        if (event.kind !== "command-ended" || event.outcome === "ok") return null;
        errors++;
        const isBroken = errors > ERRORS_MAX;
        const text = `${errors} clients ont déjà reçu une erreur ; la dernière : ${event.detail}.`;
        return { observed: `${errors}`, isBroken, subject: event.subject, text };
      },
    };
  }),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    tour: build("roundrobin"),
    "moins-occupe": build("leastconn"),
    "deux-choix": build("random"),
  },
  measures: () => ({}),
};
