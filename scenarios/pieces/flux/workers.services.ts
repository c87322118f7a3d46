/**
 * Two workers of one group bill the orders of a stream: read, bill, acknowledge, in that order.
 *
 * Whoever stops between reading and acknowledging leaves its orders pending under its own name.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import type { ReadEntry, RedisClient } from "../../../simulator/brokers.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";

const STREAM = "commandes";
const GROUP = "facturation";
const READ_AT_ONCE = 3;

export const newOrdersFrom = (redis: RedisClient) =>
  function* billNewOrders(ctx: Context): Process<void> {
    const reading = { stream: STREAM, group: GROUP, consumer: ctx.nodeId, count: READ_AT_ONCE };
    yield* redis.createGroup(ctx, STREAM, GROUP);
    for (;;) {
      const found = yield* redis.readGroup(ctx, { ...reading, blockUs: seconds(2) });
      if (found.kind === "replied") yield* billAll(ctx, redis, found.reply);
      else yield* whenServerIsBack(ctx, redis);
    }
  };

function* billAll(ctx: Context, redis: RedisClient, entries: readonly ReadEntry[]): Process<void> {
  for (const { id, fields } of entries) {
    // Trimmed or deleted since it was delivered: nothing is left to bill.
    if (fields === null) continue;
    ctx.subject = `${fields.commande}`;
    yield* ctx.work(ctx.parameters.facture as DurationUs);
    const bill = { commande: `${fields.commande}`, entree: id };
    ctx.records.set(`factures-${ctx.nodeId}`, id, bill);
    yield* redis.acknowledge(ctx, STREAM, GROUP, [id]);
    ctx.subject = null;
  }
}

/** What nobody acknowledged for long is probably nobody's any more: probably. */
export const takingBackFrom = (redis: RedisClient) =>
  function* takeBack(ctx: Context): Process<void> {
    const minIdleUs = ctx.parameters.repos as DurationUs;
    const claiming = { stream: STREAM, group: GROUP, consumer: ctx.nodeId, minIdleUs };
    for (;;) {
      yield* ctx.alarm("reprise", seconds(2));
      const old = yield* redis.autoClaim(ctx, { ...claiming, count: READ_AT_ONCE });
      if (old.kind === "replied") yield* billAll(ctx, redis, old.reply.entries);
    }
  };

/** Another server may not know the group yet. */
function* whenServerIsBack(ctx: Context, redis: RedisClient): Process<void> {
  yield* ctx.sleep(ms(500));
  yield* redis.createGroup(ctx, STREAM, GROUP);
}
