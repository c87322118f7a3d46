import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../scenarios/catalogue.ts";
import { ms } from "./base/time.ts";
import type { Process } from "./kernel/process.ts";
import { invariant, obligations } from "./observation/claim-kinds.ts";
import { createTimeline } from "./observation/timeline.ts";
import { createRun, type Run, type Scenario, simulate } from "./simulation.ts";
import { calmRequest, messagesSent, randomRequest } from "./testing/random-requests.ts";
import { atOnce, eventsOf, play, type SmallWorld, sqlite, start } from "./testing/small-world.ts";
import type { Claim, ClaimCard } from "./vocabulary/claims.ts";
import { EventLog } from "./vocabulary/log.ts";
import { LOG_START } from "./vocabulary/log-batch.ts";
import { firstDifference } from "./vocabulary/log-difference.ts";
import { type Budgets, DEFAULT_BUDGETS, type RunRequest } from "./vocabulary/run.ts";
import { operation } from "./world/calls.ts";
import type { Context } from "./world/context.ts";

const saga = scenarios.get("saga-fintech") as Scenario;
const hear = operation<null, null>("b", "entendre");

const cardOf = (id: string): ClaimCard => ({
  ...{ id, kind: "always", title: id, sentence: id, expected: "0" },
});
const alwaysHeld: Claim = invariant(cardOf("toujours"), () => ({ initial: "0", see: () => null }));
const everyCommandEnds: Claim = obligations(cardOf("finit"), () => ({
  deadlineUs: null,
  opens: (event) => (event.kind === "command-issued" ? event.command : null),
  meets: (event) => (event.kind === "command-ended" ? event.command : null),
  lateText: (subject) => subject,
}));

const endless = (gapMs: number): SmallWorld => ({
  claims: [alwaysHeld, everyCommandEnds],
  nodes: {
    a: {
      boot: {
        *bavarder(ctx: Context): Process<void> {
          ctx.log.commandIssued("c1", "bavarder", null);
          for (;;) {
            yield* ctx.send(hear, null);
            yield* ctx.sleep(ms(gapMs));
          }
        },
      },
    },
    b: { serves: { entendre: atOnce } },
  },
});

const tight = (budgets: Partial<Budgets>): Budgets => ({ ...DEFAULT_BUDGETS, ...budgets });

describe("budgets", () => {
  const undecided = (run: Run, detail: RegExp): void => {
    const { endReason, endDetail, claims } = run.summary();
    expect(endReason).toBe("budget");
    expect(endDetail).toMatch(detail);
    // A run cut short proves nothing: no promise is « tenue ».
    expect(claims.map(({ changes }) => changes.at(-1)?.verdict)).toEqual(["unknown", "unknown"]);
    expect(run.isOver()).toBe(true);
    const last = eventsOf(run.log, "run-ended");
    expect(last.map(({ reason }) => reason)).toEqual(["budget"]);
    expect(last[0]?.index).toBe(run.log.length - 1);
  };

  test("too many events end the run, undecided", () => {
    const run = play(endless(10), { budgets: tight({ eventsMax: 500 }) });
    undecided(run, /500 événements/);
    expect(run.log.length).toBeLessThan(520);
  });

  test("too much simulated time ends the run, undecided", () => {
    const run = play(endless(10), { budgets: tight({ simulatedUsMax: 1_000_000 }) });
    undecided(run, /µs simulées/);
    expect(run.summary().simulatedUs).toBe(1_000_000);
  });

  test("too many messages in flight end the run, undecided", () => {
    const run = play(
      { ...endless(1), latency: { p50Us: ms(1_000), p95Us: ms(1_000), p99Us: ms(1_000) } },
      { budgets: tight({ liveMessagesMax: 100 }) },
    );
    undecided(run, /100 messages en vol/);
  });

  test("a queue that grows without end ends the run, undecided", () => {
    const world = endless(1);
    function* slow(ctx: Context): Process<null> {
      yield* ctx.sleep(ms(1_000));
      return null;
    }
    const nodes = { ...world.nodes, b: { serves: { entendre: slow }, workers: 1 } };
    undecided(
      play({ ...world, nodes }, { budgets: tight({ queueMax: 50 }) }),
      /50 demandes en file/,
    );
  });

  test("a process that never lets time pass ends the run, undecided: sleeping for nothing…", () => {
    undecided(
      play(endless(0), { budgets: tight({ zeroDelayMax: 1_000 }) }),
      /sans que le temps avance/,
    );
  });

  test("… or chaining what is over at once", () => {
    const world: SmallWorld = {
      ...endless(1),
      nodes: {
        a: {
          boot: {
            *crier(ctx: Context): Process<void> {
              ctx.log.commandIssued("c1", "crier", null);
              for (;;) yield* ctx.send(hear, null);
            },
          },
        },
        b: { serves: { entendre: atOnce } },
      },
    };
    undecided(play(world, { budgets: tight({ eventsMax: 5_000 }) }), /5000 événements/);
  });

  test("a promise already broken stays broken, whatever ends the run", () => {
    const broken = invariant(cardOf("non"), () => ({
      initial: "0",
      see: (event) =>
        event.kind === "message-sent"
          ? { observed: "1", isBroken: true, subject: null, text: "non" }
          : null,
    }));
    const run = play({ ...endless(10), claims: [broken] }, { budgets: tight({ eventsMax: 100 }) });
    expect(run.summary().claims[0]?.changes.at(-1)?.verdict).toBe("broken");
  });
});

describe("how a run ends", () => {
  test("when nothing more can happen, it is quiet, at the instant of the last event", () => {
    const world: SmallWorld = {
      nodes: {
        a: {
          boot: {
            *dormir(ctx: Context): Process<void> {
              yield* ctx.sleep(ms(70));
            },
          },
        },
      },
    };
    const { endReason, simulatedUs } = play(world).summary();
    expect([endReason, simulatedUs]).toEqual(["quiet", 70_000]);
  });

  test("at the horizon it stops there, and what is still owed is undecided", () => {
    const run = play(endless(10), { untilUs: 95_000 });
    const { endReason, simulatedUs, claims } = run.summary();
    expect([endReason, simulatedUs]).toEqual(["horizon", 95_000]);
    expect(claims.map(({ changes }) => changes.at(-1)?.verdict)).toEqual(["held", "unknown"]);
    expect(run.log.atUs(run.log.length - 1)).toBe(95_000);
  });
});

const idsOf = (log: EventLog): readonly string[] =>
  eventsOf(log, "message-sent").map(({ message }) => message);
const source = messagesSent(saga, (request) => idsOf(simulate(saga, request, { sql: sqlite }).log));
const requests = fc.nat(100_000).map((index) => randomRequest([source], 5, index));

test("advanced in slices of any size, a run tells the same story as at once", () => {
  fc.assert(
    fc.property(requests, fc.integer({ min: 1, max: 300 }), (request, slice) => {
      const whole = simulate(saga, request, { sql: sqlite });
      const sliced = createRun(saga, request, { sql: sqlite });
      const copy = new EventLog();
      let cursor = LOG_START;
      let isMore = true;
      while (isMore) {
        isMore = sliced.advance(slice);
        copy.appendBatch(sliced.log.batchSince(cursor));
        cursor = sliced.log.cursor();
      }
      expect(sliced.summary()).toEqual(whole.summary());
      // What crossed to the page is the same log, bit for bit.
      expect(copy.digest()).toBe(whole.log.digest());
    }),
    { numRuns: 40 },
  );
});

test("two runs side by side do not disturb each other", () => {
  const [a, b] = ["publiee", "corrigee"].map((variant) => calmRequest(saga.card, variant));
  const alone = [a, b].map((request) =>
    simulate(saga, request as never, { sql: sqlite }).log.digest(),
  );
  const runs = [a, b].map((request) => createRun(saga, request as never, { sql: sqlite }));
  while (runs.map((run) => run.advance(7)).some(Boolean));
  expect(runs.map(({ log }) => log.digest())).toEqual(alone);
});

test("a run given up half-way frees its databases and leaves the next one alone", () => {
  const request = calmRequest(saga.card, "publiee");
  const expected = simulate(saga, request, { sql: sqlite }).log.digest();
  const abandoned = createRun(saga, request, { sql: sqlite });
  abandoned.advance(100);
  abandoned.close();
  expect(simulate(saga, request, { sql: sqlite }).log.digest()).toBe(expected);
});

test("on real runs: forward n, back k, forward k lands on the same state", () => {
  fc.assert(
    fc.property(requests, fc.nat(), fc.nat(), (request, n, k) => {
      const { log } = simulate(saga, request, { sql: sqlite });
      const timeline = createTimeline(log);
      timeline.extend();
      const there = n % log.length;
      timeline.seek(there);
      const state = timeline.stateDigest();
      timeline.seek(there - (k % (there + 1)));
      timeline.seek(there);
      expect(timeline.stateDigest()).toBe(state);
    }),
    { numRuns: 40 },
  );
});

test("a branch opened at a step is its parent, event for event and digest for digest, up to that step", () => {
  fc.assert(
    fc.property(requests, fc.nat(), (parent, luck) => {
      const { log } = simulate(saga, parent, { sql: sqlite });
      const index = luck % log.length;
      const branch: RunRequest = {
        ...parent,
        interventions: [
          ...parent.interventions,
          {
            ...{ id: "branche", kind: "crash", amount: null, durationUs: ms(500) },
            target: { kind: "node", node: "orchestrateur" },
            at: { kind: "event", index },
          },
        ],
      };
      const other = simulate(saga, branch, { sql: sqlite }).log;
      const difference = firstDifference(log, other);
      expect(difference < 0 ? log.length : difference).toBeGreaterThan(index);
      expect(other.digest(index + 1)).toBe(log.digest(index + 1));
    }),
    { numRuns: 40 },
  );
});

test("a scenario that breaks its own rules stops the run with the rule in words", () => {
  const world: SmallWorld = {
    nodes: {
      a: {
        boot: {
          *demander(ctx: Context): Process<void> {
            yield* ctx.call(operation<null, null>("b", "inconnue"), null, { timeoutUs: ms(10) });
          },
        },
      },
      b: {},
    },
  };
  const run = start(world);
  expect(() => run.advance(1_000)).toThrow(/serves this operation: a>b:inconnue:-#1/);
  run.close();
});
