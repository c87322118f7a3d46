/**
 * Two shops, each beside its own replica: they read the offers, and now and then replace what they have read.
 *
 * Whoever writes says what it had read: that, and nothing else, is overtaken.
 */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import { type Context, numbered, operation, type Process } from "../../../simulator/scenario.ts";
import type { Found, Taken, WriteRequest } from "../../../simulator/stores.ts";

const OFFER = "offre";
const PATIENCE = ms(500);

/** The shop's half of the demands: two readings for one change. */
export const tradeBeside = (replica: string) =>
  function* trade(ctx: Context): Process<void> {
    const demands = Math.ceil((ctx.parameters.demandes as number) / 2);
    for (const i of numbered(ctx, "demandes", demands)) {
      yield* ctx.sleep(
        ctx.random.exponential((2 * (ctx.parameters.intervalle as number)) as DurationUs),
      );
      ctx.subject = `${ctx.nodeId}-${i}`;
      const found = yield* readOffers(ctx, replica);
      if (found !== null && i % 3 === 0) yield* changeOffer(ctx, replica, found);
    }
    ctx.log.note("fermé");
  };

function* readOffers(ctx: Context, replica: string): Process<Found | null> {
  const name = `${ctx.subject}/lire`;
  const read = operation<{ readonly key: string }, Found>(replica, "lire");
  ctx.log.commandIssued(name, "lire", null);
  const outcome = yield* ctx.call(read, { key: OFFER }, { timeoutUs: PATIENCE });
  if (outcome.kind !== "replied") {
    ctx.log.commandEnded(name, "timed-out", "sans réponse");
    return null;
  }
  const { values } = outcome.reply;
  ctx.memory.set(
    "lue",
    values.map((value, i) => [`${i + 1}`, value]),
  );
  ctx.log.commandEnded(name, "ok", values.join(" "));
  return outcome.reply;
}

function* changeOffer(ctx: Context, replica: string, { values, seen }: Found): Process<void> {
  const value = `${ctx.subject}`;
  const write = operation<WriteRequest, Taken>(replica, "écrire");
  ctx.log.commandIssued(value, "écrire", { remplace: values });
  const outcome = yield* ctx.call(write, { key: OFFER, value, seen }, { timeoutUs: PATIENCE });
  if (outcome.kind === "replied") ctx.log.commandEnded(value, "ok", "écrit");
  else ctx.log.commandEnded(value, "timed-out", "sans réponse");
}
