/**
 * Authentication at the gateway: the token is verified here, and services are told who asks.
 *
 * Keys come from the node that publishes them (operation `cles`), through a cache (`key-cache.ts`). The
 * gateway's own clock judges expiry. Nobody is asked whether a token was revoked: it is accepted until it
 * expires. One authenticator a node. Shown under `authentification/`: `cles`, what the cache holds and how
 * often it was fetched.
 */
import { durationUs, named, wholeNumber } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Signal } from "../../kernel/signal.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { createKeyCache, type KeyAnswer, type KeyCache } from "./key-cache.ts";
import { judgeToken, readToken, type TokenVerdict } from "./token.ts";

/** What the publisher answers to `cles`: kid, secret. */
export type PublishedKeys = readonly (readonly [kid: string, secret: string])[];

export interface AuthenticatorOptions {
  /** The node that publishes the keys. */
  readonly publisher: string;
  /** How far clocks may disagree, whole seconds. */
  readonly leewayS: number;
  /** A key set is believed for this long, µs (10 min in jose). */
  readonly maxAgeUs: DurationUs;
  /** No new fetch for a missing key within this time of the last good one, µs (30 s in jose). */
  readonly cooldownUs: DurationUs;
  /** How long a fetch may take, µs (5 s in jose). */
  readonly timeoutUs: DurationUs;
}

/** Why a request is turned away; `keys-unreachable` is the gateway's trouble (503), the others the caller's (401). */
export type Rejection =
  | "no-token"
  | "unknown-key"
  | "keys-unreachable"
  | Extract<TokenVerdict, { readonly kind: "refused" }>["why"];

export type Identity =
  | { readonly kind: "known"; readonly consumer: string }
  | { readonly kind: "rejected"; readonly why: Rejection };

export interface Authenticator {
  /** `token` null: none was given. May wait for keys. */
  readonly identify: (ctx: Context, token: string | null) => Process<Identity>;
}

const rejected = (why: Rejection): Identity => ({ kind: "rejected", why });
const MICROSECONDS = 1_000_000;

interface Keyring {
  readonly cache: KeyCache<Signal<KeyAnswer>>;
  fetchCount: number;
}

/** @throws BadConfiguration on a negative leeway, keys kept for no time, a fetch that need not answer. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { publisher, leewayS, maxAgeUs, cooldownUs, timeoutUs } = options;
  named("publisher", publisher);
  wholeNumber("leewayS", leewayS, { min: 0, max: 86_400 });
  durationUs("timeoutUs", timeoutUs, 1);
  createKeyCache({ maxAgeUs, cooldownUs });
  const published = operation<null, PublishedKeys>(publisher, "cles");

  const keyringOf = (ctx: Context): Keyring =>
    ctx.objects.volatile("authentification", () => ({
      cache: createKeyCache<Signal<KeyAnswer>>({ maxAgeUs, cooldownUs }),
      fetchCount: 0,
    }));

  /** Fetches as long as somebody needs it; those who waited are woken. */
  function* fetchKeys(ctx: Context): Process<void> {
    const keyring = keyringOf(ctx);
    while (keyring.cache.mustFetch()) {
      keyring.fetchCount++;
      const outcome = yield* ctx.call(published, null, { timeoutUs });
      const keys = outcome.kind === "replied" ? new Map(outcome.reply) : null;
      for (const [waiter, answer] of keyring.cache.fetched(keys, ctx.nowUs)) waiter.wakeOne(answer);
      ctx.memory.set("authentification/cles", [
        ["clés connues", keyring.cache.kids().join(", ")],
        ["recherches", keyring.fetchCount],
      ]);
    }
  }

  function* keyOf(ctx: Context, kid: string): Process<KeyAnswer> {
    const signal = ctx.objects.signal<KeyAnswer>();
    // Ages are measured, not dated: a clock set wrong does not age a key set.
    const answer = keyringOf(ctx).cache.ask(kid, signal, ctx.nowUs);
    if (answer !== null) return answer;
    yield* ctx.spawn("fetchKeys", null, fetchKeys);
    return yield* signal.wait();
  }

  return {
    *identify(ctx, text) {
      const token = text === null ? null : readToken(text);
      if (token === null) return rejected("no-token");
      const key = yield* keyOf(ctx, token.kid);
      if (key.kind === "unreachable") return rejected("keys-unreachable");
      if (key.kind === "unknown") return rejected("unknown-key");
      const nowS = Math.floor(ctx.clockUs / MICROSECONDS);
      const verdict = judgeToken(token, { secret: key.secret, nowS, leewayS });
      if (verdict.kind === "refused") return rejected(verdict.why);
      return { kind: "known", consumer: verdict.claims.sub };
    },
  };
}
