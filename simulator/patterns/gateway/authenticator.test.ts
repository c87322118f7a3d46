/** Authentication on simulated gateways: rotation, revocation, clocks, a publisher that does not answer. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { type DurationUs, ms, seconds, us } from "../../base/time.ts";
import { eventsOf, notes, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { type AuthenticatorOptions, createAuthenticator } from "./authenticator.ts";
import { signToken } from "./token.ts";

const OPTIONS: AuthenticatorOptions = {
  ...{ publisher: "issuer", leewayS: 1, timeoutUs: ms(100) },
  ...{ maxAgeUs: seconds(60), cooldownUs: seconds(2) },
};

interface Visit {
  readonly atMs: number;
  readonly kid?: string;
  readonly exp?: number;
}

interface Given {
  readonly visits: readonly Visit[];
  readonly faults?: readonly string[];
  readonly options?: Partial<AuthenticatorOptions>;
}

/** From 5 s on the issuer publishes k2 only. */
function told({ visits, faults = [], options = {} }: Given) {
  const authenticator = createAuthenticator({ ...OPTIONS, ...options });
  function* serve(ctx: Context, token: string) {
    const identity = yield* authenticator.identify(ctx, token);
    ctx.log.note(identity.kind === "known" ? identity.consumer : identity.why);
    return null;
  }
  function* publish(ctx: Context) {
    yield* ctx.work(ms(1));
    const kid = ctx.nowUs < seconds(5) ? "k1" : "k2";
    return [[kid, `secret of ${kid}`]] as const;
  }
  function* visit(ctx: Context) {
    for (const { atMs, kid = "k1", exp = 60 } of visits) {
      yield* ctx.sleep(us(Math.max(0, ms(atMs) - ctx.nowUs)) as DurationUs);
      const token = signToken({ sub: "ana", exp }, { kid, secret: `secret of ${kid}` });
      yield* ctx.send(operation<string, null>("gateway", "ask"), token);
    }
  }
  const run = play(
    {
      nodes: {
        clients: { boot: { visit } },
        gateway: { serves: { ask: serve } },
        issuer: { serves: { cles: publish } },
      },
    },
    { faults },
  );
  const fetchCount = eventsOf(run.log, "message-sent").filter(
    ({ operation: id, role }) => id === "cles" && role === "request",
  ).length;
  return { said: notes(run.log), fetchCount };
}

describe("authentication at the gateway", () => {
  test("AUT-6: a hundred tokens under one key cost one fetch, and requests that wait share it", () => {
    const visits = Array.from({ length: 100 }, (_, i) => ({ atMs: i < 5 ? 0 : 100 + i }));
    const { said, fetchCount } = told({ visits });
    expect(said).toEqual(Array.from({ length: 100 }, () => "ana"));
    expect(fetchCount).toBe(1);
  });

  test("AUT-7: a new key is fetched when a token names it; the old one then verifies nothing", () => {
    const visits = [
      ...[{ atMs: 0 }, { atMs: 6_000 }, { atMs: 6_100, kid: "k2" }],
      ...[{ atMs: 6_500 }, { atMs: 9_000, kid: "k2" }],
    ];
    // At 6 000 the cached k1 is still believed, though its issuer has withdrawn it.
    expect(told({ visits })).toEqual({
      ...{ said: ["ana", "ana", "ana", "unknown-key", "ana"], fetchCount: 2 },
    });
  });

  test("AUT-7: within the rest after a fetch a new key is refused though it is good", () => {
    const visits = [{ atMs: 0 }, { atMs: 1_000, kid: "k9" }];
    expect(told({ visits })).toEqual({ said: ["ana", "unknown-key"], fetchCount: 1 });
    const rotated = [{ atMs: 4_500 }, { atMs: 5_500, kid: "k2" }, { atMs: 7_000, kid: "k2" }];
    expect(told({ visits: rotated }).said).toEqual(["ana", "unknown-key", "ana"]);
  });

  test("AUT-8: without its publisher a gateway goes on with the keys that it has until they are old", () => {
    const visits = [{ atMs: 0 }, { atMs: 3_000 }, { atMs: 4_500 }, { atMs: 4_800 }];
    const faults = ["crash:issuer@1s+60s"];
    const options = { maxAgeUs: seconds(4) };
    expect(told({ visits, faults, options })).toEqual({
      ...{ said: ["ana", "ana", "keys-unreachable", "keys-unreachable"], fetchCount: 3 },
    });
  });

  test("AUT-9: expiry is judged by the gateway’s clock: set back, it accepts what has expired", () => {
    const visits = [{ atMs: 3_500, exp: 2 }];
    expect(told({ visits }).said).toEqual(["expired"]);
    expect(told({ visits, faults: ["skew:gateway=-2s@0s"] }).said).toEqual(["ana"]);
    const young = [{ atMs: 500, exp: 2 }];
    expect(told({ visits: young, faults: ["skew:gateway=10s@0s"] }).said).toEqual(["expired"]);
  });

  test("AUT-5: settings that make no sense are refused when they are built", () => {
    const build = (options: Partial<AuthenticatorOptions>) => () =>
      createAuthenticator({ ...OPTIONS, ...options });
    expect(build({ leewayS: -1 })).toThrow(BadConfiguration);
    expect(build({ maxAgeUs: us(0) })).toThrow("« maxAgeUs »");
    expect(build({ timeoutUs: us(0) })).toThrow("« timeoutUs »");
  });
});
