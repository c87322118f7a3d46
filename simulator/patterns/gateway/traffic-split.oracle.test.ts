/** Shares of traffic: against nginx itself, and against what a canary analysis must do check by check. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { type CanaryOptions, createCanary } from "./canary.ts";
import { NGINX_SAYS, SPLITS } from "./fixtures/split-clients.ts";
import { createTrafficSplit } from "./traffic-split.ts";

type Split = Pick<typeof import("./traffic-split.ts"), "createTrafficSplit">;
type Canaries = Pick<typeof import("./canary.ts"), "createCanary">;

const USERS = NGINX_SAYS.trim()
  .split(/\s+/)
  .map((word) => word.split(":") as [string, string]);

/** The given parts by number, and « - » for what is left. */
const sharesOf = (parts: readonly number[]) => [
  ...parts.map((perMille, i) => ({ name: `${i}`, perMille })),
  { name: "-", perMille: 1_000 - parts.reduce((sum, part) => sum + part, 0) },
];

/** Users whom nginx sends elsewhere. */
const differences = ({ createTrafficSplit: create }: Split): number =>
  SPLITS.map((parts, i) => {
    const split = create(sharesOf(parts));
    return USERS.filter(([user, letters]) => split.ofKey(user) !== letters[i]).length;
  }).reduce((sum, count) => sum + count, 0);

const MANY = Array.from({ length: 20_000 }, (_, i) => `client-${i}`);
const twoVersions = (perMille: number) =>
  createTrafficSplit([
    { name: "v2", perMille },
    { name: "v1", perMille: 1_000 - perMille },
  ]);

describe("shares of traffic", () => {
  test("SHF-1: 310 users go where nginx 1.22.1 sends them, in eight settings", () => {
    expect(USERS.length).toBe(310);
    expect(differences({ createTrafficSplit })).toBe(0);
  });

  test("SHF-2: with two versions only the moved share of users moves, and never back", () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const [before, after] = [twoVersions(low), twoVersions(high)];
        const moved = MANY.slice(0, 4_000).filter((u) => before.ofKey(u) !== after.ofKey(u));
        expect(moved.every((user) => after.ofKey(user) === "v2")).toBe(true);
        // 4 000 users: four standard deviations are at most 3.2 %.
        expect(Math.abs(moved.length / 4_000 - (high - low) / 1_000)).toBeLessThan(0.032);
      }),
      { numRuns: 40 },
    );
  });

  test("SHF-2: a share that grows before others moves users between those others too", () => {
    const shares = (first: number) =>
      createTrafficSplit([
        { name: "a", perMille: first },
        { name: "b", perMille: 300 },
        { name: "c", perMille: 700 - first },
      ]);
    const between = MANY.filter(
      (user) => shares(100).ofKey(user) === "c" && shares(200).ofKey(user) === "b",
    );
    expect(between.length).toBeGreaterThan(1_500);
  });

  test("SHF-3: a draw at each request keeps the shares and no user in place", () => {
    const split = twoVersions(250);
    const draws = Array.from({ length: 1_000 }, (_, draw) => split.ofDraw(draw));
    expect(draws.filter((name) => name === "v2").length).toBe(250);
    expect(createTrafficSplit([{ name: "v1", perMille: 1_000 }]).ofDraw(999)).toBe("v1");
    expect(twoVersions(0).ofDraw(0)).toBe("v1");
  });

  test.each([
    [
      [
        { name: "a", perMille: 600 },
        { name: "b", perMille: 300 },
      ],
      "la somme fait 900",
    ],
    [
      [
        { name: "a", perMille: 500 },
        { name: "a", perMille: 500 },
      ],
      "deux fois",
    ],
    [
      [
        { name: "a", perMille: -1 },
        { name: "b", perMille: 1_001 },
      ],
      "« perMille »",
    ],
    [[], "la somme fait 0"],
  ])("SHF-4: shares that make no whole are refused when they are built (%#)", (shares, problem) => {
    expect(() => createTrafficSplit(shares)).toThrow(BadConfiguration);
    expect(() => createTrafficSplit(shares)).toThrow(problem);
  });

  test("SHF-1: planted errors are noticed", async () => {
    await plantedErrors<Split>({
      file: import.meta.resolve("./traffic-split.ts"),
      survives: (module) => differences(module) === 0,
      errors: [
        { name: "another seed", find: "murmur2(utf8(key), 0)", replace: "murmur2(utf8(key))" },
        {
          name: "a signed hash",
          find: "murmur2(utf8(key), 0) >>> 0",
          replace: "murmur2(utf8(key), 0) & 0x7fffffff",
        },
        {
          name: "shares not added up",
          find: "hashEnd += Math.floor(",
          replace: "hashEnd = Math.floor(",
        },
      ],
    });
  });
});

const CHECKED: CanaryOptions = {
  ...{ stepPerMille: 100, maxPerMille: 500, errorsMaxPerMille: 10, failedChecksMax: 2 },
  ...{ volumeMin: 20, tooFew: "waits" },
};

/** Feeds answers, then checks. */
function played(
  { createCanary: create }: Canaries,
  options: CanaryOptions,
  rounds: Rounds,
): string {
  const canary = create(options);
  return rounds
    .map(([successCount, failureCount]) => {
      for (let i = 0; i < successCount; i++) canary.record(true);
      for (let i = 0; i < failureCount; i++) canary.record(false);
      canary.check();
      const { phase, perMille } = canary.state();
      return `${phase} ${perMille}`;
    })
    .join("\n");
}

type Rounds = readonly (readonly [number, number])[];

/** The same story told from its end: what has been good or bad so far decides everything. */
function told(options: CanaryOptions, rounds: Rounds): string {
  const lines: string[] = [];
  const { stepPerMille, maxPerMille, failedChecksMax } = options;
  const stepsToMax = Math.ceil(maxPerMille / stepPerMille);
  let goods = 0;
  let bads = 0;
  for (const [index, [successCount, failureCount]] of rounds.entries()) {
    const volume = successCount + failureCount;
    const isOver = lines.length > 0 && !lines.at(-1)?.startsWith("progressing");
    if (isOver) {
      lines.push(lines.at(-1) as string);
      continue;
    }
    if (bads >= failedChecksMax) {
      lines.push("rolled-back 0");
      continue;
    }
    const isEnough = volume >= options.volumeMin;
    const share = volume === 0 ? 0 : failureCount / volume;
    const isBad = isEnough ? share > options.errorsMaxPerMille / 1_000 : options.tooFew === "fails";
    if (index === 0) goods++;
    else if (isBad) bads++;
    else if (isEnough) goods++;
    const isPromoted = goods > stepsToMax;
    const nextShare = isPromoted ? 1_000 : Math.min(1_000, goods * stepPerMille);
    lines.push(`${isPromoted ? "promoted" : "progressing"} ${nextShare}`);
  }
  return lines.join("\n");
}

const ROUNDS = fc.array(fc.tuple(fc.constantFrom(0, 5, 19, 99, 198, 200), fc.nat(3)), {
  ...{ minLength: 1, maxLength: 15 },
});
const OPTIONS = fc.record({
  ...{ stepPerMille: fc.constantFrom(50, 100, 300), maxPerMille: fc.constantFrom(300, 500, 1_000) },
  ...{
    errorsMaxPerMille: fc.constantFrom(0, 10, 20),
    failedChecksMax: fc.integer({ min: 1, max: 3 }),
  },
  ...{
    volumeMin: fc.constantFrom(1, 20),
    tooFew: fc.constantFrom("waits" as const, "fails" as const),
  },
});
const SAMPLES = fc.sample(fc.tuple(OPTIONS, ROUNDS), { numRuns: 2_000, seed: 7 });

const canaryDifferences = (module: Canaries): number =>
  SAMPLES.filter(([options, rounds]) => played(module, options, rounds) !== told(options, rounds))
    .length;

describe("canary", () => {
  test("SHF-5: over 2 000 deployments the share advances by steps, stops at a bad check, ends at all or nothing", () => {
    expect(canaryDifferences({ createCanary })).toBe(0);
  });

  test("SHF-6: the traffic is taken back at the check after the last tolerated one, and stays back", () => {
    const rounds: Rounds = [
      [0, 0],
      [90, 10],
      [90, 10],
      [90, 10],
      [100, 0],
      [100, 0],
    ];
    expect(played({ createCanary }, CHECKED, rounds).split("\n")).toEqual([
      "progressing 100",
      "progressing 100",
      "progressing 100",
      "rolled-back 0",
      "rolled-back 0",
      "rolled-back 0",
    ]);
  });

  test("SHF-7: too few answers tell nothing: it waits, or counts a failed check as Flagger does", () => {
    const rounds: Rounds = [
      [0, 0],
      [0, 19],
      [0, 19],
      [0, 19],
    ];
    const last = (options: CanaryOptions) =>
      played({ createCanary }, options, rounds).split("\n").at(-1);
    expect(last(CHECKED)).toBe("progressing 100");
    expect(last({ ...CHECKED, tooFew: "fails" })).toBe("rolled-back 0");
  });

  test("SHF-4: a canary that could not move is refused", () => {
    expect(() => createCanary({ ...CHECKED, stepPerMille: 0 })).toThrow("« stepPerMille »");
    expect(() => createCanary({ ...CHECKED, maxPerMille: 50 })).toThrow("« maxPerMille »");
    expect(() => createCanary({ ...CHECKED, volumeMin: 0 })).toThrow("« volumeMin »");
  });

  test("SHF-5: planted errors are noticed", async () => {
    await plantedErrors<Canaries>({
      file: import.meta.resolve("./canary.ts"),
      survives: (module) => canaryDifferences(module) === 0,
      errors: [
        {
          name: ">= for >",
          find: "failureCount * WHOLE > volume * errorsMaxPerMille",
          replace: "failureCount * WHOLE >= volume * errorsMaxPerMille",
        },
        {
          name: "one bad check too many",
          find: "failedCheckCount >= failedChecksMax",
          replace: "failedCheckCount > failedChecksMax",
        },
        {
          name: "good checks forgive",
          find: 'if (verdict === "failed") failedCheckCount++;',
          replace: 'failedCheckCount = verdict === "failed" ? failedCheckCount + 1 : 0;',
        },
        {
          name: "the count goes on",
          find: "      successCount = 0;\n      failureCount = 0;\n      assert",
          replace: "      assert",
        },
      ],
    });
  });
});
