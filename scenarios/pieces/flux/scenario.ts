/** « Flux »: one stream, two workers, with and without taking back what a dead one held. */
import { type AppendFsync, createRedis } from "../../../simulator/brokers.ts";
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
import { card } from "./card.ts";
import { SETTLED_WITHIN_US } from "./claim-cards.ts";
import { ordersOf } from "./shop.services.ts";
import { newOrdersFrom, takingBackFrom } from "./workers.services.ts";

function build(parameters: Parameters, isTakingBack: boolean): Assembly {
  const redis = createRedis({
    nodes: ["redis-1", "redis-2"],
    appendFsync: parameters.disque as AppendFsync,
    shown: [{ stream: "commandes", group: "facturation" }],
  });
  const billNewOrders = newOrdersFrom(redis.client);
  const worker = {
    boot: isTakingBack
      ? { billNewOrders, takeBack: takingBackFrom(redis.client) }
      : { billNewOrders },
  };
  return assembly(card.nodes, {
    ...redis.nodes,
    boutique: { boot: { placeOrders: ordersOf(redis.client) } },
    ...{ anne: worker, bruno: worker },
  });
}

/** A reply of Redis leaves its node. */
const isReply = (event: SimEvent, operation: string) =>
  event.kind === "message-sent" &&
  event.role === "reply" &&
  event.status === "ok" &&
  event.operation === operation;

/** Orders that the reply to XREADGROUP carries: `[[stream, [[id, [field, order]]…]]]`. */
function ordersIn(event: SimEvent): readonly string[] {
  if (!isReply(event, "xreadgroup") || event.kind !== "message-sent") return [];
  const streams = (event.body ?? []) as readonly (readonly [string, readonly Delivered[]])[];
  return streams.flatMap(([, entries]) => entries.map(([, fields]) => fields?.[1] ?? ""));
}

type Delivered = readonly [id: string, fields: readonly string[] | null];

const billed = (event: SimEvent): string | null =>
  event.kind === "record-changed"
    ? String((event.after as { readonly commande: string }).commande)
    : null;

const claims: Scenario["claims"] = () => [
  obligations(claimOf(card, "livree-acquittee"), () => ({
    watches: ["message-sent"],
    deadlineUs: SETTLED_WITHIN_US,
    opens: ordersIn,
    meets: (event) => (isReply(event, "xack") ? event.subject : null),
    lateText: (order) => `La commande ${order} est livrée depuis 20 s, et n’est pas acquittée.`,
  })),
  obligations(claimOf(card, "acceptee-facturee"), () => ({
    watches: ["command-ended", "record-changed"],
    deadlineUs: SETTLED_WITHIN_US,
    opens: (event) => (event.kind === "command-ended" ? event.command : null),
    meets: billed,
    lateText: (order) => `La commande ${order} est acceptée depuis 20 s, et n’est pas facturée.`,
  })),
  invariant(claimOf(card, "une-seule-facture"), () => {
    const done = new Set<string>();
    let twice = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        const order = billed(event);
        if (order === null) return null;
        const isAgain = done.has(order);
        if (isAgain) twice++;
        done.add(order);
        return {
          observed: String(twice),
          isBroken: isAgain,
          subject: order,
          text: isAgain ? `La commande ${order} est facturée une seconde fois.` : "",
        };
      },
    };
  }),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    reprise: (parameters: Parameters) => build(parameters, true),
    "sans-reprise": (parameters: Parameters) => build(parameters, false),
  },
  measures: () => ({}),
};
