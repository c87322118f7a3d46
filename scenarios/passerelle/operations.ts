/** What the nodes can be asked, and how the gateway asks a service: as often as the reader allows. */
import type { DurationUs } from "../../simulator/base/time.ts";
import {
  type Context,
  type Operation,
  type Outcome,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import { REPORTS, routeOf } from "./card-targets.ts";
import { countOf } from "./settings.ts";

/** `key` names a report; a demand to another service names nothing. */
export type Asked = { readonly key: string | null };

/** What a service answers; or, as published, the message that the breaker answers in its place. */
export type Content = { readonly computedAtUs: number } | { readonly message: string };

export type Answer = { readonly data: Content; readonly degraded: boolean };

/** Sent to a service. `workMaxUs`: when it may stop working, null when it is not told. */
export type Work = { readonly key: string | null; readonly workMaxUs: number | null };

export const isMessage = (content: Content): content is { readonly message: string } =>
  "message" in content;

export const routes = (service: string): Operation<Asked, Answer> =>
  operation("passerelle", routeOf(service));

export const read = (service: string): Operation<Work, Content> => operation(service, "lire");
export const compute: Operation<Work, Content> = operation(REPORTS, "calculer");
export const exportAll: Operation<null, null> = operation(REPORTS, "exporter");
export const restart: Operation<null, null> = operation(REPORTS, "redemarrer");

/**
 * How fast the calendar goes. Quiet days are a sample: one second stands for `speed` seconds like it, one demand
 * to a healthy service for `thinning` demands. Waiting for somebody is stretched: the same second lasts `speed`.
 */
export type Pace = {
  readonly thinning: number;
  readonly speed: number;
  readonly isStretched: boolean;
  readonly isOver: boolean;
};
export const keepPace: Operation<Pace, null> = operation("clients", "rythme");

/** The two words of the cache that a client of Redis needs: GET and SET … EX. */
export type Copy = { readonly key: string; readonly value: Content };
export const lookUp: Operation<{ readonly key: string }, { readonly value: Content } | null> =
  operation("cache", "chercher");
export const store: Operation<Copy, null> = operation("cache", "poser");

/** Again and again, as many times as the parameter says, until it answers. */
export function* insist(
  ctx: Context,
  attempts: string,
  once: () => Process<Outcome<Content>>,
): Process<Outcome<Content>> {
  let outcome = yield* once();
  for (let left = countOf(ctx.parameters, attempts) - 1; left > 0; left--) {
    if (outcome.kind === "replied") return outcome;
    outcome = yield* once();
  }
  return outcome;
}

/** One demand to a service, through an HTTP client that may insist on its own. */
export function* askService(
  ctx: Context,
  service: string,
  work: Work,
  timeoutUs: DurationUs,
): Process<Outcome<Content>> {
  const wanted = service === REPORTS ? compute : read(service);
  return yield* insist(ctx, "essais-bibliotheque", function* callOnce() {
    return yield* ctx.call(wanted, work, { timeoutUs });
  });
}

export const fresh = (data: Content): Answer => ({ data, degraded: false });

/** A failure of the service is a failure of the gateway: a « 503 ». */
export const refusalOf = (outcome: Outcome<Content>): Refusal =>
  refuse(outcome.kind === "refused" ? outcome.reason : "service sans réponse");

export const answerOf = (outcome: Outcome<Content>): Answer | Refusal =>
  outcome.kind === "replied" ? fresh(outcome.reply) : refusalOf(outcome);

/** Turned away by the gateway itself: the service was not asked. */
export const rejected = (reason: string): Outcome<never> => ({
  ...{ kind: "refused", reason, how: "rejected" },
});
