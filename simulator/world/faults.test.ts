/**
 * Faults change what follows them and nothing before; luck belongs to what it is about.
 * Held on the saga of the catalogue, under random requests.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../../scenarios/catalogue.ts";
import { createRandom } from "../base/random.ts";
import type { InstantUs } from "../base/time.ts";
import { type Scenario, simulate } from "../simulation.ts";
import {
  calmRequest,
  messagesSent,
  randomFault,
  randomRequest,
} from "../testing/random-requests.ts";
import { allEvents, eventsOf, readFault, sqlite } from "../testing/small-world.ts";
import { FAULT_KINDS, faultRule, type Intervention } from "../vocabulary/interventions.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { firstDifference } from "../vocabulary/log-difference.ts";
import type { RunRequest } from "../vocabulary/run.ts";

const scenario = scenarios.get("saga-fintech") as Scenario;
const logOf = (request: RunRequest): EventLog => simulate(scenario, request, { sql: sqlite }).log;
const idsOf = (log: EventLog): readonly string[] =>
  eventsOf(log, "message-sent").map(({ message }) => message);
const source = messagesSent(scenario, (request) => idsOf(logOf(request)));
const requests = fc
  .nat(100_000)
  .map((index) => ({ ...randomRequest([source], 99, index), untilUs: null }));

const withFault = (request: RunRequest, fault: Intervention): RunRequest => ({
  ...request,
  interventions: [...request.interventions, { ...fault, id: "added" }],
});

/** How many events the two runs tell alike, from the first on. */
const shared = (a: EventLog, b: EventLog): number => {
  const difference = firstDifference(a, b);
  return difference < 0 ? Math.min(a.length, b.length) : difference;
};

test("whatever fault is added at an instant, the log before it is event for event the same", () => {
  fc.assert(
    fc.property(requests, fc.nat(), (request, luck) => {
      const drawn = randomFault(createRandom(luck, "added"), source, "added");
      const atUs = (luck % 6_000_000) as InstantUs;
      const fault: Intervention = { ...drawn, at: { kind: "time", atUs } };
      const [before, after] = [logOf(request), logOf(withFault(request, fault))];
      // Events of the very instant of the fault may come after it.
      const firstAffected = Math.min(before.indexAt(atUs - 1), after.indexAt(atUs - 1)) + 1;
      expect(shared(before, after)).toBeGreaterThanOrEqual(firstAffected);
      const isOver = before.atUs(before.length - 1) < atUs;
      expect(eventsOf(after, "fault-started").some((e) => e.fault === "added") || isOver).toBe(
        true,
      );
    }),
    { numRuns: 80 },
  );
});

test("a fault « just after event N » leaves events 0 to N as they were and acts at that very instant", () => {
  fc.assert(
    fc.property(requests, fc.nat(), (request, luck) => {
      const before = logOf(request);
      const index = luck % (before.length - 1);
      const drawn = randomFault(createRandom(luck, "added"), source, "added");
      const after = logOf(withFault(request, { ...drawn, at: { kind: "event", index } }));
      const started = eventsOf(after, "fault-started").find((e) => e.fault === "added");
      expect(started).toBeDefined();
      const at = started?.index ?? 0;
      expect(at).toBeGreaterThan(index);
      expect(shared(before, after)).toBeGreaterThanOrEqual(at);
      // What stands between is one act with event N: same instant, and no process got its turn.
      for (let i = index + 1; i < at; i++) {
        expect(after.atUs(i)).toBe(after.atUs(index));
        expect([
          "request-started",
          "process-started",
          "statement-started",
          "memory-changed",
        ]).not.toContain(after.kind(i));
      }
    }),
    { numRuns: 80 },
  );
});

test("a fault just after a deadline that nothing follows acts all the same", () => {
  const base = calmRequest(scenario.card, "publiee");
  const lost = readFault("drop-message:orchestrateur>paiement:debiter:1041#1/reply@0s");
  const broken = logOf(withFault(base, lost));
  const [deadline] = eventsOf(broken, "deadline-passed").slice(-1);
  const index = deadline?.index ?? 0;
  const later = { ...readFault(`crash:paiement@event:${index}`), id: "later" };
  const log = logOf({ ...base, interventions: [lost, later] });
  const crash = eventsOf(log, "node-crashed").at(-1);
  expect(crash?.atUs).toBe(deadline?.atUs);
});

test("a crash just after any event of a node leaves nothing of it alive", () => {
  const base = calmRequest(scenario.card, "corrigee");
  const calm = logOf(base);
  for (let index = 0; index < 160; index += 3) {
    const node = calm.node(index);
    const log = logOf(withFault(base, readFault(`crash:${node}@event:${index}+10min`)));
    const crash = eventsOf(log, "node-crashed")[0];
    const untilUs = (crash?.atUs ?? 0) + 600_000_000;
    const alive = allEvents(log).filter(
      (event) =>
        event.index > (crash?.index ?? 0) &&
        event.atUs < untilUs &&
        event.node === node &&
        !/^(?:process-lost|message-lost|fault-|statement-|transaction-|deadline-|run-)/.test(
          event.kind,
        ),
    );
    expect(alive).toEqual([]);
  }
});

test("nothing of a transaction happens after its end, wherever its client crashes", () => {
  for (const variant of ["publiee", "corrigee"]) {
    const base = calmRequest(scenario.card, variant);
    const calm = logOf(base);
    let interrupted = 0;
    for (let index = 0; index < calm.length; index += 2) {
      if (!calm.kind(index).startsWith("statement-")) continue;
      const log = logOf(withFault(base, readFault(`crash:${calm.node(index)}@event:${index}+3s`)));
      const transactionOf = new Map<string, string | null>();
      const ended = new Set<string>();
      for (const event of allEvents(log)) {
        switch (event.kind) {
          case "statement-started":
            transactionOf.set(event.statement, event.transaction);
            expect(event.transaction === null || !ended.has(event.transaction)).toBe(true);
            break;
          case "statement-finished":
          case "statement-failed": {
            const transaction = transactionOf.get(event.statement) ?? null;
            expect(transaction === null || !ended.has(transaction)).toBe(true);
            // Each statement ends once.
            expect(transactionOf.delete(event.statement)).toBe(true);
            if (event.kind === "statement-failed" && event.code === "08006") interrupted++;
            break;
          }
          case "transaction-committed":
          case "transaction-rolled-back":
            ended.add(event.transaction);
            break;
        }
      }
    }
    if (variant === "corrigee") expect(interrupted).toBeGreaterThan(10);
  }
});

describe("common luck", () => {
  const transit = (log: EventLog): ReadonlyMap<string, number> =>
    new Map(eventsOf(log, "message-sent").map((e) => [e.message, e.arrivesAtUs - e.atUs]));
  const linkOf = (id: string): string => id.split(":")[0] as string;

  test("a fault on one link never changes how long messages take elsewhere", () => {
    const kinds = ["loss", "duplicate", "delay", "reorder", "partition", "hold"];
    for (const variant of scenario.card.variants) {
      const base = calmRequest(scenario.card, variant.id);
      const calm = transit(logOf(base));
      for (const kind of kinds) {
        const fault = readFault(`${kind}:orchestrateur>paiement@0s+20s`);
        const troubled = transit(logOf(withFault(base, fault)));
        for (const [id, us] of troubled) {
          if (linkOf(id) !== "orchestrateur>paiement" && calm.has(id)) {
            expect(`${id} ${us}`).toBe(`${id} ${calm.get(id)}`);
          }
        }
      }
    }
  });

  test("every design meets the same orders, at the same instants, of the same amounts", () => {
    for (const seed of [1, 42, 777]) {
      const [first, ...others] = scenario.card.variants.map(({ id }) =>
        eventsOf(logOf({ ...calmRequest(scenario.card, id), seed }), "command-issued").map((e) =>
          JSON.stringify([e.atUs, e.command, e.body]),
        ),
      );
      expect(first?.length).toBeGreaterThan(0);
      for (const other of others) expect(other).toEqual(first);
    }
  });
});

test("each kind of fault leaves its mark in the log, and ends when it lasts", () => {
  const base = calmRequest(scenario.card, "publiee");
  const message = "orchestrateur>paiement:debiter:1041#1";
  const target: Partial<Record<(typeof FAULT_KINDS)[number], string>> = {};
  for (const kind of ["partition", "hold", "loss", "duplicate", "delay", "reorder"] as const) {
    target[kind] = "orchestrateur>paiement";
  }
  for (const kind of ["drop-message", "duplicate-message", "delay-message", "poison"] as const) {
    target[kind] = message;
  }
  const calm = logOf(base);
  for (const kind of FAULT_KINDS) {
    // Breaks nothing: see reader-requests.test.ts.
    if (kind === "request") continue;
    const lasts = target[kind] === message ? "" : "+2s";
    const amount = faultRule(kind).unit === "percent" && kind !== "slow" ? "=100" : "";
    const text = `${kind}:${target[kind] ?? "paiement"}${amount}@${lasts === "" ? "0s" : "300ms"}${lasts}`;
    const log = logOf(withFault(base, readFault(text)));
    expect(eventsOf(log, "fault-started")).toHaveLength(1);
    expect(eventsOf(log, "fault-ended")).toHaveLength(lasts === "" ? 0 : 1);
    const said = allEvents(log).filter(
      (e) => e.kind !== "fault-started" && e.kind !== "fault-ended",
    );
    expect(
      said.map(({ kind: k, atUs }) => `${k} ${atUs}`),
      text,
    ).not.toEqual(allEvents(calm).map(({ kind: k, atUs }) => `${k} ${atUs}`));
  }
});
