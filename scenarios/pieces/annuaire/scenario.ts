/** « Annuaire »: the same register, doubting mass death or not. */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import {
  createDirectory,
  createRegistration,
  createServiceRegistry,
} from "../../../simulator/gateway.ts";
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
import { card, FORGOTTEN_WITHIN_US } from "./card.ts";
import * as shop from "./shop.services.ts";

function build(parameters: Parameters, selfPreservation: boolean): Assembly {
  const heartbeatUs = parameters.battement as DurationUs;
  const registry = createServiceRegistry({
    ...{ leaseUs: parameters.bail as DurationUs, renewalUs: heartbeatUs, selfPreservation },
    ...{ rateWindowUs: 4 * heartbeatUs, renewalPercent: 85, initialClientCount: 0 },
    ...{ evictionUs: seconds(1), recountUs: seconds(2) },
  });
  const link = { registry: "annuaire", timeoutUs: ms(200) };
  const registration = createRegistration({ ...link, heartbeatUs });
  const directory = createDirectory({ ...link, refreshUs: parameters.copie as DurationUs });
  const price = {
    serves: { calculer: { computePrice: shop.computePrice } },
    boot: { stayRegistered: shop.stayRegisteredWith(registration) },
  };
  return assembly(card.nodes, {
    clients: { boot: { visit: shop.visit } },
    boutique: {
      serves: { montrer: { show: shop.showWith(directory) } },
      boot: { readRegister: shop.readRegisterWith(directory) },
    },
    annuaire: {
      serves: registry.serves,
      boot: { evict: registry.evict, recount: registry.recount },
    },
    "prix-1": price,
    "prix-2": price,
  });
}

/** The names that this event leaves in the register or in the copy, or null when it is not about them. */
function namesIn(event: SimEvent, key: string, side: "before" | "after"): readonly string[] | null {
  if (event.kind !== "memory-changed" || event.key !== key) return null;
  return (event[side] ?? []) as readonly string[];
}

const isPrice = (node: string): boolean => node.startsWith("prix-");

const forgotten = obligations(claimOf(card, "mort-oublie"), () => {
  const dead = new Set<string>();
  return {
    watches: ["node-crashed", "node-restarted", "memory-changed"],
    deadlineUs: FORGOTTEN_WITHIN_US,
    opens(event) {
      if (event.kind !== "node-crashed" || !isPrice(event.node)) return null;
      dead.add(event.node);
      return event.node;
    },
    meets(event) {
      if (event.kind === "node-restarted" && dead.delete(event.node)) return event.node;
      const copy = namesIn(event, "annuaire/copie", "after");
      return copy === null ? null : [...dead].filter((instance) => !copy.includes(instance));
    },
    lateText: (instance) => `${instance} est morte depuis 9 s : la boutique l’appelle toujours.`,
  };
});

const stillRegistered = invariant(claimOf(card, "vivant-inscrit"), () => {
  const dead = new Set<string>();
  let lostCount = 0;
  return {
    watches: ["node-crashed", "node-restarted", "memory-changed"],
    initial: "0",
    see(event) {
      if (event.kind === "node-crashed") dead.add(event.node);
      if (event.kind === "node-restarted") dead.delete(event.node);
      const after = namesIn(event, "annuaire/inscrits", "after");
      if (after === null || event.node !== "annuaire") return null;
      const before = namesIn(event, "annuaire/inscrits", "before") ?? [];
      const lost = before.find((instance) => !after.includes(instance) && !dead.has(instance));
      if (lost === undefined) return null;
      lostCount++;
      return {
        ...{ observed: String(lostCount), isBroken: true, subject: lost },
        text: `${lost} est debout, et l’annuaire l’a retirée.`,
      };
    },
  };
});

export const scenario: Scenario = {
  card,
  claims: () => [forgotten, stillRegistered],
  variants: {
    preservation: (parameters) => build(parameters, true),
    "sans-preservation": (parameters) => build(parameters, false),
  },
  measures: () => ({}),
};
