import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import { type ComparePortListener, createComparer, type SideToCompare } from "./pair-client.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bench() {
  const workers: { listener: ComparePortListener; numbers: number[]; isAlive: boolean }[] = [];
  const comparer = createComparer((listener) => {
    const worker = { listener, numbers: [] as number[], isAlive: true };
    workers.push(worker);
    return {
      post: ({ number }) => worker.numbers.push(number),
      terminate: () => {
        worker.isAlive = false;
      },
    };
  });
  const side = { log: new EventLog() } as unknown as SideToCompare;
  const heard: unknown[] = [];
  const ask = () =>
    comparer.compare([side, side], { counterparts: [], isOtherDesign: false }, (answer) =>
      heard.push(answer),
    );
  return { workers, comparer, heard, ask };
}

test("un ouvrier fini sans un mot : la comparaison est dite perdue, la suivante a le sien", () => {
  const { workers, heard, ask } = bench();
  ask();
  vi.advanceTimersByTime(59_000);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(heard).toEqual([null]);
  expect(workers[0]?.isAlive).toBe(false);
  ask();
  expect(workers).toHaveLength(2);
});

test("un ouvrier qui a répondu n’est pas donné pour mort plus tard", () => {
  const { workers, heard, ask } = bench();
  ask();
  const [number = 0] = workers[0]?.numbers ?? [];
  const comparison = { kind: "comparée" } as never;
  workers[0]?.listener.onMessage({ number, comparison });
  vi.advanceTimersByTime(120_000);
  expect(heard).toEqual([comparison]);
  expect(workers[0]?.isAlive).toBe(true);
});
