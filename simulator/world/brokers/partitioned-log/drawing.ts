/**
 * What the page sees of a replica: the last records of its log, with its marks, and its role.
 *
 * Durable, in the store `journal-<broker>`: the log survives a crash, and so does its picture. Only the last
 * cells are kept: the cost of a drawing does not grow with the log.
 */
import { sameValue, type Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../context.ts";
import type { LogRecord } from "./record.ts";
import type { Replica } from "./replication.ts";

const CELLS_MAX = 24;
/** Characters of a value that a cell shows. */
const LABEL_MAX = 24;

/** Store of the drawings of a broker: for the card of whoever shows it. */
export const journalStore = (broker: string): string => `journal-${broker}`;
/** Key of a replica's role in its broker's memory: `leader`, `follower` or `alone`. */
export const roleKey = (partition: string): string => `rôle ${partition}`;
export const isrKey = (partition: string): string => `copies à jour ${partition}`;

export function drawReplica(ctx: Context, partition: string, replica: Replica): void {
  // Internal topics are drawn by their coordinators, in their own words.
  if (partition.startsWith("__")) return;
  const { log, highWatermark, lastStableOffset } = replica;
  const records = log.read(
    Math.max(log.startOffset, log.endOffset - CELLS_MAX),
    log.endOffset,
    CELLS_MAX,
  );
  const marks = [{ at: highWatermark, title: "validé" }];
  if (lastStableOffset < highWatermark) marks.push({ at: lastStableOffset, title: "stable" });
  const first = Math.max(log.startOffset, log.endOffset - CELLS_MAX);
  setRecord(ctx, partition, { first, cells: cellsOf(records, first, log.endOffset), marks });
  const { isr } = replica.leadership;
  ctx.memory.set(
    roleKey(partition),
    replica.isLeader ? (isr.length > 1 ? "leader" : "alone") : "follower",
  );
  ctx.memory.set(isrKey(partition), replica.isLeader ? isr.length : 0);
}

/** One cell an offset; a hole of compaction is an empty one. */
function cellsOf(records: readonly LogRecord[], first: number, end: number): readonly string[] {
  const cells = Array.from({ length: end - first }, () => "");
  for (const record of records) cells[record.offset - first] = labelOf(record);
  return cells;
}

function labelOf({ marker, value, key, headers }: LogRecord): string {
  if (marker !== null) return marker === "commit" ? "✓" : "✗";
  if (value === null) return `∅${key ?? ""}`;
  // A whole document does not fit in a cell: its key tells it as well.
  return value.length > LABEL_MAX ? (headers?.id ?? key ?? value) : value;
}

function setRecord(ctx: Context, key: string, value: Value): void {
  const store = journalStore(ctx.nodeId);
  if (!sameValue(ctx.records.get(store, key), value)) ctx.records.set(store, key, value);
}
