/**
 * Two designs of the same choreography: which worker stands in each group, and nothing else.
 *
 * The world (clients, Kong, services, stream) is the same; a symptom comes from a mechanism in a handler,
 * never from a test of the variant's name.
 */
import type { DurationUs } from "../../simulator/base/time.ts";
import type { AppendFsync, RedisClient } from "../../simulator/brokers.ts";
import type { Assembly, Handler } from "../../simulator/scenario.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { quantilesOf } from "../checkout/settings.ts";
import {
  asPublished,
  assembleCheckout,
  database,
  type NodeParts,
  type SharedServices,
  withKeys,
} from "../checkout/world.ts";
import { nodes } from "./card-stage.ts";
import * as corrected from "./corrected.services.ts";
import * as store from "./event-store.services.ts";
import { EVENT_TYPES } from "./events.ts";
import * as groups from "./groups.ts";
import {
  countOrder,
  EVENT_STORE,
  RESOURCES,
  ROUTES,
  readEvents,
  readOrdersOf,
  replayCheckout,
  SHOP,
  startCheckout,
} from "./operations.ts";
import * as published from "./published.services.ts";
import type { Reaction, Reactions } from "./reactions.ts";
import { createStreamServer, REDIS } from "./redis.ts";
import * as schema from "./schema.ts";
import { acceptingBy, acceptingSurelyBy } from "./shop.services.ts";

interface Design {
  readonly services: SharedServices;
  readonly appendFsync: AppendFsync;
  /** What stands at the door, in each group, and at the event store. */
  readonly parts: (redis: RedisClient) => Readonly<Record<string, NodeParts>>;
}

/** What the three that act do of their events. */
interface Acting {
  readonly reserve: Reaction;
  readonly order: Reaction;
  readonly release: Reaction;
}

/** How a group is read: as it comes, or by packets. */
type Loop = (redis: RedisClient, worker: groups.WorkerGroup, reactions: Reactions) => Boot;
type Boot = NonNullable<NodeParts["boot"]>;

function workers(
  redis: RedisClient,
  { reserve, order, release }: Acting,
  asItComes: Loop,
  byPackets: Loop,
): Readonly<Record<string, NodeParts>> {
  const told: Reactions = {
    ...{ CheckoutSucceeded: published.tellClient, CheckoutFailed: published.tellClient },
  };
  const rows: readonly (readonly [groups.WorkerGroup, Reactions, Loop])[] = [
    [groups.RESERVATION, { CheckoutInitiated: reserve }, asItComes],
    [groups.ORDER, { StockReserved: order }, asItComes],
    [groups.COMPENSATION, { OrderCreationFailed: release }, asItComes],
    [groups.NOTIFICATION, told, byPackets],
    [groups.AUDIT, everything(published.keepTrace), byPackets],
    [groups.PROJECTION, { OrderCreated: published.projectOrder }, byPackets],
  ];
  return Object.fromEntries(
    rows.map(([worker, reactions, loop]) => [
      worker.node,
      { boot: loop(redis, worker, reactions) },
    ]),
  );
}

const everything = (reaction: Reaction): Reactions =>
  Object.fromEntries(EVENT_TYPES.map((type) => [type, reaction]));

const AS_PUBLISHED: Design = {
  services: asPublished,
  // As the source starts it: nothing asks the image for a file.
  appendFsync: "no",
  parts: (redis) => ({
    [SHOP]: { serves: { [startCheckout.id]: { acceptCheckout: acceptingBy(redis) as Handler } } },
    ...workers(
      redis,
      {
        reserve: published.reservingWith(redis),
        order: published.orderingWith(redis),
        release: published.releasingWith(redis),
      },
      (...worker) => ({ consume: published.workingAs(...worker) }),
      (...worker) => ({ consumeByPackets: published.readingNowAndThen(...worker) }),
    ),
    [EVENT_STORE]: {
      serves: {
        ...reading(redis),
        [readOrdersOf.id]: { tellFromMemory: store.tellFromMemory as Handler },
        [countOrder.id]: { countInMemory: store.countInMemory as Handler },
      },
    },
  }),
};

const CORRECTED: Design = {
  services: withKeys,
  appendFsync: "always",
  parts: (redis) => ({
    [SHOP]: {
      serves: { [startCheckout.id]: { acceptCheckoutSurely: acceptingSurelyBy(redis) as Handler } },
    },
    ...workers(
      redis,
      {
        reserve: corrected.reservingOnceWith(redis),
        order: corrected.orderingOnceWith(redis),
        release: corrected.releasingOnceWith(redis),
      },
      (...worker) => ({ consumeSurely: corrected.workingSurelyAs(...worker) }),
      (...worker) => ({ consumePacketsSurely: corrected.readingSurelyNowAndThen(...worker) }),
    ),
    [EVENT_STORE]: {
      serves: {
        ...reading(redis),
        [readOrdersOf.id]: { tellFromBase: store.tellFromBase as Handler },
        [countOrder.id]: { countOnce: store.countOnce as Handler },
      },
      boot: { rebuildView: store.rebuildingFrom(redis) },
    },
  }),
};

const reading = (redis: RedisClient): NonNullable<NodeParts["serves"]> => ({
  [readEvents.id]: { readEvents: store.readingEventsOf(redis) as Handler },
  [replayCheckout.id]: { replayCheckout: store.replayingFrom(redis) as Handler },
});

function build(design: Design, parameters: Parameters): Assembly {
  const redis = createStreamServer({
    appendFsync: design.appendFsync,
    commandUs: parameters["commande-redis"] as DurationUs,
  });
  const quick = quantilesOf(parameters, "trajet-redis");
  const assembly = assembleCheckout(
    {
      nodes,
      services: design.services,
      checkout: startCheckout,
      ...{ resources: RESOURCES, routes: ROUTES },
      parts: { [REDIS]: redis.part, ...design.parts(redis.client) },
      databases: [database(parameters, "vue", EVENT_STORE, schema.view)],
    },
    parameters,
  );
  return {
    ...assembly,
    latency: (from, to) => (from === REDIS || to === REDIS ? quick : assembly.latency(from, to)),
  };
}

export const variants: Readonly<Record<string, (parameters: Parameters) => Assembly>> = {
  publiee: (parameters) => build(AS_PUBLISHED, parameters),
  corrigee: (parameters) => build(CORRECTED, parameters),
};
