/**
 * A counter: reads an account's events, decides on the balance they make, appends what it decided.
 *
 * Nothing stores a balance: it is what the events say. Between reading and appending, the other counter may
 * have appended too.
 */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import type { AggregateRule, Commands } from "../../../simulator/coordination.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";

export const FIRST_BALANCE = 60;

/** What an account is worth: its first balance and its movements. */
export const balanceRule = (snapshotEvery: number): AggregateRule<number> => ({
  ...{ initial: FIRST_BALANCE, ruleNumber: 1, snapshotEvery },
  fold: (balance, { data }) => balance + (data as number),
});

export const servingWith = (commands: Commands<number>) =>
  function* serveAll(ctx: Context): Process<void> {
    const visits = Math.ceil((ctx.parameters.demandes as number) / 2);
    const letter = ctx.nodeId.slice(-1);
    for (const i of numbered(ctx, "passages", visits)) {
      yield* ctx.sleep(
        ctx.random.exponential((2 * (ctx.parameters.intervalle as number)) as DurationUs),
      );
      yield* ctx.spawn("serveOne", `${letter}${i}`, (own) => serveOne(own, commands));
    }
  };

function* serveOne(ctx: Context, commands: Commands<number>): Process<void> {
  const id = `${ctx.subject}`;
  const account = String.fromCharCode(
    97 + ctx.random.integerBelow(ctx.parameters.comptes as number),
  );
  // As much comes in as goes out: the balance stays near the edge.
  const isWithdrawal = ctx.random.chance(600_000);
  const amount = isWithdrawal ? -ctx.random.between(10, 40) : ctx.random.between(10, 60);
  ctx.log.commandIssued(id, "ajouter", { account, amount });
  for (;;) {
    const end = yield* commands.run(ctx, {
      ...{ stream: account, id },
      decide: (balance) =>
        balance + amount < 0
          ? { refusal: `solde insuffisant : ${balance} €` }
          : [{ type: isWithdrawal ? "retrait" : "dépôt", data: amount }],
    });
    if (end.kind === "done") return ctx.log.commandEnded(id, "ok", `version ${end.version}`);
    if (end.kind === "refused") return ctx.log.commandEnded(id, "refused", end.reason);
    if (end.kind === "too-many-conflicts") {
      return ctx.log.commandEnded(id, "refused", "compte trop disputé");
    }
    // Silence: it may be stored already. The same ids will tell.
    yield* ctx.sleep(ms(200));
  }
}
