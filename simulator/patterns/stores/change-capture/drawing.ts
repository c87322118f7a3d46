/**
 * What the page sees of change capture: the log with how far it is confirmed, and what the connector is about.
 *
 * The log and the slots are on disk, and so is their picture (`journal-<database node>`); what the connector
 * knows of itself dies with it.
 */
import { sameValue, type Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../../world/context.ts";
import type { Position } from "./change-event.ts";
import type { ReplicationSlot } from "./slot.ts";

const CELLS_MAX = 24;

/** Store of the drawings of a database's log. */
export const journalStore = (node: string): string => `journal-${node}`;
/** A strip: the last commits, each by the key of the first row that it changes, with the slot as a mark. */
export const slotKey = (slot: string): string => `journal ${slot}`;
/** A gauge: commits kept for the slot. */
export const retainedKey = (slot: string): string => `retenu ${slot}`;
/** A state in the connector's memory: `copy`, `stream` or `failed`. */
export const stateKey = (prefix: string): string => `capture ${prefix}`;
/** Pairs in its memory: how far it has read, how far it has flushed. */
export const positionsKey = (prefix: string): string => `positions ${prefix}`;

export type CaptureState = "copy" | "stream" | "failed";

export function drawSlot(name: string, slot: ReplicationSlot, ctx: Context): void {
  const { lsn, after, tables } = ctx.db.commits();
  const first = Math.max(0, lsn - CELLS_MAX);
  const cells = after(first, CELLS_MAX).map(({ ops }) => {
    const [change] = ops;
    const shape = change === undefined ? undefined : tables.get(change.table);
    const row = change?.after ?? change?.before ?? [];
    return `${row[shape?.primaryKey[0] ?? 0] ?? ""}`;
  });
  const marks = [{ at: slot.confirmedLsn, title: slot.isLost ? "perdu" : "confirmé" }];
  setRecord(slotKey(name), { first, cells, marks }, ctx);
  setRecord(retainedKey(name), slot.retained(lsn), ctx);
}

function setRecord(key: string, value: Value, ctx: Context): void {
  const store = journalStore(ctx.nodeId);
  if (!sameValue(ctx.records.get(store, key), value)) ctx.records.set(store, key, value);
}

export const drawState = (prefix: string, state: CaptureState, ctx: Context): void =>
  ctx.memory.set(stateKey(prefix), state);

/** `flushed`: what a restart would go on from; unchanged when null. */
export function drawPositions(
  prefix: string,
  { read, flushed }: { readonly read: number; readonly flushed: Position | null },
  ctx: Context,
): void {
  ctx.memory.set(positionsKey(prefix), [
    ["lu", read],
    ["enregistré", flushed?.lsn ?? 0],
  ]);
}
