/**
 * The server's side of logical replication: slots on the node of the database, and what a connector asks of it.
 *
 * Commits leave in LSN order, without the tables that the connector did not name and without the commits that
 * then are empty; a question that finds nothing waits for the next commit. Slots are durable: they survive the
 * crash of the node, as the database does.
 */
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import { type Handler, type Refusal, refuse } from "../../../world/node.ts";
import type { PartOfNode } from "../../../world/node-parts.ts";
import type { CopiedTable, Relation, StreamedCommit } from "./change-event.ts";
import { drawSlot } from "./drawing.ts";
import { ReplicationSlot } from "./slot.ts";

/** Who asks, through which slot, for which tables. */
export type Reader = {
  readonly slot: string;
  readonly connector: string;
  readonly tables: readonly string[];
};

export type Open = Reader & { readonly wantsCopy: boolean };
export type Opened = {
  readonly relations: readonly Relation[];
  /** Where the stream begins: after the copy if there is one, after what is confirmed otherwise. */
  readonly lsn: number;
  readonly copy: readonly CopiedTable[] | null;
};
export type Read = Reader & {
  readonly after: number;
  readonly countMax: number;
  readonly waitMaxUs: number;
};
export type Streamed = {
  readonly commits: readonly StreamedCommit[];
  /** Everything up to here was looked at, even if nothing of it was asked for (keepalive). */
  readonly lsn: number;
};
export type Confirm = Reader & { readonly lsn: number };

/** Reasons of refusals; PostgreSQL says « replication slot … is active » and « wal_status lost ». */
export const SLOT_BUSY = "l’emplacement de réplication est occupé";
export const SLOT_LOST =
  "le journal demandé n’existe plus : l’emplacement de réplication est perdu";

export const askDatabase = (node: string) => ({
  open: operation<Open, Opened>(node, "ouvrir-journal"),
  read: operation<Read, Streamed>(node, "lire-journal"),
  confirm: operation<Confirm, null>(node, "confirmer-journal"),
});

export interface ReplicationSettings {
  /** « max_slot_wal_keep_size », in commits. */
  readonly keepMax: number | null;
  /** « wal_sender_timeout » */
  readonly senderTimeoutUs: DurationUs;
  /** Work of the server to take in one question. */
  readonly requestUs: DurationUs;
}

/** Commits looked at in one stretch while none of them is asked for. */
const SCANNED_MAX = 1_000;

export type Slots = Map<string, ReplicationSlot>;
const slotsOf = (ctx: Context): Slots =>
  ctx.objects.durable("emplacements de réplication", () => new Map());

export function replicationParts(settings: ReplicationSettings): PartOfNode {
  const { keepMax, senderTimeoutUs, requestUs } = settings;

  /** The slot, held by this reader from now on; or why not. */
  function held({ slot: name, connector }: Reader, ctx: Context): ReplicationSlot | Refusal {
    const slots = slotsOf(ctx);
    const slot = slots.get(name) ?? new ReplicationSlot(ctx.db.commits().lsn, keepMax);
    slots.set(name, slot);
    if (slot.isLost) return refuse(SLOT_LOST);
    return slot.take(connector, ctx.nowUs, senderTimeoutUs) ? slot : refuse(SLOT_BUSY);
  }

  function* openJournal(ctx: Context, request: Open): Process<Opened | Refusal> {
    yield* ctx.work(requestUs);
    const slot = held(request, ctx);
    if (!(slot instanceof ReplicationSlot)) return slot;
    drawSlot(request.slot, slot, ctx);
    const { lsn, tables, rows } = ctx.db.commits();
    const relations = request.tables.flatMap((table): Relation[] => {
      const shape = tables.get(table);
      if (shape === undefined) return [];
      const key = shape.primaryKey.map((column) => shape.columns[column] as string);
      return [{ table, columns: shape.columns, key }];
    });
    if (!request.wantsCopy) return { relations, lsn: slot.confirmedLsn, copy: null };
    return { relations, lsn, copy: relations.map(({ table }) => ({ table, rows: rows(table) })) };
  }

  function* readJournal(ctx: Context, request: Read): Process<Streamed | Refusal> {
    yield* ctx.work(requestUs);
    const untilUs = ctx.nowUs + request.waitMaxUs;
    let from = request.after;
    for (;;) {
      const slot = held(request, ctx);
      if (!(slot instanceof ReplicationSlot)) return slot;
      from = slot.startAfter(from);
      const feed = ctx.db.commits();
      const scanned = feed.after(from, SCANNED_MAX);
      const streamed = streamedFrom(from, scanned, request);
      if (streamed.commits.length > 0) return streamed;
      from = streamed.lsn;
      if (scanned.length > 0) continue;
      if (ctx.nowUs >= untilUs) return streamed;
      const leftUs = (untilUs - ctx.nowUs) as DurationUs;
      yield* ctx.race({ moved: feed.moved.wait(), late: ctx.sleep(leftUs) });
    }
  }

  function* confirmJournal(ctx: Context, request: Confirm): Process<null | Refusal> {
    yield* ctx.work(requestUs);
    const slot = held(request, ctx);
    if (!(slot instanceof ReplicationSlot)) return slot;
    slot.confirm(request.lsn, ctx.db.commits().lsn);
    drawSlot(request.slot, slot, ctx);
    return null;
  }

  /** Draws the log as it grows, and gives up slots that keep too much of it. */
  function* followJournal(ctx: Context): Process<void> {
    for (;;) {
      const feed = ctx.db.commits();
      for (const [name, slot] of slotsOf(ctx)) {
        slot.checkRetention(feed.lsn);
        drawSlot(name, slot, ctx);
      }
      yield* feed.moved.wait();
    }
  }

  const serves = {
    "ouvrir-journal": openJournal,
    "lire-journal": readJournal,
    "confirmer-journal": confirmJournal,
  } as Readonly<Record<string, Handler>>;
  return { serves, boot: { followJournal } };
}

/** What of the scanned commits is asked for, at most `countMax` of them. */
function streamedFrom(
  from: number,
  scanned: readonly StreamedCommit[],
  { tables, countMax }: Read,
): Streamed {
  const commits: StreamedCommit[] = [];
  let lsn = from;
  for (const commit of scanned) {
    if (commits.length >= countMax) break;
    lsn = commit.lsn;
    const ops = commit.ops.filter(({ table }) => tables.includes(table));
    if (ops.length === 0) continue;
    commits.push({ lsn, txId: commit.txId, atUs: commit.atUs, ops });
  }
  return { commits, lsn };
}
