import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLogBuilder, inserted } from "../testing/log-builder.ts";
import { syntheticLog } from "../testing/synthetic-log.ts";
import type { ScenarioCard } from "../vocabulary/card.ts";
import { EventLog } from "../vocabulary/log.ts";
import { createMetricsTable, measureRun } from "./metrics.ts";
import { seriesOf } from "./series.ts";

const card: Pick<ScenarioCard, "machines" | "databases"> = {
  databases: [
    {
      ...{ id: "sagas", title: "", node: "orchestrateur" },
      tables: [
        {
          ...{ name: "sagas", key: ["id"], subject: "id" },
          columns: ["id", "status"].map((name) => ({ name, type: "text", title: name })),
        },
      ],
    },
  ],
  machines: [
    {
      ...{ id: "saga", title: "Saga", database: "sagas", table: "sagas", stateColumn: "status" },
      ...{ stepColumn: null, transitions: [], steps: [] },
      states: [
        { id: "UNDO", title: "compense", sign: "saga-undo" },
        { id: "UNDONE", title: "compensée", sign: "saga-undone" },
      ],
    },
  ],
};

/** Four orders: two answered in 10 and 30 ms, one refused in 20 ms, one never. */
function shop(): EventLog {
  const s = createLogBuilder();
  const issue = (atUs: number, command: string) =>
    s.at(atUs).add("clients", "command-issued", { command, operation: "commander", body: null });
  const end = (atUs: number, command: string, outcome: "ok" | "refused" | "timed-out") =>
    s.at(atUs).add("clients", "command-ended", { command, outcome, detail: "" });
  issue(0, "1");
  issue(0, "2");
  end(10_000, "1", "ok");
  issue(12_000, "3");
  end(30_000, "2", "ok");
  end(32_000, "3", "refused");
  issue(60_000_000, "4");
  return s.log;
}

describe("measures of a run", () => {
  test("count commands by outcome and time their answers", () => {
    const { metrics } = measureRun(shop(), card);
    expect(metrics["commandes-emises"]).toMatchObject({ value: 4, unit: "commandes" });
    expect(metrics["commandes-reussies"]?.value).toBe(2);
    expect(metrics["taux-de-reussite"]?.value).toBeCloseTo(66.67, 1);
    expect(metrics.debit).toMatchObject({ value: 4, unit: "commandes/min" });
    const p50 = metrics["latence-p50"]?.value ?? 0;
    expect(p50).toBeGreaterThanOrEqual(20_000);
    expect(p50).toBeLessThanOrEqual(20_000 * (1 + 1 / 128));
    expect(metrics["latence-p99"]?.value).toBe(30_000);
  });

  test("at a step count what had happened by then", () => {
    const { metrics } = measureRun(shop(), card, 2);
    expect([metrics["commandes-emises"]?.value, metrics["commandes-reussies"]?.value]).toEqual([
      2, 1,
    ]);
    expect(measureRun(shop(), card, -1).metrics["commandes-emises"]?.value).toBe(0);
  });

  test("give the rate, errors and durations of each operation, seen by its callers", () => {
    const s = createLogBuilder();
    const answered = s.send("a>b", "debiter");
    const slow = s.send("a>b", "debiter");
    const late = s.send("a>b", "debiter");
    s.deliver(s.send("b>a", "debiter", { replyTo: answered }));
    const slowReply = s.send("b>a", "debiter", { replyTo: slow });
    s.add("a", "call-timed-out", {
      ...{ message: late, to: "b", operation: "debiter" },
      timeoutUs: 9,
    });
    s.deliver(s.send("b>a", "debiter", { replyTo: late }));
    s.deliver(slowReply);
    const { operations } = measureRun(s.log, card);
    expect(operations).toMatchObject([{ operation: "debiter", sent: 3, ok: 2, timedOut: 1 }]);
  });

  test("time compensation from « compense » to « compensée », and count sagas by state", () => {
    const s = createLogBuilder();
    s.at(1_000_000).commit("orchestrateur", "sagas", [inserted("sagas", ["s1", "UNDO"])]);
    s.at(4_200_000).commit("orchestrateur", "sagas", [
      { table: "sagas", op: "u", before: ["s1", "UNDO"], after: ["s1", "UNDONE"] },
    ]);
    const { metrics } = measureRun(s.log, card);
    expect(metrics["saga-compensation-moyenne"]).toMatchObject({ value: 3_200_000, unit: "µs" });
    expect(metrics["saga-undone"]).toMatchObject({ value: 1, title: "Saga : compensée" });
  });
});

test("read by stretches of any length, they say at each step what the run had said by then", () => {
  const log = syntheticLog({ seed: 8, events: 900, subjects: 6 });
  /** A run that stopped there. */
  const beginning = (until: number): EventLog => {
    const own = new EventLog();
    for (let i = 0; i <= until; i++) {
      const { index: _, kind, ...rest } = log.event(i);
      own.append(kind, rest, rest as never);
    }
    return own;
  };
  const stretches = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 });
  fc.assert(
    fc.property(stretches, fc.nat(899), (lengths, until) => {
      const table = createMetricsTable(log, card);
      for (let i = 0; table.extend(lengths[i % lengths.length]); i++);
      const { metrics, operations } = table.at(until);
      const alone = measureRun(beginning(until), card);
      expect(operations.length).toBeGreaterThan(until > 100 ? 0 : -1);
      expect({ metrics, operations }).toEqual({
        ...{ metrics: alone.metrics, operations: alone.operations },
      });
    }),
    { numRuns: 25 },
  );
});

describe("curves", () => {
  test("cut a run into equal slices, and every event falls into one of them", () => {
    const log = shop();
    const points = seriesOf(log, { fromUs: 0, toUs: 60_000_001, pointCount: 60 });
    expect(points).toHaveLength(60);
    expect(points.reduce((sum, point) => sum + point.events, 0)).toBe(log.length);
    expect(points[0]).toMatchObject({ issued: 3, succeeded: 2, refused: 1, p99Us: 30_000 });
    expect(points[1]).toMatchObject({ issued: 0, p50Us: null });
    expect(points[59]).toMatchObject({ issued: 1 });
  });

  test("a window leaves out what is outside, but knows when its commands were issued", () => {
    const [point] = seriesOf(shop(), { fromUs: 20_000, toUs: 31_000, pointCount: 1 });
    expect(point).toMatchObject({ events: 1, issued: 0, succeeded: 1, p50Us: 30_000 });
  });
});
