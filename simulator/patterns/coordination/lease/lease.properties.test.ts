/** Leases: one holder on the server's clock, growing tokens, a fence that has the last word. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { createRandom } from "../../../base/random.ts";
import { ms, seconds } from "../../../base/time.ts";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { notes, play } from "../../../testing/small-world.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import { refuse } from "../../../world/node.ts";
import * as fences from "./fence.ts";
import { faultsOfLife } from "./fixtures/lease-schedule.ts";
import { createLease, type Held, type LeaseOptions, mayAct, trustedUntil } from "./lease.ts";
import * as books from "./lease-book.ts";

const LIVES = Array.from({ length: 2_000 }, (_, seed) => seed);
const livesAreSound = (module: typeof books): boolean =>
  LIVES.every((seed) => faultsOfLife(module, seed).length === 0);

const faultsUnder = (rule: string): readonly string[] =>
  LIVES.flatMap((seed) => faultsOfLife(books, seed)).filter((fault) => fault.startsWith(rule));

describe("the book of a lease server", () => {
  test("LSE-1: at most one holder at a time on the server's clock, in 2 000 random lives", () => {
    expect(faultsUnder("LSE-1")).toEqual([]);
  });

  test("LSE-2: every grant bears a larger token than all before it", () => {
    expect(faultsUnder("LSE-2")).toEqual([]);
  });

  test("LSE-3: a holder that lost its answer asks again and gets a larger token at once", () => {
    const book = books.createLeaseBook();
    book.ask({ holder: "a", atUs: 0, durationUs: 100 });
    const again = book.ask({ holder: "a", atUs: 10, durationUs: 100 });
    expect(again).toEqual({ kind: "granted", lease: { holder: "a", token: 2, untilUs: 110 } });
    expect(book.renew({ token: 1, atUs: 11, durationUs: 100 })).toBe(null);
  });

  test("LSE-6: what is over or given back is never prolonged, and a renewal never shortens", () => {
    expect(faultsUnder("LSE-6")).toEqual([]);
    const book = books.createLeaseBook();
    book.ask({ holder: "a", atUs: 1_000, durationUs: 500 });
    // The server's clock went back in the meantime.
    expect(book.renew({ token: 1, atUs: 100, durationUs: 500 })?.untilUs).toBe(1_500);
  });
});

/** A fence must say of each token whether all before were smaller or equal. */
function fenceIsHonest({ createFence }: typeof fences): boolean {
  return LIVES.slice(0, 300).every((seed) => {
    const random = createRandom(seed, "barriere");
    const fence = createFence();
    const seen: number[] = [];
    return Array.from({ length: 20 }, () => random.between(1, 6)).every((token) => {
      const isYoung = seen.every((before) => before <= token);
      seen.push(token);
      return fence.admits(token) === isYoung && fence.highest() === Math.max(...seen);
    });
  });
}

test("LSE-4: a fence admits a token unless it has seen a larger one, the same again too", () => {
  expect(fenceIsHonest(fences)).toBe(true);
});

/** Watches that drift apart by at most `driftPpm` each: does the holder stop before the server lets go? */
function beliefEndsInTime(trust: typeof trustedUntil, seed: number): boolean {
  const random = createRandom(seed, "montres");
  const lengthUs = random.between(1_000, 10_000_000);
  const driftPpm = random.between(0, 100_000);
  const drift = (): number => random.between(-driftPpm, driftPpm);
  const elapsed = (watchUs: number, ppm: number): number =>
    (watchUs * 1_000_000) / (1_000_000 + ppm);
  // The server's lease begins after the question: at worst at the same instant.
  const believed = elapsed(trust(0, lengthUs, 2 * driftPpm), drift());
  return believed <= elapsed(lengthUs, drift());
}

test("LSE-5: with a margin of twice the drift, no watch believes longer than the server grants", () => {
  expect(LIVES.every((seed) => beliefEndsInTime(trustedUntil, seed))).toBe(true);
  // Without the margin some do: the margin is not decoration.
  const careless: typeof trustedUntil = (askedAtUs, lengthUs) => askedAtUs + lengthUs;
  expect(LIVES.some((seed) => !beliefEndsInTime(careless, seed))).toBe(true);
  // At the instant itself the server may have given the resource away.
  const held = { resource: "f", token: 1, trustedUntilUs: 1_000 };
  expect([mayAct(held, 999), mayAct(held, 1_000)]).toEqual([true, false]);
});

const OPTIONS: LeaseOptions = {
  ...{ server: "bail", durationUs: ms(500), marginPpm: 20_000 },
  ...{ writeUs: ms(1), timeoutUs: ms(200) },
};

const write = operation<{ readonly token: number }, null>("fichier", "ecrire");

/** Two workers and a file. `check`: the holder looks at its watch; `fenced`: the file looks at the token. */
function tokensWritten(
  seed: number,
  { check, fenced }: { readonly check: boolean; readonly fenced: boolean },
) {
  const lease = createLease(OPTIONS);
  function* act(ctx: Context, held: Held) {
    yield* ctx.work(ms(300));
    if (check && !mayAct(held, ctx.clockUs)) return;
    yield* ctx.call(write, { token: held.token }, { timeoutUs: ms(200) });
  }
  function* work(ctx: Context) {
    for (let i = 0; i < 40; i++) {
      yield* ctx.sleep(ctx.random.exponential(ms(100)));
      const held = yield* lease.client.acquire(ctx, "f");
      if (held === null) continue;
      yield* act(ctx, held);
      yield* lease.client.giveBack(ctx, held);
    }
  }
  // biome-ignore lint/correctness/useYield: the file answers at once.
  function* put(ctx: Context, { token }: { readonly token: number }) {
    const fence = ctx.objects.durable("barriere", fences.createFence);
    if (fenced && !fence.admits(token)) return refuse("jeton dépassé");
    ctx.log.note(`${token}`);
    return null;
  }
  const random = createRandom(seed, "bail/pannes");
  const at = (): string => `@${random.integerBelow(8_000)}ms+${random.between(300, 3_000)}ms`;
  const who = (): string => (random.chance(500_000) ? "a" : "b");
  const faults = [
    `pause:${who()}${at()}`,
    `delay:${who()}>fichier=${random.between(400, 2_000)}ms${at()}`,
    `crash:${random.chance(500_000) ? "bail" : who()}${at()}`,
    `loss:${who()}|bail=40${at()}`,
    `skew:bail=${random.between(-900, 900)}ms${at()}`,
  ];
  const worker = { boot: { work } };
  const run = play(
    {
      nodes: {
        a: worker,
        b: worker,
        bail: { serves: lease.serves },
        fichier: { serves: { ecrire: put } },
      },
    },
    { seed, faults, untilUs: seconds(30) },
  );
  return notes(run.log).map(Number);
}

const grows = (tokens: readonly number[]): boolean =>
  tokens.every((token, i) => i === 0 || token >= (tokens[i - 1] as number));

describe("two writers of one file, paused, cut off, late, under a mad clock", () => {
  const SEEDS = Array.from({ length: 25 }, (_, seed) => seed);

  test("LSE-7: with the token checked by the file, no write of an older holder follows a younger one's", () => {
    const written = SEEDS.map((seed) => tokensWritten(seed, { check: false, fenced: true }));
    expect(written.every(grows)).toBe(true);
    expect(written.flat().length).toBeGreaterThan(SEEDS.length * 5);
  });

  test("LSE-7: the holder's own watch alone does not prevent it", () => {
    const blind = SEEDS.filter(
      (seed) => !grows(tokensWritten(seed, { check: false, fenced: false })),
    );
    const watched = SEEDS.filter(
      (seed) => !grows(tokensWritten(seed, { check: true, fenced: false })),
    );
    expect(watched.length).toBeGreaterThan(0);
    expect(blind.length).toBeGreaterThan(watched.length);
  });
});

test("LSE-8: a crash of the server forgets no lease and no token; a full disk grants nothing", () => {
  const lease = createLease({ ...OPTIONS, durationUs: seconds(10) });
  const askAt = (delayUs: number) =>
    function* ask(ctx: Context) {
      yield* ctx.sleep(ms(delayUs / 1_000));
      const held = yield* lease.client.acquire(ctx, "f");
      ctx.log.note(held === null ? "rien" : `jeton ${held.token}`);
    };
  const run = play(
    {
      nodes: {
        a: { boot: { ask: askAt(0) } },
        b: { boot: { ask: askAt(2_000_000) } },
        c: { boot: { ask: askAt(10_600_000) } },
        d: { boot: { ask: askAt(11_000_000) } },
        bail: { serves: lease.serves },
      },
    },
    { faults: ["crash:bail@1s+500ms", "disk-full:bail@10.5s+400ms"], untilUs: seconds(20) },
  );
  expect(notes(run.log)).toEqual(["jeton 1", "rien", "rien", "jeton 2"]);
});

test.each([
  ["durationUs", { durationUs: ms(0) }],
  ["timeoutUs", { timeoutUs: ms(0) }],
  ["marginPpm", { marginPpm: 1_000_001 }],
  ["marginPpm", { marginPpm: 1_000_000 }],
] as const)("a lease with a bad « %s » is refused before the run, in French", (field, bad) => {
  const build = () => createLease({ ...OPTIONS, ...bad });
  expect(build).toThrow(BadConfiguration);
  expect(build).toThrow(`« ${field} »`);
});

test("planted errors in the book and in the fence are noticed", async () => {
  await plantedErrors<typeof books>({
    file: import.meta.resolve("./lease-book.ts"),
    survives: livesAreSound,
    errors: [
      {
        name: "LSE-1: still held at its end",
        find: "atUs < lease.untilUs",
        replace: "atUs <= lease.untilUs",
      },
      {
        name: "LSE-1: anybody takes it",
        find: "current.holder !== holder && ",
        replace: "false && ",
      },
      { name: "LSE-2: tokens stand still", find: "lastToken++", replace: "lastToken ||= 1" },
      { name: "LSE-6: an old token renews", find: "current.token !== token || !", replace: "!" },
      {
        name: "LSE-6: what is over comes back",
        find: " || !isRunning(current, atUs)) return null",
        replace: ") return null",
      },
      {
        name: "LSE-6: a return frees another's",
        find: "current === null || current.token !== token) return false",
        replace: "current === null) return false",
      },
    ],
  });
  await plantedErrors<typeof fences>({
    file: import.meta.resolve("./fence.ts"),
    survives: fenceIsHonest,
    errors: [
      {
        name: "LSE-4: the same token is refused",
        find: "token < highest",
        replace: "token <= highest",
      },
      { name: "LSE-4: the fence forgets", find: "    highest = token;\n", replace: "" },
    ],
  });
});
