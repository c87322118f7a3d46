/**
 * Kong: one door for every HTTP request, the clients' and the services' own.
 *
 * The path chooses the service; behind « catalogue » stand three replicas, taken in turn and watched. What
 * a service decided is passed on as it is; what Kong could not obtain is a 502 or a 504: nobody knows.
 */
import { type DurationUs, seconds } from "../../simulator/base/time.ts";
import type { RouteTable } from "../../simulator/gateway.ts";
import type { Balancer } from "../../simulator/resilience.ts";
import {
  type Context,
  doubt,
  type Outcome,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import type { Value } from "../../simulator/vocabulary/values.ts";
import type { HttpRequest } from "./operations.ts";

export interface GatewayParts {
  readonly routes: RouteTable;
  readonly catalogue: Balancer;
}

/** Kong’s own `read_timeout`: longer than anybody’s patience here. */
const READ_TIMEOUT: DurationUs = seconds(60);
/** A replica that says nothing is given up sooner: there are two others. */
const REPLICA_TIMEOUT: DurationUs = seconds(1);

/** `id`: the operation asked of the service that the path leads to. */
export const relayingBy = ({ routes, catalogue }: GatewayParts, id: string) =>
  function* relay(ctx: Context, { method, path, body }: HttpRequest): Process<Value | Refusal> {
    const match = routes.match({ host: "kong", path, method });
    if (match === null) return refuse("404 : aucune route");
    const { service } = match.route;
    let outcome: Outcome<Value>;
    if (service === "catalogue") {
      const request = { operation: id, body, timeoutUs: REPLICA_TIMEOUT };
      outcome = yield* catalogue.call<Value>(ctx, request);
      // A reading may be asked twice: the next replica has not failed yet.
      if (outcome.kind === "timed-out") outcome = yield* catalogue.call<Value>(ctx, request);
    } else {
      outcome = yield* ctx.call(operation<Value, Value>(service, id), body, {
        timeoutUs: READ_TIMEOUT,
      });
    }
    if (outcome.kind === "replied") return outcome.reply;
    if (outcome.kind === "timed-out") return doubt("504 : le service ne répond pas");
    return outcome.how === "refused" ? refuse(outcome.reason) : doubt(`502 : ${outcome.reason}`);
  };
