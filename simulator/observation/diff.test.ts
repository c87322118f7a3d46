import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLogBuilder, inserted } from "../testing/log-builder.ts";
import { syntheticLog } from "../testing/synthetic-log.ts";
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { diffLogs } from "./diff.ts";
import { diffRows } from "./row-diff.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

/** An order served; with a fault, the reply is lost and the caller gives up. */
function run({ isFaulty }: { readonly isFaulty: boolean }): EventLog {
  const s = createLogBuilder();
  s.add("clients", "run-started", {});
  const request = s.send("clients>paiement", "debiter", { subject: "1", process: 1 });
  s.deliver(request);
  if (isFaulty)
    s.add("paiement", "fault-started", { fault: "f1", text: "loss:paiement>clients=100@0s+1s" });
  s.at(10_000).commit("paiement", "payments", [inserted("payments", ["p1", "1"])], {
    ...{ subject: "1", process: isFaulty ? 9 : 2, cause: 2 },
  });
  const reply = s.send("paiement>clients", "debiter", { subject: "1", replyTo: request, cause: 2 });
  if (isFaulty) {
    s.add("clients", "message-lost", { message: reply, from: "paiement", reason: "loss" });
    s.add("clients", "call-timed-out", {
      ...{ message: request, to: "paiement" },
      operation: "debiter",
      timeoutUs: 9,
    });
  } else s.deliver(reply);
  return s.log;
}

describe("two runs", () => {
  test("are aligned by what happens, not by step number: the reader's fault shifts nothing", () => {
    const { inB, onlyInACount, onlyInBCount } = diffLogs(
      run({ isFaulty: false }),
      run({ isFaulty: true }),
    );
    expect([...inB]).toEqual([0, 1, 2, 4, 5, -1]);
    expect([onlyInACount, onlyInBCount]).toEqual([1, 3]);
  });

  test("part where the first thing happens that the other does not know; the fault itself is not it", () => {
    const { firstDivergence } = diffLogs(run({ isFaulty: false }), run({ isFaulty: true }));
    expect(firstDivergence).toEqual({ a: 5, b: 6, kind: "missing" });
  });

  test("part at the instant or at the content that differs first", () => {
    const tell = (text: string, atUs: number): EventLog => {
      const s = createLogBuilder();
      s.add("a", "run-started", {});
      s.at(atUs).add("a", "memory-changed", { key: "k", before: null, after: text });
      return s.log;
    };
    expect(diffLogs(tell("x", 5), tell("x", 6)).firstDivergence).toEqual({
      a: 1,
      b: 1,
      kind: "time",
    });
    expect(diffLogs(tell("x", 5), tell("y", 5)).firstDivergence).toEqual({
      a: 1,
      b: 1,
      kind: "content",
    });
  });

  test("two designs differ in their code at once, and in what they do only where it matters", () => {
    const design = (handler: string, answer: string): EventLog => {
      const s = createLogBuilder();
      s.add("a", "process-started", { handler, request: null }, { process: 1 });
      s.deliver(s.send("a>b", "reserver", { subject: "1" }));
      s.commit("b", "inventory", [inserted("reservations", ["r1", answer])], { subject: "1" });
      return s.log;
    };
    const { firstDivergence, firstFactDivergence } = diffLogs(
      design("publiee", "deux fois"),
      design("corrigee", "une fois"),
    );
    expect(firstDivergence).toEqual({ a: 0, b: 0, kind: "missing" });
    expect(firstFactDivergence).toEqual({ a: 3, b: 3, kind: "content" });
  });

  test("two designs that name their nodes differently are aligned by the part that each node plays", () => {
    const design = (centre: string, isSlow: boolean): EventLog => {
      const s = createLogBuilder();
      s.deliver(s.send(`clients>${centre}`, "payer", { subject: "1" }));
      s.deliver(s.send(`${centre}>stock`, "reserver", { subject: "1" }));
      if (isSlow) s.send(`${centre}>livre`, "noter", { subject: "1" });
      s.commit("stock", "inventory", [inserted("reservations", ["r1"])], { subject: "1" });
      return s.log;
    };
    const [left, right] = [design("orchestrateur", false), design("ouvrier", true)];
    const say = (id: string): string => id.replace("ouvrier", "orchestrateur");
    const { inB, firstFactDivergence, divergences } = diffLogs(left, right, {
      ...{ node: say, message: say, operation: say, isOtherDesign: false },
    });
    expect([...inB]).toEqual([0, 1, 2, 3, 5]);
    expect(firstFactDivergence).toEqual({ a: 4, b: 4, kind: "missing" });
    expect(divergences).toEqual([firstFactDivergence]);
    // Without the names, nothing but the start would be shared.
    expect(diffLogs(left, right).firstFactDivergence).toEqual({ a: 0, b: 0, kind: "missing" });
  });

  test("of two designs, probes and empty reads are not divergences; a crash always is", () => {
    const design = (probe: string, crashes: boolean): EventLog => {
      const s = createLogBuilder();
      s.deliver(s.send("kong>catalogue", probe));
      s.at(50_000).send("clients>kong", "payer", { subject: "1" });
      if (crashes) s.add("kong", "node-crashed", { lostProcessCount: 0 });
      return s.log;
    };
    const same = (id: string): string => id;
    const names = { node: same, message: same, operation: same };
    const between = (crashes: boolean, isOtherDesign: boolean) =>
      diffLogs(design("sonde", false), design("lecture", crashes), { ...names, isOtherDesign })
        .firstFactDivergence;
    expect(between(false, false)).toEqual({ a: 0, b: 0, kind: "missing" });
    expect(between(false, true)).toBeNull();
    expect(between(true, true)).toEqual({ a: -1, b: 3, kind: "missing" });
  });

  test("after agreeing again, they part again: each stretch is told once, by its beginning", () => {
    const tell = (parted: readonly number[]): EventLog => {
      const s = createLogBuilder();
      for (let i = 0; i < 6; i++) {
        s.at(i * 10_000);
        if (parted.includes(i)) {
          s.add("b", "node-crashed", { lostProcessCount: 0 });
          s.add("b", "node-restarted", {});
        }
        s.at(i * 10_000 + 5_000).send("a>b", "faire", { subject: String(i) });
      }
      return s.log;
    };
    const { divergences } = diffLogs(tell([]), tell([2, 4]));
    expect(divergences).toEqual([
      { a: 2, b: 2, kind: "missing" },
      { a: 4, b: 6, kind: "missing" },
    ]);
  });

  test("when one goes on longer, what follows exists in one run only", () => {
    const long = run({ isFaulty: false });
    const s = createLogBuilder();
    s.add("clients", "run-started", {});
    expect(diffLogs(s.log, long).firstDivergence).toEqual({ a: -1, b: 1, kind: "missing" });
  });

  test("a run compared with itself shows no difference", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 300 }), (seed, events) => {
        const once = syntheticLog({ seed, events });
        const again = syntheticLog({ seed, events });
        const { onlyInACount, onlyInBCount, firstDivergence } = diffLogs(once, again);
        expect([onlyInACount, onlyInBCount, firstDivergence]).toEqual([0, 0, null]);
      }),
      { numRuns: 30 },
    );
  });

  test("matches go both ways", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (x, y) => {
        const { inA, inB } = diffLogs(
          syntheticLog({ seed: x, events: 200, subjects: 3 }),
          syntheticLog({ seed: y, events: 200, subjects: 3 }),
        );
        for (const [i, j] of inB.entries()) if (j >= 0) expect(inA[j]).toBe(i);
        for (const [j, i] of inA.entries()) if (i >= 0) expect(inB[i]).toBe(j);
      }),
      { numRuns: 30 },
    );
  });
});

describe("rows between two instants", () => {
  const databases: readonly DatabaseCard[] = [
    {
      ...{ id: "payments", title: "", node: "paiement" },
      tables: [
        {
          name: "payments",
          columns: ["id", "order_id", "status"].map((name) => ({
            name,
            type: "text",
            title: name,
          })),
          key: ["id"],
          subject: "order_id",
        },
      ],
    },
  ];
  const told = (log: EventLog): Timeline => {
    const timeline = createTimeline(log, databases);
    timeline.extend();
    return timeline;
  };

  test("say what was inserted, which column changed, what was deleted, and by which step", () => {
    const s = createLogBuilder();
    const one = ["p1", "1042", "en cours"];
    s.commit("paiement", "payments", [
      inserted("payments", one),
      inserted("payments", ["p2", "7", "x"]),
    ]);
    s.commit("paiement", "payments", [
      { table: "payments", op: "u", before: one, after: ["p1", "1042", "débité"] },
      { table: "payments", op: "d", before: ["p2", "7", "x"], after: null },
    ]);
    s.commit("paiement", "payments", [inserted("payments", ["p3", "8", "y"])]);
    const timeline = told(s.log);
    const differences = diffRows({ timeline, index: 0 }, { timeline, index: 2 }, databases);
    expect(differences.map((d) => [d.kind, d.key, d.columns, d.index, d.subject])).toEqual([
      ["changed", '["p1"]', [2], 1, "1042"],
      ["deleted", '["p2"]', [0, 1, 2], 1, "7"],
      ["inserted", '["p3"]', [0, 1, 2], 2, "8"],
    ]);
    expect(timeline.position).toBe(-1);
  });

  test("compare two runs at the same instant", () => {
    const withRow = createLogBuilder();
    withRow.commit("paiement", "payments", [inserted("payments", ["p1", "1", "débité"])]);
    const without = createLogBuilder();
    without.add("paiement", "note", { text: "" });
    const differences = diffRows(
      { timeline: told(withRow.log), index: 0 },
      { timeline: told(without.log), index: 0 },
      databases,
    );
    expect(differences).toMatchObject([{ kind: "deleted", key: '["p1"]', index: -1 }]);
  });
});
