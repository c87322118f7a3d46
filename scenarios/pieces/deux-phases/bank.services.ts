/**
 * A bank: balances, one lock an account, and what a transfer may do to them.
 *
 * It promises a change only when the balance allows it; made or not, the verdict comes from elsewhere.
 */
import type { Resource } from "../../../simulator/coordination.ts";
import type { Context } from "../../../simulator/scenario.ts";
import { accountsOf } from "./accounts.ts";

/** Below 0: taken from the account. */
export type Change = { readonly account: string; readonly amount: number };

export const FIRST_BALANCE = 100;

const balancesOf = (ctx: Context): Map<string, number> =>
  ctx.objects.durable("soldes", () => {
    const names = accountsOf(ctx.parameters.comptes as number);
    return new Map(names.map((name) => [name, FIRST_BALANCE]));
  });

const SHOWN = 4;

export const balances: Resource<Change> = {
  keysOf: ({ account }) => [account],
  refusalOf({ account, amount }, ctx) {
    const balance = balancesOf(ctx).get(account) ?? 0;
    return balance + amount < 0 ? `solde insuffisant : ${balance} €` : null;
  },
  apply({ account, amount }, ctx) {
    const all = balancesOf(ctx);
    all.set(account, (all.get(account) ?? 0) + amount);
    ctx.records.set(`mouvements-${ctx.nodeId}`, `${ctx.subject}`, amount);
    ctx.records.set(`soldes-${ctx.nodeId}`, "soldes", [...all].slice(0, SHOWN));
  },
};
