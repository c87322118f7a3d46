/** An event store: who comes second is told so, what comes twice counts once, a shortcut changes nothing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { createRandom } from "../../../base/random.ts";
import { ms } from "../../../base/time.ts";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import * as aggregates from "./aggregate.ts";
import { createCommands } from "./command.ts";
import * as logs from "./event-log.ts";
import { createEventStore } from "./event-store.ts";
import { accountRule, faultsOfWorld, GOOD, type Habits, STORE } from "./fixtures/accounts.ts";
import { differences } from "./fixtures/naive-log.ts";
import { createFollower } from "./follower.ts";
import * as projections from "./projection.ts";

const MODULES = { createCommands, createEventStore, createFollower };

const logIsSound = (module: typeof logs): boolean =>
  Array.from({ length: 600 }, (_, seed) => seed).every(
    (seed) => differences(module, createRandom(seed, "journal")) === 0,
  );

test("EVS-2: 600 random schedules of appends, repeats and readings through the log and a naive one: 0 differences", () => {
  expect(logIsSound(logs)).toBe(true);
});

test("EVS-1: of two appends that read the same version one is refused; without an expected version both pass", () => {
  const event = (id: string) => [{ id, type: "retrait", data: -80 }];
  const checked = logs.createEventLog();
  expect(checked.append("c", 0, event("a")).kind).toBe("appended");
  expect(checked.append("c", 0, event("b"))).toEqual({ kind: "conflict", version: 1 });
  const blind = logs.createEventLog();
  const kinds = ["a", "b"].map((id) => blind.append("c", "any", event(id)).kind);
  expect(kinds).toEqual(["appended", "appended"]);
});

test("EVS-3: positions have no holes and agree with the order of each stream", () => {
  const log = logs.createEventLog();
  const random = createRandom(1, "positions");
  for (let i = 0; i < 50; i++) {
    const stream = random.chance(500_000) ? "x" : "y";
    log.append(stream, "any", [
      { id: `${i}a`, type: "t", data: i },
      { id: `${i}b`, type: "t", data: i },
    ]);
  }
  const all = log.readAll(0, 1_000);
  expect(all.map(({ position }) => position)).toEqual(all.map((_, i) => i + 1));
  for (const stream of ["x", "y"]) {
    expect(all.filter((event) => event.stream === stream)).toEqual(log.read(stream, 0));
  }
});

/** Events of a random stream, with the amounts that they carry. */
const amounts = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 60 });
const storedFrom = (values: readonly number[]): readonly logs.StoredEvent[] =>
  values.map((data, i) => ({
    ...{ id: `${i}`, type: "t", data, stream: "s" },
    version: i + 1,
    position: i + 1,
  }));

/** Loads a growing stream as a service does, snapshot after snapshot, against the fold of everything. */
function snapshotsAreSound({ load, snapshotDue, usable }: typeof aggregates): boolean {
  let isSound = true;
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 7 }), fc.nat(59), (values, every, changeAt) => {
      let snapshot: aggregates.Snapshot<number> | null = null;
      for (let version = 0; version <= values.length; version++) {
        // The meaning of an event changes on the way: older snapshots are worth nothing.
        const ruleNumber = version < changeAt ? 1 : 2;
        const rule = {
          ...{ initial: 100, ruleNumber, snapshotEvery: every },
          // Not commutative: an event counted twice, left out or out of order is seen.
          fold: (state: number, { data }: logs.NewEvent) =>
            (state * 3 * ruleNumber + (data as number)) % 10_007,
        };
        const events = storedFrom(values.slice(0, version));
        const whole = events.reduce(rule.fold, rule.initial);
        const loaded: aggregates.Loaded<number> = load(
          rule,
          snapshot,
          events.slice(usable(rule, snapshot)?.version ?? 0),
        );
        if (loaded.state !== whole || loaded.version !== version) isSound = false;
        if (every > 0 && ruleNumber === 1 && loaded.readCount > every) isSound = false;
        snapshot = snapshotDue(rule, loaded) ?? snapshot;
      }
    }),
    { numRuns: 100, seed: 7 },
  );
  return isSound;
}

test("EVS-6: a snapshot and what came after it are the fold of everything, and save what they promise", () => {
  expect(snapshotsAreSound(aggregates)).toBe(true);
});

/** Events that come again in runs, a view that is rebuilt: always the fold of what was seen. */
function viewsAreSound({ createProjection }: typeof projections): boolean {
  const rule = {
    initial: 0,
    fold: (sum: number, { data }: logs.StoredEvent) => sum * 2 + (data as number),
  };
  return Array.from({ length: 200 }, (_, seed) => seed).every((seed) => {
    const random = createRandom(seed, "vue");
    const events = storedFrom(Array.from({ length: 20 }, () => random.integerBelow(9)));
    const projection = createProjection(rule, "together");
    let seen = 0;
    for (let i = 0; i < 30; i++) {
      // A follower that restarts may be given again what it has, never something beyond a hole.
      const from = random.integerBelow(seen + 1);
      const until = Math.min(events.length, from + random.between(1, 4));
      for (const event of events.slice(from, until)) projection.handle(event);
      seen = Math.max(seen, until);
      if (random.chance(50_000)) {
        projection.rebuild();
        if (projection.readUpTo() !== 0) return false;
        seen = 0;
      }
      const whole = events.slice(0, seen).reduce(rule.fold, 0);
      if (projection.view() !== whole || projection.readUpTo() !== seen) return false;
    }
    return true;
  });
}

test("EVS-5: a view counts an event once however often it comes, and a rebuilt one ends the same", () => {
  expect(viewsAreSound(projections)).toBe(true);
});

describe("two counters, two accounts and a view, with crashes, losses, doubles and full disks", () => {
  const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
  const wrongWith = (habits: Habits, seeds = SEEDS): readonly string[] =>
    seeds.flatMap((seed) =>
      faultsOfWorld(MODULES, seed, habits).map((fault) => `${fault} (${seed})`),
    );

  test("EVS-7: no balance below 0, no command twice, the client told what is stored, the view exact", () => {
    expect(wrongWith(GOOD)).toEqual([]);
  });

  test("EVS-1: without an expected version two withdrawals decided on the same past empty the account twice", () => {
    const wrong = wrongWith({ ...GOOD, expects: "any" });
    expect(wrong.some((fault) => fault.startsWith("EVS-1"))).toBe(true);
  });

  test("EVS-4: a mark written after the view makes a crash count events twice", () => {
    const wrong = wrongWith({ ...GOOD, marking: "after" });
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.every((fault) => fault.startsWith("EVS-4"))).toBe(true);
  });

  test("EVS-8: snapshots or none, everything ends well", () => {
    expect(wrongWith({ ...GOOD, snapshotEvery: 0 }, SEEDS.slice(0, 10))).toEqual([]);
  });
});

test("EVS-8: with snapshots the whole reading grows like the stream, without them like its square", () => {
  const readingOf = (snapshotEvery: number, length: number): number => {
    const rule = accountRule(snapshotEvery);
    let snapshot: aggregates.Snapshot<number> | null = null;
    let readCount = 0;
    const events = storedFrom(Array.from({ length }, () => 1));
    for (let version = 0; version < length; version++) {
      const tail = events.slice(aggregates.usable(rule, snapshot)?.version ?? 0, version);
      const loaded: aggregates.Loaded<number> = aggregates.load(rule, snapshot, tail);
      readCount += loaded.readCount;
      snapshot = aggregates.snapshotDue(rule, loaded) ?? snapshot;
    }
    return readCount;
  };
  expect(readingOf(10, 1_000) / readingOf(10, 100)).toBeLessThan(11);
  expect(readingOf(0, 1_000) / readingOf(0, 100)).toBeGreaterThan(90);
});

test.each([
  ["batchMax", () => createEventStore({ ...STORE, batchMax: 0 })],
  ["timeoutUs", () => createEventStore({ ...STORE, timeoutUs: ms(0) })],
  [
    "marking",
    () => projections.createProjection({ initial: 0, fold: (n) => n }, "jamais" as "after"),
  ],
  ["snapshotEvery", () => aggregates.checkedRule(accountRule(-1))],
  [
    "attemptsMax",
    () =>
      createCommands({
        ...{ store: createEventStore(STORE).client, rule: accountRule(0) },
        ...{ expects: "any", attemptsMax: 0 },
      }),
  ],
] as const)(
  "an event store with bad « %s » is refused before the run, in French",
  (field, build) => {
    expect(build).toThrow(BadConfiguration);
    expect(build).toThrow(`« ${field} »`);
  },
);

test("planted errors in log, views and snapshots are noticed", async () => {
  await plantedErrors<typeof logs>({
    file: import.meta.resolve("./event-log.ts"),
    survives: logIsSound,
    errors: [
      { name: "EVS-1: nobody is refused", find: "expected !== version;", replace: "false;" },
      {
        name: "EVS-2: what is repeated is stored again",
        find: "if (repeated !== null)",
        replace: "if (false)",
      },
      {
        name: "EVS-2: half a batch counts as all of it",
        find: "events.every((",
        replace: "events.some((",
      },
      {
        name: "EVS-3: positions start again",
        find: "position: all.length + i + 1",
        replace: "position: i + 1",
      },
    ],
  });
  await plantedErrors<typeof projections>({
    file: import.meta.resolve("./projection.ts"),
    survives: viewsAreSound,
    errors: [
      {
        name: "EVS-5: the last event counts again",
        find: "event.position <= marked",
        replace: "event.position < marked",
      },
      { name: "EVS-5: a rebuilt view keeps its mark", find: "marked = 0;\n    },", replace: "}," },
    ],
  });
  await plantedErrors<typeof aggregates>({
    file: import.meta.resolve("./aggregate.ts"),
    survives: snapshotsAreSound,
    errors: [
      {
        name: "EVS-6: a snapshot of other rules is used",
        find: "snapshot?.ruleNumber === rule.ruleNumber",
        replace: "true",
      },
      {
        name: "EVS-6: the snapshot is one event late",
        find: "start?.version ?? 0) + tail",
        replace: "start?.version ?? 0) + 1 + tail",
      },
      {
        name: "EVS-6: never worth a snapshot",
        find: "readCount >= snapshotEvery",
        replace: "readCount > 2 * snapshotEvery",
      },
    ],
  });
});
