/** « Bascule »: the same shop, chosen by user or by request. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import { createTrafficShift, type TrafficShiftOptions } from "../../../simulator/gateway.ts";
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
import { card, WITHDRAWN_WITHIN_US } from "./card.ts";
import * as shop from "./shop.services.ts";

function build(parameters: Parameters, sticky: TrafficShiftOptions["sticky"]): Assembly {
  const stepPerMille = parameters.pas as number;
  const shift = createTrafficShift({
    ...{ name: "boutique", stable: "v1", fresh: "v2", sticky },
    intervalUs: parameters.controle as DurationUs,
    ...{ stepPerMille, maxPerMille: 500, errorsMaxPerMille: 100 },
    failedChecksMax: parameters.rates as number,
    ...{ volumeMin: parameters.volume as number, tooFew: "waits" },
  });
  return assembly(card.nodes, {
    clients: { boot: { visit: shop.visit } },
    bascule: {
      serves: { voir: { passOn: shop.passOnThrough(shift) } },
      boot: { watchChecks: shop.watchWith(shift) },
    },
    v1: { serves: { servir: { serve: shop.serve } } },
    v2: { serves: { servir: { serve: shop.serve } } },
  });
}

const isWithdrawn = (event: SimEvent): boolean =>
  event.kind === "memory-changed" &&
  event.key === "bascule/boutique/etat" &&
  event.after === "retiree";

/** The check that was just shown: [successes, failures]. */
function lastCheck(event: SimEvent): readonly number[] | null {
  if (event.kind !== "memory-changed" || event.key !== "bascule/boutique/controles") return null;
  const checks = (event.after ?? []) as readonly (readonly number[])[];
  return checks.at(-1) ?? null;
}

const sameVersion = invariant(claimOf(card, "meme-version"), () => {
  const haveSeenV2 = new Set<string>();
  let bouncedCount = 0;
  let isOver = false;
  return {
    watches: ["message-sent", "memory-changed"],
    initial: "0",
    see(event) {
      if (isWithdrawn(event)) isOver = true;
      if (isOver || event.kind !== "message-sent") return null;
      if (event.operation !== "servir" || event.role !== "request") return null;
      const user = String(event.body);
      if (event.to === "v2") haveSeenV2.add(user);
      if (event.to === "v2" || !haveSeenV2.has(user)) return null;
      bouncedCount++;
      return {
        ...{ observed: String(bouncedCount), isBroken: true, subject: event.subject },
        text: `${user} a vu la version 2, et retrouve la version 1.`,
      };
    },
  };
});

const withdrawn = obligations(claimOf(card, "retrait-rapide"), () => {
  let isOver = false;
  return {
    watches: ["memory-changed"],
    deadlineUs: WITHDRAWN_WITHIN_US,
    opens(event) {
      if (isWithdrawn(event)) isOver = true;
      const [successes = 0, failures = 0] = lastCheck(event) ?? [];
      return !isOver && failures > successes ? "v2" : null;
    },
    meets: (event) => (isWithdrawn(event) ? "v2" : null),
    lateText: () => "Un contrôle a vu échouer la version 2 il y a 3 s : elle sert toujours.",
  };
});

export const scenario: Scenario = {
  card,
  claims: () => [sameVersion, withdrawn],
  variants: {
    "par-usager": (parameters) => build(parameters, "user"),
    "par-demande": (parameters) => build(parameters, "request"),
  },
  measures: () => ({}),
};
