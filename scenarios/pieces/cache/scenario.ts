/** « Cache »: the same shop, whose visits share one question to the database, or ask each their own. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import { createCacheAside } from "../../../simulator/stores.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { FRESH_WITHIN_US, SERVED_WITHIN_US, TOGETHER_MAX } from "./claim-cards.ts";
import { changePrice, changesThrough, readPrice, visitsThrough } from "./shop.services.ts";

function build(parameters: Parameters, isSingleFlight: boolean): Assembly {
  const cache = createCacheAside({
    ...{ node: "cache", isSingleFlight, maxEntries: parameters.place as number },
    ttlUs: parameters.vie as DurationUs,
  });
  return assembly(card.nodes, {
    boutique: { boot: { visit: visitsThrough(cache) } },
    siege: { boot: { changePrices: changesThrough(cache) } },
    cache: cache.node,
    base: { serves: { prix: { readPrice }, changer: { changePrice } } },
  });
}

const sheltered = invariant(claimOf(card, "base-protegee"), () => {
  let waiting = 0;
  return {
    watches: ["message-sent", "request-finished"],
    initial: "0",
    see(event) {
      const isAsked =
        event.kind === "message-sent" && event.operation === "prix" && event.role === "request";
      const isAnswered =
        event.kind === "message-sent" && event.operation === "prix" && event.role === "reply";
      if (!isAsked && !isAnswered) return null;
      waiting += isAsked ? 1 : -1;
      return {
        ...{ observed: String(waiting), isBroken: waiting > TOGETHER_MAX },
        subject: event.subject,
        text: `${waiting} questions sont ensemble à la base, qui en supporte ${TOGETHER_MAX}.`,
      };
    },
  };
});

const fresh = invariant(claimOf(card, "prix-a-jour"), () => {
  /** Confirmed changes by article, oldest first. */
  const changes = new Map<string, { readonly price: number; readonly atUs: number }[]>();
  const asked = new Map<string, { readonly article: string; readonly atUs: number }>();
  return {
    watches: ["command-issued", "command-ended"],
    initial: "0",
    see(event) {
      if (event.kind === "command-issued")
        asked.set(event.command, { article: String(event.body), atUs: event.atUs });
      if (event.kind !== "command-ended" || event.outcome !== "ok") return null;
      const question = asked.get(event.command);
      if (question === undefined) return null;
      asked.delete(event.command);
      const known = changes.get(question.article) ?? [];
      const price = Number(event.detail);
      if (event.node === "siege") {
        changes.set(question.article, [...known, { price, atUs: event.atUs }]);
        return null;
      }
      const sinceUs = question.atUs - FRESH_WITHIN_US;
      const owed = known.findLast(({ atUs }) => atUs <= sinceUs)?.price ?? 0;
      const isOld = price < owed;
      return {
        ...{ observed: isOld ? "1" : "0", isBroken: isOld, subject: event.subject },
        text: `La visite voit le prix n° ${price} ; le prix n° ${owed} est en vigueur depuis plus d’une demi-seconde.`,
      };
    },
  };
});

const served = obligations(claimOf(card, "servi"), () => ({
  watches: ["command-issued", "command-ended"],
  deadlineUs: SERVED_WITHIN_US,
  opens: (event) =>
    event.kind === "command-issued" && event.operation === "voir" ? event.command : null,
  meets: (event) =>
    event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
  lateText: (visit) => `La visite ${visit} attend son prix depuis plus d’une seconde.`,
}));

export const scenario: Scenario = {
  card,
  claims: () => [sheltered, fresh, served],
  variants: {
    "vol-unique": (parameters: Parameters) => build(parameters, true),
    ruee: (parameters: Parameters) => build(parameters, false),
  },
  measures: () => ({}),
};
