/**
 * What a gateway does with a request: where does it go, who asks, may they ask once more, then pass it on.
 *
 * The service behind is told who asks, never shown the token.
 */
import { ms } from "../../../simulator/base/time.ts";
import type { Authenticator, QuotaGate, RouteTable } from "../../../simulator/gateway.ts";
import {
  type Context,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

export type Demand = { readonly path: string; readonly token: string | null };
/** What is left of the quota, and for how long; null: nobody counted. */
export type Reply = {
  readonly body: string;
  readonly remaining: number | null;
  readonly resetUs: number | null;
};
export type Passed = {
  readonly path: string;
  readonly consumer: string;
  /** The window of the quota that this request was counted in. */
  readonly window: number;
};

export interface GatewayParts {
  readonly routes: RouteTable;
  readonly authenticator: Authenticator;
  readonly quotas: QuotaGate;
}

const ANONYMOUS = "anonyme";
const SECOND = 1_000_000;

export const relayThrough = ({ routes, authenticator, quotas }: GatewayParts) =>
  function* relay(ctx: Context, { path, token }: Demand): Process<Reply | Refusal> {
    const match = routes.match({ host: "boutique.fr", path, method: "GET" });
    if (match === null) return refused("404 : aucune route", ctx);

    let consumer = ANONYMOUS;
    if (token !== null) {
      const identity = yield* authenticator.identify(ctx, token);
      if (identity.kind === "rejected") {
        const isOurFault = identity.why === "keys-unreachable";
        return refused(isOurFault ? "503 : clés introuvables" : `401 : ${identity.why}`, ctx);
      }
      consumer = identity.consumer;
    }
    if (consumer === ANONYMOUS && match.route.id === "commandes") {
      return refused("401 : il faut un jeton", ctx);
    }

    const plan = consumer === ANONYMOUS ? "anonyme" : "membre";
    const { isAllowed, answer } = yield* quotas.admit(ctx, plan, consumer);
    if (!isAllowed) return refused("429 : quota épuisé", ctx);

    // Nobody counted: the window is our own clock’s.
    const window = answer?.window ?? Math.floor(ctx.clockUs / SECOND);
    const service = operation<Passed, string>("boutique", match.route.service);
    const passed = { path: match.servicePath, consumer, window };
    const outcome = yield* ctx.call(service, passed, { timeoutUs: ms(500) });
    if (outcome.kind !== "replied") return refused("502 : la boutique ne répond pas", ctx);
    count("200", ctx);
    return {
      body: outcome.reply,
      remaining: answer?.remaining ?? null,
      resetUs: answer?.resetUs ?? null,
    };
  };

function refused(reason: string, ctx: Context): Refusal {
  count(reason.slice(0, 3), ctx);
  return refuse(reason);
}

function count(status: string, { memory }: Context): void {
  const before = (memory.get("passerelle/reponses") ?? []) as readonly (readonly [
    string,
    number,
  ])[];
  const counts = new Map(before);
  counts.set(status, (counts.get(status) ?? 0) + 1);
  memory.set(
    "passerelle/reponses",
    [...counts].sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
