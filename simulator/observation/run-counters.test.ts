import { describe, expect, test } from "vitest";
import { createLogBuilder, inserted } from "../testing/log-builder.ts";
import type { DatabaseCard } from "../vocabulary/card.ts";
import { answersAt, countRun, detectionAt, valueAt } from "./run-counters.ts";
import { holdersAt } from "./subject-holders.ts";

const databases: readonly DatabaseCard[] = [
  {
    ...{ id: "ventes", title: "Ventes", node: "commandes" },
    tables: [
      {
        ...{ name: "orders", key: ["id"], subject: "checkout" },
        columns: ["id", "checkout"].map((name) => ({ name, type: "text" as const, title: name })),
      },
    ],
  },
];
const world = { clients: ["clients"], databases };
const about = { subject: "7-3" };

/** Two checkouts; the second one is never answered. */
function story() {
  const s = createLogBuilder();
  s.add("clients", "command-issued", { command: "c1", operation: "payer", body: null }, about);
  s.send("clients>kong", "payer", about);
  s.send("kong>commandes", "creer", about);
  s.send("commandes>kong", "creer", { ...about, replyTo: "x" });
  s.send("kong>commandes", "creer", about);
  s.at(400_000).add("clients", "command-ended", { command: "c1", outcome: "ok", detail: "" });
  s.add("clients", "command-issued", { command: "c2", operation: "payer", body: null });
  return s;
}

describe("the counters of a run", () => {
  test("count messages, commands, waiting clients and answers as they stand at the cursor", () => {
    const { log } = story();
    const counters = countRun(log, world);
    const last = log.length - 1;
    expect(valueAt(counters.messages, last)).toBe(4);
    expect(valueAt(counters.messages, 1)).toBe(1);
    expect([0, 5, 6].map((index) => valueAt(counters.waiting, index))).toEqual([1, 0, 1]);
    expect(valueAt(counters.issued, last)).toBe(2);
    expect(answersAt(counters, 4)).toBeNull();
    expect(answersAt(counters, last)).toEqual({ count: 1, meanUs: 400_000, p95Us: 400_000 });
  });

  test("tell the messages that serve a key from housekeeping", () => {
    const s = story();
    const before = valueAt(countRun(s.log, world).useful, s.log.length - 1);
    s.deliver(s.send("kong>catalogue", "sonde"));
    // A read that answers « 7-3 » counts with its request; what its reader says at once counts too.
    const read = s.send("ouvrier>flux", "lire");
    s.deliver(read);
    const answer = s.send("flux>ouvrier", "lire", { replyTo: read, body: [["0-1", "7-3"]] });
    s.deliver(answer);
    const done = s.send("ouvrier>flux", "acquitter");
    s.deliver(done);
    s.send("flux>ouvrier", "acquitter", { replyTo: done });
    const last = s.log.length - 1;
    const counters = countRun(s.log, world);
    expect(valueAt(counters.useful, last) - before).toBe(4);
    expect(valueAt(counters.messages, last)).toBe(9);
  });

  test("know which services call each other: once a pair, clients and replies apart", () => {
    const { log } = story();
    expect(valueAt(countRun(log, world).acquaintances, log.length - 1)).toBe(1);
  });

  test("say who first had a reason to notice a fault, never the node that it struck", () => {
    const s = story();
    s.at(1_000_000).add("commandes", "fault-started", {
      fault: "f1",
      text: "crash:commandes@1s+9s",
    });
    const timedOut = { message: "m", to: "commandes", operation: "creer", timeoutUs: 9 };
    s.at(1_100_000).add("commandes", "call-timed-out", timedOut);
    const seen = s.at(4_000_000).add("kong", "call-timed-out", timedOut);
    const counters = countRun(s.log, world);
    expect(detectionAt(counters, 3)).toBeNull();
    expect(detectionAt(counters, s.log.length - 1)).toEqual({
      ...{ fault: "f1", startIndex: 7, startUs: 1_000_000 },
      ...{ seenIndex: seen, seenUs: 4_000_000, seenBy: "kong" },
    });
  });

  test("a fault that nobody meets is seen by nobody", () => {
    const s = story();
    s.add("commandes", "fault-started", { fault: "f1", text: "crash:commandes@1s+9s" });
    expect(detectionAt(countRun(s.log, world), 99)?.seenIndex).toBe(-1);
  });
});

describe("where the state of a subject can be read", () => {
  test("rows by their column, records and memory by what they name; a crash forgets memory only", () => {
    const s = story();
    const row = s.commit("commandes", "ventes", [inserted("orders", ["o1", "7-3"])]);
    const memory = s.add("panier", "memory-changed", {
      ...{ key: "en cours", before: null },
      after: { checkouts: ["7-3", "9-1"] },
    });
    s.add("journal", "record-changed", {
      ...{ store: "flux", key: "0-1", before: null },
      after: '{"checkout":"7-3"}',
    });
    s.add("clients", "memory-changed", { key: "7-3", before: null, after: "attend" });
    const crash = s.add("panier", "node-crashed", { lostProcessCount: 1 });
    const { holders } = countRun(s.log, world);
    expect(holdersAt(holders, "7-3", row - 1)).toEqual([]);
    expect(holdersAt(holders, "7-3", row)).toEqual(["commandes"]);
    expect(holdersAt(holders, "7-3", memory)).toEqual(["commandes", "panier"]);
    expect(holdersAt(holders, "7-3", crash - 1)).toEqual(["commandes", "panier", "journal"]);
    expect(holdersAt(holders, "7-3", crash)).toEqual(["commandes", "journal"]);
    expect(holdersAt(holders, "9-1", crash)).toEqual([]);
  });

  test("a deleted row speaks of nothing any more", () => {
    const s = story();
    s.commit("commandes", "ventes", [inserted("orders", ["o1", "7-3"])]);
    const gone = s.commit("commandes", "ventes", [
      { table: "orders", op: "d", before: ["o1", "7-3"], after: null },
    ]);
    expect(holdersAt(countRun(s.log, world).holders, "7-3", gone)).toEqual([]);
  });
});
