/**
 * A workshop that enters its works in the register, one by one, under a lease.
 *
 * Read, prepare, write: between the first and the last, nobody else should write. The lease says so; a
 * pause, a slow message or a mad clock may say otherwise.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { type Held, type LeasePart, mayAct } from "../../../simulator/coordination.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";
import { read, write } from "./operations.ts";

type Client = LeasePart["client"];

/** `looksAtWatch`: just before writing, the workshop checks that its lease still runs. */
export const registeringWith = (lease: Client, looksAtWatch: boolean) =>
  function* registerAll(ctx: Context): Process<void> {
    const works = Math.ceil((ctx.parameters.demandes as number) / 2);
    const letter = ctx.nodeId.slice(-1);
    for (const i of numbered(ctx, "inscriptions", works)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      const name = `${letter}${i}`;
      ctx.subject = name;
      ctx.log.commandIssued(name, write.id, null);
      const held = yield* obtain(ctx, lease);
      const refusal = yield* registerOne(ctx, held, looksAtWatch);
      if (refusal === null) ctx.log.commandEnded(name, "ok", "inscrite");
      else ctx.log.commandEnded(name, "refused", refusal);
      yield* lease.giveBack(ctx, held);
      ctx.memory.delete("bail");
    }
  };

/** Asks until the lease is free. */
function* obtain(ctx: Context, lease: Client): Process<Held> {
  for (;;) {
    const held = yield* lease.acquire(ctx, "registre");
    if (held !== null) {
      ctx.memory.set("bail", [["jeton", held.token]]);
      return held;
    }
    yield* ctx.sleep(ms(100 + ctx.random.integerBelow(100)));
  }
}

/** Why it was not entered, or null. */
function* registerOne(ctx: Context, held: Held, looksAtWatch: boolean): Process<string | null> {
  const { token } = held;
  const found = yield* ctx.call(read, { token }, { timeoutUs: seconds(1) });
  if (found.kind !== "replied") return "registre illisible";
  yield* ctx.work(ctx.parameters.travail as DurationUs);
  if (looksAtWatch && !mayAct(held, ctx.clockUs)) return "bail fini";
  // From here on nothing stops the message: neither the watch nor the end of the lease.
  const written = yield* ctx.call(
    write,
    { token, total: found.reply + 1 },
    { timeoutUs: seconds(1) },
  );
  if (written.kind === "replied") return null;
  return written.kind === "refused" ? written.reason : "sans réponse";
}
