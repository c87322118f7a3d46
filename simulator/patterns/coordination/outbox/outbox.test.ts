/** Outbox and inbox between two services: what the warehouse receives, and what it books. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { type DurationUs, ms } from "../../../base/time.ts";
import * as inbox from "../inbox/inbox.ts";
import { playShop, type ShopRun, schemaOf } from "./fixtures/shop-and-warehouse.ts";
import * as outbox from "./outbox.ts";
import * as relay from "./polling-relay.ts";

const modules = { outbox, relay, inbox };
const sold = (run: Omit<ShopRun, "modules">) => playShop({ modules, ...run });
const sorted = (all: readonly string[]) => [...all].sort();
/** Every third order waits half a second before its COMMIT. */
const openMs = (order: number): number => (order % 3 === 0 ? 500 : 0);
/** Crashes of this node, one a run, at instants when messages are on their way. */
const crashesOf = (node: string) =>
  Array.from({ length: 24 }, (_, i) => [`crash:${node}@${2_000 + 7 * i}ms+1s`]);

describe("the relay", () => {
  test("PGS-6: « id > last » loses the rows that commit after a larger number; rows marked one by one, and the log, lose none", () => {
    const lost = sold({ how: "after-last", openMs });
    expect(lost.booked.length).toBeLessThan(lost.ordered.length);
    for (const how of ["skip-locked", "capture"] as const) {
      const { ordered, booked } = sold({ how, openMs });
      expect(sorted(booked)).toEqual(sorted(ordered));
    }
  });

  test("DBZ-3: through the log the warehouse books in the order of commits, through the table in that of numbers", () => {
    const { ordered, received } = sold({ how: "capture", openMs });
    expect(ordered).not.toEqual([...ordered].sort((a, b) => numberOf(a) - numberOf(b)));
    expect(received).toEqual(ordered);
  });

  test("PGS-5: two relays with SKIP LOCKED share the rows; two that remember a number both send them all (defect 24)", () => {
    const shared = sold({ how: "skip-locked", relays: 2 });
    expect(sorted(shared.received)).toEqual(sorted(shared.ordered));
    const doubled = sold({ how: "after-last", relays: 2 });
    expect(doubled.received.length).toBeGreaterThan(doubled.ordered.length * 1.5);
  });

  test("PGS-5: a crash between the sending and the mark sends again and loses nothing", () => {
    let repeated = 0;
    for (const faults of crashesOf("boutique")) {
      const { ordered, received, booked } = sold({ how: "skip-locked", faults });
      expect(sorted([...new Set(received)])).toEqual(sorted(ordered));
      expect(sorted(booked)).toEqual(sorted(ordered));
      repeated += received.length - ordered.length;
    }
    expect(repeated).toBeGreaterThan(0);
  });

  test("DBZ-6: a row deleted in the transaction that inserts it is sent by the log, and never by a relay that asks the table", () => {
    const run = { isDeleting: true };
    const read = sold({ ...run, how: "capture" });
    expect(sorted(read.booked)).toEqual(sorted(read.ordered));
    for (const how of ["skip-locked", "after-last"] as const) {
      expect(sold({ ...run, how }).booked).toEqual([]);
    }
  });

  test("defect 24: going on after a failure overtakes the event that failed; stopping keeps the order", () => {
    // For a moment nothing of the shop arrives: what is sent then is not answered for.
    const faults = ["loss:boutique>b1=100@2s+800ms"];
    const isInOrder = (onFailure: "stop" | "go-on"): boolean => {
      const { received } = sold({ how: "skip-locked", onFailure, faults });
      const ids = [...new Set(received)].map(numberOf);
      return ids.every((id, i) => id > (ids[i - 1] ?? 0));
    };
    expect(isInOrder("stop")).toBe(true);
    expect(isInOrder("go-on")).toBe(false);
  });
});

const numberOf = (order: string): number => Number(order.slice(1));

describe("the inbox", () => {
  test("PGS-2: id and effect in one transaction: whatever crashes, each order is booked once", () => {
    for (const faults of crashesOf("entrepot")) {
      const { ordered, booked } = sold({ how: "skip-locked", faults });
      expect(sorted(booked)).toEqual(sorted(ordered));
    }
  });

  test("defect 41: the id first loses an effect in a crash, the effect first has it twice", () => {
    const booked = (recording: inbox.Recording) =>
      crashesOf("entrepot").map((faults) => sold({ how: "skip-locked", faults, recording }));
    const first = booked("before");
    expect(first.every(({ booked }) => new Set(booked).size === booked.length)).toBe(true);
    expect(first.some(({ booked, ordered }) => booked.length < ordered.length)).toBe(true);
    const last = booked("after");
    expect(last.every(({ booked, ordered }) => new Set(booked).size === ordered.length)).toBe(true);
    expect(last.some(({ booked, ordered }) => booked.length > ordered.length)).toBe(true);
  });
});

describe("un réglage absurde est refusé, et nommé", () => {
  const schema = schemaOf(modules);
  const relayOf = (given: Partial<relay.RelayOptions>) => () =>
    relay.createPollingRelay({
      ...{ table: "boite_envoi", schema: schema.shop, claim: "skip-locked", pollUs: ms(50) },
      ...{ batchMax: 5, publish: () => ({}) as never },
      ...given,
    });
  const inboxOf = (text: string) => () =>
    inbox.createInbox({ table: "recus", schema: [text], recording: "together" });
  const loose = "CREATE TABLE recus (id INT PRIMARY KEY, message_id TEXT, received_at TIMESTAMPTZ)";

  test("an inbox whose ids are not unique, or without its columns; with a unique index it is accepted", () => {
    expect(inboxOf(loose)).toThrow(
      "« table » : la table « recus » n’a ni clé primaire ni index unique",
    );
    expect(inboxOf("CREATE TABLE recus (id INT PRIMARY KEY)")).toThrow("« message_id »");
    const indexed = [loose, "CREATE UNIQUE INDEX seuls ON recus (message_id)"];
    const accepted = { table: "recus", schema: indexed, recording: "together" } as const;
    expect(() => inbox.createInbox(accepted)).not.toThrow();
    const both =
      "CREATE TABLE recus (message_id TEXT, received_at TIMESTAMPTZ, par TEXT, PRIMARY KEY (message_id, par))";
    expect(inboxOf(both)).toThrow(BadConfiguration);
  });

  test("an outbox without its table, a relay that never pauses, one without a place for its position", () => {
    const missing = { table: "envois", schema: schema.shop };
    expect(() => outbox.createOutbox(missing)).toThrow("aucune table « envois »");
    expect(relayOf({ pollUs: 0 as DurationUs })).toThrow("« pollUs »");
    expect(relayOf({ batchMax: 0 })).toThrow("« batchMax »");
    const bare = [outbox.outboxTable("boite_envoi")];
    expect(relayOf({ claim: "after-last", schema: bare })).toThrow("boite_envoi_position");
  });
});
