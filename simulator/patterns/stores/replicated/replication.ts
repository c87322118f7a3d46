/**
 * How logs become equal: each secondary asks the primary for what comes after its own last entry.
 *
 * The question says where the secondary's terms begin, so the primary knows where the two logs part. What the
 * secondary has beyond that point was never confirmed by a majority: it undoes it and keeps it aside (MGO-1).
 * The question is also the acknowledgement: everything shared is on the secondary's disk.
 */
import { assert } from "../../../base/assert.ts";
import { commitOf, hearPrimary } from "./election.ts";
import { applyUpTo, learnCommit, learnTerm, type Member } from "./member.ts";
import { type Entry, isSameOpTime, type OpTime, type TermRuns } from "./oplog.ts";

export type FetchRequest = {
  readonly from: string;
  readonly term: number;
  readonly last: OpTime;
  readonly runs: TermRuns;
  /** What it knows to be confirmed. */
  readonly commitIndex: number;
};

export type FetchReply = { readonly from: string; readonly term: number } & (
  | { readonly kind: "not-primary"; readonly primaryId: string | null }
  /** The entry it needs is gone: it must be filled anew by hand. */
  | { readonly kind: "too-stale" }
  | {
      readonly kind: "entries";
      readonly after: OpTime;
      readonly entries: readonly Entry[];
      readonly commit: OpTime;
    }
);

export const fetchRequestOf = ({ id, disk, commitIndex }: Member): FetchRequest => ({
  ...{ from: id, term: disk.term, last: disk.oplog.last, runs: disk.oplog.runs },
  commitIndex,
});

export function answerFetch(member: Member, request: FetchRequest, nowUs: number): FetchReply {
  learnTerm(member, request.term, nowUs);
  const { id, disk, primaryId, settings } = member;
  const head = { from: id, term: disk.term };
  if (member.role !== "primary") return { ...head, kind: "not-primary", primaryId };
  member.heardAtUs.set(request.from, nowUs);
  const { oplog } = disk;
  const shared = oplog.commonPoint(request.runs, request.last.index);
  if (shared + 1 < oplog.first) return { ...head, kind: "too-stale" };
  member.positions.set(request.from, shared);
  advanceCommit(member);
  const entries = oplog.slice(shared + 1, settings.batchMax);
  return {
    ...head,
    kind: "entries",
    after: oplog.opTimeAt(shared),
    entries,
    commit: commitOf(member),
  };
}

/** Whether an answer given now would tell this secondary nothing new. */
export function hasNothingFor(
  { role, disk, positions, commitIndex }: Member,
  request: FetchRequest,
): boolean {
  const { from, last } = request;
  const isEqual = positions.get(from) === last.index && last.index === disk.oplog.lastIndex;
  return role === "primary" && isEqual && request.commitIndex >= commitIndex;
}

/** The latest position that enough members with data have on their disks: never one of an earlier term. */
export function advanceCommit(member: Member): void {
  const { id, disk, positions, settings } = member;
  if (member.role !== "primary") return;
  const reached = settings.members
    .map((each) => (each === id ? disk.durableIndex : (positions.get(each) ?? 0)))
    .sort((a, b) => b - a);
  const index = reached[settings.writeMajority - 1] as number;
  if (disk.oplog.opTimeAt(index).term === disk.term) learnCommit(member, index);
}

/** The journal reaches the disk. */
export function flush(member: Member): void {
  member.disk.durableIndex = member.disk.oplog.lastIndex;
  advanceCommit(member);
}

/** Takes what the primary sent in answer to `request`; what had to be undone for it. */
export function hearFetchReply(
  member: Member,
  { request, reply }: { readonly request: FetchRequest; readonly reply: FetchReply },
  nowUs: number,
): readonly Entry[] {
  learnTerm(member, reply.term, nowUs);
  const { disk } = member;
  if (reply.term < disk.term || member.role === "primary") return [];
  if (reply.kind === "not-primary") {
    if (member.primaryId === reply.from) member.primaryId = null;
    return [];
  }
  if (reply.kind === "too-stale") {
    member.role = "stale";
    return [];
  }
  // Meanwhile it led, or started again: the answer is to a question of another life.
  if (!isSameOpTime(request.last, disk.oplog.last)) return [];
  const undone = rollBackTo(member, reply.after);
  for (const entry of reply.entries) disk.oplog.append(entry);
  disk.durableIndex = disk.oplog.lastIndex;
  hearPrimary(member, reply, nowUs);
  return undone;
}

/** Back to the last entry shared with the primary: from the stable state, forward again up to there. */
function rollBackTo(member: Member, { index }: OpTime): readonly Entry[] {
  const { disk } = member;
  if (index === disk.oplog.lastIndex) return [];
  assert(index >= member.commitIndex, "undoing what a majority confirmed", index);
  const undone = disk.oplog.truncateAfter(index);
  disk.durableIndex = index;
  disk.rolledBack.push(...undone);
  if (member.appliedIndex > index) {
    member.data = disk.stable.copy();
    member.appliedIndex = disk.stableIndex;
    applyUpTo(member, index);
  }
  return undone;
}
