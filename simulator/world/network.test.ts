import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DurationUs, ms, seconds } from "../base/time.ts";
import type { Process } from "../kernel/process.ts";
import { allEvents, atOnce, eventsOf, play, type SmallWorld } from "../testing/small-world.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { operation } from "./calls.ts";
import type { Context } from "./context.ts";

const hear = operation<number, null>("b", "entendre");
const hearElsewhere = operation<number, null>("c", "entendre");

/** `a` tells `b` (and `c` when asked) a number every `gapUs`. */
function talk(count: number, gapUs: DurationUs, both = false): SmallWorld {
  return {
    nodes: {
      a: {
        boot: {
          *parler(ctx: Context): Process<void> {
            for (let i = 0; i < count; i++) {
              yield* ctx.send(hear, i);
              if (both) yield* ctx.send(hearElsewhere, i);
              yield* ctx.sleep(gapUs);
            }
          },
        },
      },
      b: {
        serves: { entendre: atOnce },
      },
      c: {
        serves: { entendre: atOnce },
      },
    },
  };
}

const idOf = (n: number): string => `a>b:entendre:-#${n}`;
const delivered = (log: EventLog): readonly string[] =>
  eventsOf(log, "message-delivered").map(({ message }) => message.replace("a>b:entendre:-", ""));
const lost = (log: EventLog): readonly string[] =>
  eventsOf(log, "message-lost").map(
    ({ message, reason }) => `${message.replace("a>b:entendre:-", "")} ${reason}`,
  );
const latencies = (log: EventLog): ReadonlyMap<string, number> => {
  const sentAtUs = new Map(eventsOf(log, "message-sent").map((e) => [e.message, e.atUs]));
  return new Map(
    eventsOf(log, "message-delivered").map((e) => [
      e.message,
      e.atUs - (sentAtUs.get(e.message) as number),
    ]),
  );
};

describe("latency", () => {
  test("half the messages come before the median, 95 % before p95, 99 % before p99", () => {
    const world = {
      ...talk(20_000, ms(1)),
      latency: { p50Us: ms(10), p95Us: ms(40), p99Us: ms(100) },
    };
    const all = [...latencies(play(world).log).values()];
    const share = (limitUs: number): number => all.filter((us) => us < limitUs).length / all.length;
    expect(all).toHaveLength(20_000);
    expect(share(ms(10))).toBeCloseTo(0.5, 1.7);
    expect(share(ms(40))).toBeCloseTo(0.95, 2);
    expect(share(ms(100))).toBeCloseTo(0.99, 2);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(ms(5));
    expect(Math.max(...all)).toBeLessThanOrEqual(ms(160));
    expect(all.every(Number.isSafeInteger)).toBe(true);
  });

  test("« sent » announces the instant at which an untroubled message arrives", () => {
    const { log } = play(talk(50, ms(3)));
    const announced = new Map(eventsOf(log, "message-sent").map((e) => [e.message, e.arrivesAtUs]));
    for (const event of eventsOf(log, "message-delivered")) {
      expect(event.atUs).toBe(announced.get(event.message));
    }
  });
});

describe("loss and duplication", () => {
  test("a link that loses 20 % loses about 20 %, and the others arrive as if nothing had been lost", () => {
    const calm = latencies(play(talk(5_000, ms(1))).log);
    const { log } = play(talk(5_000, ms(1)), { faults: ["loss:a>b=20@0s+1h"] });
    const troubled = latencies(log);
    expect(eventsOf(log, "message-lost").length / 5_000).toBeCloseTo(0.2, 1.6);
    for (const [id, us] of troubled) expect(us).toBe(calm.get(id));
  });

  test("a link that loses more loses the same messages, and some others", () => {
    const at = (percent: number): ReadonlySet<string> =>
      new Set(lost(play(talk(300, ms(1)), { faults: [`loss:a>b=${percent}@0s+1h`] }).log));
    const [few, many] = [at(10), at(60)];
    for (const id of few) expect(many.has(id)).toBe(true);
    expect(many.size).toBeGreaterThan(few.size);
  });

  test("a link that loses everything delivers nothing, in its own direction only", () => {
    const world: SmallWorld = {
      nodes: {
        a: {
          boot: {
            *demander(ctx: Context): Process<void> {
              yield* ctx.call(hear, 1, { timeoutUs: seconds(1) });
            },
          },
        },
        b: {
          serves: { entendre: atOnce },
        },
      },
    };
    expect(lost(play(world, { faults: ["loss:b>a=100@0s+1h"] }).log)).toEqual(["#1/reply loss"]);
    expect(lost(play(world, { faults: ["loss:a>b=100@0s+1h"] }).log)).toEqual(["#1 loss"]);
  });

  test("a duplicated message arrives twice under two names, the copy after the original", () => {
    const { log } = play(talk(40, ms(1)), { faults: ["duplicate:a>b=100@0s+1h"] });
    const ids = delivered(log);
    expect(ids).toHaveLength(80);
    for (let n = 1; n <= 40; n++) {
      expect(ids.indexOf(`#${n}~2`)).toBeGreaterThan(ids.indexOf(`#${n}`));
    }
  });
});

describe("delay and reordering", () => {
  test("a delay on a link adds to every message sent while it lasts, and to no other", () => {
    const calm = latencies(play(talk(20, ms(10))).log);
    const slow = latencies(play(talk(20, ms(10)), { faults: ["delay:a>b=500ms@45ms+50ms"] }).log);
    for (let n = 1; n <= 20; n++) {
      const added = (slow.get(idOf(n)) as number) - (calm.get(idOf(n)) as number);
      const sentAtUs = (n - 1) * ms(10);
      expect(added).toBe(sentAtUs >= ms(45) && sentAtUs < ms(95) ? ms(500) : 0);
    }
  });

  test("without the fault messages of a steady link keep their order; with it some overtake", () => {
    const steady = { ...talk(40, ms(15)) };
    const order = (faults: readonly string[]): readonly string[] =>
      delivered(play(steady, { faults }).log);
    const inOrder = Array.from({ length: 40 }, (_, i) => `#${i + 1}`);
    expect(order([])).toEqual(inOrder);
    const mixed = order(["reorder:a>b=50@0s+1h"]);
    expect(mixed).not.toEqual(inOrder);
    expect([...mixed].sort()).toEqual([...inOrder].sort());
  });

  test("what a fault adds is told: every message arrives when it was last said that it would", () => {
    const fault = fc.oneof(
      ...["delay:a>b=40ms", "reorder:a>b=50", "duplicate:a>b=50"].map((head) =>
        fc
          .tuple(fc.nat(120), fc.integer({ min: 1, max: 120 }))
          .map(([at, lasts]) => `${head}@${at}ms+${lasts}ms`),
      ),
      ...["duplicate-message", "delay-message"].map((kind) =>
        fc
          .tuple(fc.integer({ min: 1, max: 10 }), fc.nat(150))
          .map(([n, at]) => `${kind}:${idOf(n)}@${at}ms`),
      ),
    );
    fc.assert(
      fc.property(fc.array(fault, { maxLength: 5 }), fc.nat(1_000), (faults, seed) => {
        const calm = latencies(play(talk(10, ms(10)), { seed }).log);
        const said = new Map<string, number>();
        for (const event of allEvents(play(talk(10, ms(10)), { faults, seed }).log)) {
          if (event.kind === "message-sent") {
            // The link's own time, as without any fault: the rest is told apart.
            expect(event.arrivesAtUs - event.atUs).toBe(calm.get(event.message));
            said.set(event.message, event.arrivesAtUs);
          } else if (event.kind === "message-duplicated") said.set(event.copy, event.arrivesAtUs);
          else if (event.kind === "message-delayed") {
            expect(event.arrivesAtUs).toBeGreaterThan(said.get(event.message) as number);
            said.set(event.message, event.arrivesAtUs);
          } else if (event.kind === "message-delivered") {
            expect(event.atUs).toBe(said.get(event.message));
          }
        }
        expect(said.size).toBeGreaterThanOrEqual(10);
      }),
    );
  });

  test("the delay of a link is caused by the message, and what the sender does next is not caused by it", () => {
    const { log } = play(talk(3, ms(10)), { faults: ["delay:a>b=500ms@0s+1h"] });
    for (const event of eventsOf(log, "message-delayed")) {
      expect(log.kind(event.cause)).toBe("message-sent");
    }
    expect(eventsOf(log, "message-delayed")).toHaveLength(3);
    for (const event of eventsOf(log, "message-delivered")) {
      expect(log.kind(event.cause)).toBe("message-delayed");
    }
    for (const event of eventsOf(log, "message-sent")) {
      expect(log.kind(event.cause)).not.toBe("message-delayed");
    }
  });

  test("the strongest of two delays on a link applies, and ending one leaves the other", () => {
    const faults = ["delay:a>b=100ms@0s+1h", "delay:a>b=300ms@0s+60ms"];
    const calm = latencies(play(talk(10, ms(10))).log);
    const slow = latencies(play(talk(10, ms(10)), { faults }).log);
    const added = (n: number): number =>
      (slow.get(idOf(n)) as number) - (calm.get(idOf(n)) as number);
    expect([added(1), added(5), added(9)]).toEqual([ms(300), ms(300), ms(100)]);
  });
});

describe("partition", () => {
  test("a cut link loses what is sent and what is in flight, then works again", () => {
    const { log } = play(talk(12, ms(10)), { faults: ["partition:a>b@35ms+40ms"] });
    const states = eventsOf(log, "link-changed").map(
      ({ from, to, state }) => `${from}>${to} ${state}`,
    );
    expect(states).toEqual(["a>b cut", "a>b open"]);
    const gone = lost(log);
    expect(gone.length).toBeGreaterThan(3);
    expect(gone.every((text) => text.endsWith("partition"))).toBe(true);
    expect(delivered(log)).toContain("#12");
    expect(delivered(log).length + gone.length).toBe(12);
  });

  test("it may be partial (one pair of nodes) and asymmetric (one direction)", () => {
    const world = talk(10, ms(10), true);
    const { log } = play(world, { faults: ["partition:a>b@0s+1h"] });
    expect(eventsOf(log, "message-lost").every(({ message }) => message.startsWith("a>b"))).toBe(
      true,
    );
    const heard = eventsOf(log, "message-delivered").map(({ node }) => node);
    expect(heard).toEqual(Array.from({ length: 10 }, () => "c"));
  });

  test("with `|` and several nodes it cuts every pair in both directions", () => {
    const { log } = play(talk(1, ms(10)), { faults: ["partition:a|b,c@0s+1s"] });
    const cut = eventsOf(log, "link-changed")
      .filter(({ state }) => state === "cut")
      .map(({ from, to }) => `${from}>${to}`);
    expect(cut.sort()).toEqual(["a>b", "a>c", "b>a", "c>a"]);
  });

  test("of two cuts that overlap, the link opens at the end of the last one", () => {
    const { log } = play(talk(20, ms(10)), {
      faults: ["partition:a>b@20ms+50ms", "partition:a>b@40ms+100ms"],
    });
    const changes = eventsOf(log, "link-changed").map(({ atUs, state }) => [atUs, state]);
    expect(changes).toEqual([
      [ms(20), "cut"],
      [ms(140), "open"],
    ]);
  });
});

describe("hold", () => {
  test("a held link keeps what arrives and lets it go in the order in which it came", () => {
    const { log } = play(talk(10, ms(10)), { faults: ["hold:a>b@5ms+60ms"] });
    expect(delivered(log)).toEqual(Array.from({ length: 10 }, (_, i) => `#${i + 1}`));
    const instants = eventsOf(log, "message-delivered").map(({ atUs }) => atUs);
    expect(instants.filter((atUs) => atUs === ms(65)).length).toBeGreaterThan(3);
    expect(instants.some((atUs) => atUs > ms(5) && atUs < ms(65))).toBe(false);
  });

  test("a message that waits may be dropped, delayed or doubled", () => {
    const faults = [
      "hold:a>b@0s+100ms",
      `drop-message:${idOf(1)}@50ms`,
      `delay-message:${idOf(2)}=200ms@50ms`,
      `duplicate-message:${idOf(3)}@60ms`,
    ];
    const { log } = play(talk(4, ms(10)), { faults });
    expect(lost(log)).toEqual(["#1 dropped"]);
    const at = new Map(eventsOf(log, "message-delivered").map((e) => [e.message, e.atUs]));
    expect(at.get(idOf(2))).toBe(ms(250));
    expect(at.get(idOf(3))).toBe(ms(100));
    expect(at.get(`${idOf(3)}~2`)).toBe(ms(100));
    expect(at.get(idOf(4))).toBe(ms(100));
  });
});

describe("one message", () => {
  test("dropping it loses this very message, before it is sent or in flight", () => {
    for (const instant of ["0s", "35ms"]) {
      const { log } = play(talk(8, ms(10)), { faults: [`drop-message:${idOf(4)}@${instant}`] });
      expect(lost(log)).toEqual(["#4 dropped"]);
      expect(delivered(log)).toHaveLength(7);
    }
  });

  test("delaying it changes its instant and nobody else's", () => {
    const calm = latencies(play(talk(8, ms(10))).log);
    const late = latencies(
      play(talk(8, ms(10)), { faults: [`delay-message:${idOf(4)}=300ms@0s`] }).log,
    );
    for (const [id, us] of late) {
      expect(us - (calm.get(id) as number)).toBe(id === idOf(4) ? ms(300) : 0);
    }
  });

  test("doubling it makes one copy; its copy may be dropped in its turn", () => {
    const twice = play(talk(4, ms(10)), { faults: [`duplicate-message:${idOf(2)}@0s`] });
    expect(delivered(twice.log).filter((id) => id.startsWith("#2"))).toEqual(["#2", "#2~2"]);
    const once = play(talk(4, ms(10)), {
      faults: [`duplicate-message:${idOf(2)}@0s`, `drop-message:${idOf(2)}~2@0s`],
    });
    expect(lost(once.log)).toEqual(["#2~2 dropped"]);
  });

  test("a fault on a message that never is changes nothing but the fault itself", () => {
    const calm = allEvents(play(talk(8, ms(10))).log).map(({ kind, atUs }) => `${kind} ${atUs}`);
    for (const kind of ["drop-message", "duplicate-message", "delay-message", "poison"]) {
      const { log } = play(talk(8, ms(10)), { faults: [`${kind}:a>b:autre:-#9@25ms`] });
      const told = allEvents(log)
        .filter((event) => event.kind !== "fault-started")
        .map((event) => `${event.kind} ${event.atUs}`);
      expect(told).toEqual(calm);
    }
  });
});

test("whatever is done to the links, every message sent or doubled is delivered or lost once", () => {
  const fault = fc.oneof(
    ...[
      "partition:a>b",
      "hold:a>b",
      "loss:a>b=50",
      "duplicate:a>b=50",
      "delay:a>b=40ms",
      "reorder:a>b=50",
    ].map((head) =>
      fc
        .tuple(fc.nat(120), fc.integer({ min: 1, max: 120 }))
        .map(([at, lasts]) => `${head}@${at}ms+${lasts}ms`),
    ),
    ...["drop-message", "duplicate-message", "delay-message"].map((kind) =>
      fc
        .tuple(fc.integer({ min: 1, max: 10 }), fc.nat(150))
        .map(([n, at]) => `${kind}:${idOf(n)}@${at}ms`),
    ),
  );
  fc.assert(
    fc.property(fc.array(fault, { maxLength: 6 }), fc.nat(1_000), (faults, seed) => {
      const { log } = play(talk(10, ms(10)), { faults, seed });
      const flying = new Set<string>();
      for (const event of allEvents(log)) {
        if (event.kind === "message-sent") flying.add(event.message);
        if (event.kind === "message-duplicated") flying.add(event.copy);
        if (event.kind === "message-delivered" || event.kind === "message-lost") {
          expect(flying.delete(event.message)).toBe(true);
        }
      }
      expect([...flying]).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
