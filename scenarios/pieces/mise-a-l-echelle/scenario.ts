/** « Mise à l’échelle »: the same cluster, patient or not. */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import {
  createAutoscaler,
  createBalancer,
  createScaledInstance,
} from "../../../simulator/resilience.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly, type NodeParts } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card, INSTANCES, WORKERS } from "./card.ts";
import * as cluster from "./cluster.services.ts";

/** Readiness probes: often, and one is enough either way. */
const PROBE = { operation: "sante", intervalUs: seconds(1), timeoutUs: ms(500), rise: 1, fall: 1 };
const TOLERANCE_PPM = 100_000;

function instancesOf(parameters: Parameters): Readonly<Record<string, NodeParts>> {
  return Object.fromEntries(
    INSTANCES.map((id, i) => {
      const instance = createScaledInstance({
        startUpUs: parameters.demarrage as DurationUs,
        workerCount: WORKERS,
        isOnAtStart: i < (parameters.minimum as number),
      });
      const calcul = { compute: cluster.computeOn(instance) };
      return [id, { serves: { ...instance.serves, calcul } }];
    }),
  );
}

function build(parameters: Parameters, stabilizationUs: number): Assembly {
  const balancer = createBalancer({
    ...{ name: "calcul", algorithm: "leastconn", check: { ...PROBE, observe: null } },
    servers: INSTANCES.map((node) => ({ node, weight: 1 })),
  });
  const autoscaler = createAutoscaler({
    ...{ instances: INSTANCES, stabilizationUs, tolerancePpm: TOLERANCE_PPM },
    minReplicas: parameters.minimum as number,
    maxReplicas: parameters.maximum as number,
    target: 10 * (parameters.cible as number),
    periodUs: parameters.ronde as DurationUs,
    timeoutUs: ms(300),
  });
  return assembly(card.nodes, {
    clients: { boot: { visit: cluster.visit } },
    amas: {
      serves: { demander: { forward: cluster.forwardBy(balancer) } },
      boot: { watchInstances: balancer.watch, scale: autoscaler.run },
    },
    ...instancesOf(parameters),
  });
}

const ORDER = /:(demarrer|arreter):/;

/** The order that a node receives, or null. */
const orderIn = (event: SimEvent): string | null =>
  event.kind === "message-delivered" ? (ORDER.exec(event.message)?.[1] ?? null) : null;

const SOON_US = seconds(10);

const claims: Scenario["claims"] = () => [
  obligations(claimOf(card, "rapide"), () => ({
    watches: ["command-issued", "command-ended"],
    deadlineUs: ms(1_500),
    opens: (event) => (event.kind === "command-issued" ? event.command : null),
    meets: (event) =>
      event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
    lateText: (subject) =>
      `Le client ${subject} attend son calcul depuis plus d’une seconde et demie.`,
  })),
  invariant(claimOf(card, "pas-de-va-et-vient"), () => {
    const startedAtUs = new Map<string, number>();
    let returns = 0;
    return {
      watches: ["message-delivered"],
      initial: "0",
      see(event) {
        const order = orderIn(event);
        if (order === null) return null;
        if (order === "demarrer") {
          startedAtUs.set(event.node, event.atUs);
          return null;
        }
        const isSoon = event.atUs - (startedAtUs.get(event.node) ?? -SOON_US) < SOON_US;
        if (isSoon) returns++;
        const text = `L’instance ${event.node} est éteinte moins de dix secondes après avoir été demandée.`;
        return { observed: `${returns}`, isBroken: returns > 0, subject: event.subject, text };
      },
    };
  }),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    stabilisee: (parameters) => build(parameters, parameters.stabilisation as number),
    "sans-stabilisation": (parameters) => build(parameters, 0),
  },
  measures: () => ({}),
};
