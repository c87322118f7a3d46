/** « Agrégateur »: the same page, its parts asked together or in turn. */
import { createAggregator, type ORDERS } from "../../../simulator/gateway.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card, PAGE_WITHIN_US } from "./card.ts";
import * as page from "./page.services.ts";

const ALL_ARTICLES = 100;
const BATCH_MAX: Readonly<Record<string, number>> = { groupes: ALL_ARTICLES, un: 1 };

function build(parameters: Parameters, order: (typeof ORDERS)[number]): Assembly {
  const deadlineUs = parameters.partie as number;
  const aggregator = createAggregator<string>({
    order,
    parts: [
      { name: "profil", deadlineUs, isRequired: true },
      { name: "commandes", deadlineUs, isRequired: false },
    ],
    totalUs: parameters.page as number,
  });
  const batchMax = BATCH_MAX[String(parameters.articles)] ?? ALL_ARTICLES;
  return assembly(card.nodes, {
    telephones: { boot: { visit: page.visit } },
    agregateur: { serves: { accueil: { compose: page.composeWith(aggregator, batchMax) } } },
    profils: { serves: { profil: { readProfile: page.readProfile } } },
    commandes: { serves: { dernieres: { readOrders: page.readOrders } } },
    articles: { serves: { titres: { readTitles: page.readTitles } } },
  });
}

const inTime = obligations(claimOf(card, "page-a-l-heure"), () => ({
  watches: ["command-issued", "command-ended"],
  deadlineUs: PAGE_WITHIN_US,
  opens: (event) => (event.kind === "command-issued" ? event.command : null),
  meets: (event) => (event.kind === "command-ended" ? event.command : null),
  lateText: (subject) => `La page ${subject} se fait attendre depuis plus de 600 ms.`,
}));

const whole = invariant(claimOf(card, "page-entiere"), () => {
  let partialCount = 0;
  return {
    watches: ["command-ended"],
    initial: "0",
    see(event) {
      if (event.kind !== "command-ended" || event.detail === "page entière") return null;
      partialCount++;
      return {
        ...{ observed: String(partialCount), isBroken: true, subject: event.command },
        text: `La page ${event.command} est incomplète : ${event.detail}.`,
      };
    },
  };
});

const oneCall = invariant(claimOf(card, "un-appel"), () => {
  const callCount = new Map<string, number>();
  return {
    watches: ["message-sent"],
    initial: "0",
    see(event) {
      if (event.kind !== "message-sent" || event.to !== "articles") return null;
      const subject = event.subject ?? "";
      const count = (callCount.get(subject) ?? 0) + 1;
      callCount.set(subject, count);
      return {
        ...{ observed: String(count), isBroken: count > 1, subject },
        text: `La page ${subject} a appelé ${count} fois le service Articles.`,
      };
    },
  };
});

export const scenario: Scenario = {
  card,
  claims: () => [inTime, whole, oneCall],
  variants: {
    ensemble: (parameters) => build(parameters, "together"),
    "tour-a-tour": (parameters) => build(parameters, "in-turn"),
  },
  measures: () => ({}),
};
