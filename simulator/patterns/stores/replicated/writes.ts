/**
 * What a primary takes, and when it may say « confirmed ».
 *
 * `w: 1` is said by the primary alone: if it falls before a secondary has the entry, the entry is undone.
 * `w: "majority"` waits until enough members with data have it on their disks: no later primary lacks it.
 */

import type { Value } from "../../../vocabulary/values.ts";
import { applyUpTo, type Member } from "./member.ts";
import type { Operation, OpTime } from "./oplog.ts";
import { advanceCommit } from "./replication.ts";
import type { WriteConcern } from "./settings.ts";

/** What a client asks for. `put` inserts or replaces; `insert` refuses an id that exists. */
export type Change =
  | {
      readonly kind: "insert" | "put" | "replace";
      readonly collection: string;
      readonly id: string;
      readonly document: Value;
    }
  | { readonly kind: "delete"; readonly collection: string; readonly id: string }
  | { readonly kind: "drop"; readonly collection: string };

export type Proposal = {
  readonly changes: readonly Change[];
  /** Name of the transaction that they are, or null. */
  readonly transaction: string | null;
};

export type Proposed =
  /** In the log at `at`; when nothing had to change, `at` is the last entry, and is waited for all the same. */
  | { readonly kind: "written"; readonly at: OpTime; readonly operationCount: number }
  | { readonly kind: "duplicate"; readonly id: string }
  | { readonly kind: "not-primary" };

/** All changes become one entry, or none does. */
export function propose(
  member: Member,
  { changes, transaction }: Proposal,
  nowUs: number,
): Proposed {
  const { disk } = member;
  if (member.role !== "primary") return { kind: "not-primary" };
  const operations: Operation[] = [];
  for (const change of changes) {
    const exists = existsAfter(operations, change, member);
    if (change.kind === "insert" && exists) return { kind: "duplicate", id: change.id };
    const operation = operationOf(change, exists);
    if (operation !== null) operations.push(operation);
  }
  if (operations.length > 0) {
    const index = disk.oplog.lastIndex + 1;
    disk.oplog.append({ term: disk.term, index, atUs: nowUs, transaction, operations });
    applyUpTo(member, index);
    advanceCommit(member);
  }
  return { kind: "written", at: disk.oplog.last, operationCount: operations.length };
}

/** Whether there is something to change once the earlier changes of the same command are done. */
function existsAfter(before: readonly Operation[], change: Change, { data }: Member): boolean {
  const { collection } = change;
  if (change.kind === "drop") return data.has(collection);
  const latest = before.findLast(
    (done) =>
      done.op !== "noop" &&
      done.collection === collection &&
      (done.op === "drop" || done.id === change.id),
  );
  if (latest === undefined) return data.get(collection, change.id) !== undefined;
  return latest.op === "insert" || latest.op === "replace";
}

/** null: it changes nothing. */
function operationOf(change: Change, exists: boolean): Operation | null {
  const { kind, collection } = change;
  if (kind === "drop") return exists ? { op: "drop", collection } : null;
  const { id } = change;
  if (kind === "delete") return exists ? { op: "delete", collection, id } : null;
  if (kind === "replace" && !exists) return null;
  return { op: exists ? "replace" : "insert", collection, id, document: change.document };
}

/** `lost`: this member no longer leads, or the entry was undone; the write may yet survive elsewhere. */
export function confirmation(
  member: Member,
  at: OpTime,
  w: WriteConcern,
): "confirmed" | "waiting" | "lost" {
  const { id, disk, positions, settings, commitIndex } = member;
  if (member.role !== "primary" || !disk.oplog.contains(at)) return "lost";
  if (w === "majority") return commitIndex >= at.index ? "confirmed" : "waiting";
  const count = settings.members.filter(
    (each) => each === id || (positions.get(each) ?? 0) >= at.index,
  ).length;
  return count >= w ? "confirmed" : "waiting";
}

/** `local` may show what will be undone; `majority` only what cannot be. */
export type ReadConcern = "local" | "majority";

export const documentsOf = ({ data, disk }: Member, concern: ReadConcern) =>
  concern === "local" ? data : disk.stable;
