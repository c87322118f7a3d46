/** From the effect in one service to the effect in the other, under faults nobody prepared. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { seconds } from "../../../base/time.ts";
import { randomFaults } from "../../../world/brokers/partitioned-log/fixtures/random-faults.ts";
import * as inbox from "../inbox/inbox.ts";
import { playShop } from "./fixtures/shop-and-warehouse.ts";
import * as outbox from "./outbox.ts";
import * as relay from "./polling-relay.ts";

const RUNS = 15;
const sorted = (all: readonly string[]) => [...all].sort();

test(`PGS-5, DBZ-4: ${RUNS} random worlds: outbox and inbox, by any relay that loses nothing, book each committed order exactly once`, () => {
  let repeated = 0;
  const world = fc.record({
    faults: randomFaults({
      nodes: ["boutique", "entrepot", "b1", "connecteur"],
      links: ["boutique|b1", "entrepot|b1", "connecteur|b1", "boutique|connecteur"],
      cuts: ["b1|boutique,entrepot,connecteur"],
      ...{ untilMs: 6_000, countMax: 4 },
    }),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    how: fc.constantFrom("skip-locked" as const, "capture" as const),
    relays: fc.integer({ min: 1, max: 3 }),
    openMs: fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 3, maxLength: 5 }),
  });
  fc.assert(
    fc.property(world, ({ faults, seed, how, relays, openMs }) => {
      const { ordered, received, booked } = playShop({
        ...{ modules: { outbox, relay, inbox }, how, relays, faults, seed, orders: 30 },
        openMs: (order) => openMs[order % openMs.length] ?? 0,
        untilUs: seconds(30),
      });
      expect(sorted(booked)).toEqual(sorted(ordered));
      repeated += received.length - ordered.length;
    }),
    { numRuns: RUNS, seed: 20_261_121 },
  );
  // Without anything that comes twice the inbox would have had nothing to do.
  expect(repeated).toBeGreaterThan(10);
});
