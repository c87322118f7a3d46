/**
 * Clocks against the truth: who caused whom is read from the trace alone, by walking its arrows.
 */
import { describe, expect, test } from "vitest";
import { createRandom } from "../../base/random.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { compareHybrid, HYBRID_START, type HybridStamp } from "./hybrid-clock.ts";
import { compareStamps } from "./lamport-clock.ts";
import { NOTHING_SEEN, type VectorClock } from "./vector-clock.ts";

type Lamport = typeof import("./lamport-clock.ts");
type Vector = typeof import("./vector-clock.ts");
type Hybrid = typeof import("./hybrid-clock.ts");

/** One event of a trace: where, and the sending that it receives (its index), if any. */
interface Moment {
  readonly node: string;
  readonly receives: number | null;
  /** What the node's own clock shows, µs: skewed, never going back. */
  readonly clockUs: number;
}

const SKEW_US = 500;

/** A random conversation: everybody does things, sends, receives in any order. */
function randomTrace(seed: number): readonly Moment[] {
  const random = createRandom(seed, "clocks/trace");
  const nodes = Array.from({ length: random.between(2, 4) }, (_, i) => `n${i}`);
  const skews = nodes.map(() => random.between(-SKEW_US, SKEW_US));
  const shown = nodes.map(() => 0);
  const flying: { readonly from: string; readonly index: number }[] = [];
  const trace: Moment[] = [];
  let nowUs = SKEW_US;
  for (let i = 0; i < 40; i++) {
    nowUs += random.integerBelow(200);
    const at = random.integerBelow(nodes.length);
    const node = nodes[at] as string;
    shown[at] = Math.max(shown[at] as number, nowUs + (skews[at] as number));
    const clockUs = shown[at] as number;
    const letters = flying.filter(({ from }) => from !== node);
    if (letters.length > 0 && random.chance(450_000)) {
      const letter = letters[random.integerBelow(letters.length)] as (typeof letters)[number];
      flying.splice(flying.indexOf(letter), 1);
      trace.push({ node, receives: letter.index, clockUs });
    } else {
      if (random.chance(600_000)) flying.push({ from: node, index: i });
      trace.push({ node, receives: null, clockUs });
    }
  }
  return trace;
}

/** causes[b] holds every event that b follows from: by its node's own order, or through messages. */
function causesOf(trace: readonly Moment[]): readonly ReadonlySet<number>[] {
  const last = new Map<string, number>();
  const causes: Set<number>[] = [];
  for (const [i, { node, receives }] of trace.entries()) {
    const own = new Set<number>();
    for (const before of [last.get(node), receives ?? undefined]) {
      if (before === undefined) continue;
      own.add(before);
      for (const further of causes[before] as Set<number>) own.add(further);
    }
    causes.push(own);
    last.set(node, i);
  }
  return causes;
}

/** Stamps every event of a trace with a clock: from the node's last stamp and the one received. */
function stamped<S>(
  trace: readonly Moment[],
  start: S,
  next: (own: S, seen: S | null, moment: Moment) => S,
): readonly S[] {
  const own = new Map<string, S>();
  const stamps: S[] = [];
  for (const moment of trace) {
    const seen = moment.receives === null ? null : (stamps[moment.receives] as S);
    const stamp = next(own.get(moment.node) ?? start, seen, moment);
    own.set(moment.node, stamp);
    stamps.push(stamp);
  }
  return stamps;
}

const TRACES = Array.from({ length: 300 }, (_, seed) => randomTrace(seed));
const CAUSES = TRACES.map(causesOf);

/** Calls `judge` for every pair of events of every trace; true when it never objects. */
function everyPair<S>(
  stampsOf: (trace: readonly Moment[]) => readonly S[],
  judge: (a: S, b: S, isCause: boolean, isSame: boolean, isEffect: boolean) => boolean,
): boolean {
  return TRACES.every((trace, t) => {
    const stamps = stampsOf(trace);
    const causes = CAUSES[t] as readonly ReadonlySet<number>[];
    return stamps.every((a, i) =>
      stamps.every((b, j) =>
        judge(a, b, causes[j]?.has(i) === true, i === j, causes[i]?.has(j) === true),
      ),
    );
  });
}

const lamportStamps =
  ({ tick, receive }: Lamport) =>
  (trace: readonly Moment[]) =>
    stamped(trace, 0, (own, seen) => (seen === null ? tick(own) : receive(own, seen)));

const lamportAgrees = (module: Lamport): boolean =>
  everyPair(lamportStamps(module), (a, b, isCause) => !isCause || a < b);

const vectorStamps =
  ({ tickVector, receiveVector }: Vector) =>
  (trace: readonly Moment[]) =>
    stamped<VectorClock>(trace, NOTHING_SEEN, (own, seen, { node }) =>
      seen === null ? tickVector(own, node) : receiveVector(own, node, seen),
    );

const vectorsAgree = (module: Vector): boolean =>
  everyPair(vectorStamps(module), (a, b, isCause, isSame, isEffect) => {
    const expected = isSame ? "equal" : isCause ? "before" : isEffect ? "after" : "concurrent";
    return module.compareVectors(a, b) === expected;
  });

const hybridStamps =
  ({ tickHybrid, receiveHybrid }: Hybrid) =>
  (trace: readonly Moment[]) =>
    stamped<HybridStamp>(trace, HYBRID_START, (own, seen, { clockUs }) => {
      if (seen === null) return tickHybrid(own, clockUs);
      const received = receiveHybrid({ own, seen, clockUs, offsetMaxUs: 2 * SKEW_US });
      if (received.kind !== "ok") throw new Error(`refused, ${received.aheadUs} µs ahead`);
      return received.stamp;
    });

/** Effects come after causes; the stamp stays near the clock; the count stays small. */
function hybridAgrees(module: Hybrid): boolean {
  const ordered = everyPair(
    hybridStamps(module),
    (a, b, isCause) => !isCause || compareHybrid(a, b) < 0,
  );
  const near = TRACES.every((trace) =>
    hybridStamps(module)(trace).every((stamp, i) => {
      const { clockUs } = trace[i] as Moment;
      const aheadUs = stamp.physicalUs - clockUs;
      return aheadUs >= 0 && aheadUs <= 2 * SKEW_US && stamp.logical <= trace.length;
    }),
  );
  // After a silence longer than the skew, the count starts again from 0.
  const late = module.tickHybrid({ physicalUs: 10, logical: 7 }, 11);
  return ordered && near && late.logical === 0 && late.physicalUs === 11;
}

describe("horloges, contre l’atteignabilité dans 300 traces aléatoires", () => {
  test("CLK-1: Lamport: a cause always has a smaller number, and a smaller number proves nothing", async () => {
    const module = await import("./lamport-clock.ts");
    expect(lamportAgrees(module)).toBe(true);
    const converse = everyPair(lamportStamps(module), (a, b, isCause) => !(a < b) || isCause);
    expect(converse).toBe(false);
    const tie = { time: 3, node: "a" };
    expect(compareStamps(tie, { time: 3, node: "b" })).toBeLessThan(0);
    expect(compareStamps(tie, tie)).toBe(0);
    // The number first, the name only among equals: the order that is drawn from it contains causality.
    expect(compareStamps({ time: 3, node: "b" }, { time: 4, node: "a" })).toBeLessThan(0);
    expect(compareStamps({ time: 4, node: "a" }, { time: 3, node: "b" })).toBeGreaterThan(0);
  });

  test("CLK-2: vectors: before, after, equal or concurrent, exactly as the trace says", async () => {
    expect(vectorsAgree(await import("./vector-clock.ts"))).toBe(true);
  });

  test("CLK-3: hybrid: effects come later, stamps stay near the clock, order is not causality", async () => {
    const module = await import("./hybrid-clock.ts");
    expect(hybridAgrees(module)).toBe(true);
    const converse = everyPair(
      hybridStamps(module),
      (a, b, isCause) => compareHybrid(a, b) >= 0 || isCause,
    );
    expect(converse).toBe(false);
  });

  test("CLK-3: hybrid: a message from too far in the future is refused", async () => {
    const { receiveHybrid } = await import("./hybrid-clock.ts");
    const seen = { physicalUs: 2_000, logical: 0 };
    const own = { physicalUs: 900, logical: 3 };
    const refused = receiveHybrid({ own, seen, clockUs: 1_000, offsetMaxUs: 500 });
    expect(refused).toEqual({ kind: "too-far-ahead", aheadUs: 1_000 });
    const taken = receiveHybrid({ own, seen, clockUs: 1_500, offsetMaxUs: 500 });
    expect(taken).toEqual({ kind: "ok", stamp: { physicalUs: 2_000, logical: 1 } });
  });

  test("planted errors in the three clocks are all noticed", async () => {
    await plantedErrors<Lamport>({
      file: import.meta.resolve("./lamport-clock.ts"),
      survives: lamportAgrees,
      errors: [
        {
          name: "receiving forgets what was seen",
          find: "Math.max(time, seen) + 1",
          replace: "time + 1",
        },
        {
          name: "receiving does not tick",
          find: "Math.max(time, seen) + 1",
          replace: "Math.max(time, seen)",
        },
        {
          name: "an event does not tick",
          find: "time + 1;\n\n/** The clock after receiving",
          replace: "time;\n\n/** The clock after receiving",
        },
      ],
    });
    await plantedErrors<Vector>({
      file: import.meta.resolve("./vector-clock.ts"),
      survives: vectorsAgree,
      errors: [
        {
          name: "receiving does not tick",
          find: "tickVector(mergeVectors(clock, seen), node)",
          replace: "mergeVectors(clock, seen)",
        },
        {
          name: "merging takes the other's",
          find: "Math.max(merged[node] ?? 0, count)",
          replace: "count",
        },
        {
          name: "concurrent taken for before",
          find: 'if (isLess && isMore) return "concurrent";',
          replace: "",
        },
        {
          name: "missing entries are forgotten",
          find: "...Object.keys(a), ...Object.keys(b)",
          replace: "...Object.keys(a)",
        },
      ],
    });
    await plantedErrors<Hybrid>({
      file: import.meta.resolve("./hybrid-clock.ts"),
      survives: hybridAgrees,
      errors: [
        {
          name: "the count is never reset",
          find: "{ physicalUs: clockUs, logical: 0 }",
          replace: "{ physicalUs: clockUs, logical: stamp.logical + 1 }",
        },
        {
          name: "the message's time is ignored",
          find: "Math.max(own.physicalUs, seen.physicalUs, clockUs)",
          replace: "Math.max(own.physicalUs, clockUs)",
        },
        { name: "the message's count is ignored", find: "seen.logical + 1 : 0", replace: "0 : 0" },
        { name: "its own count is ignored", find: "own.logical + 1 : 0", replace: "0 : 0" },
      ],
    });
  });
});
