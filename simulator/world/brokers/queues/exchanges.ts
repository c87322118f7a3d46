/**
 * Exchanges: which queues a message goes to.
 *
 * A queue receives a message once, however many bindings fit. The default exchange "" leads to the queue
 * named by the routing key. Knows names only: what a queue does with a message is the queue's.
 */

import { createTopicTree, type TopicTree } from "./topic.ts";
import type { Topology } from "./topology.ts";

export interface Exchanges {
  readonly has: (name: string) => boolean;
  /** Names of the queues, each once, in order of declaration. */
  readonly route: (exchange: string, routingKey: string) => readonly string[];
}

interface Routes {
  readonly all: Set<string>;
  readonly byKey: Map<string, Set<string>>;
  readonly tree: TopicTree<string>;
}

const createRoutes = (): Routes => ({
  all: new Set(),
  byKey: new Map(),
  tree: createTopicTree(),
});

export function createExchanges(topology: Topology): Exchanges {
  const rank = new Map(topology.queues.map(({ name }, i) => [name, i]));
  const kinds = new Map(topology.exchanges.map(({ name, kind }) => [name, kind]));
  const routes = new Map(topology.exchanges.map(({ name }) => [name, createRoutes()]));
  for (const { exchange, queue, key } of topology.bindings) {
    const { all, byKey, tree } = routes.get(exchange) as Routes;
    all.add(queue);
    tree.add(key, queue);
    byKey.set(key, (byKey.get(key) ?? new Set()).add(queue));
  }

  function found(exchange: string, routingKey: string): Iterable<string> {
    const own = routes.get(exchange);
    if (own === undefined) return rank.has(routingKey) && exchange === "" ? [routingKey] : [];
    switch (kinds.get(exchange)) {
      case "fanout":
        return own.all;
      case "topic":
        return own.tree.matching(routingKey);
      default:
        return own.byKey.get(routingKey) ?? [];
    }
  }

  const byRank = (a: string, b: string): number => (rank.get(a) ?? 0) - (rank.get(b) ?? 0);
  return {
    has: (name) => name === "" || routes.has(name),
    route: (exchange, routingKey) => [...found(exchange, routingKey)].sort(byRank),
  };
}
