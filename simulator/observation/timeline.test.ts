import { describe, expect, test } from "vitest";
import { createLogBuilder, inserted } from "../testing/log-builder.ts";
import type { DatabaseCard } from "../vocabulary/card.ts";
import { createTimeline } from "./timeline.ts";

const payments: DatabaseCard = {
  id: "payments",
  title: "Paiements",
  node: "paiement",
  tables: [
    {
      name: "payments",
      columns: [
        { name: "order_id", type: "text", title: "commande" },
        { name: "status", type: "text", title: "état" },
      ],
      key: ["order_id"],
      subject: "order_id",
    },
  ],
};

describe("state at t", () => {
  test("a message is in flight between its departure and its arrival, and not otherwise", () => {
    const story = createLogBuilder();
    const id = story.send("clients>orchestrateur", "commander", { subject: "1042" });
    story.deliver(id);
    const timeline = createTimeline(story.log);
    timeline.extend();
    timeline.seek(0);
    expect(timeline.value(`message/${id}`)).toMatchObject({
      ...{ id, from: "clients", to: "orchestrateur", operation: "commander", subject: "1042" },
      ...{ role: "request", sentIndex: 0, sentAtUs: 0, arrivesAtUs: 5_000 },
    });
    expect(timeline.entries("message/")).toHaveLength(1);
    timeline.seek(1);
    expect(timeline.value(`message/${id}`)).toBeUndefined();
    timeline.seek(-1);
    expect(timeline.entries("message/")).toEqual([]);
  });

  test("a delayed message keeps its slot with a new arrival, a copy has a slot of its own", () => {
    const story = createLogBuilder();
    const id = story.send("a>b", "faire");
    story.add("a", "message-delayed", { message: id, arrivesAtUs: 90_000 });
    story.add("a", "message-duplicated", {
      ...{ message: id, copy: `${id}~2`, to: "b", arrivesAtUs: 95_000 },
    });
    const timeline = createTimeline(story.log);
    timeline.extend();
    expect(timeline.valueAt(`message/${id}`, 1)).toMatchObject({ arrivesAtUs: 90_000 });
    expect(timeline.valueAt(`message/${id}~2`, 2)).toMatchObject({
      ...{ id: `${id}~2`, from: "a", arrivesAtUs: 95_000, sentIndex: 2 },
    });
  });

  test("a crash empties memory, processes, requests and calls of its node; its rows survive", () => {
    const story = createLogBuilder();
    story.add("paiement", "run-started", {});
    story.about({ subject: "1042", process: 3, line: 12 });
    story.add("paiement", "request-started", {
      ...{ message: "m1", handler: "charge", queueDepth: 1, busyWorkers: 1 },
    });
    story.add("paiement", "memory-changed", { key: "étapes", before: null, after: ["stock"] });
    story.add("orchestrateur", "memory-changed", { key: "saga", before: null, after: 1 });
    story.send("paiement>prestataire", "débiter");
    story.commit("paiement", "payments", [inserted("payments", ["1042", "débité"])]);
    const lively = story.log.length - 1;
    story.about({});
    const crash = story.add("paiement", "node-crashed", { lostProcessCount: 1 });
    story.add("paiement", "process-lost", { handler: "charge", request: "m1" });

    const timeline = createTimeline(story.log, [payments]);
    timeline.extend();
    timeline.seek(lively);
    expect(timeline.value("line/3")).toBe(12);
    expect(timeline.entries("process/")).toHaveLength(1);
    expect(timeline.entries("request/")).toHaveLength(1);
    expect(timeline.entries("call/")).toHaveLength(1);

    timeline.seek(crash);
    expect(timeline.value("node/paiement/status")).toBe("down");
    for (const prefix of ["process/", "line/", "request/", "call/", "memory/paiement/"])
      expect(timeline.entries(prefix), prefix).toEqual([]);
    expect(timeline.value("node/paiement/queue")).toBeUndefined();
    expect(timeline.value("memory/orchestrateur/saga")).toBe(1);
    expect(timeline.value('row/payments/payments/["1042"]')).toEqual(["1042", "débité"]);
    expect(timeline.changesAt(crash)).toContainEqual({
      path: "memory/paiement/étapes",
      before: ["stock"],
      after: undefined,
    });
  });

  test("an updated row keeps its slot, so that the page can show its former value", () => {
    const story = createLogBuilder();
    story.commit("paiement", "payments", [inserted("payments", ["1042", "en cours"])]);
    const update = story.commit("paiement", "payments", [
      { table: "payments", op: "u", before: ["1042", "en cours"], after: ["1042", "débité"] },
    ]);
    const timeline = createTimeline(story.log, [payments]);
    timeline.extend();
    expect(timeline.changesAt(update)).toEqual([
      {
        path: 'row/payments/payments/["1042"]',
        before: ["1042", "en cours"],
        after: ["1042", "débité"],
      },
    ]);
  });

  test("a call is awaited until its reply arrives, or until its caller gives up", () => {
    const story = createLogBuilder();
    const first = story.send("a>b", "faire", { process: 1 });
    story.deliver(story.send("b>a", "faire", { replyTo: first }));
    const second = story.send("a>b", "faire", { process: 1 });
    story.add("a", "call-timed-out", {
      ...{ message: second, to: "b", operation: "faire", timeoutUs: 3_000 },
    });
    const timeline = createTimeline(story.log);
    timeline.extend();
    expect(timeline.valueAt(`call/${first}`, 1)).toMatchObject({ from: "a", to: "b" });
    expect(timeline.valueAt(`call/${first}`, 2)).toBeUndefined();
    expect(timeline.valueAt(`call/${second}`, 3)).toBeDefined();
    expect(timeline.valueAt(`call/${second}`, 4)).toBeUndefined();
  });

  test("a full node is saturated until a worker is free; one told to refuse is not", () => {
    const story = createLogBuilder();
    story.add("a", "request-rejected", { message: "m", reason: "file pleine" });
    story.add("a", "request-finished", {
      ...{ message: "n", status: "ok", queueDepth: 0, busyWorkers: 0 },
    });
    story.add("b", "node-degraded", { mode: "refuse", isOn: true });
    story.add("b", "request-rejected", { message: "o", reason: "refus" });
    const timeline = createTimeline(story.log);
    timeline.extend();
    expect(timeline.valueAt("node/a/status", 0)).toBe("overload");
    expect(timeline.valueAt("node/a/status", 1)).toBe("up");
    expect(timeline.valueAt("node/b/status", 3)).toBeUndefined();
    expect(timeline.valueAt("node/b/refuse", 3)).toBe(true);
  });

  test("a fault that lasts is active until it ends; one done at once never is", () => {
    const story = createLogBuilder();
    story.add("a", "fault-started", { fault: "f1", text: "pause:a@1s+2s" });
    story.add("a", "fault-started", { fault: "f2", text: "drop-message:a>b:x:1#1@event:3" });
    story.add("a", "fault-ended", { fault: "f1" });
    const timeline = createTimeline(story.log);
    timeline.extend();
    timeline.seek(1);
    expect(timeline.entries("fault/")).toEqual([["fault/f1", "pause:a@1s+2s"]]);
    timeline.seek(2);
    expect(timeline.entries("fault/")).toEqual([]);
  });

  test("the history of a slot lists every value it held with the step from which it held it", () => {
    const story = createLogBuilder();
    story.add("a", "memory-changed", { key: "k", before: null, after: 1 });
    story.add("a", "note", { text: "rien" });
    story.add("a", "memory-changed", { key: "k", before: 1, after: null });
    const timeline = createTimeline(story.log);
    timeline.extend();
    expect(timeline.history("memory/a/k")).toEqual([
      { index: 0, value: 1 },
      { index: 2, value: undefined },
    ]);
    expect(timeline.history("memory/a/inconnue")).toEqual([]);
    expect(timeline.paths("memory/")).toEqual(["memory/a/k"]);
  });
});
