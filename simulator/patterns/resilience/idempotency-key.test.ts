/** Keys as a caller meets them: over the network, with crashes at every instant. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { type DurationUs, ms, seconds } from "../../base/time.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { notes, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import type { KeyedRequest, Recording } from "./idempotency-key.ts";

type Keys = typeof import("./idempotency-key.ts");

const pay = operation<KeyedRequest, { readonly receipt: number }>("bank", "pay");

interface Ask extends Partial<KeyedRequest> {
  readonly atMs: number;
}

interface Given {
  readonly recording: Recording;
  readonly asks: readonly Ask[];
  readonly faults?: readonly string[];
  readonly keptMs?: number;
}

/** What each caller was told, then how many debits there are. */
function told({ createIdempotency, IDEMPOTENCY_KEYS }: Keys, given: Given): readonly string[] {
  const { recording, asks, faults = [], keptMs = 60_000 } = given;
  const keys = createIdempotency({ schema: [IDEMPOTENCY_KEYS], recording, keptUs: ms(keptMs) });
  const quick = { p50Us: ms(4), p95Us: ms(4), p99Us: ms(4) };
  function* one(ctx: Context, { atMs, ...request }: Ask) {
    yield* ctx.sleep(ms(atMs));
    const body = { caller: "anne", key: "k1", payload: 100, ...request };
    const outcome = yield* ctx.call(pay, body, { timeoutUs: seconds(5) });
    const said = outcome.kind === "replied" ? `receipt ${outcome.reply.receipt}` : outcome.kind;
    ctx.log.note(outcome.kind === "refused" ? outcome.reason : said);
  }
  function* boot(ctx: Context) {
    for (const [i, ask] of asks.entries()) yield* ctx.spawn("one", `${i}`, (ctx) => one(ctx, ask));
    yield* ctx.sleep(seconds(30));
    const outcome = yield* ctx.call(operation<null, number>("bank", "count"), null, {
      timeoutUs: seconds(1),
    });
    ctx.log.note(`${outcome.kind === "replied" ? outcome.reply : "?"} debits`);
  }
  function* serve(ctx: Context, request: KeyedRequest) {
    return yield* keys.serve(ctx, request, function* (ctx) {
      yield* ctx.sleep(ms(20));
      yield* ctx.db.run("INSERT INTO debits (amount) VALUES ($1)", [request.payload as number]);
      const row = yield* ctx.db.one("SELECT count(*) AS n FROM debits", []);
      return { receipt: row?.n as number };
    });
  }
  function* count(ctx: Context) {
    const row = yield* ctx.db.one("SELECT count(*) AS n FROM debits", []);
    return row?.n as number;
  }
  const world = {
    nodes: { client: { boot: { boot } }, bank: { serves: { pay: serve, count } } },
    databases: [
      {
        ...{ id: "bank", node: "bank", rows: [], poolSize: 10, read: quick, write: quick },
        schema: [
          IDEMPOTENCY_KEYS,
          "CREATE TABLE debits (id BIGSERIAL PRIMARY KEY, amount INTEGER NOT NULL)",
        ],
      },
    ],
  };
  return notes(play(world, { faults, untilUs: seconds(60) as DurationUs }).log);
}

const TWICE = [{ atMs: 0 }, { atMs: 1_000 }];
const AT_ONCE = [{ atMs: 0 }, { atMs: 3 }];
const CRASHES = Array.from({ length: 60 }, (_, i) => `crash:bank@${10 + i}ms+200ms`);

/** Debits after the same request was sent twice and the bank crashed once, at each of sixty instants. */
const debitsAroundCrashes = (module: Keys, recording: Recording): ReadonlySet<string> =>
  new Set(
    CRASHES.map((crash) => told(module, { recording, asks: TWICE, faults: [crash] }).at(-1) ?? ""),
  );

/** Everything that the one-transaction form promises. */
function keepsItsWord(module: Keys): boolean {
  const { NO_KEY, OTHER_PAYLOAD } = module;
  const together = (asks: readonly Ask[], keptMs?: number): string =>
    told(module, {
      recording: "together",
      asks,
      ...(keptMs === undefined ? {} : { keptMs }),
    }).join();
  const expected = [
    [together(TWICE), "receipt 1,receipt 1,1 debits"],
    [together(AT_ONCE), "receipt 1,receipt 1,1 debits"],
    [together([{ atMs: 0, key: null }]), `${NO_KEY},0 debits`],
    [together([{ atMs: 0 }, { atMs: 1_000, payload: 7 }]), `receipt 1,${OTHER_PAYLOAD},1 debits`],
    [together([{ atMs: 0 }, { atMs: 1_000, caller: "bob" }]), "receipt 1,receipt 2,2 debits"],
    [together(TWICE, 500), "receipt 1,receipt 2,2 debits"],
  ];
  if (expected.some(([observed, promised]) => observed !== promised)) return false;
  const debits = debitsAroundCrashes(module, "together");
  return !debits.has("2 debits") && debits.has("1 debits");
}

describe("clé d’idempotence", () => {
  test("IDK-1, IDK-2, IDK-3, IDK-5: no key 400, other payload 422, the answer replayed until it expires, and one debit whatever crashes", async () => {
    expect(keepsItsWord(await import("./idempotency-key.ts"))).toBe(true);
  });

  test("IDK-4: a key still being served is a 409 when it was committed before the effect", async () => {
    const module = await import("./idempotency-key.ts");
    const said = told(module, { recording: "before", asks: [{ atMs: 0 }, { atMs: 10 }] });
    expect(said).toEqual([module.STILL_RUNNING, "receipt 1", "1 debits"]);
  });

  test("IDK-5: key and effect in two transactions: a crash between them debits twice, or leaves the key busy", async () => {
    const module = await import("./idempotency-key.ts");
    expect(debitsAroundCrashes(module, "after")).toContain("2 debits");
    const stuck = CRASHES.some((crash) =>
      told(module, { recording: "before", asks: TWICE, faults: [crash] }).includes(
        module.STILL_RUNNING,
      ),
    );
    expect(stuck).toBe(true);
  });

  test("IDK-5: check, then act: two requests at once both act (defect 25)", async () => {
    const module = await import("./idempotency-key.ts");
    expect(told(module, { recording: "after", asks: AT_ONCE }).at(-1)).toBe("2 debits");
    // One after the other the look is enough: what it lacks is not a memory.
    const apart = told(module, { recording: "after", asks: TWICE });
    expect(apart).toEqual(["receipt 1", "receipt 1", "1 debits"]);
  });

  test("planted errors in the keys are all noticed", async () => {
    await plantedErrors<Keys>({
      file: import.meta.resolve("./idempotency-key.ts"),
      survives: keepsItsWord,
      errors: [
        {
          name: "a key is anybody's",
          find: "[caller, key, fingerprintOf(payload), ctx",
          replace: '["", key, fingerprintOf(payload), ctx',
        },
        {
          name: "payloads are not compared",
          find: "fingerprint !== fingerprintOf(payload)",
          replace: "fingerprint === null",
        },
        {
          name: "expired keys are kept",
          find: "WHERE idempotency_keys.expires_at <= $5",
          replace: "WHERE idempotency_keys.expires_at <= $5 AND false",
        },
        {
          name: "keys never hold",
          find: "WHERE idempotency_keys.expires_at <= $5",
          replace: "WHERE idempotency_keys.expires_at <= $5 OR true",
        },
        {
          name: "two transactions",
          find: "yield* ctx.transaction((within) => claimed(within, request, effect))",
          replace: "yield* checked(ctx, request, effect)",
        },
        {
          name: "no key is a key",
          find: 'request.key === null || request.key === ""',
          replace: "false",
        },
      ],
    });
  });

  test("un réglage absurde est refusé, et nommé", async () => {
    const { createIdempotency, IDEMPOTENCY_KEYS } = await import("./idempotency-key.ts");
    const schema = [IDEMPOTENCY_KEYS];
    const never = { schema, recording: "together", keptUs: 0 as DurationUs } as const;
    expect(() => createIdempotency(never)).toThrow(BadConfiguration);
    const odd = { schema, recording: "perhaps" as Recording, keptUs: ms(1) };
    expect(() => createIdempotency(odd)).toThrow("recording");
    const free = [IDEMPOTENCY_KEYS.replace("PRIMARY KEY (caller, key)", "UNIQUE (key, answer)")];
    const sound = { recording: "together", keptUs: ms(1) } as const;
    expect(() => createIdempotency({ ...sound, schema: free })).toThrow("« schema » : ");
    expect(() => createIdempotency({ ...sound, schema: [] })).toThrow("« schema » : ");
  });
});
