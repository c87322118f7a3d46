/**
 * A connector: reads a database's log in LSN order and writes what it says as records of a partitioned log.
 *
 * One task: finds where to go on, takes the first copy if nothing was ever written, then follows the log. How
 * records leave, and when a position counts as done, is the emitter's business (`at-least-once.ts`,
 * `exactly-once.ts`). Follows Debezium 2.x for PostgreSQL in Kafka Connect 3.x.
 */
import { type DurationUs, seconds } from "../../../base/time.ts";
import type { Process, Wait } from "../../../kernel/process.ts";
import type { NewRecord } from "../../../world/brokers/partitioned-log/producer.ts";
import type { Context } from "../../../world/context.ts";
import type { Outcome } from "../../../world/outcome.ts";
import { sendingAtLeastOnce } from "./at-least-once.ts";
import {
  type ChangeEvent,
  copyEvents,
  eventsOf,
  type Position,
  type Relation,
  recordsOf,
  type Speaker,
} from "./change-event.ts";
import { drawPositions, drawState } from "./drawing.ts";
import { route } from "./event-router.ts";
import { sendingExactlyOnce } from "./exactly-once.ts";
import { readOffset } from "./offset-store.ts";
import { type ConnectorSettings, heartbeatTopic } from "./options.ts";
import { askDatabase, type Opened, type Reader, SLOT_LOST, type Streamed } from "./replication.ts";

/** A record, and the position that is reached once it has arrived. */
export interface Outgoing {
  readonly record: NewRecord;
  readonly position: Position;
}

/** Told each position that a restart would go on from. */
export type Flushed = (ctx: Context, position: Position) => Process<void>;

export interface Emitter {
  /** Before the task looks where to go on. */
  readonly begin: (ctx: Context) => Process<void>;
  /** Records of one reading, in order. False: nobody knows; the task begins again. */
  readonly emit: (ctx: Context, all: readonly Outgoing[]) => Process<boolean>;
}

/** « retriable.restart.connector.wait.ms » is 10 s; a second is enough to see it. */
const RESTART_US = seconds(1);
/** A reading that finds nothing is answered after this long. */
const WAIT_US = seconds(1);
const START: Position = { lsn: 0, events: 0, isSnapshot: false };

type Asked<R> = { readonly kind: "answered"; readonly reply: R } | { readonly kind: "lost" };

/** What a task knows while it follows the log. */
interface Following {
  readonly relations: ReadonlyMap<string, Relation>;
  /** Everything up to here was read. */
  lsn: number;
  /** Events of the next commit that were done before this task began. */
  skipped: number;
  nextHeartbeatUs: number;
}

/** The process that a worker runs; it begins again by itself, unless its log is lost. */
export function capturing(settings: ConnectorSettings): (ctx: Context) => Process<void> {
  const { database, prefix, slot, tables, outbox, delivery, heartbeatUs } = settings;
  const sending = delivery === "exactly-once" ? sendingExactlyOnce : sendingAtLeastOnce;
  const emitter = sending(settings, confirm);
  const ask = askDatabase(database.node);
  const readerOf = (ctx: Context): Reader => ({ slot, connector: ctx.nodeId, tables });

  /** Told by the emitter: the server may forget what lies before. One way: the next word says more. */
  function* confirm(ctx: Context, position: Position): Process<void> {
    drawPositions(prefix, { read: readSoFar(ctx).lsn, flushed: position }, ctx);
    const reader = readerOf(ctx);
    yield* ctx.send(ask.confirm, { ...reader, lsn: position.lsn });
  }

  const readSoFar = (ctx: Context): { lsn: number } =>
    ctx.objects.volatile(`lu ${prefix}`, () => ({ lsn: 0 }));

  /** Asks the server until it answers. A busy slot is asked for again; a lost one is the end. */
  function* insist<R>(ctx: Context, attempt: () => Wait<Outcome<R>>): Process<Asked<R>> {
    for (;;) {
      const outcome = yield* attempt();
      if (outcome.kind === "replied") return { kind: "answered", reply: outcome.reply };
      if (outcome.kind === "refused" && outcome.reason === SLOT_LOST) return { kind: "lost" };
      yield* ctx.sleep(RESTART_US);
    }
  }

  function* runTask(ctx: Context): Process<"again" | "lost"> {
    yield* emitter.begin(ctx);
    const stored = yield* readOffset(ctx, settings);
    const wantsCopy = settings.snapshot === "initial" && (stored === null || stored.isSnapshot);
    const reader = readerOf(ctx);
    const body = { ...reader, wantsCopy };
    const opened = yield* insist<Opened>(ctx, () =>
      ctx.call(ask.open, body, { timeoutUs: settings.requestTimeoutUs }),
    );
    if (opened.kind === "lost") return "lost";
    const { relations, lsn, copy } = opened.reply;
    const from = stored === null || wantsCopy ? { ...START, lsn } : stored;
    const following: Following = {
      relations: new Map(relations.map((relation) => [relation.table, relation])),
      ...{ lsn: from.lsn, skipped: from.events },
      nextHeartbeatUs: ctx.nowUs + (heartbeatUs ?? 0),
    };
    if (copy !== null) {
      drawState(prefix, "copy", ctx);
      const events = copyEvents(copy, lsn, speakerOf(following, ctx));
      if (!(yield* emitter.emit(ctx, outgoingOf(events, START, ctx)))) return "again";
    }
    drawState(prefix, "stream", ctx);
    return yield* follow(ctx, following);
  }

  function* follow(ctx: Context, following: Following): Process<"again" | "lost"> {
    const timeoutUs = (WAIT_US + settings.requestTimeoutUs) as DurationUs;
    const reader = readerOf(ctx);
    for (;;) {
      const body = {
        ...{ ...reader, after: following.lsn },
        ...{ countMax: settings.batchMax, waitMaxUs: WAIT_US },
      };
      const read = yield* insist<Streamed>(ctx, () => ctx.call(ask.read, body, { timeoutUs }));
      if (read.kind === "lost") return "lost";
      const all = takeIn(read.reply, following, ctx);
      if (all.length > 0 && !(yield* emitter.emit(ctx, all))) return "again";
    }
  }

  /** The records of what was read; the task has then read as far as the server looked. */
  function takeIn({ commits, lsn }: Streamed, following: Following, ctx: Context): Outgoing[] {
    const before = { lsn: following.lsn, events: following.skipped, isSnapshot: false };
    const speaker = speakerOf(following, ctx);
    const events = commits.flatMap((commit) => {
      const { skipped } = following;
      following.skipped = 0;
      return eventsOf(commit, speaker, skipped);
    });
    following.lsn = lsn;
    const soFar = readSoFar(ctx);
    soFar.lsn = lsn;
    const all = outgoingOf(events, before, ctx);
    if (heartbeatUs !== null && ctx.nowUs >= following.nextHeartbeatUs) {
      following.nextHeartbeatUs = ctx.nowUs + heartbeatUs;
      // Where nothing is captured, it alone moves the position, and lets the server forget (DBZ-5).
      const position = { lsn, events: following.skipped, isSnapshot: false };
      const value = JSON.stringify({ ts_ms: Math.floor(ctx.clockUs / 1_000) });
      const key = JSON.stringify({ serverName: prefix });
      all.push({ position, record: { topic: heartbeatTopic(prefix), key, value } });
    }
    return all;
  }

  const speakerOf = ({ relations }: Following, ctx: Context): Speaker => ({
    ...{ prefix, database: database.id, relations, clockUs: ctx.clockUs },
  });

  /** Of an event with several records only the last one reaches its position. */
  function outgoingOf(events: readonly ChangeEvent[], before: Position, ctx: Context): Outgoing[] {
    let reached = before;
    return events.flatMap((event) => {
      const records = recordsFor(event, ctx);
      const all = records.map((record, i) => ({
        record,
        position: i === records.length - 1 ? event.position : reached,
      }));
      reached = event.position;
      return all;
    });
  }

  function recordsFor(event: ChangeEvent, ctx: Context): readonly NewRecord[] {
    if (event.table !== outbox?.table) return recordsOf(event, settings.hasTombstones);
    const routed = route(event);
    if (routed.kind === "warned") ctx.log.note(routed.text);
    return routed.kind === "routed" ? [routed.record] : [];
  }

  return function* capture(ctx) {
    while ((yield* runTask(ctx)) === "again") yield* ctx.sleep(RESTART_US);
    drawState(prefix, "failed", ctx);
    ctx.log.note(SLOT_LOST);
  };
}
