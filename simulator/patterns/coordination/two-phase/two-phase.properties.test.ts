/** Two-phase commit: all or none, whatever crashes; and who must wait for whom. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { ms, seconds } from "../../../base/time.ts";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { eventsOf, play } from "../../../testing/small-world.ts";
import type { EventLog } from "../../../vocabulary/log.ts";
import type { Context } from "../../../world/context.ts";
import { createCoordinatorLog } from "./coordinator-log.ts";
import { endedSo, faultsOfLife, lifeOf, OPTIONS } from "./fixtures/banks.ts";
import { createParticipantLog } from "./participant-log.ts";
import type { CommitRecord } from "./protocol.ts";
import { createTwoPhase } from "./two-phase.ts";

type Module = typeof import("./two-phase.ts");

const SEEDS = Array.from({ length: 90 }, (_, seed) => seed);
const module: Module = { createTwoPhase };
const LIVES = SEEDS.map((seed) => lifeOf(module, seed));
const WRONG = LIVES.flatMap((life, seed) =>
  faultsOfLife(life).map((fault) => `${fault} (${seed})`),
);
const against = (rule: string) => WRONG.filter((fault) => fault.startsWith(rule));

describe("90 worlds of three banks, with crashes, cuts, losses, full disks and doubled messages", () => {
  test("TPC-1: no transaction is committed here and aborted there, and the money stays the same", () => {
    expect(against("TPC-1")).toEqual([]);
    const ended = (end: string) => LIVES.reduce((sum, life) => sum + endedSo(life, end), 0);
    expect(ended("validée")).toBeGreaterThan(SEEDS.length * 5);
    expect(ended("annulée")).toBeGreaterThan(SEEDS.length);
  });

  test("TPC-2: nothing is committed unless every participant has promised", () => {
    expect(against("TPC-2")).toEqual([]);
  });

  test("TPC-4: a promise waits long only when somebody is down, slow, cut off or out of room", () => {
    expect(against("TPC-4")).toEqual([]);
  });

  test("TPC-5: once the faults are over every promise is settled", () => {
    expect(against("TPC-5")).toEqual([]);
  });

  test("TPC-6: what a client is told is what happens: « done » everywhere, « no » nowhere", () => {
    expect(against("TPC-6")).toEqual([]);
  });

  test("TPC-8: no two promises hold the same account at once", () => {
    expect(against("TPC-8")).toEqual([]);
  });
});

test("TPC-3: a log that knows nothing of a transaction says abort, until everybody has a commit it says commit", () => {
  const log = createCoordinatorLog();
  expect(log.answerFor("t")).toBe("abort");
  log.recordCommit("t", ["a", "b"]);
  log.confirm("t", "a");
  log.confirm("t", "a");
  expect([log.answerFor("t"), log.unfinished()]).toEqual([
    "commit",
    [{ id: "t", waitingFor: ["b"] }],
  ]);
  log.confirm("t", "b");
  expect([log.answerFor("t"), log.unfinished()]).toEqual(["abort", []]);
});

test("TPC-3: an abort that overtakes its own request is remembered: the late request finds no promise to make", () => {
  const log = createParticipantLog<string>();
  expect(log.settle("t", "abort")).toEqual({ how: "released", change: null });
  expect(log.standingOf("t")).toBe("abort");
  expect(() => log.promise("t", ["k"], "x")).toThrow("not promised again");
});

test("TPC-8: locks are held from the promise to the verdict, and a change is made once", () => {
  const log = createParticipantLog<string>();
  log.promise("t", ["k", "l"], "x");
  log.promise("t", ["k", "l"], "x");
  expect([log.holderOf("u", ["l", "m"]), log.holderOf("t", ["k"]), log.inDoubt()]).toEqual([
    "t",
    null,
    ["t"],
  ]);
  expect(() => log.promise("u", ["l"], "y")).toThrow("nobody else holds");
  expect(log.settle("t", "commit")).toEqual({ how: "committed", change: "x" });
  expect(log.settle("t", "commit")).toEqual({ how: "known", change: null });
  expect([log.holderOf("u", ["k", "l"]), log.locks(9)]).toEqual([null, []]);
});

/** One transaction of two participants; the coordinator stops once both have promised. */
function blockedWorld(changed: Module = module, commitRecord: CommitRecord = "forced") {
  const participants = ["b1", "b2"];
  const protocol = changed.createTwoPhase({ ...OPTIONS, participants, commitRecord });
  const resource = {
    ...{ keysOf: () => ["k"], refusalOf: () => null },
    apply: (_: null, ctx: Context) => ctx.records.set("fait", ctx.nodeId, true),
  };
  const bank = protocol.participant(resource);
  function* ask(ctx: Context) {
    for (const id of ["t1", "t2"]) {
      ctx.log.commandIssued(id, "virer", null);
      const changes = { b1: null, b2: null };
      const outcome = yield* ctx.call(protocol.execute, { id, changes }, { timeoutUs: seconds(1) });
      ctx.log.commandEnded(id, outcome.kind === "replied" ? "ok" : "refused", "");
      yield* ctx.sleep(ms(1));
    }
  }
  return {
    nodes: { c: protocol.coordinator, b1: bank, b2: bank, clients: { boot: { ask } } },
  };
}

/** Where in the log both participants have promised the first transaction. */
function lastPromise(): number {
  const { log } = play(blockedWorld(), { untilUs: seconds(20) });
  const promises = eventsOf(log, "record-changed").filter(({ after }) => after === "préparée");
  return promises[1]?.index as number;
}

/** How the first transaction ended on each participant, in their order. */
function endsOfFirst(log: EventLog): string {
  const ends = new Map([
    ["sorts-b1", ""],
    ["sorts-b2", ""],
  ]);
  for (const { store, key, after } of eventsOf(log, "record-changed")) {
    if (ends.has(store) && key === "t1") ends.set(store, String(after));
  }
  return [...ends.values()].join();
}

/** Both are in doubt, one of them and the coordinator stop: how it ends on each, once they are back. */
function endsAfterBothCrash(changed: Module): string {
  const at = `@event:${lastPromise()}`;
  const faults = [`crash:c${at}+2s`, `crash:b1${at}+1s`];
  const { log } = play(blockedWorld(changed), { faults, untilUs: seconds(20) });
  return endsOfFirst(log);
}

test("TPC-7: a commit that is told before it is on disk is lost by a crash once one participant has obeyed it", () => {
  const from = lastPromise();
  /** The coordinator speaks to b1 and the client, not to b2, and stops a few steps later. */
  const endsWhen = (commitRecord: CommitRecord): ReadonlySet<string> =>
    new Set(
      Array.from({ length: 30 }, (_, i) => {
        const faults = [`partition:c>b2@event:${from}+100ms`, `crash:c@event:${from + i}+1s`];
        const { log } = play(blockedWorld(module, commitRecord), { faults, untilUs: seconds(20) });
        return endsOfFirst(log);
      }),
    );
  expect([...endsWhen("forced")].sort()).toEqual(["annulée,annulée", "validée,validée"]);
  expect(endsWhen("lazy")).toContain("validée,annulée");
});

test("TPC-5: a participant that restarts in doubt asks, and is told", () => {
  expect(endsAfterBothCrash(module)).toBe("annulée,annulée");
});

test("TPC-4: a coordinator that stops between the votes and its record blocks every participant, and its return frees them", () => {
  const lastYes = lastPromise();
  const { log } = play(blockedWorld(), {
    faults: [`crash:c@event:${lastYes}+5s`],
    untilUs: seconds(20),
  });
  const changes = eventsOf(log, "record-changed").filter(
    ({ store, key }) => store.startsWith("sorts-b") && key === "t1",
  );
  const ends = changes.filter(({ after }) => after !== "préparée");
  expect(ends.map(({ after }) => after)).toEqual(["annulée", "annulée"]);
  const restartedAtUs = eventsOf(log, "node-restarted")[0]?.atUs as number;
  expect(restartedAtUs).toBeGreaterThan(seconds(5));
  for (const { atUs } of ends) {
    expect(atUs).toBeGreaterThan(restartedAtUs);
    expect(atUs - restartedAtUs).toBeLessThan(ms(400));
  }
});

test.each([
  ["participants", { participants: ["b1", "b1"] }],
  ["participants", { participants: [] }],
  ["participants", { participants: ["b1", "c"] }],
  ["retryUs", { retryUs: ms(0) }],
  ["voteTimeoutUs", { voteTimeoutUs: ms(0) }],
  ["commitRecord", { commitRecord: "peut-être" as "lazy" }],
] as const)(
  "a two-phase commit with bad « %s » is refused before the run, in French",
  (field, bad) => {
    const build = () => createTwoPhase({ ...OPTIONS, ...bad });
    expect(build).toThrow(BadConfiguration);
    expect(build).toThrow(`« ${field} »`);
  },
);

test("planted errors in coordinator and participants are noticed", async () => {
  const through = import.meta.resolve("./two-phase.ts");
  const survives = (changed: Module): boolean =>
    SEEDS.slice(0, 14).every((seed) => faultsOfLife(lifeOf(changed, seed)).length === 0) &&
    endsAfterBothCrash(changed) === "annulée,annulée";
  const planted = (file: string, errors: Parameters<typeof plantedErrors>[0]["errors"]) =>
    plantedErrors<Module>({ file: import.meta.resolve(file), through, survives, errors });
  await planted("./participant-log.ts", [
    {
      name: "TPC-8: locks go with the promise",
      find: "for (const key of keys) locks.set(key, id);",
      replace: "",
    },
    {
      name: "TPC-8: a change twice",
      find: 'if (ends.has(id)) return { how: "known", change: null };',
      replace: "",
    },
  ]);
  await planted("./coordinator-log.ts", [
    {
      name: "TPC-3: forgotten at the first confirmation",
      find: "if (waiting.size === 0) commits",
      replace: "commits",
    },
  ]);
  await planted("./coordinator.ts", [
    {
      name: "TPC-2: one yes is enough",
      find: "neededCount: nodes.length",
      replace: "neededCount: 1",
    },

    {
      name: "TPC-1: asked while it votes, it says abort",
      find: 'voting.has(id) ? "undecided" : ',
      replace: "",
    },
  ]);
  await planted("./participant.ts", [
    {
      name: "TPC-5: a participant that restarts no longer asks",
      find: "for (const id of logOf(ctx).inDoubt()) {",
      replace: "for (const id of []) {",
    },
    {
      name: "TPC-1: in doubt, it gives up by itself",
      find: "if (isTold && !ctx",
      replace: 'if (!isTold) settle(id, "abort", ctx); else if (isTold && !ctx',
    },
  ]);
});
