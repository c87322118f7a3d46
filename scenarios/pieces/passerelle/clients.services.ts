/**
 * Two members and the rest of the world. Members renew their token before it ends; now and then a page left
 * open in another tab still sends the one before.
 */
import { type DurationUs, seconds } from "../../../simulator/base/time.ts";
import { type Context, numbered, operation, type Process } from "../../../simulator/scenario.ts";
import type { Issued } from "./base.services.ts";
import type { Demand, Reply } from "./gateway.services.ts";

const connect = operation<string, Issued>("socle", "connecter");
const WHO = ["ana", "bob", "anonyme"] as const;
const GATEWAYS = ["passerelle-1", "passerelle-2"] as const;
const PATHS = ["/catalogue/vestes", "/commandes/7"] as const;
const SECOND = 1_000_000;

interface Wallet {
  readonly latest: Issued;
  readonly before: Issued;
}

export function* visit(ctx: Context): Process<void> {
  const chance = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(chance.exponential(ctx.parameters.intervalle as DurationUs));
    const who = WHO[chance.integerBelow(WHO.length)] ?? "anonyme";
    const gateway = GATEWAYS[i % GATEWAYS.length] ?? "passerelle-1";
    yield* ctx.spawn("visitOnce", `${i}`, (ctx) => visitOnce(ctx, who, gateway));
  }
}

function* visitOnce(ctx: Context, who: string, gateway: string): Process<void> {
  const isOldTab = ctx.random.integerBelow(4) === 0;
  const held = who === "anonyme" ? null : yield* tokenOf(ctx, who, isOldTab);
  const path = PATHS[who === "anonyme" ? 0 : ctx.random.integerBelow(PATHS.length)] ?? "/";
  const ask = operation<Demand, Reply>(gateway, "demander");
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, ask.id, { who, expiresAtS: held?.expiresAtS ?? null });
  const demand = { path, token: held?.token ?? null };
  const outcome = yield* ctx.call(ask, demand, { timeoutUs: seconds(2) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", told(outcome.reply));
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

const told = ({ body, remaining, resetUs }: Reply): string =>
  remaining === null
    ? `${body} (quota inconnu)`
    : `${body} (reste ${remaining} pour ${Math.round((resetUs ?? 0) / 1_000)} ms)`;

/** A member who is given no new token goes on with the last one. */
function* tokenOf(ctx: Context, who: string, isOldTab: boolean): Process<Issued | null> {
  const wallets = ctx.objects.volatile("jetons", () => new Map<string, Wallet>());
  const wallet = wallets.get(who);
  const isEnding = wallet === undefined || wallet.latest.expiresAtS * SECOND < ctx.clockUs + SECOND;
  if (isEnding) {
    const outcome = yield* ctx.call(connect, who, { timeoutUs: seconds(1) });
    if (outcome.kind === "replied") {
      wallets.set(who, { latest: outcome.reply, before: wallet?.latest ?? outcome.reply });
    }
  }
  const held = wallets.get(who);
  if (held === undefined) return null;
  return isOldTab ? held.before : held.latest;
}
