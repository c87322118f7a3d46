/**
 * A document store: a replica set whose collections can be watched.
 *
 * Owns the commands of a client (insert, replace, delete, drop, several at once) and the handler that serves
 * change streams. The log, its confirmation and its rollbacks are the replica set's.
 */
import { type DurationUs, seconds, us } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import type { PartOfNode } from "../../../world/node-parts.ts";
import type { Found, ReadOptions, WriteOptions, Written } from "../replicated/client.ts";
import { memberOf } from "../replicated/process.ts";
import { createReplicaSet } from "../replicated/replica-set.ts";
import type { ReplicaSetOptions, ReplicaSetSettings } from "../replicated/settings.ts";
import type { Change } from "../replicated/writes.ts";
import { type Changes, readChanges, type Watching } from "./change-stream.ts";

export const WATCH = "observer";

type WatchRequest = Watching & { readonly awaitUs: number };

export interface WatchOptions extends Watching {
  /** How long the server keeps a question that has no answer yet, µs. */
  readonly awaitUs?: DurationUs;
  /** A member's id; absent: the primary. Any member with data can be watched. */
  readonly from?: string;
}

export type Document = { readonly id: string; readonly document: Value };

export interface Documents {
  readonly settings: ReplicaSetSettings;
  readonly nodes: Readonly<Record<string, PartOfNode>>;
  /** Inserted in one command, they share one entry of the log; that is no transaction. */
  readonly insert: (
    ctx: Context,
    collection: string,
    documents: readonly Document[],
    options?: WriteOptions,
  ) => Process<Written>;
  /** Any changes; with `options.transaction` they are one. */
  readonly write: (
    ctx: Context,
    changes: readonly Change[],
    options?: WriteOptions,
  ) => Process<Written>;
  readonly find: (
    ctx: Context,
    place: { readonly collection: string; readonly id: string },
    options?: ReadOptions,
  ) => Process<Found>;
  /** What came after the token. `silent`: nobody answered; ask again with the same token. */
  readonly watch: (
    ctx: Context,
    options: WatchOptions,
  ) => Process<Changes | { readonly kind: "silent" }>;
}

const MARGIN = seconds(1);

/** @throws BadConfiguration */
export function createDocuments(options: ReplicaSetOptions): Documents {
  const set = createReplicaSet(options);
  const { settings, client } = set;

  function* giveChanges(ctx: Context, { awaitUs, ...watching }: WatchRequest): Process<Changes> {
    const { member, moved } = memberOf(ctx, settings);
    const lateAtUs = ctx.nowUs + awaitUs;
    for (;;) {
      const { commitIndex, disk } = member;
      const changes = readChanges({ oplog: disk.oplog, commitIndex }, watching);
      const isAnswer = changes.kind !== "events" || changes.events.length > 0;
      if (isAnswer || watching.start.kind === "now" || ctx.nowUs >= lateAtUs) return changes;
      yield* ctx.race({ news: moved.wait(), late: ctx.sleep(us(lateAtUs - ctx.nowUs)) });
    }
  }

  return {
    settings,
    nodes: Object.fromEntries(
      Object.entries(set.nodes).map(([id, { serves, boot }]) => [
        id,
        settings.arbiters.includes(id)
          ? { serves, boot }
          : { serves: { ...serves, [WATCH]: giveChanges }, boot },
      ]),
    ),
    insert: (ctx, collection, documents, given) =>
      client.write(
        ctx,
        documents.map(({ id, document }) => ({ kind: "insert", collection, id, document })),
        given,
      ),
    write: client.write,
    find: client.read,
    *watch(ctx, { collection, start, max, awaitUs = seconds(1), from }) {
      const believed = client.primary(ctx);
      const question = operation<WatchRequest, Changes>(from ?? believed.id, WATCH);
      const body = { collection, start, max, awaitUs };
      const outcome = yield* ctx.call(question, body, { timeoutUs: us(awaitUs + MARGIN) });
      if (outcome.kind === "replied") return outcome.reply;
      if (from === undefined) believed.correct(null);
      return { kind: "silent" };
    },
  };
}
