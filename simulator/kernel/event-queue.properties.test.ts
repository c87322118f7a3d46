import fc from "fast-check";
import { expect, test } from "vitest";
import { EventQueue, NO_TIMER, type TimerHandle } from "./event-queue.ts";

const nothing = (): void => {};

test("entries come out by instant, and in the order they came in when instants are equal", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (instants) => {
      const queue = new EventQueue();
      instants.forEach((atUs, order) => {
        queue.push(atUs, nothing, order, -1);
      });
      const expected = instants
        .map((atUs, order) => ({ atUs, order }))
        .sort((a, b) => a.atUs - b.atUs || a.order - b.order);
      const popped = expected.map(() => {
        queue.pop();
        return { atUs: queue.atUs, order: queue.argument };
      });
      expect(popped).toEqual(expected);
      expect(queue.size).toBe(0);
      expect(queue.nextAtUs).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});

type Command =
  | { readonly kind: "push"; readonly atUs: number }
  | { readonly kind: "pop" }
  | { readonly kind: "cancel"; readonly which: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("push" as const), atUs: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("pop" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("cancel" as const), which: fc.nat() }) },
);

test("under any pushes, cancellations and pops, it behaves as a sorted list", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 400 }), (commands) => {
      const queue = new EventQueue();
      /** Every handle ever given, stale ones included, with the entry it named. */
      const handles: { readonly handle: TimerHandle; readonly order: number }[] = [];
      let model: { readonly atUs: number; readonly order: number }[] = [];
      for (const step of commands) {
        if (step.kind === "push") {
          const order = handles.length;
          handles.push({ handle: queue.push(step.atUs, nothing, order, order), order });
          model = [...model, { atUs: step.atUs, order }].sort(
            (a, b) => a.atUs - b.atUs || a.order - b.order,
          );
        } else if (step.kind === "cancel" && handles.length > 0) {
          const { handle, order } = handles[step.which % handles.length] as (typeof handles)[0];
          const isPending = model.some((entry) => entry.order === order);
          expect(queue.cancel(handle)).toBe(isPending);
          model = model.filter((entry) => entry.order !== order);
        } else if (step.kind === "pop" && model.length > 0) {
          queue.pop();
          expect({ atUs: queue.atUs, order: queue.argument }).toEqual(model[0]);
          expect(queue.cause).toBe(model[0]?.order);
          model = model.slice(1);
        }
        expect(queue.size).toBe(model.length);
        expect(queue.nextAtUs).toBe(model[0]?.atUs ?? Number.POSITIVE_INFINITY);
      }
    }),
    { numRuns: 300 },
  );
});

test("a handle whose place was taken by another entry cancels nothing", () => {
  const queue = new EventQueue();
  const first = queue.push(1, nothing, "first", -1);
  queue.pop();
  queue.push(2, nothing, "second", -1);
  expect(queue.cancel(first)).toBe(false);
  expect(queue.cancel(NO_TIMER)).toBe(false);
  queue.pop();
  expect(queue.argument).toBe("second");
});

test("thousands of entries, most of them cancelled, leave nothing behind", () => {
  const queue = new EventQueue();
  const handles = Array.from({ length: 10_000 }, (_, i) => queue.push(i * 7_919, nothing, i, -1));
  handles.forEach((handle, i) => {
    if (i % 10 !== 0) expect(queue.cancel(handle)).toBe(true);
  });
  expect(queue.size).toBe(1_000);
  for (let i = 0; i < 1_000; i++) {
    queue.pop();
    expect(queue.argument).toBe(i * 10);
  }
});

test("an empty list has no next entry to take", () => {
  expect(() => new EventQueue().pop()).toThrow(/empty event list/);
});
