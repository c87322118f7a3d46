/**
 * Transactional outbox: the event is a row, written in the transaction of what it tells.
 *
 * Both exist or neither does; sending is somebody else's work, a relay that reads the table
 * (`polling-relay.ts`) or a connector that reads the log (`stores/change-capture`). The table has the columns of
 * Debezium's outbox, and a status for relays that mark what they have sent.
 */
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../../world/context.ts";
import { requiredTable } from "./declared-tables.ts";

export interface OutboxEvent {
  /** What kind of thing it happened to: the name of a topic hangs on it. */
  readonly aggregateType: string;
  /** Which one: events of one aggregate keep their order if the relay does. */
  readonly aggregateId: string;
  readonly type: string;
  readonly payload: string;
}

/** An event with its number: what a relay sends, and what a receiver knows it again by. */
export interface OutboxRow extends OutboxEvent {
  readonly id: number;
}

/** Text of the table. The number is drawn at the INSERT, the row is seen at COMMIT: two orders (PGS-6). */
export const outboxTable = (name: string): string => `CREATE TABLE ${name} (
  id BIGSERIAL PRIMARY KEY,
  aggregatetype TEXT NOT NULL,
  aggregateid TEXT NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending'
)`;

export const OUTBOX_ROW = ["id", "aggregatetype", "aggregateid", "type", "payload"] as const;

export interface OutboxOptions {
  readonly table: string;
  /** Text of the database in which it stands. */
  readonly schema: readonly string[];
}

export interface Outbox {
  /** To be called with the `ctx` of the transaction that writes the effect; gives the event's number. */
  readonly add: (ctx: Context, event: OutboxEvent) => Process<number>;
}

/** @throws BadConfiguration when the schema has no such table, or not its columns. */
export function createOutbox({ table, schema }: OutboxOptions): Outbox {
  requiredTable("table", schema, { table, columns: OUTBOX_ROW });
  return {
    *add(ctx, { aggregateType, aggregateId, type, payload }) {
      const row = yield* ctx.db.one(
        `INSERT INTO ${table} (aggregatetype, aggregateid, type, payload)
         VALUES ($1, $2, $3, $4) RETURNING id`,
        [aggregateType, aggregateId, type, payload],
      );
      return Number(row?.id);
    },
  };
}
