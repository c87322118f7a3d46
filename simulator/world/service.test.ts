import { describe, expect, test } from "vitest";
import { ms, seconds } from "../base/time.ts";
import type { Process } from "../kernel/process.ts";
import {
  allEvents,
  atOnce,
  eventsOf,
  notes,
  play,
  type SmallNode,
  type SmallWorld,
} from "../testing/small-world.ts";
import type { Value } from "../vocabulary/values.ts";
import { operation } from "./calls.ts";
import type { Context } from "./context.ts";
import type { DatabaseDefinition } from "./database-pool.ts";
import { refuse } from "./node.ts";

const work = operation<number, Value>("b", "travailler");

/** Asks `b` for `count` works, one every `gap` ms, and notes how each call ended. */
const asker = (count: number, gap: number, patience = 1_000): SmallNode => ({
  boot: {
    *demander(ctx: Context): Process<void> {
      for (let i = 0; i < count; i++) {
        yield* ctx.spawn("demande", `c${i + 1}`, function* (ctx) {
          const outcome = yield* ctx.call(work, i, { timeoutUs: ms(patience) });
          const detail =
            outcome.kind === "replied"
              ? JSON.stringify(outcome.reply)
              : outcome.kind === "refused"
                ? outcome.reason
                : "";
          ctx.log.note(`${ctx.subject} ${outcome.kind} ${detail}`.trim());
        });
        yield* ctx.sleep(ms(gap));
      }
    },
  },
});

function* workFor100ms(ctx: Context, n: number): Process<number> {
  yield* ctx.work(ms(100));
  return n * 2;
}

const pair = (b: SmallNode, a: SmallNode = asker(4, 1)): SmallWorld => ({ nodes: { a, b } });

describe("workers and queue", () => {
  test("no more requests run at once than there are workers; the others wait their turn", () => {
    const { log } = play(pair({ serves: { travailler: workFor100ms }, workers: 2 }));
    expect(Math.max(...eventsOf(log, "request-started").map((e) => e.busyWorkers))).toBe(2);
    expect(eventsOf(log, "request-queued").map((e) => e.queueDepth)).toEqual([1, 2]);
    expect(notes(log).map((text) => text.split(" ")[1])).toEqual(Array(4).fill("replied"));
    const finished = eventsOf(log, "request-finished").at(-1);
    expect([finished?.queueDepth, finished?.busyWorkers]).toEqual([0, 0]);
  });

  test("waiting requests are served first come, first served", () => {
    const { log } = play(pair({ serves: { travailler: workFor100ms }, workers: 1 }));
    const arrived = eventsOf(log, "message-delivered").filter(({ node }) => node === "b");
    const served = eventsOf(log, "request-started").map(({ message }) => message);
    expect(served).toEqual(arrived.map(({ message }) => message));
  });

  test("a full queue refuses at once, and the caller is told a definite no", () => {
    const { log } = play(pair({ serves: { travailler: workFor100ms }, workers: 1, queue: 1 }));
    expect(eventsOf(log, "request-rejected").map(({ reason }) => reason)).toEqual(
      Array(2).fill("file pleine"),
    );
    expect(notes(log).filter((text) => text.endsWith("refused file pleine"))).toHaveLength(2);
  });

  test("what a handler refuses, and an error of its story, are refusals for its caller", () => {
    function* choosy(ctx: Context, n: number): Process<unknown> {
      yield* ctx.work(ms(1));
      if (n === 0) return refuse("pas aujourd’hui");
      if (n === 1) yield* ctx.db.run("INSERT INTO nulle_part (id) VALUES (1)");
      return n;
    }
    const { log } = play({ ...pair({ serves: { travailler: choosy } }, asker(3, 50)), databases });
    const [first, second, third] = notes(log);
    expect(first).toBe("c1 refused pas aujourd’hui");
    expect(second).toMatch(/^c2 refused .*nulle_part/);
    expect(third).toBe("c3 replied 2");
  });

  test("a handler that waits for nothing answers as any other", () => {
    const { log } = play(pair({ serves: { travailler: atOnce } }, asker(1, 1)));
    expect(notes(log)).toEqual(["c1 replied null"]);
  });
});

const databases: readonly DatabaseDefinition[] = [
  {
    id: "base",
    node: "b",
    schema: ["CREATE TABLE tickets (id INT PRIMARY KEY, texte TEXT NOT NULL)"],
    rows: [],
    poolSize: 4,
    read: { p50Us: ms(1), p95Us: ms(1), p99Us: ms(1) },
    write: { p50Us: ms(2), p95Us: ms(2), p99Us: ms(2) },
  },
];

function* remember(ctx: Context, n: number): Process<number> {
  const seen = (ctx.memory.get("vus") as number | undefined) ?? 0;
  ctx.memory.set("vus", seen + 1);
  yield* ctx.db.run("INSERT INTO tickets (id, texte) VALUES ($1, 'écrit')", [n]);
  yield* ctx.work(ms(50));
  return (ctx.memory.get("vus") as number | undefined) ?? 0;
}

describe("crash and restart", () => {
  test("a crash loses processes, queue and memory; the rows already written stay", () => {
    const world = {
      ...pair({ serves: { travailler: remember }, workers: 2 }, asker(8, 10, 300)),
      databases,
    };
    const { log } = play(world, { faults: ["crash:b@45ms+30ms"] });
    const crash = eventsOf(log, "node-crashed")[0];
    expect(crash?.lostProcessCount).toBe(2);
    expect(eventsOf(log, "process-lost").map(({ cause }) => cause)).toEqual(
      Array(2).fill(crash?.index),
    );
    const outcomes = notes(log).map((text) => text.split(" ")[1]);
    expect(outcomes.filter((kind) => kind === "timed-out").length).toBeGreaterThan(2);
    // Memory starts again from nothing: the first one served after the restart counts one.
    const after = notes(log).filter((text) => text.includes("replied"));
    expect(Math.min(...after.map((text) => Number(text.split(" ")[2])))).toBeLessThanOrEqual(2);
    const rows = eventsOf(log, "transaction-committed").flatMap(({ changes }) => changes);
    expect(rows.some(({ after }) => after?.[0] === 0)).toBe(true);
    const lastQueued = eventsOf(log, "request-queued").filter((e) => e.index > (crash?.index ?? 0));
    expect(lastQueued[0]?.queueDepth ?? 1).toBe(1);
  });

  test("messages to a dead node are lost, and say so", () => {
    const { log } = play(pair({ serves: { travailler: atOnce } }, asker(3, 10, 50)), {
      faults: ["crash:b@0s+1h"],
    });
    expect(eventsOf(log, "message-lost").map(({ reason }) => reason)).toEqual(
      Array(3).fill("node-down"),
    );
    expect(notes(log)).toEqual(["c1 timed-out", "c2 timed-out", "c3 timed-out"]);
  });

  test("nothing of a dead node acts between its crash and its restart", () => {
    const { log } = play(
      { ...pair({ serves: { travailler: remember } }, asker(20, 5)), databases },
      { faults: ["crash:b@50ms+40ms"] },
    );
    const [from, to] = [eventsOf(log, "node-crashed")[0], eventsOf(log, "node-restarted")[0]].map(
      (event) => event?.index ?? -1,
    ) as [number, number];
    const own = allEvents(log)
      .slice(from + 1, to)
      .filter(({ node }) => node === "b");
    // The database is a server of its own: it finishes what it was sent.
    const allowed = /^(?:process-lost|message-lost|fault-ended|statement-|transaction-)/;
    expect(own.filter(({ kind }) => !allowed.test(kind))).toEqual([]);
  });

  test("a node that comes back starts its background processes again, with fresh luck", () => {
    const ticking: SmallNode = {
      boot: {
        *battre(ctx: Context): Process<void> {
          for (let i = 0; i < 3; i++) {
            yield* ctx.sleep(ms(10));
            ctx.log.note(`${i} ${ctx.random.word()}`);
          }
        },
      },
    };
    const { log } = play({ nodes: { a: ticking } }, { faults: ["crash:a@25ms+10ms"] });
    expect(eventsOf(log, "process-started")).toHaveLength(2);
    expect(notes(log).map((text) => text[0])).toEqual(["0", "1", "0", "1", "2"]);
    expect(notes(log)[0]).not.toBe(notes(log)[2]);
  });

  test("of two crashes that overlap, the node comes back at the end of the last one", () => {
    const { log } = play(pair({ serves: { travailler: atOnce } }, asker(1, 1)), {
      faults: ["crash:b@20ms+50ms", "crash:b@40ms+100ms"],
    });
    expect(eventsOf(log, "node-crashed")).toHaveLength(1);
    expect(eventsOf(log, "node-restarted").map(({ atUs }) => atUs)).toEqual([ms(140)]);
  });

  test("a transaction open at the crash is rolled back, because its client is gone", () => {
    function* inTransaction(ctx: Context, n: number): Process<null> {
      yield* ctx.transaction(function* (ctx) {
        yield* ctx.db.run("INSERT INTO tickets (id, texte) VALUES ($1, 'début')", [n]);
        yield* ctx.work(ms(100));
        yield* ctx.db.run("UPDATE tickets SET texte = 'fin' WHERE id = $1", [n]);
      });
      return null;
    }
    const world = {
      ...pair({ serves: { travailler: inTransaction } }, asker(6, 10, 400)),
      databases,
    };
    const { log } = play(world, { faults: ["crash:b@80ms+10ms"] });
    expect(eventsOf(log, "transaction-rolled-back").map(({ reason }) => reason)).toEqual(
      Array(4).fill("le client a disparu"),
    );
    // The pool was full of lost connections: it is whole again after the restart.
    const later = play(
      { ...world, nodes: { ...world.nodes, a: asker(12, 50, 400) } },
      {
        faults: ["crash:b@80ms+10ms"],
      },
    );
    expect(notes(later.log).filter((text) => text.includes("replied")).length).toBeGreaterThan(8);
  });
});

describe("pause", () => {
  test("a paused node hears and does nothing; after it, it goes on where it was", () => {
    const { log } = play(pair({ serves: { travailler: workFor100ms } }, asker(3, 20)), {
      faults: ["pause:b@30ms+500ms"],
    });
    const [from, to] = [eventsOf(log, "node-paused")[0], eventsOf(log, "node-resumed")[0]].map(
      (event) => event?.index ?? -1,
    ) as [number, number];
    const own = allEvents(log)
      .slice(from + 1, to)
      .filter(({ node }) => node === "b");
    expect(own.map(({ kind }) => kind)).toEqual(
      own.map(({ kind }) => (kind === "fault-ended" ? kind : "message-delivered")),
    );
    expect(notes(log)).toHaveLength(3);
    expect(notes(log).every((text) => text.includes("replied"))).toBe(true);
  });

  test("a paused caller learns after its pause that its patience is over", () => {
    const { log } = play(pair({ serves: { travailler: workFor100ms } }, asker(1, 1, 200)), {
      faults: ["pause:a@30ms+500ms", "hold:b>a@0s+400ms"],
    });
    const timedOut = eventsOf(log, "call-timed-out")[0];
    expect(timedOut?.atUs).toBe(ms(530));
    expect(notes(log)).toEqual(["c1 timed-out"]);
    expect(eventsOf(log, "reply-ignored")).toHaveLength(1);
  });

  test("of two pauses that overlap, the node goes on at the end of the last one", () => {
    const { log } = play(pair({ serves: { travailler: atOnce } }, asker(1, 1)), {
      faults: ["pause:b@1ms+50ms", "pause:b@20ms+100ms"],
    });
    expect(eventsOf(log, "node-resumed").map(({ atUs }) => atUs)).toEqual([ms(120)]);
  });
});

describe("slowness and clocks", () => {
  test("work and SQL take so many times longer on a slowed node, and only while it is", () => {
    function* timed(ctx: Context, n: number): Process<number> {
      const beganUs = ctx.nowUs;
      yield* ctx.work(ms(20));
      yield* ctx.db.run("INSERT INTO tickets (id, texte) VALUES ($1, 'x')", [n]);
      return ctx.nowUs - beganUs;
    }
    const world = { ...pair({ serves: { travailler: timed } }, asker(3, 300)), databases };
    const durations = (faults: readonly string[]): readonly number[] =>
      notes(play(world, { faults }).log).map((text) => Number(text.split(" ")[2]));
    const calm = durations([]);
    const slowed = durations(["slow:b=500@300ms+250ms"]);
    expect(slowed[0]).toBe(calm[0]);
    expect(slowed[1]).toBe((calm[1] as number) * 5);
    expect(slowed[2]).toBe(calm[2]);
  });

  test("when the stronger of two slownesses ends, the weaker one is left", () => {
    const { log } = play(pair({ serves: { travailler: atOnce } }, asker(1, 1)), {
      faults: ["slow:b=900@1ms+20ms", "slow:b=300@5ms+50ms"],
    });
    expect(eventsOf(log, "node-slowed").map((e) => [e.atUs, e.factorPercent])).toEqual([
      [ms(1), 900],
      [ms(5), 300],
      [ms(21), 300],
      [ms(55), 100],
    ]);
  });

  test("a skewed clock is wrong by a constant, a drifting one more and more; time itself is not", () => {
    const watch: SmallNode = {
      boot: {
        *lire(ctx: Context): Process<void> {
          for (let i = 0; i < 6; i++) {
            yield* ctx.sleep(seconds(10));
            ctx.log.note(`${ctx.clockUs - ctx.nowUs}`);
          }
        },
      },
    };
    const errors = (fault: string): readonly number[] =>
      notes(play({ nodes: { a: watch } }, { faults: [fault] }).log).map(Number);
    expect(errors("skew:a=-120s@15s+20s")).toEqual([0, -120e6, -120e6, 0, 0, 0]);
    // 1 % fast from 10 s to 30 s: 200 ms ahead, and it stays so.
    expect(errors("drift:a=10000@10s+20s")).toEqual([
      0, 100_000, 200_000, 200_000, 200_000, 200_000,
    ]);
  });
});

describe("degraded modes", () => {
  test("a service that refuses says no to everything while it lasts, and does nothing", () => {
    const { log } = play(pair({ serves: { travailler: atOnce } }, asker(4, 50)), {
      faults: ["refuse:b@40ms+75ms"],
    });
    const outcomes = notes(log).map((text) => text.split(" ")[1]);
    expect(outcomes).toEqual(["replied", "refused", "refused", "replied"]);
    expect(eventsOf(log, "request-started")).toHaveLength(2);
  });

  test("a full disk fails writes with 53100 and lets reads go", () => {
    function* readThenWrite(ctx: Context, n: number): Process<number> {
      const before = yield* ctx.db.all("SELECT id FROM tickets ORDER BY id");
      yield* ctx.db.run("INSERT INTO tickets (id, texte) VALUES ($1, 'x')", [n]);
      return before.length;
    }
    const world = { ...pair({ serves: { travailler: readThenWrite } }, asker(3, 50)), databases };
    const { log } = play(world, { faults: ["disk-full:b@40ms+50ms"] });
    expect(eventsOf(log, "statement-failed").map(({ code }) => code)).toEqual(["53100"]);
    expect(notes(log).map((text) => text.split(" ").slice(0, 2).join(" "))).toEqual([
      "c1 replied",
      "c2 refused",
      "c3 replied",
    ]);
    expect(notes(log)[2]).toBe("c3 replied 1");
  });

  test("a poisoned message is taken and refused, before its handler reads it", () => {
    const { log } = play(pair({ serves: { travailler: workFor100ms } }, asker(3, 10)), {
      faults: ["poison:a>b:travailler:c2#1@0s"],
    });
    expect(notes(log)).toEqual(["c2 refused message illisible", "c1 replied 0", "c3 replied 4"]);
  });
});
