/**
 * A relay that asks the outbox table again and again, and sends what it finds.
 *
 * `skip-locked` takes rows that bear no mark, holds them while it sends, marks them in the same transaction: a
 * crash gives them back, so they are sent again, never lost; several relays share the table (PGS-5).
 * `after-last` remembers the last number: a row with a smaller number that commits later is never seen (PGS-6),
 * and two relays both send everything (defect 24). Neither sees a row that is deleted before it commits (DBZ-6).
 */
import { durationUs, oneOf, wholeNumber } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Producer } from "../../../world/brokers/partitioned-log/producer.ts";
import type { Context } from "../../../world/context.ts";
import { type NamedRow, SqlError } from "../../../world/database-access.ts";
import { outboxTopic } from "../../stores/change-capture/event-router.ts";
import { requiredTable, requiredUnique } from "./declared-tables.ts";
import { OUTBOX_ROW, type OutboxOptions, type OutboxRow } from "./outbox.ts";

export const CLAIMS = ["skip-locked", "after-last"] as const;
export type Claim = (typeof CLAIMS)[number];
export const ON_FAILURES = ["stop", "go-on"] as const;

/** Sends one event; true once the other side says that it has it. */
export type Publish = (ctx: Context, row: OutboxRow) => Process<boolean>;

export interface RelayOptions extends OutboxOptions {
  readonly claim: Claim;
  readonly publish: Publish;
  /** Pause after a look that found nothing to send, µs. */
  readonly pollUs: DurationUs;
  /** Rows of one look. */
  readonly batchMax: number;
  /** What an event that could not be sent does to the next ones. "go-on" breaks the order of an aggregate. */
  readonly onFailure?: (typeof ON_FAILURES)[number];
}

/** Where `after-last` keeps the last number it has sent. */
export const positionTable = (outbox: string): string =>
  `CREATE TABLE ${outbox}_position (outbox TEXT PRIMARY KEY, last BIGINT NOT NULL)`;

/** The process of one relay. @throws BadConfiguration */
export function createPollingRelay(options: RelayOptions): (ctx: Context) => Process<void> {
  const { table, schema, claim, publish, pollUs, batchMax, onFailure = "stop" } = options;
  oneOf("claim", claim, CLAIMS);
  oneOf("onFailure", onFailure, ON_FAILURES);
  durationUs("pollUs", pollUs, 1);
  wholeNumber("batchMax", batchMax, { min: 1, max: 100_000 });
  const isMarking = claim === "skip-locked";
  const columns = isMarking ? [...OUTBOX_ROW, "status"] : OUTBOX_ROW;
  requiredTable("table", schema, { table, columns });
  if (!isMarking) {
    requiredUnique("table", schema, { table: `${table}_position`, columns: ["outbox"] });
  }

  /** Numbers of the rows that were sent, told one by one. */
  function* sendAll(
    ctx: Context,
    rows: readonly NamedRow[],
    sent: (id: number) => Process<void>,
  ): Process<number> {
    let count = 0;
    for (const row of rows.map(rowOf)) {
      if (yield* publish(ctx, row)) {
        yield* sent(row.id);
        count++;
      } else if (onFailure === "stop") break;
    }
    return count;
  }

  const fields = OUTBOX_ROW.join(", ");

  function* relayPending(ctx: Context): Process<number> {
    return yield* ctx.transaction(function* (ctx) {
      const rows = yield* ctx.db.all(
        `SELECT ${fields} FROM ${table} WHERE status = 'pending'
         ORDER BY id LIMIT ${batchMax} FOR UPDATE SKIP LOCKED`,
      );
      return yield* sendAll(ctx, rows, function* (id) {
        yield* ctx.db.run(`UPDATE ${table} SET status = 'sent' WHERE id = $1`, [id]);
      });
    });
  }

  function* relayAfterLast(ctx: Context): Process<number> {
    const position = yield* ctx.db.one(`SELECT last FROM ${table}_position WHERE outbox = $1`, [
      table,
    ]);
    const rows = yield* ctx.db.all(
      `SELECT ${fields} FROM ${table} WHERE id > $1 ORDER BY id LIMIT ${batchMax}`,
      [position?.last ?? 0],
    );
    return yield* sendAll(ctx, rows, function* (id) {
      yield* ctx.db.run(
        `INSERT INTO ${table}_position VALUES ($1, $2)
         ON CONFLICT (outbox) DO UPDATE SET last = excluded.last`,
        [table, id],
      );
    });
  }

  const look = isMarking ? relayPending : relayAfterLast;
  return function* relay(ctx) {
    for (;;) {
      if ((yield* sentIn(ctx, look)) === 0) yield* ctx.sleep(pollUs);
    }
  };
}

/** One look; a database that says no is asked again later. */
function* sentIn(ctx: Context, look: (ctx: Context) => Process<number>): Process<number> {
  try {
    return yield* look(ctx);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return 0;
  }
}

const rowOf = (row: NamedRow): OutboxRow => ({
  id: Number(row.id),
  aggregateType: String(row.aggregatetype),
  aggregateId: String(row.aggregateid),
  type: String(row.type),
  payload: String(row.payload),
});

/** Sends to a partitioned log as the event router would write: topic by aggregate, key, header « id ». */
export const publishingTo = (producer: Producer): Publish =>
  function* (ctx, { id, aggregateType, aggregateId, payload }) {
    const sent = yield* producer.send(ctx, {
      ...{ topic: outboxTopic(aggregateType), key: aggregateId, value: payload },
      headers: { id: `${id}` },
    });
    return sent.kind === "sent";
  };
