import { describe, expect, test } from "vitest";
import { createLogBuilder, inserted } from "../testing/log-builder.ts";
import type { ClaimTrack } from "../vocabulary/claims.ts";
import { explainBreach } from "./why.ts";

const noCard = { databases: [] };

const brokenAt = (index: number, subject: string, text: string): ClaimTrack => ({
  ...{ id: "une-promesse", brokenAt: index },
  changes: [{ index, verdict: "broken", observed: "2", subject, text }],
});

/** The order is debited; the orchestrator is stopped before it writes so; ten minutes later it starts again from the first step. */
function forgottenDebit() {
  const s = createLogBuilder();
  const order = { subject: "1042" };
  const at = (process: number) => ({ ...order, process });
  s.add("clients", "run-started", {});
  s.add(
    "clients",
    "command-issued",
    { command: "1042", operation: "commander", body: null },
    order,
  );
  const order1 = s.send("clients>orchestrateur", "commander", at(1));
  s.deliver(order1, order);
  s.add(
    "orchestrateur",
    "request-started",
    { message: order1, handler: "run", queueDepth: 0, busyWorkers: 1 },
    at(2),
  );
  const reserve = s.send("orchestrateur>inventaire", "reserver", at(2));
  s.deliver(reserve, order);
  const firstReservation = s.commit(
    "inventaire",
    "inventory",
    [inserted("reservations", ["r1", "1042"])],
    at(3),
  );
  s.deliver(s.send("inventaire>orchestrateur", "reserver", { ...order, replyTo: reserve }), order);
  const debit = s.send("orchestrateur>paiement", "debiter", at(2));
  s.deliver(debit, order);
  const debitWritten = s.commit(
    "paiement",
    "payments",
    [inserted("payments", ["p1", "1042"])],
    at(4),
  );
  const learned = s.deliver(
    s.send("paiement>orchestrateur", "debiter", { ...order, replyTo: debit }),
    order,
  );
  const fault = s.add(
    "orchestrateur",
    "fault-started",
    { fault: "f1", text: "crash:orchestrateur@event:14+1s" },
    { cause: -1 },
  );
  const crash = s.add("orchestrateur", "node-crashed", { lostProcessCount: 1 });
  const lost = s.add("orchestrateur", "process-lost", { handler: "run", request: order1 }, order);
  s.at(600_000_000);
  const awake = s.add(
    "orchestrateur",
    "timer-fired",
    { label: "reprise" },
    { cause: crash, process: 7 },
  );
  const read = s.add(
    "orchestrateur",
    "statement-finished",
    { database: "sagas", statement: "s9", columns: ["step"], rows: [], rowCount: 0 },
    at(7),
  );
  const again = s.send("orchestrateur>inventaire", "reserver", at(7));
  const received = s.deliver(again, order);
  const breach = s.commit(
    "inventaire",
    "inventory",
    [inserted("reservations", ["r2", "1042"])],
    at(8),
  );
  return {
    log: s.log,
    firstReservation,
    debitWritten,
    learned,
    fault,
    lost,
    awake,
    read,
    received,
    breach,
  };
}

describe("« Pourquoi ? »", () => {
  test("a second reservation is explained from the write back to the debit that nobody remembered", () => {
    const told = forgottenDebit();
    const text = "Le stock de 1042 est réservé deux fois.";
    const why = explainBreach(told.log, noCard, brokenAt(told.breach, "1042", text));
    expect(why?.text).toBe(text);
    expect(why?.stops.map((stop) => [stop.index, stop.kind, stop.role])).toEqual([
      [told.breach, "event", "breach"],
      [told.received, "event", "reception"],
      [told.read, "absence", "loss"],
      [told.awake, "event", "start"],
      [told.lost, "absence", "loss"],
      [told.fault, "fault", "fault"],
      [told.learned, "event", "reception"],
      [told.debitWritten, "event", "write"],
      [told.firstReservation, "event", "write"],
    ]);
    expect(why?.stops.map((stop) => stop.link)).toEqual([
      ...["same-transaction", "message", "absence", "same-process", "absence", "fault", "message"],
      ...["same-transaction", "same-transaction"],
    ]);
  });

  test("a promise that holds has no explanation", () => {
    const { log } = forgottenDebit();
    const track: ClaimTrack = { id: "x", brokenAt: -1, changes: [] };
    expect(explainBreach(log, noCard, track)).toBeNull();
  });

  test("a deadline that passes leads back to the reader's lost message, and to what had been done before", () => {
    const s = createLogBuilder();
    const order = { subject: "7" };
    s.add("clients", "run-started", {});
    const debit = s.send("orchestrateur>paiement", "debiter", order);
    const received = s.deliver(debit, order);
    const written = s.commit("paiement", "payments", [inserted("payments", ["p", "7"])], order);
    const fault = s.add(
      "paiement",
      "fault-started",
      {
        ...{ fault: "f2", text: "drop-message:orchestrateur>paiement:debiter:7#1/reply@event:3" },
      },
      { cause: -1 },
    );
    s.send("paiement>orchestrateur", "debiter", { ...order, replyTo: debit, cause: written });
    const lost = s.add(
      "orchestrateur",
      "message-lost",
      { message: `${debit}/reply`, from: "paiement", reason: "dropped" },
      order,
    );
    const guess = s.add(
      "orchestrateur",
      "call-timed-out",
      { message: debit, to: "paiement", operation: "debiter", timeoutUs: 3_000_000 },
      { ...order, cause: 1 },
    );
    const breach = s.add(
      "clients",
      "deadline-passed",
      { claim: "paye", obligation: "7" },
      { ...order, cause: -1 },
    );
    const why = explainBreach(
      s.log,
      noCard,
      brokenAt(breach, "7", "Payée, ni expédiée ni remboursée."),
    );
    expect(why?.stops.map((stop) => [stop.index, stop.kind])).toEqual([
      [breach, "absence"],
      [guess, "absence"],
      [lost, "absence"],
      [fault, "fault"],
      [written, "event"],
      [received, "event"],
    ]);
  });

  test("a saga that nobody takes over: the recovery that found no row is the missing link", () => {
    const s = createLogBuilder();
    const order = { subject: "9" };
    s.add("clients", "command-issued", { command: "9", operation: "commander", body: null }, order);
    const begun = s.commit("orchestrateur", "sagas", [inserted("sagas", ["s9", "9"])], order);
    const fault = s.add(
      ...([
        "orchestrateur",
        "fault-started",
        { fault: "f1", text: "crash:orchestrateur@1s+1s" },
      ] as const),
      { cause: -1 },
    );
    s.add("orchestrateur", "node-crashed", { lostProcessCount: 1 });
    const lost = s.add("orchestrateur", "process-lost", { handler: "run", request: null }, order);
    const patience = s.add(
      ...([
        "clients",
        "call-timed-out",
        { message: "m", to: "orchestrateur", operation: "commander", timeoutUs: 9 },
      ] as const),
      { ...order, cause: 0 },
    );
    const statement = { database: "sagas", statement: "s1" };
    const sql = "SELECT id FROM sagas WHERE status = 'STARTED'";
    s.add("orchestrateur", "statement-started", {
      ...statement,
      transaction: null,
      sql,
      params: [],
    });
    const blind = s.add("orchestrateur", "statement-finished", {
      ...statement,
      columns: ["id"],
      rows: [],
      rowCount: 0,
    });
    const breach = s.add(
      "clients",
      "deadline-passed",
      { claim: "fin", obligation: "9" },
      { ...order, cause: -1 },
    );
    const stops = explainBreach(s.log, noCard, brokenAt(breach, "9", ""))?.stops ?? [];
    expect(stops.map((stop) => stop.index)).toEqual([breach, blind, lost, fault, begun]);
    expect(stops[1]?.kind).toBe("absence");
    // The client who waited in vain suffers the breach; it does not explain it.
    expect(stops.map((stop) => stop.index)).not.toContain(patience);
  });

  test("losses of other orders are not told", () => {
    const s = createLogBuilder();
    s.add("a", "message-lost", { message: "m", from: "b", reason: "loss" }, { subject: "1" });
    const breach = s.commit("a", "db", [inserted("t", ["2"])], { subject: "2", cause: -1 });
    const why = explainBreach(s.log, noCard, brokenAt(breach, "2", ""));
    expect(why?.stops.map((stop) => stop.index)).toEqual([breach]);
  });
});
