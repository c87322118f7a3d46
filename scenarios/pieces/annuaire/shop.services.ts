/**
 * A shop that asks one of two price services, whichever its copy of the register names next.
 *
 * It does not try another when one stays silent: what a stale copy costs is what one sees.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import type { Directory, Registration } from "../../../simulator/gateway.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

const show = operation<null, string>("boutique", "montrer");

export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("visitOnce", `${i}`, visitOnce);
  }
}

function* visitOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, show.id, null);
  const outcome = yield* ctx.call(show, null, { timeoutUs: seconds(2) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const showWith = (directory: Directory) =>
  function* show(ctx: Context): Process<string | Refusal> {
    const chosen = directory.choose(ctx);
    if (chosen === null) return refuse("l’annuaire ne nomme personne");
    const compute = operation<null, number>(chosen, "calculer");
    const outcome = yield* ctx.call(compute, null, { timeoutUs: ms(300) });
    countCall(outcome.kind === "replied" ? "servis" : "perdus", ctx);
    return outcome.kind === "replied" ? `prix de ${chosen}` : refuse(`${chosen} ne répond pas`);
  };

function countCall(how: "servis" | "perdus", { memory }: Context): void {
  const before = (memory.get("boutique/appels") ?? []) as readonly (readonly [string, number])[];
  const countOf = (title: string): number => before.find(([known]) => known === title)?.[1] ?? 0;
  memory.set(
    "boutique/appels",
    ["servis", "perdus"].map((title) => [title, countOf(title) + (title === how ? 1 : 0)] as const),
  );
}

export const readRegisterWith = (directory: Directory) =>
  function* readRegister(ctx: Context): Process<void> {
    yield* directory.refresh(ctx);
  };

export const stayRegisteredWith = (registration: Registration) =>
  function* stayRegistered(ctx: Context): Process<void> {
    yield* registration.keepAlive(ctx);
  };

export function* computePrice(ctx: Context): Process<number> {
  yield* ctx.work(ms(5));
  return 42;
}
