/**
 * The event store: what happened, one checkout told again, and the view « orders by client ».
 *
 * The stream is the only truth; the view is what somebody counted from it. As published the count is kept in
 * memory and grows with each delivery (defect 53); corrected, each order is a row before it is counted.
 */
import { us } from "../../simulator/base/time.ts";
import type { RedisClient } from "../../simulator/brokers.ts";
import { type Context, type Process, StoryError } from "../../simulator/scenario.ts";
import { countOf } from "../checkout/settings.ts";
import { type CheckoutEvent, type EventType, eventOf, TOPIC } from "./events.ts";
import type { Counted } from "./operations.ts";
import { clientKey, TOTAL_KEY } from "./view.ts";

/** Events that one XRANGE brings. */
const PAGE = 500;
const LATEST = 10;

type ByClient = { readonly client_id: string; readonly total_orders: number };

/** Reads the topic from its first event, page by page. */
function* eachEvent(
  ctx: Context,
  redis: RedisClient,
  see: (event: CheckoutEvent) => Process<void>,
): Process<number> {
  let count = 0;
  let from = "-";
  for (;;) {
    const page = yield* redis.command(ctx, ["XRANGE", TOPIC, from, "+", "COUNT", String(PAGE)]);
    if (page.kind !== "replied") throw new StoryError("Redis ne répond pas");
    const entries = (page.reply ?? []) as readonly (readonly [string, readonly string[]])[];
    for (const [id, words] of entries) {
      yield* see(eventOf(id, pairsOf(words)));
    }
    count += entries.length;
    yield* ctx.work(us(entries.length * countOf(ctx.parameters, "relecture")));
    if (entries.length < PAGE) return count;
    from = `(${entries.at(-1)?.[0]}`;
  }
}

function pairsOf(words: readonly string[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (let i = 0; i + 1 < words.length; i += 2) fields[words[i] as string] = words[i + 1] as string;
  return fields;
}

/** UC-EVENT-02. */
export const readingEventsOf = (redis: RedisClient) =>
  function* readEvents(ctx: Context) {
    const latest: string[] = [];
    // biome-ignore lint/correctness/useYield: keeps what goes by.
    const count = yield* eachEvent(ctx, redis, function* ({ type, cart }) {
      latest.push(`${cart.checkout} ${type}`);
      if (latest.length > LATEST) latest.shift();
    });
    return { événements: count, derniers: latest };
  };

const STATES: Readonly<Record<EventType, string>> = {
  CheckoutInitiated: "accepté",
  StockReserved: "stock réservé",
  StockReservationFailed: "stock refusé",
  OrderCreated: "commande créée",
  CheckoutSucceeded: "terminé",
  OrderCreationFailed: "commande refusée",
  StockReleased: "stock libéré",
  CheckoutFailed: "annulé",
};

/** UC-EVENT-03: the state is the fold of what happened, and is kept nowhere. */
export const replayingFrom = (redis: RedisClient) =>
  function* replayCheckout(ctx: Context, { checkout }: { readonly checkout: string }) {
    const events: EventType[] = [];
    // biome-ignore lint/correctness/useYield: keeps what goes by.
    const readCount = yield* eachEvent(ctx, redis, function* ({ type, cart }) {
      if (cart.checkout === checkout) events.push(type);
    });
    const last = events.at(-1);
    return {
      état: last === undefined ? "inconnu" : STATES[last],
      événements: events,
      relus: readCount,
    };
  };

/** As published: one more, whoever says it and however often. */
export function* countInMemory(ctx: Context, { client }: Counted): Process<null> {
  const total = (key: string): number => (ctx.memory.get(key) ?? 0) as number;
  ctx.memory.set(clientKey(client), total(clientKey(client)) + 1);
  ctx.memory.set(TOTAL_KEY, total(TOTAL_KEY) + 1);
  return null;
}

/** UC-EVENT-04, as published: what memory says. */
// biome-ignore lint/correctness/useYield: memory answers at once.
export function* tellFromMemory(
  ctx: Context,
  { client }: { readonly client: string },
): Process<ByClient> {
  return { client_id: client, total_orders: (ctx.memory.get(clientKey(client)) ?? 0) as number };
}

/** Corrected: the order's own row and the count, in one transaction. A second delivery finds the row. */
export function* countOnce(ctx: Context, { checkout, client }: Counted): Process<null> {
  yield* ctx.transaction(function* (ctx) {
    const first = yield* ctx.db.run(
      "INSERT INTO counted_orders (checkout_id) VALUES ($1) ON CONFLICT (checkout_id) DO NOTHING",
      [checkout],
    );
    if (first.rowCount === 0) return;
    yield* ctx.db.run(
      `INSERT INTO orders_by_client (client_id, total_orders) VALUES ($1, 1)
       ON CONFLICT (client_id) DO UPDATE SET total_orders = total_orders + 1`,
      [client],
    );
  });
  return null;
}

/** UC-EVENT-04, corrected: what the base says. */
export function* tellFromBase(
  ctx: Context,
  { client }: { readonly client: string },
): Process<ByClient> {
  const row = yield* ctx.db.one("SELECT total_orders FROM orders_by_client WHERE client_id = $1", [
    client,
  ]);
  return { client_id: client, total_orders: (row?.total_orders ?? 0) as number };
}

/** Corrected: at each start the stream is read again; what is counted already is not counted again. */
export const rebuildingFrom = (redis: RedisClient) =>
  function* rebuildView(ctx: Context): Process<void> {
    const startedUs = ctx.nowUs;
    const rows = yield* ctx.db.all("SELECT checkout_id FROM counted_orders ORDER BY checkout_id");
    const counted = new Set(rows.map((row) => row.checkout_id as string));
    const count = yield* eachEvent(ctx, redis, function* ({ type, cart }) {
      if (type !== "OrderCreated" || counted.has(cart.checkout)) return;
      yield* countOnce(ctx, { checkout: cart.checkout, client: cart.client });
    });
    const lastedMs = Math.round((ctx.nowUs - startedUs) / 1_000);
    if (count > 0) ctx.log.note(`Vue reconstruite : ${count} événements relus en ${lastedMs} ms.`);
  };
