/** « Journal d’événements »: the same counters, with and without an expected version. */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import {
  createCommands,
  createEventStore,
  createFollower,
  type Expectation,
  type Follower,
  type StoredEvent,
} from "../../../simulator/coordination.ts";
import type { Assembly, Scenario } from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { card } from "./card.ts";
import { claims } from "./claims.ts";
import { balanceRule, servingWith } from "./counter.services.ts";

/** What the view keeps: how many movements it counted, and their sum. */
interface Movements {
  readonly count: number;
  readonly sum: number;
}

type Store = ReturnType<typeof createEventStore>["client"];

const viewOf = (store: Store, parameters: Parameters): Follower<Movements> =>
  createFollower({
    ...{ name: "mouvements", store, writeUs: parameters.compter as DurationUs },
    marking: parameters.marque === "ensemble" ? "together" : "after",
    rule: {
      initial: { count: 0, sum: 0 },
      fold: ({ count, sum }: Movements, { data }: StoredEvent) => ({
        ...{ count: count + 1, sum: sum + (data as number) },
      }),
    },
    show({ count, sum }, { position }, ctx) {
      ctx.records.set("vue", "mouvements", [
        ["comptés", count],
        ["somme", sum],
        ["position", position],
      ]);
    },
  });

function build(parameters: Parameters, expects: Expectation): Assembly {
  const store = createEventStore({
    ...{ node: "magasin", writeUs: ms(4), readUs: ms(2), timeoutUs: ms(800) },
    ...{ followUs: ms(500), batchMax: 10 },
    cellOf: ({ stream, data }) =>
      `${stream} ${(data as number) > 0 ? "+" : "−"}${Math.abs(data as number)}`,
  });
  const commands = createCommands({
    ...{ store: store.client, rule: balanceRule(parameters.instantane as number) },
    ...{ expects, attemptsMax: 10 },
  });
  const counter = { boot: { serveAll: servingWith(commands) } };
  return assembly(card.nodes, {
    ...{ "guichet-a": counter, "guichet-b": counter },
    magasin: { serves: store.serves },
    vue: { boot: { follow: viewOf(store.client, parameters).follow } },
  });
}

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    "version-attendue": (parameters) => build(parameters, "version-read"),
    "sans-version": (parameters) => build(parameters, "any"),
  },
  measures: () => ({}),
};
