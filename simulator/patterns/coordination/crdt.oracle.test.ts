/** Data that merges, against its laws and against Yjs, under any order, repetition and cut. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { createRandom } from "../../base/random.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { type AddWinsSet, type Counter, mergeRegisters, type Register } from "./crdt.ts";

type Crdt = typeof import("./crdt.ts");

const REPLICAS = ["a", "b", "c"] as const;
type Replica = (typeof REPLICAS)[number];

type Step =
  | { readonly kind: "add"; readonly at: Replica; readonly element: string }
  | { readonly kind: "remove"; readonly at: Replica; readonly element: string }
  | { readonly kind: "count"; readonly at: Replica; readonly amount: number }
  /** `to` receives everything that `from` knows; may be repeated, may come late. */
  | { readonly kind: "sync"; readonly from: Replica; readonly to: Replica };

function randomSteps(seed: number): readonly Step[] {
  const random = createRandom(seed, "crdt/steps");
  const one = (): Replica => REPLICAS[random.integerBelow(3)] as Replica;
  return Array.from({ length: 40 }, (): Step => {
    const luck = random.integerBelow(10);
    const element = "wxyz"[random.integerBelow(4)] as string;
    if (luck < 3) return { kind: "add", at: one(), element };
    if (luck < 5) return { kind: "remove", at: one(), element };
    if (luck < 7) return { kind: "count", at: one(), amount: random.between(-5, 5) };
    return { kind: "sync", from: one(), to: one() };
  });
}

/** After each step, what the replica concerned shows: its elements and its count. */
type Shown = readonly string[];

function playModel(module: Crdt, steps: readonly Step[]): Shown {
  const sets = new Map<Replica, AddWinsSet>(REPLICAS.map((r) => [r, module.EMPTY_SET]));
  const counters = new Map<Replica, Counter>(REPLICAS.map((r) => [r, module.ZERO]));
  const setOf = (r: Replica) => sets.get(r) as AddWinsSet;
  const counterOf = (r: Replica) => counters.get(r) as Counter;
  return steps.map((step, i) => {
    const at = step.kind === "sync" ? step.to : step.at;
    if (step.kind === "add") sets.set(at, module.add(setOf(at), step.element, `${at}${i}`));
    else if (step.kind === "remove") sets.set(at, module.remove(setOf(at), step.element));
    else if (step.kind === "count") counters.set(at, module.count(counterOf(at), at, step.amount));
    else {
      sets.set(at, module.mergeSets(setOf(at), setOf(step.from)));
      counters.set(at, module.mergeCounters(counterOf(at), counterOf(step.from)));
    }
    return `${module.elementsOf(setOf(at)).join("")} ${module.countOf(counterOf(at))}`;
  });
}

/** The same in Yjs: every addition is an item of an array; what is removed are the items seen. */
function playYjs(steps: readonly Step[]): Shown {
  const docs = new Map(REPLICAS.map((r) => [r, new Y.Doc()]));
  const docOf = (r: Replica) => docs.get(r) as Y.Doc;
  return steps.map((step) => {
    const doc = docOf(step.kind === "sync" ? step.to : step.at);
    const elements = doc.getArray<string>("elements");
    const amounts = doc.getArray<number>("amounts");
    if (step.kind === "add") elements.push([step.element]);
    else if (step.kind === "count") amounts.push([step.amount]);
    else if (step.kind === "remove") {
      for (let i = elements.length - 1; i >= 0; i--) {
        if (elements.get(i) === step.element) elements.delete(i, 1);
      }
    } else Y.applyUpdate(doc, Y.encodeStateAsUpdate(docOf(step.from)));
    const total = amounts.toArray().reduce((sum, each) => sum + each, 0);
    return `${[...new Set(elements.toArray())].sort().join("")} ${total}`;
  });
}

const SCHEDULES = Array.from({ length: 500 }, (_, seed) => randomSteps(seed));
const fromYjs = SCHEDULES.map(playYjs);

const differences = (module: Crdt): number =>
  SCHEDULES.filter((steps, i) => playModel(module, steps).join() !== fromYjs[i]?.join()).length;

describe("données qui fusionnent", () => {
  test("CRD-2, CRD-3, CRD-5: 500 random schedules through Yjs and the model: 0 differences", async () => {
    expect(differences(await import("./crdt.ts"))).toBe(0);
  });

  test("CRD-1: merging is commutative, associative and idempotent", async () => {
    const { mergeCounters, mergeSets } = await import("./crdt.ts");
    const tally = fc.dictionary(fc.constantFrom(...REPLICAS), fc.nat(9));
    const counter = fc.record({ added: tally, removed: tally });
    const name = fc.constantFrom("a1", "a2", "b1", "b2", "c1");
    const removals = fc.dictionary(name, fc.constant(true as const));
    // An addition's name means one element in the whole system.
    const additions = fc
      .uniqueArray(name)
      .map((names) => Object.fromEntries(names.map((each) => [each, `e${each[1]}`])));
    const set = fc.record({ additions, removals });
    const register = fc.record({
      ...{ atUs: fc.nat(3), writer: fc.constantFrom(...REPLICAS) },
    });
    // One writer writes one value at one instant.
    const registers = register.map((r): Register => ({ ...r, value: `${r.writer}${r.atUs}` }));
    const obeys = <T>(merge: (a: T, b: T) => T, [a, b, c]: readonly [T, T, T]): void => {
      expect(merge(a, b)).toEqual(merge(b, a));
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
      expect(merge(a, a)).toEqual(a);
    };
    fc.assert(fc.property(fc.tuple(counter, counter, counter), (t) => obeys(mergeCounters, t)));
    fc.assert(fc.property(fc.tuple(set, set, set), (t) => obeys(mergeSets, t)));
    fc.assert(
      fc.property(fc.tuple(registers, registers, registers), (t) => obeys(mergeRegisters, t)),
    );
  });

  test("CRD-4: of two concurrent writes the last-writer register keeps one and says nothing of the other", () => {
    const noon = { value: "bleu", atUs: 5, writer: "a" };
    const alsoNoon = { value: "rouge", atUs: 5, writer: "b" };
    expect(mergeRegisters(noon, alsoNoon)).toEqual(alsoNoon);
    // A clock that runs ahead wins over everybody who is right.
    expect(mergeRegisters({ ...noon, atUs: 9 }, alsoNoon).value).toBe("bleu");
  });

  test("planted errors in the merging data are all noticed", async () => {
    await plantedErrors<Crdt>({
      file: import.meta.resolve("./crdt.ts"),
      survives: (module) => differences(module) === 0,
      errors: [
        {
          name: "merging adds counts up",
          find: "Math.max(merged[replica] ?? 0, amount)",
          replace: "(merged[replica] ?? 0) + amount",
        },
        {
          name: "a removal removes what it has not seen",
          find: "removals[name] === undefined",
          replace: "!Object.keys(removals).some((gone) => additions[gone] === additions[name])",
        },
        {
          name: "removals are forgotten in a merge",
          find: "removals: { ...a.removals, ...b.removals },",
          replace: "removals: a.removals,",
        },
        {
          name: "taking away counts as adding",
          find: 'amount < 0 ? "removed" : "added"',
          replace: '"added"',
        },
      ],
    });
  });
});
