import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import { LOG_START } from "@/simulator/vocabulary/log-batch.ts";
import type { RunRequest, RunSummary } from "@/simulator/vocabulary/run.ts";
import type { RunListener } from "./client.ts";
import { createEngineClient } from "./engine-client.ts";
import { ENGINE_DIED, type EnginePortListener } from "./protocol.ts";
import { runInSlices } from "./run-slices.ts";

const request: RunRequest = {
  scenario: "essai",
  variant: "a",
  seed: 1,
  parameters: {},
  interventions: [],
  untilUs: null,
};
const summary: RunSummary = {
  events: 0,
  simulatedUs: 0,
  digest: "0",
  endReason: "quiet",
  endDetail: "",
  claims: [],
};
const batch = new EventLog().batchSince(LOG_START);

function stage() {
  const workers: { listener: EnginePortListener; runs: number[]; isAlive: boolean }[] = [];
  const client = createEngineClient((listener) => {
    const worker = { listener, runs: [] as number[], isAlive: true };
    workers.push(worker);
    return {
      run: (number) => worker.runs.push(number),
      cancel: () => {},
      terminate: () => {
        worker.isAlive = false;
      },
    };
  });
  const heard: string[] = [];
  const listener = (name: string): RunListener => ({
    onBatch: () => heard.push(`${name} reçoit`),
    onDone: () => heard.push(`${name} finit`),
    onFailed: (message) => heard.push(`${name}: ${message}`),
    onRestart: () => heard.push(`${name} recommence`),
  });
  return { workers, client, heard, listener };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("le moteur dans son ouvrier", () => {
  test("une demande plus récente fait taire la précédente", () => {
    const { workers, client, heard, listener } = stage();
    client.run(request, listener("première"));
    client.run(request, listener("seconde"));
    const [worker] = workers;
    const [first = 0, second = 0] = worker?.runs ?? [];
    worker?.listener.onMessage({ kind: "batch", number: first, batch });
    worker?.listener.onMessage({ kind: "done", number: first, summary });
    worker?.listener.onMessage({ kind: "done", number: second, summary });
    expect(heard).toEqual(["seconde finit"]);
    expect(workers).toHaveLength(1);
  });

  test("un ouvrier qui meurt est remplacé une fois, puis le lecteur est prévenu", () => {
    const { workers, client, heard, listener } = stage();
    client.run(request, listener("saga"));
    workers[0]?.listener.onDeath();
    expect(workers).toHaveLength(2);
    expect(workers[0]?.isAlive).toBe(false);
    workers[1]?.listener.onDeath();
    expect(heard).toEqual(["saga recommence", `saga: ${ENGINE_DIED}`]);
    client.run(request, listener("suite"));
    expect(workers).toHaveLength(3);
  });

  test("l’ouvrier d’un très long parcours n’est pas gardé ; celui d’un parcours court l’est", () => {
    const { workers, client, heard, listener } = stage();
    const play = (events: number): void => {
      client.run(request, listener(`${events}`));
      const worker = workers.at(-1);
      const done = { kind: "done", number: worker?.runs.at(-1) ?? 0 } as const;
      worker?.listener.onMessage({ ...done, summary: { ...summary, events } });
    };
    play(1_000);
    play(300_000);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.isAlive).toBe(false);
    play(2_000);
    expect(heard).toEqual(["1000 finit", "300000 finit", "2000 finit"]);
    expect(workers.map(({ isAlive }) => isAlive)).toEqual([false, true]);
  });

  test("un ouvrier muet est donné pour mort ; un ouvrier qui travaille ne l’est pas", () => {
    const { workers, client, heard, listener } = stage();
    client.run(request, listener("saga"));
    for (let second = 0; second < 30; second++) {
      vi.advanceTimersByTime(1_000);
      workers[0]?.listener.onMessage({ kind: "batch", number: 1, batch });
    }
    expect(workers).toHaveLength(1);
    vi.advanceTimersByTime(15_000);
    expect(workers).toHaveLength(2);
    expect(heard.at(-1)).toBe("saga recommence");
  });

  test("un ouvrier qui finit deux fois sans un mot, parcours entamé : la page n’attend pas toujours", () => {
    const { workers, client, heard, listener } = stage();
    client.run(request, listener("saga"));
    workers[0]?.listener.onMessage({ kind: "batch", number: 1, batch });
    vi.advanceTimersByTime(15_000);
    workers[1]?.listener.onMessage({ kind: "batch", number: 2, batch });
    vi.advanceTimersByTime(15_000);
    expect(heard).toEqual([
      ...["saga reçoit", "saga recommence", "saga reçoit"],
      `saga: ${ENGINE_DIED}`,
    ]);
    expect(workers.map(({ isAlive }) => isAlive)).toEqual([false, false]);
  });

  test("fini sans un mot pendant le repos : le parcours suivant s’en aperçoit", () => {
    const { workers, client, heard, listener } = stage();
    client.run(request, listener("saga"));
    workers[0]?.listener.onMessage({ kind: "done", number: 1, summary });
    vi.advanceTimersByTime(60_000);
    client.run(request, listener("suite"));
    expect(workers).toHaveLength(1);
    vi.advanceTimersByTime(15_000);
    expect(workers).toHaveLength(2);
    expect(heard).toEqual(["saga finit", "suite recommence"]);
  });

  test("ce que dit encore un ouvrier remplacé n’est pas entendu", () => {
    const { workers, client, heard, listener } = stage();
    client.run(request, listener("saga"));
    workers[0]?.listener.onDeath();
    workers[0]?.listener.onMessage({ kind: "done", number: 2, summary });
    workers[0]?.listener.onDeath();
    expect(heard).toEqual(["saga recommence"]);
    expect(workers).toHaveLength(2);
  });
});

describe("un parcours par tranches", () => {
  function fakeRun(events: number) {
    const log = new EventLog();
    return {
      log,
      advance(max: number) {
        for (let i = 0; i < max && log.length < events; i++) {
          const head = {
            atUs: log.length,
            node: "n",
            process: 0,
            line: 0,
            cause: -1,
            subject: null,
          };
          log.append("note", head, { text: `t${log.length % 7}` });
        }
        return log.length < events;
      },
      summary: () => ({ ...summary, events: log.length, digest: log.digest() }),
    };
  }

  test("les lots recollés rendent le même journal, un lot par image au plus", async () => {
    const run = fakeRun(20_000);
    const copy = new EventLog();
    let nowMs = 0;
    const postedMs: number[] = [];
    const result = await runInSlices(
      run,
      { nowMs: () => (nowMs += 1), pause: async () => {}, isCancelled: () => false },
      (made) => {
        copy.appendBatch(made);
        postedMs.push(nowMs);
      },
    );
    expect(result?.events).toBe(20_000);
    expect(copy.digest()).toBe(run.log.digest());
    expect(postedMs.length).toBeGreaterThan(2);
    for (const [i, at] of postedMs.slice(1, -1).entries()) {
      expect(at - (postedMs[i] ?? 0)).toBeGreaterThanOrEqual(16);
    }
  });

  test("annulé, il ne dit plus rien", async () => {
    let posts = 0;
    let pauses = 0;
    let nowMs = 0;
    const result = await runInSlices(
      fakeRun(1_000_000),
      {
        nowMs: () => (nowMs += 1),
        pause: async () => void pauses++,
        isCancelled: () => pauses >= 3,
      },
      () => posts++,
    );
    expect(result).toBeNull();
    expect(posts).toBeLessThanOrEqual(3);
  });
});
