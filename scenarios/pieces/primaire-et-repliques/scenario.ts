/** « Primaire et répliques »: the same till, confirmed by one server or by two of three. */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import { createReplicaSet, type WriteConcern } from "../../../simulator/stores.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { SHOWN_WITHIN_US, WRITTEN_WITHIN_US } from "./claim-cards.ts";
import { displayFrom, sellInto } from "./till.services.ts";

function build(parameters: Parameters, w: WriteConcern): Assembly {
  const set = createReplicaSet({
    members: ["s1", "s2", "s3"],
    w,
    electionTimeoutUs: parameters.silence as DurationUs,
    applyUs: parameters.application as DurationUs,
    heartbeatUs: seconds(2),
    journalUs: ms(100),
  });
  return assembly(card.nodes, {
    ...set.nodes,
    caisse: { boot: { sell: sellInto(set.client) } },
    vitrine: { boot: { display: displayFrom(set.client, "s3") } },
  });
}

const kept = invariant(claimOf(card, "confirmee-reste"), () => {
  let lostCount = 0;
  return {
    watches: ["note"],
    initial: "0",
    see(event) {
      if (event.kind !== "note" || event.text !== "introuvable") return null;
      lostCount++;
      return {
        ...{ observed: String(lostCount), isBroken: true, subject: event.subject },
        text: `La vente ${event.subject} était confirmée, et n’est plus dans la base.`,
      };
    },
  };
});

const writable = obligations(claimOf(card, "on-ecrit"), () => ({
  watches: ["command-issued", "command-ended"],
  deadlineUs: WRITTEN_WITHIN_US,
  opens: (event) =>
    event.kind === "command-issued" && event.operation === "écrire" ? event.command : null,
  meets: (event) =>
    event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
  lateText: (sale) => `La vente ${sale} attend depuis plus de trois secondes.`,
}));

const fresh = invariant(claimOf(card, "vitrine-a-jour"), () => {
  /** Totals confirmed, oldest first, and when. */
  const confirmed: { readonly total: number; readonly atUs: number }[] = [];
  const startedAtUs = new Map<string, number>();
  return {
    watches: ["command-issued", "command-ended"],
    initial: "0",
    see(event) {
      if (event.kind === "command-issued") startedAtUs.set(event.command, event.atUs);
      if (event.kind !== "command-ended" || event.outcome !== "ok") return null;
      const value = Number(event.detail);
      if (event.node === "caisse") {
        confirmed.push({ total: value, atUs: event.atUs });
        return null;
      }
      const sinceUs = (startedAtUs.get(event.command) ?? 0) - SHOWN_WITHIN_US;
      const owed = confirmed.findLast(({ atUs }) => atUs <= sinceUs)?.total ?? 0;
      const missing = Math.max(0, owed - value);
      return {
        ...{ observed: String(missing), isBroken: missing > 0, subject: event.command },
        text: `La vitrine affiche ${value}, alors que ${owed} étaient confirmées une seconde plus tôt.`,
      };
    },
  };
});

export const scenario: Scenario = {
  card,
  claims: () => [kept, writable, fresh],
  variants: {
    majorite: (parameters: Parameters) => build(parameters, "majority"),
    "un-seul": (parameters: Parameters) => build(parameters, 1),
  },
  measures: () => ({}),
};
