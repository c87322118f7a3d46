/**
 * The published assembly with the real opossum 10 and the real p-limit 7: the model does not invent its defects.
 *
 * Durations are a hundred times shorter than published; the clock is a fake one.
 */
import { createRequire } from "node:module";
import type CircuitBreaker from "opossum";
import pLimit from "p-limit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const Opossum = createRequire(import.meta.url)("opossum") as typeof CircuitBreaker;

const SETTINGS = {
  timeout: 150,
  errorThresholdPercentage: 50,
  resetTimeout: 300,
  volumeThreshold: 10,
  rollingCountTimeout: 100,
  rollingCountBuckets: 10,
} as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Request {
  readonly path: string;
}
type Given = Request | (() => Promise<unknown>);

/** Wall, breaker, then the cache when it fails: the same decisions as the text. */
function assemble(answer: (path: string | undefined) => Promise<unknown>) {
  const cache = new Map<string, unknown>();
  const paths: (string | undefined)[] = [];
  const wall = pLimit(3);
  const breaker = new Opossum<[Given], unknown>((given) => {
    const { path } = given as Partial<Request>;
    paths.push(path);
    return answer(path);
  }, SETTINGS);
  const call = async (key: string, given: Given) => {
    try {
      const data = await wall(() => breaker.fire(given));
      cache.set(key, data);
      return { data, degraded: false };
    } catch (error) {
      if (!cache.has(key)) throw error;
      return { data: cache.get(key), degraded: true };
    }
  };
  return { breaker, cache, call, paths, wall };
}

test("le repli d’opossum résout : le message remplace la bonne copie et se dit à jour (défaut 15)", async () => {
  let isUp = true;
  const { breaker, cache, call } = assemble(async () => {
    if (!isUp) throw new Error("503");
    return "rapport";
  });
  breaker.fallback(() => ({ degraded: true, data: null }));
  await call("r1", { path: "/r1" });
  expect(cache.get("r1")).toBe("rapport");
  isUp = false;
  expect(await call("r1", { path: "/r1" })).toEqual({
    data: { degraded: true, data: null },
    degraded: false,
  });
  expect(cache.get("r1")).toEqual({ degraded: true, data: null });
  breaker.shutdown();
});

test("sans le repli, la même enveloppe sert la bonne copie et le dit", async () => {
  let isUp = true;
  const { breaker, call } = assemble(async () => {
    if (!isUp) throw new Error("503");
    return "rapport";
  });
  await call("r1", { path: "/r1" });
  isUp = false;
  expect(await call("r1", { path: "/r1" })).toEqual({ data: "rapport", degraded: true });
  breaker.shutdown();
});

test("« fire » transmet ce qu’on lui donne : une fonction n’a pas de chemin, et n’est jamais appelée (défaut 16)", async () => {
  const wanted = vi.fn(async () => "rapport");
  const { breaker, call, paths } = assemble(async (path) => {
    if (path === undefined) throw new Error("404");
    return "rapport";
  });
  await expect(call("r1", wanted)).rejects.toThrow("404");
  expect(paths).toEqual([undefined]);
  expect(wanted).not.toHaveBeenCalled();
  breaker.shutdown();
});

test("le délai d’opossum rend la place de p-limit, l’appel continue : quatre à la fois et plus (défaut 19)", async () => {
  let running = 0;
  let most = 0;
  const { breaker, call, wall } = assemble(
    () =>
      new Promise((resolve) => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running--;
          resolve("rapport");
        }, 400);
      }),
  );
  const all = Array.from({ length: 9 }, (_, i) =>
    call(`r${i}`, { path: `/r${i}` }).catch(() => null),
  );
  await vi.advanceTimersByTimeAsync(1);
  expect(running).toBe(3);
  // The others wait without end and without bound (defect 18).
  expect(wall.pendingCount).toBe(6);
  await vi.advanceTimersByTimeAsync(170);
  expect(most).toBeGreaterThan(3);
  await vi.advanceTimersByTimeAsync(2_000);
  await Promise.all(all);
  breaker.shutdown();
});

test("derrière trois places, dix appels n’entrent jamais dans une fenêtre : opossum ne s’ouvre pas devant un service muet", async () => {
  const mute = (): Promise<unknown> => new Promise(() => {});
  const walled = assemble(mute);
  const alone = assemble(mute);
  const all: Promise<unknown>[] = [];
  let opened = 0;
  walled.breaker.on("open", () => opened++);
  for (let i = 0; i < 60; i++) {
    all.push(walled.call(`r${i}`, { path: `/r${i}` }).catch(() => null));
    all.push(alone.breaker.fire({ path: `/r${i}` }).catch(() => null));
    await vi.advanceTimersByTimeAsync(8);
  }
  await vi.advanceTimersByTimeAsync(4_000);
  expect(opened).toBe(0);
  expect(alone.breaker.opened || alone.breaker.halfOpen).toBe(true);
  await Promise.all(all);
  walled.breaker.shutdown();
  alone.breaker.shutdown();
});
