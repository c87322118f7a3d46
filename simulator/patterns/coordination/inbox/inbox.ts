/**
 * Inbox: a message that comes several times has its effect once.
 *
 * The message's id is a row of a table with a unique key; the row and the effect are written in *one
 * transaction* (`together`). In two of them a crash in between tells one without the other: the id first
 * (`before`), the redelivery is taken for known and the effect is lost; the effect first (`after`), the
 * redelivery finds no id and acts again (defect 41), and so do two copies that look at the same time.
 * Effects outside the database (a mail, a payment) are not covered by its transaction.
 */
import { oneOf } from "../../../base/configuration.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../../world/context.ts";
import { requiredTable, requiredUnique } from "../outbox/declared-tables.ts";

export const RECORDINGS = ["together", "before", "after"] as const;
export type Recording = (typeof RECORDINGS)[number];

/** Text of the table. The primary key does the work: without it two copies would both be new. */
export const inboxTable = (name: string): string => `CREATE TABLE ${name} (
  message_id TEXT PRIMARY KEY,
  received_at TIMESTAMPTZ NOT NULL
)`;

export interface InboxOptions {
  readonly table: string;
  /** Text of the database in which it stands. */
  readonly schema: readonly string[];
  readonly recording: Recording;
}

export interface Inbox {
  /** Applies `effect` unless this message was applied before. Its SQL runs where the id is written. */
  readonly receive: (
    ctx: Context,
    messageId: string,
    effect: (ctx: Context) => Process<void>,
  ) => Process<"applied" | "known">;
}

/** @throws BadConfiguration when the table is missing, or its ids are not unique. */
export function createInbox({ table, schema, recording }: InboxOptions): Inbox {
  oneOf("recording", recording, RECORDINGS);
  requiredTable("table", schema, { table, columns: ["message_id", "received_at"] });
  requiredUnique("table", schema, { table, columns: ["message_id"] });

  type Effect = (ctx: Context) => Process<void>;

  /** True when this message is now this process's own. A second copy waits for the first one's end (PGS-2). */
  function* claim(ctx: Context, messageId: string): Process<boolean> {
    const { rowCount } = yield* ctx.db.run(
      `INSERT INTO ${table} (message_id, received_at) VALUES ($1, $2)
       ON CONFLICT (message_id) DO NOTHING`,
      [messageId, ctx.nowUs],
    );
    return rowCount === 1;
  }

  function* claimed(ctx: Context, messageId: string, effect: Effect): Process<"applied" | "known"> {
    if (!(yield* claim(ctx, messageId))) return "known";
    yield* effect(ctx);
    return "applied";
  }

  function* looked(ctx: Context, messageId: string, effect: Effect): Process<"applied" | "known"> {
    const known = yield* ctx.db.one(`SELECT message_id FROM ${table} WHERE message_id = $1`, [
      messageId,
    ]);
    if (known !== null) return "known";
    // Until the row below is committed, anybody else sees nothing either.
    yield* effect(ctx);
    yield* claim(ctx, messageId);
    return "applied";
  }

  return {
    *receive(ctx, messageId, effect) {
      if (recording === "after") return yield* looked(ctx, messageId, effect);
      if (recording === "before") return yield* claimed(ctx, messageId, effect);
      return yield* ctx.transaction((within) => claimed(within, messageId, effect));
    },
  };
}
