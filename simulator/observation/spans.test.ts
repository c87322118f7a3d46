import { describe, expect, test } from "vitest";
import { createLogBuilder } from "../testing/log-builder.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { createSpanTable, type SpanTable } from "./spans.ts";

const traced = (log: EventLog): SpanTable => {
  const table = createSpanTable(log);
  table.extend();
  return table;
};

const load = { queueDepth: 0, busyWorkers: 1 };

/** A client's order, served by a node that reads its database inside a transaction. */
function order() {
  const s = createLogBuilder();
  s.about({ subject: "1042" });
  s.add("clients", "process-started", { handler: "placeOrder", request: null }, { process: 1 });
  s.add(
    "clients",
    "command-issued",
    { command: "1042", operation: "commander", body: null },
    { process: 1 },
  );
  const call = s.send("clients>orchestrateur", "commander", { process: 1 });
  const arrived = s.deliver(call);
  s.add(
    "orchestrateur",
    "request-started",
    { message: call, handler: "run", ...load },
    { process: 2, cause: arrived },
  );
  s.add(
    "orchestrateur",
    "transaction-begun",
    { database: "sagas", transaction: "t1" },
    { process: 2 },
  );
  s.add(
    "orchestrateur",
    "statement-started",
    {
      ...{ database: "sagas", statement: "q1", transaction: "t1", sql: "  select 1", params: [] },
    },
    { process: 2 },
  );
  return { s, call };
}

describe("spans", () => {
  test("of one order form one trace: the client's command contains the call, the call its service", () => {
    const { s, call } = order();
    s.add(
      "orchestrateur",
      "statement-finished",
      { ...{ database: "sagas", statement: "q1" }, columns: [], rows: [], rowCount: 1 },
      { process: 2 },
    );
    s.add(
      "orchestrateur",
      "transaction-committed",
      { database: "sagas", transaction: "t1", lsn: 1, changes: [] },
      { process: 2 },
    );
    s.add(
      "orchestrateur",
      "request-finished",
      { message: call, status: "ok", ...load },
      { process: 2 },
    );
    s.deliver(s.send("orchestrateur>clients", "commander", { replyTo: call }));
    s.add(
      "clients",
      "command-ended",
      { command: "1042", outcome: "ok", detail: "" },
      { process: 1 },
    );
    const table = traced(s.log);
    expect(table.all.map((span) => [span.name, span.kind, span.parentId, span.status])).toEqual([
      ["placeOrder", "internal", null, "unset"],
      ["commander", "internal", "process:1", "ok"],
      ["commander", "client", "command:1042", "ok"],
      ["run", "server", `call:${call}`, "ok"],
      ["BEGIN", "internal", "process:2", "ok"],
      ["SELECT", "client", "transaction:sagas/t1", "ok"],
    ]);
    expect(table.trace("process:1")).toHaveLength(6);
    expect(table.about("1042")).toHaveLength(6);
    const server = table.byId("process:2");
    expect(server).toMatchObject({
      attributes: { "queued.us": 1_000 },
      startUs: 4_000,
      endUs: 9_000,
    });
  });

  test("a crash ends as lost everything that its node had open, and nothing elsewhere", () => {
    const { s } = order();
    s.about({});
    const crash = s.add("orchestrateur", "node-crashed", { lostProcessCount: 1 });
    const table = traced(s.log);
    const lost = table.all.filter(({ reason }) => reason === "lost").map(({ name }) => name);
    expect(lost).toEqual(["run", "BEGIN", "SELECT"]);
    expect(table.byId("process:2")?.endIndex).toBe(crash);
    expect(table.byId("command:1042")?.status).toBe("unset");
  });

  test("a call that times out is an error for its caller, even when the answer comes later", () => {
    const { s, call } = order();
    const timedOut = s.add("clients", "call-timed-out", {
      ...{ message: call, to: "orchestrateur" },
      operation: "commander",
      timeoutUs: 9,
    });
    s.deliver(s.send("orchestrateur>clients", "commander", { replyTo: call }));
    expect(traced(s.log).byId(`call:${call}`)).toMatchObject({
      ...{ status: "error", reason: "timed-out", endIndex: timedOut },
    });
  });

  test("a process begun by another starts its own trace, linked to where it came from", () => {
    const s = createLogBuilder();
    const worker = s.add(
      "a",
      "process-started",
      { handler: "reprise", request: null },
      { process: 1 },
    );
    s.add(
      "a",
      "process-started",
      { handler: "saga", request: null },
      { process: 2, cause: worker },
    );
    expect(traced(s.log).byId("process:2")).toMatchObject({
      ...{ traceId: "process:2", parentId: null, linkedTo: "process:1" },
    });
  });

  test("a lost reply and a wait for a lock are marks on their span", () => {
    const { s, call } = order();
    s.add("orchestrateur", "statement-waiting", {
      database: "sagas",
      statement: "q1",
      blockers: ["t0"],
      lock: "",
    });
    const reply = s.send("orchestrateur>clients", "commander", { replyTo: call });
    s.add("clients", "message-lost", { message: reply, from: "orchestrateur", reason: "loss" });
    const table = traced(s.log);
    expect(table.byId("statement:sagas/q1")?.marks).toMatchObject([{ name: "statement-waiting" }]);
    expect(table.byId(`call:${call}`)?.marks).toMatchObject([{ name: "message-lost" }]);
  });
});
