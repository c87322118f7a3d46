/** « Limiteurs »: one gateway, three limiters, three ways in which the demands arrive. */
import {
  createFixedWindow,
  createNodeLimiter,
  createSlidingCounter,
  createTokenBucket,
  type RateLimit,
  type RateLimiter,
} from "../../../simulator/resilience.ts";
import { type Assembly, invariant, type Scenario } from "../../../simulator/scenario.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import * as gate from "./gate.services.ts";

const TIMETABLES: Readonly<Record<string, gate.Timetable | null>> = {
  hasard: null,
  salves: gate.inTwoBursts,
  flot: gate.inOneBurstThenEvenly,
};

const limitOf = (parameters: Parameters): RateLimit => ({
  count: parameters.limite as number,
  windowUs: parameters.fenetre as number,
});

const build =
  (create: (limit: RateLimit) => RateLimiter) =>
  (parameters: Parameters): Assembly => {
    const limiter = createNodeLimiter({ name: "tarifs", limit: limitOf(parameters), create });
    const timetable = TIMETABLES[String(parameters.arrivees)] ?? null;
    return assembly(card.nodes, {
      clients: { boot: { visit: gate.visitAt(timetable) } },
      passerelle: { serves: { demander: { passOrRefuse: gate.passThrough(limiter) } } },
      tarifs: { serves: { lire: { readPrice: gate.readPrice } } },
    });
  };

/** Never more than `max` demands leave the gateway for the prices in any stretch of `lengthUs`. */
const atMost = (promised: ClaimCard, max: number, lengthUs: number) =>
  invariant(promised, () => {
    const recent: number[] = [];
    let from = 0;
    return {
      watches: ["message-sent"],
      initial: "0",
      see(event) {
        if (event.kind !== "message-sent" || event.operation !== "lire") return null;
        if (event.role !== "request") return null;
        recent.push(event.atUs);
        while ((recent[from] as number) <= event.atUs - lengthUs) from++;
        const inside = recent.length - from;
        const text = `${inside} demandes passent en ${Math.round(lengthUs / 1_000)} ms ; la promesse est de ${max} au plus.`;
        return { observed: `${inside}`, isBroken: inside > max, subject: event.subject, text };
      },
    };
  });

const claims: Scenario["claims"] = (parameters) => {
  const { count, windowUs } = limitOf(parameters);
  return [
    atMost(claimOf(card, "rafale"), Math.floor((count * 6) / 5), Math.floor(windowUs / 5)),
    atMost(claimOf(card, "toute-seconde"), count, windowUs),
  ];
};

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    seau: build(createTokenBucket),
    "fenetre-fixe": build((limit) => createFixedWindow(limit, "calendar")),
    "fenetre-glissante": build(createSlidingCounter),
  },
  measures: () => ({}),
};
