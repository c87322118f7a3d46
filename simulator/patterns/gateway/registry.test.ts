/** Discovery: the register against its definition told from a history, then instances and clients on nodes. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { ms, seconds, us } from "../../base/time.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { eventsOf, notes, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { createDirectory, createRegistration, createServiceRegistry } from "./discovery.ts";
import { createRegistry, type RegistryOptions } from "./registry.ts";

type Registries = Pick<typeof import("./registry.ts"), "createRegistry">;

const EUREKA: RegistryOptions = {
  ...{ leaseUs: 90, renewalUs: 30, rateWindowUs: 60, renewalPercent: 85 },
  ...{ selfPreservation: true, initialClientCount: 1 },
};

interface Fact {
  readonly kind: "register" | "renew" | "cancel" | "evicted";
  readonly instance: string;
  readonly atUs: number;
}

/** The present instances and when each expires, read from the whole history, as the rules say it. */
function present(history: readonly Fact[], leaseUs: number): Map<string, number> {
  const ends = new Map<string, number>();
  for (const { kind, instance, atUs } of history) {
    if (kind === "register") ends.set(instance, atUs + leaseUs);
    else if (kind === "renew") ends.set(instance, atUs + 2 * leaseUs);
    else ends.delete(instance);
  }
  return ends;
}

/** Clients expected: one more for each that is new, one less for each that goes, never below none. */
function expectedClients(history: readonly Fact[], options: RegistryOptions): number {
  const known = new Set<string>();
  let count = options.initialClientCount;
  for (const { kind, instance } of history) {
    if (kind === "register" && !known.has(instance)) {
      known.add(instance);
      if (count > 0) count++;
    } else if (kind === "cancel" || kind === "evicted") {
      known.delete(instance);
      count = Math.max(0, count - 1);
    }
  }
  return count;
}

/** What a pass may do: nobody while preserving; else up to the missing share, among the expired. */
function mayEvict(history: readonly Fact[], options: RegistryOptions, nowUs: number) {
  const { leaseUs, rateWindowUs, renewalUs, renewalPercent, selfPreservation } = options;
  const window = Math.floor(nowUs / rateWindowUs);
  const seen = history.filter(
    ({ kind, atUs }) => kind === "renew" && Math.floor(atUs / rateWindowUs) === window - 1,
  ).length;
  const perWindow = (expectedClients(history, options) * rateWindowUs) / renewalUs;
  const threshold = Math.floor((perWindow * renewalPercent) / 100);
  const instances = present(history, leaseUs);
  const expired = [...instances].filter(([, end]) => nowUs > end).map(([instance]) => instance);
  const isPreserving = selfPreservation && (threshold === 0 || seen <= threshold);
  const limit = instances.size - Math.floor((instances.size * renewalPercent) / 100);
  return { expired, count: isPreserving ? 0 : Math.min(expired.length, limit) };
}

function differences({ createRegistry: create }: Registries): number {
  let count = 0;
  for (let seed = 0; seed < 250; seed++) {
    const random = createRandom(seed, "registry/schedule");
    const options = {
      ...EUREKA,
      selfPreservation: random.integerBelow(3) > 0,
      initialClientCount: random.integerBelow(3),
    };
    const registry = create(options);
    const history: Fact[] = [];
    const instances = Array.from({ length: random.between(1, 12) }, (_, i) => `i${i}`);
    const isSilent = instances.map(() => random.integerBelow(8) === 0);
    let nowUs = 0;
    for (const instance of instances) {
      registry.register(instance, nowUs);
      history.push({ kind: "register", instance, atUs: nowUs });
    }
    for (let step = 0; step < 120; step++) {
      // Now and then nothing happens for more than two windows.
      nowUs += random.integerBelow(80) === 0 ? 150 : random.integerBelow(8);
      const index = random.integerBelow(instances.length);
      const instance = instances[index] as string;
      const known = present(history, options.leaseUs).has(instance);
      const dice = random.integerBelow(40);
      if (dice === 0) {
        if (registry.cancel(instance) !== known) count++;
        if (known) history.push({ kind: "cancel", instance, atUs: nowUs });
      } else if (dice === 1) {
        registry.register(instance, nowUs);
        history.push({ kind: "register", instance, atUs: nowUs });
      } else if (dice < 6) {
        const expected = mayEvict(history, options, nowUs);
        const evicted = registry.evict(nowUs, random.integerBelow);
        if (evicted.length !== expected.count) count++;
        if (!evicted.every((name) => expected.expired.includes(name))) count++;
        for (const name of evicted) history.push({ kind: "evicted", instance: name, atUs: nowUs });
      } else if (!isSilent[index]) {
        if (registry.renew(instance, nowUs) !== known) count++;
        if (known) history.push({ kind: "renew", instance, atUs: nowUs });
      }
      const there = [...present(history, options.leaseUs).keys()].sort().join();
      if ([...registry.instances()].sort().join() !== there) count++;
    }
  }
  return count;
}

const first = () => 0;

describe("register", () => {
  test("DSC-1: over 250 histories leases, heartbeats and evictions are what the rules of Eureka say", () => {
    expect(differences({ createRegistry })).toBe(0);
  });

  test("DSC-2: one heartbeat is worth two leases, a registration one", () => {
    const registry = createRegistry({ ...EUREKA, selfPreservation: false });
    registry.register("renews", 0);
    registry.renew("renews", 0);
    for (const name of ["a", "b", "c"]) registry.register(name, 0);
    expect(registry.evict(90, first)).toEqual([]);
    expect(registry.evict(91, first)).toEqual(["a"]);
    expect([registry.evict(92, first), registry.evict(93, first)]).toEqual([["b"], ["c"]]);
    expect([registry.evict(180, first), registry.evict(181, first)]).toEqual([[], ["renews"]]);
  });

  test("DSC-3: when more than the tolerated share is silent, nobody is evicted", () => {
    const alive = (aliveCount: number): readonly string[] => {
      const registry = createRegistry({ ...EUREKA, initialClientCount: 1 });
      for (let i = 0; i < 20; i++) registry.register(`i${i}`, 0);
      registry.recount();
      for (let at = 0; at < 600; at += 30) {
        for (let i = 0; i < aliveCount; i++) registry.renew(`i${i}`, at);
      }
      return registry.evict(600, first);
    };
    // 20 instances, two heartbeats a window each: more than 34 of 40 are needed.
    expect(alive(18)).toEqual(["i18", "i19"]);
    expect(alive(17)).toEqual([]);
  });

  test("DSC-4: one pass takes no more than the share that may be missing", () => {
    const registry = createRegistry({ ...EUREKA, selfPreservation: false });
    for (let i = 0; i < 20; i++) registry.register(`i${i}`, 0);
    expect(registry.evict(1_000, first).length).toBe(3);
    expect(registry.evict(1_000, first).length).toBe(3);
  });

  test("DSC-5: a recount follows a small loss, and not a large one", () => {
    const registry = createRegistry({ ...EUREKA, initialClientCount: 0 });
    for (let i = 0; i < 20; i++) registry.register(`i${i}`, 0);
    expect(registry.renewals(0).threshold).toBe(0);
    registry.recount();
    expect(registry.renewals(0).threshold).toBe(34);
    const bereft = createRegistry({ ...EUREKA, initialClientCount: 100 });
    for (let i = 0; i < 20; i++) bereft.register(`i${i}`, 0);
    bereft.recount();
    expect(bereft.renewals(0).threshold).toBe(204);
  });

  test("DSC-6: settings that make no sense are refused when they are built", () => {
    expect(() => createRegistry({ ...EUREKA, leaseUs: 0 })).toThrow(BadConfiguration);
    expect(() => createRegistry({ ...EUREKA, renewalPercent: 101 })).toThrow("« renewalPercent »");
    expect(() => createRegistry({ ...EUREKA, rateWindowUs: 29 })).toThrow("« rateWindowUs »");
    const directory = { registry: "r", refreshUs: us(0), timeoutUs: ms(1) };
    expect(() => createDirectory(directory)).toThrow("« refreshUs »");
  });

  test("DSC-1: planted errors are noticed", async () => {
    await plantedErrors<Registries>({
      file: import.meta.resolve("./registry.ts"),
      survives: (module) => differences(module) === 0,
      errors: [
        {
          name: "a heartbeat is one lease",
          find: "leases.set(instance, nowUs + leaseUs);",
          replace: "leases.set(instance, nowUs);",
        },
        {
          name: ">= for >",
          find: "rate.lastWindow(nowUs) > threshold()",
          replace: "rate.lastWindow(nowUs) >= threshold()",
        },
        {
          name: "old heartbeats count after a silence",
          find: "last = now === window + 1 ? current : 0;",
          replace: "last = current;",
        },
        {
          name: "all at once",
          find: "Math.min(names.length, leases.size - share(leases.size))",
          replace: "names.length",
        },
        {
          name: "evictions are expected back",
          find: "if (expectedClientCount > 0) expectedClientCount--;",
          replace: "",
        },
      ],
    });
  });
});

const SMALL = {
  ...{ leaseUs: ms(1_500), renewalUs: ms(500), rateWindowUs: seconds(2), renewalPercent: 85 },
  ...{ initialClientCount: 1, evictionUs: ms(500), recountUs: seconds(2) },
} as const;

/** Two instances, a client that calls one every 100 ms. */
function world(selfPreservation: boolean, faults: readonly string[], leavesAtMs: number | null) {
  const registry = createServiceRegistry({ ...SMALL, selfPreservation });
  const times = { registry: "registry", timeoutUs: ms(100) };
  const registration = createRegistration({ ...times, heartbeatUs: ms(500) });
  const directory = createDirectory({ ...times, refreshUs: ms(500) });
  function* leaveLater(ctx: Context) {
    if (leavesAtMs === null || ctx.nodeId !== "b") return;
    yield* ctx.sleep(ms(leavesAtMs));
    yield* registration.leave(ctx);
  }
  function* callInTurn(ctx: Context) {
    for (let i = 0; i < 190; i++) {
      yield* ctx.sleep(ms(100));
      const chosen = directory.choose(ctx);
      if (chosen === null) {
        ctx.log.note("nobody");
        continue;
      }
      const outcome = yield* ctx.call(operation<null, null>(chosen, "serve"), null, {
        timeoutUs: ms(50),
      });
      ctx.log.note(`${chosen} ${outcome.kind}`);
    }
  }
  function* serve(ctx: Context) {
    yield* ctx.work(ms(1));
    return null;
  }
  const instance = {
    serves: { serve },
    boot: { keepAlive: registration.keepAlive, leaveLater },
  };
  const run = play(
    {
      nodes: {
        client: { boot: { refresh: directory.refresh, callInTurn } },
        registry: {
          serves: registry.serves,
          boot: { evict: registry.evict, recount: registry.recount },
        },
        ...{ a: instance, b: instance },
      },
    },
    { faults, untilUs: seconds(20) },
  );
  const said = notes(run.log);
  const lastFailureUs = eventsOf(run.log, "note")
    .filter(({ text }) => text.endsWith("timed-out"))
    .map(({ atUs }) => atUs)
    .at(-1);
  return {
    evicted: said.filter((text) => text.includes("retirée")),
    failures: said.filter((text) => text.endsWith("timed-out")).length,
    nobody: said.filter((text) => text === "nobody").length,
    lastFailureUs: lastFailureUs ?? 0,
  };
}

describe("discovery", () => {
  test("DSC-7: without preservation a dead instance is called until the register and the copy forget it", () => {
    const { evicted, failures, lastFailureUs } = world(false, ["crash:b@6s+60s"], null);
    expect(evicted).toEqual(["b est retirée de l’annuaire"]);
    expect(failures).toBeGreaterThan(10);
    // Two leases, a pass, a renewal of the copy, and the calls on their way.
    expect(lastFailureUs).toBeLessThan(6_000_000 + 3_000_000 + 500_000 + 500_000 + 300_000);
  });

  test("DSC-7: with preservation half of two is too much: the dead one is called for ever", () => {
    const { evicted, lastFailureUs } = world(true, ["crash:b@6s+60s"], null);
    expect(evicted).toEqual([]);
    expect(lastFailureUs).toBeGreaterThan(18_000_000);
  });

  test("DSC-8: cut from its instances, a register that preserves keeps them, another empties itself", () => {
    const cut = ["partition:registry|a,b@6s+8s"];
    const undisturbed = world(true, [], null);
    expect(undisturbed).toMatchObject({ evicted: [], failures: 0 });
    expect(world(true, cut, null)).toEqual(undisturbed);
    const emptied = world(false, cut, null);
    expect(emptied.evicted.length).toBe(2);
    expect(emptied.nobody).toBeGreaterThan(20);
  });

  test("DSC-9: an instance that takes its leave is not called once the copy is renewed", () => {
    const { evicted, failures, lastFailureUs } = world(true, ["crash:b@7s+60s"], 6_000);
    expect([evicted, failures, lastFailureUs]).toEqual([[], 0, 0]);
  });

  test("DSC-10: a register that lost its memory is filled again by the next heartbeats", () => {
    const { failures, nobody } = world(true, ["crash:registry@6s+2s"], null);
    // The copy held meanwhile; at most the readings of the first instants after the return are empty.
    expect(failures).toBe(0);
    expect(nobody).toBeLessThan(12);
  });
});
