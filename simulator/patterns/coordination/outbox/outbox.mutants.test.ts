/** Errors planted in outbox and inbox: does the warehouse's book notice them? */
import { test } from "vitest";
import { type PlantedError, plantedErrors } from "../../../testing/planted-errors.ts";
import * as inbox from "../inbox/inbox.ts";
import { type Modules, playShop, type ShopRun } from "./fixtures/shop-and-warehouse.ts";
import * as outbox from "./outbox.ts";
import * as relay from "./polling-relay.ts";

const openMs = (order: number): number => (order % 3 === 0 ? 300 : 0);
const sorted = (all: readonly string[]): string => [...all].sort().join();

const numberOf = (order: string): number => Number(order.slice(1));

/**
 * Each order booked once: whatever crashes, with two relays, with two relays that both send everything; and in
 * the order of their numbers when nothing of the shop arrives for a moment.
 */
function keepsItsWord(modules: Modules): boolean {
  const run = { modules, how: "skip-locked", orders: 12 } as const;
  const books = (more: Partial<ShopRun>): boolean => {
    const { ordered, booked } = playShop({ ...run, openMs, ...more });
    return sorted(booked) === sorted(ordered);
  };
  const shared = playShop({ ...run, relays: 2 });
  const silent = playShop({ ...run, faults: ["loss:boutique>b1=100@1500ms+800ms"] });
  const first = [...new Set(silent.received)].map(numberOf);
  return (
    books({ how: "after-last", relays: 2, openMs: () => 0 }) &&
    sorted(shared.received) === sorted(shared.ordered) &&
    sorted(silent.booked) === sorted(silent.ordered) &&
    first.every((id, i) => id > (first[i - 1] ?? 0)) &&
    [0, 12, 24, 36, 48, 60, 72, 84].every((afterMs) =>
      books({ faults: [`crash:entrepot@${1_500 + afterMs}ms+1s`] }),
    )
  );
}

const plantIn = <M>(
  file: string,
  withThis: (module: M) => Modules,
  errors: readonly PlantedError[],
) =>
  plantedErrors<M>({
    file: import.meta.resolve(file),
    survives: (module) => keepsItsWord(withThis(module)),
    errors,
  });

test("planted errors in the relay are noticed", () =>
  plantIn<typeof relay>("./polling-relay.ts", (relay) => ({ outbox, relay, inbox }), [
    {
      name: "PGS-5: the row is marked whether it was sent or not",
      find: "if (yield* publish(ctx, row)) {",
      replace: "if ((yield* publish(ctx, row)) || true) {",
    },
    {
      name: "PGS-5: two relays take the same rows",
      find: " FOR UPDATE SKIP LOCKED`",
      replace: "`",
    },
    {
      name: "nothing is ever marked",
      find: "SET status = 'sent'",
      replace: "SET status = 'pending'",
    },
    {
      name: "defect 24: the next event overtakes the one that failed",
      find: 'else if (onFailure === "stop") break;',
      replace: 'else if (onFailure !== "stop") break;',
    },
  ]));

test("planted errors in the inbox are noticed", () =>
  plantIn<typeof inbox>("../inbox/inbox.ts", (inbox) => ({ outbox, relay, inbox }), [
    {
      name: "defect 41: two transactions, the id first",
      find: "return yield* ctx.transaction((within) => claimed(within, messageId, effect));",
      replace: "return yield* claimed(ctx, messageId, effect);",
    },
    {
      name: "defect 41: looked up, then applied",
      find: "return yield* ctx.transaction((within) => claimed(within, messageId, effect));",
      replace: "return yield* looked(ctx, messageId, effect);",
    },
    {
      name: "every message is new",
      find: "return rowCount === 1;",
      replace: "return rowCount >= 0;",
    },
    {
      name: "the id is not kept",
      find: "[messageId, ctx.nowUs]",
      replace: "[String(ctx.nowUs), ctx.nowUs]",
    },
  ]));
