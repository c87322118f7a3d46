/**
 * An event store as a node, what asks it, and those who follow it.
 *
 * An append without an answer may have happened: it is sent again with the same ids, and stored once.
 * A follower reads from its mark, and again from its mark after a crash: at least once. Owns the messages;
 * the order of events, views and snapshots have their own files.
 */
import { durationUs, named, wholeNumber } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import { doubt, type Handler, type Refusal } from "../../../world/node.ts";
import type { Outcome } from "../../../world/outcome.ts";
import {
  createEventLog,
  type EventLog,
  type ExpectedVersion,
  type NewEvent,
  type StoredEvent,
} from "./event-log.ts";

export const APPEND = "ajouter";
export const READ = "relire";
export const FOLLOW = "suivre";

export interface EventStoreOptions {
  /** Node of the store. */
  readonly node: string;
  readonly writeUs: DurationUs;
  readonly readUs: DurationUs;
  readonly timeoutUs: DurationUs;
  /** How long the store keeps a follower that has read everything waiting. */
  readonly followUs: DurationUs;
  /** Events in one answer to a follower. */
  readonly batchMax: number;
  /** How an event is shown in a cell of the strip: a few letters. Its stream and type unless said. */
  readonly cellOf?: (event: StoredEvent) => string;
}

const wholeCell = ({ stream, type }: StoredEvent): string => `${stream} ${type}`;

type Append = {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly events: readonly NewEvent[];
};
type Read = {
  readonly stream: string;
  readonly afterVersion: number;
  /** Is this event stored already, before or after that version? */
  readonly about: string;
};
type ReadAnswer = { readonly events: readonly StoredEvent[]; readonly isKnown: boolean };
type Follow = { readonly afterPosition: number };
type AppendAnswer = { readonly isAccepted: boolean; readonly version: number };

export interface EventStoreClient {
  /** `replied` with `isAccepted` false is a conflict: somebody came in between. Any other end is open. */
  readonly append: (ctx: Context, append: Append) => Process<Outcome<AppendAnswer>>;
  readonly read: (ctx: Context, read: Read) => Process<Outcome<ReadAnswer>>;
  /** The next events, once there are some; none after a while. */
  readonly follow: (ctx: Context, afterPosition: number) => Process<readonly StoredEvent[]>;
}

export interface EventStorePart {
  readonly serves: Readonly<Record<string, Handler>>;
  readonly client: EventStoreClient;
}

/** Shown on the stage: strip of the last events, in the store `journal-<node>`. */
export const journalOf = (nodeId: string): string => `journal-${nodeId}`;
const SHOWN = 12;

const logOf = (ctx: Context): EventLog => ctx.objects.durable("événements", createEventLog);
const newsOf = (ctx: Context): Signal<null> =>
  ctx.objects.volatile("nouvelles", () => ctx.objects.signal<null>());

function show(log: EventLog, cellOf: (event: StoredEvent) => string, ctx: Context): void {
  const first = Math.max(0, log.lastPosition() - SHOWN);
  const cells = log.readAll(first, SHOWN).map(cellOf);
  ctx.records.set(journalOf(ctx.nodeId), "fin", { first: first + 1, cells, marks: [] });
}

function storeHandlers(options: EventStoreOptions): EventStorePart["serves"] {
  const { writeUs, readUs, followUs, batchMax, cellOf = wholeCell } = options;
  function* appendEvents(ctx: Context, append: Append): Process<AppendAnswer | Refusal> {
    yield* ctx.work(writeUs);
    if (ctx.objects.isDiskFull) return doubt("disque plein");
    const { stream, expected, events } = append;
    const log = logOf(ctx);
    const { kind, version } = log.append(stream, expected, events);
    if (kind === "appended") {
      const news = newsOf(ctx);
      news.wakeAll(null);
      show(log, cellOf, ctx);
    }
    return { isAccepted: kind !== "conflict", version };
  }
  function* readStream(ctx: Context, { stream, afterVersion, about }: Read): Process<ReadAnswer> {
    yield* ctx.work(readUs);
    const log = logOf(ctx);
    return { events: log.read(stream, afterVersion), isKnown: log.holds(stream, about) };
  }
  function* followAll(ctx: Context, { afterPosition }: Follow): Process<readonly StoredEvent[]> {
    yield* ctx.work(readUs);
    if (logOf(ctx).lastPosition() <= afterPosition) {
      yield* ctx.race({ news: newsOf(ctx).wait(), late: ctx.sleep(followUs) });
    }
    return logOf(ctx).readAll(afterPosition, batchMax);
  }
  return { [APPEND]: appendEvents, [READ]: readStream, [FOLLOW]: followAll };
}

function storeClient({ node, timeoutUs, followUs }: EventStoreOptions): EventStoreClient {
  const append = operation<Append, AppendAnswer>(node, APPEND);
  const read = operation<Read, ReadAnswer>(node, READ);
  const follow = operation<Follow, readonly StoredEvent[]>(node, FOLLOW);
  const patienceUs = (timeoutUs + followUs) as DurationUs;
  return {
    *append(ctx, body) {
      return yield* ctx.call(append, body, { timeoutUs });
    },
    *read(ctx, body) {
      return yield* ctx.call(read, body, { timeoutUs });
    },
    *follow(ctx, afterPosition) {
      const outcome = yield* ctx.call(follow, { afterPosition }, { timeoutUs: patienceUs });
      if (outcome.kind === "replied") return outcome.reply;
      if (outcome.kind === "refused") yield* ctx.sleep(timeoutUs);
      return [];
    },
  };
}

/** @throws BadConfiguration on a wait of no length, or batches of nothing. */
export function createEventStore(options: EventStoreOptions): EventStorePart {
  named("node", options.node);
  durationUs("writeUs", options.writeUs);
  durationUs("readUs", options.readUs);
  durationUs("timeoutUs", options.timeoutUs, 1);
  durationUs("followUs", options.followUs, 1);
  wholeNumber("batchMax", options.batchMax, { min: 1, max: 1_000 });
  return { serves: storeHandlers(options), client: storeClient(options) };
}
