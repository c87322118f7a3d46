/** Clients who move money between the two banks, in either direction. */
import { type DurationUs, seconds } from "../../../simulator/base/time.ts";
import type { TwoPhase } from "../../../simulator/coordination.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";
import { accountsOf } from "./accounts.ts";

export const transferringBy = (execute: TwoPhase["execute"]) =>
  function* transferAll(ctx: Context): Process<void> {
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      yield* ctx.spawn("transfer", `${i}`, (own) => transfer(own, execute));
    }
  };

function* transfer(ctx: Context, execute: TwoPhase["execute"]): Process<void> {
  const id = `${ctx.subject}`;
  const accounts = accountsOf(ctx.parameters.comptes as number);
  const account = (): string => accounts[ctx.random.integerBelow(accounts.length)] as string;
  const amount = ctx.random.between(1, 40);
  const north = ctx.random.chance(500_000) ? amount : -amount;
  const changes = {
    nord: { account: account(), amount: north },
    sud: { account: account(), amount: -north },
  };
  ctx.log.commandIssued(id, execute.id, changes);
  const outcome = yield* ctx.call(execute, { id, changes }, { timeoutUs: seconds(2) });
  if (outcome.kind === "replied") ctx.log.commandEnded(id, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(id, "refused", outcome.reason);
  // Nobody knows: the coordinator may have decided before it fell silent.
  else ctx.log.commandEnded(id, "timed-out", "sort inconnu");
}
