/** The line of a queue against the plainest one: returned messages sorted by age, then the fresh ones. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import type { Entry } from "./ready-line.ts";
import * as lines from "./ready-line.ts";

const entry = (sequence: number): Entry => ({
  ...{ sequence, expiresAtUs: null, isRedelivered: false, returnCount: 0 },
  message: undefined as unknown as Entry["message"],
});

type Step = "append" | "take" | "give back";
/** Long stretches of one kind: many are out at once, and come back in any order. */
const stretch = fc.record({
  step: fc.constantFrom<Step>("append", "take", "give back"),
  times: fc.integer({ min: 1, max: 12 }),
  luck: fc.nat(1_000),
});

/** Plays the stretches through the line and through two sorted arrays; false at the first difference. */
function isFaithful({ ReadyLine }: typeof lines, order: "original-place" | "order-of-return") {
  let isSame = true;
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 30 }), (stretches) => {
      const line = new ReadyLine(order);
      const [fresh, returned, out]: [Entry[], Entry[], Entry[]] = [[], [], []];
      const plain = (): Entry[] => [
        ...(order === "order-of-return"
          ? returned
          : returned.toSorted((a, b) => a.sequence - b.sequence)),
        ...fresh,
      ];
      let count = 0;
      for (const { step, times, luck } of stretches) {
        for (let i = 0; i < times; i++) {
          if (step === "append") {
            const own = entry(count++);
            line.append(own);
            fresh.push(own);
          } else if (step === "take") {
            const [expected] = plain();
            isSame &&= line.first() === expected && line.take() === expected;
            if (expected === undefined) break;
            for (const list of [fresh, returned]) {
              if (list.includes(expected)) list.splice(list.indexOf(expected), 1);
            }
            out.push(expected);
          } else if (out.length > 0) {
            const [own] = out.splice((luck * (i + 1)) % out.length, 1) as [Entry];
            line.putBack(own);
            returned.push(own);
          }
        }
        isSame &&= line.length === plain().length;
        const shown = luck % 9;
        const drawn = line.firsts(shown).map(({ sequence }) => sequence);
        isSame &&=
          `${drawn}` ===
          `${plain()
            .slice(0, shown)
            .map(({ sequence }) => sequence)}`;
        if (!isSame) return;
      }
    }),
    { numRuns: 200, seed: 7 },
  );
  return isSame;
}

test("RMQ-3: however many come back, in whatever order: each takes its original place, and is drawn there", () => {
  expect(isFaithful(lines, "original-place")).toBe(true);
});

test("RMQ-7: in a quorum queue returned messages wait in the order of their return, before the fresh ones", () => {
  expect(isFaithful(lines, "order-of-return")).toBe(true);
});

test("planted errors in the line are noticed", async () => {
  await plantedErrors<typeof lines>({
    file: import.meta.resolve("./ready-line.ts"),
    survives: (module) => isFaithful(module, "original-place"),
    errors: [
      { name: "RMQ-3: the sorting stops half-way", find: "at = child;", replace: "" },
      {
        name: "RMQ-3: the younger of two comes first",
        find: "this.#age(right) < this.#age(left)",
        replace: "this.#age(right) > this.#age(left)",
      },
      {
        name: "what is drawn is not what waits",
        find: "[2 * at + 1, 2 * at + 2]) {",
        replace: "[2 * at, 2 * at + 2]) {",
      },
    ],
  });
});
