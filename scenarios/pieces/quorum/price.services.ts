/**
 * The head office changes a price, a shop reads it: both speak with a majority of three replicas.
 *
 * « Without a majority » is an answer: better none than an old one.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";
import type { QuorumStore } from "../../../simulator/stores.ts";

const PRICE = "tarif";

/** One demand in three changes the price: it goes up by one. */
export const changePriceIn = (store: QuorumStore) =>
  function* changePrice(ctx: Context): Process<void> {
    const changes = Math.ceil((ctx.parameters.demandes as number) / 3);
    for (const price of numbered(ctx, "tarifs", changes)) {
      yield* ctx.sleep(ctx.random.exponential(pause(ctx, 3)));
      const name = `tarif-${price}`;
      ctx.subject = name;
      ctx.memory.set("voulu", price);
      ctx.log.commandIssued(name, "écrire", price);
      const outcome = yield* store.write(ctx, PRICE, `${price}`);
      if (outcome.kind === "written") ctx.log.commandEnded(name, "ok", `${price}`);
      else if (outcome.kind === "unavailable")
        ctx.log.commandEnded(name, "refused", "pas de majorité");
      // Nobody knows whether it is written: a later reading may show it.
      else ctx.log.commandEnded(name, "timed-out", "peut-être écrit");
    }
  };

export const readPriceIn = (store: QuorumStore) =>
  function* readPrice(ctx: Context): Process<void> {
    const readings = Math.floor((2 * (ctx.parameters.demandes as number)) / 3);
    for (const i of numbered(ctx, "lectures", readings)) {
      yield* ctx.sleep(ctx.random.exponential(pause(ctx, 1.5)));
      const name = `lecture-${i}`;
      ctx.subject = name;
      ctx.log.commandIssued(name, "lire", null);
      const outcome = yield* store.read(ctx, PRICE);
      if (outcome.kind === "unavailable") {
        ctx.log.commandEnded(name, "refused", "pas de majorité");
        continue;
      }
      const price = Number(outcome.value ?? 0);
      ctx.memory.set("affiche", price);
      ctx.log.commandEnded(name, "ok", `${price}`);
    }
  };

/** Two sources share the stream of demands. */
const pause = (ctx: Context, share: number): DurationUs =>
  Math.round(share * (ctx.parameters.intervalle as number)) as DurationUs;
