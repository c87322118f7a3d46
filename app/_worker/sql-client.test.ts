import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createSqlConsole, SQL_MS_MAX, type SqlPortListener } from "./sql-client.ts";
import type { SqlRequest } from "./sql-protocol.ts";

interface FakeWorker {
  readonly listener: SqlPortListener;
  readonly asked: SqlRequest[];
  isAlive: boolean;
}

const workers: FakeWorker[] = [];
const spawn = (listener: SqlPortListener) => {
  const worker: FakeWorker = { listener, asked: [], isAlive: true };
  workers.push(worker);
  return {
    post: (request: SqlRequest) => worker.asked.push(request),
    terminate: () => {
      worker.isAlive = false;
    },
  };
};
const answer = (number: number) =>
  ({
    kind: "answer",
    number,
    answer: { kind: "rows", columns: ["a"], rows: [[1]], rowCount: 1, isCounted: true },
    tookMs: 0.4,
  }) as const;

beforeEach(() => {
  workers.length = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("le client de la console SQL", () => {
  test("une requête qui répond garde son travailleur pour la suivante", async () => {
    const console = createSqlConsole(spawn);
    const first = console.run("SELECT 1", []);
    workers[0]?.listener.onMessage({ kind: "ready" });
    workers[0]?.listener.onMessage(answer(1));
    expect(await first).toMatchObject({ kind: "rows", tookMs: 0.4 });
    const second = console.run("SELECT 2", []);
    workers[0]?.listener.onMessage(answer(2));
    expect(await second).toMatchObject({ kind: "rows" });
    expect(workers).toHaveLength(1);
  });

  test("une requête sans fin est tuée après deux secondes et la suivante répond", async () => {
    const console = createSqlConsole(spawn);
    const endless = console.run("WITH RECURSIVE…", []);
    workers[0]?.listener.onMessage({ kind: "ready" });
    vi.advanceTimersByTime(SQL_MS_MAX);
    expect(await endless).toEqual({ kind: "too-long" });
    expect(workers[0]?.isAlive).toBe(false);
    const next = console.run("SELECT 1", []);
    workers[1]?.listener.onMessage({ kind: "ready" });
    workers[1]?.listener.onMessage(answer(2));
    expect(await next).toMatchObject({ kind: "rows" });
  });

  test("le chargement de SQLite ne compte pas dans les deux secondes", async () => {
    const console = createSqlConsole(spawn);
    const slow = console.run("SELECT 1", []);
    vi.advanceTimersByTime(SQL_MS_MAX * 3);
    workers[0]?.listener.onMessage({ kind: "ready" });
    workers[0]?.listener.onMessage(answer(1));
    expect(await slow).toMatchObject({ kind: "rows" });
  });

  test("une question plus récente écarte la précédente", async () => {
    const console = createSqlConsole(spawn);
    const first = console.run("SELECT 1", []);
    void console.run("SELECT 2", []);
    expect(await first).toEqual({ kind: "dropped" });
    expect(workers.map((worker) => worker.isAlive)).toEqual([false, true]);
  });

  test("WebAssembly refusé, travailleur mort : deux fins différentes", async () => {
    const console = createSqlConsole(spawn);
    const refused = console.run("SELECT 1", []);
    workers[0]?.listener.onMessage({ kind: "unsupported" });
    expect(await refused).toEqual({ kind: "unsupported" });
    const dead = console.run("SELECT 1", []);
    workers[1]?.listener.onDeath();
    expect(await dead).toEqual({ kind: "died" });
  });
});
