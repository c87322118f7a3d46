/**
 * A member of a replica set, as a plain state machine: what it keeps on its disk, what it knows, its role.
 *
 * Time comes in as an argument; messages go out as return values. Owns the state and the change of term;
 * `election.ts` says who becomes primary, `replication.ts` how logs become equal, `writes.ts` what a primary
 * takes and confirms. Refuses to know nodes, networks and processes.
 */
import { assert } from "../../../base/assert.ts";
import { Collections } from "./collections.ts";
import { type Entry, Oplog } from "./oplog.ts";
import type { ReplicaSetSettings } from "./settings.ts";

/** `stale`: so far behind that the primary no longer has the entry it needs; only a human helps. */
export type Role = "primary" | "secondary" | "stale";

/** What survives a crash. */
export interface Disk {
  term: number;
  votedFor: string | null;
  readonly oplog: Oplog;
  /** The journal is on the disk up to here; what lies beyond is lost with the machine. */
  durableIndex: number;
  /** The state at `stableIndex`: nothing in it can be rolled back. */
  readonly stable: Collections;
  stableIndex: number;
  /** Entries undone when this member came back: kept aside, for a human. */
  readonly rolledBack: Entry[];
}

/** A member that stands for election: a rehearsal first, which changes nobody's term. */
export interface Campaign {
  readonly isDry: boolean;
  readonly term: number;
  readonly granted: Set<string>;
}

export interface Member {
  readonly id: string;
  readonly isArbiter: boolean;
  readonly settings: ReplicaSetSettings;
  readonly disk: Disk;
  /** Up to 15 % of the election timeout, µs. */
  readonly drawJitterUs: () => number;
  role: Role;
  primaryId: string | null;
  commitIndex: number;
  appliedIndex: number;
  /** The state at `appliedIndex`. */
  data: Collections;
  campaign: Campaign | null;
  electionDueAtUs: number;
  /** When each other member was last heard of, µs. */
  readonly heardAtUs: Map<string, number>;
  /** Up to where each secondary has this primary's log on its disk. */
  readonly positions: Map<string, number>;
}

/** The disks of a set that was started long ago: the first member is primary of term 1. */
export function freshDisk({ members }: ReplicaSetSettings): Disk {
  return {
    ...{ term: 1, votedFor: members[0] as string, durableIndex: 0, stableIndex: 0 },
    ...{ oplog: new Oplog(), stable: new Collections(), rolledBack: [] },
  };
}

export interface MemberOptions {
  readonly id: string;
  readonly settings: ReplicaSetSettings;
  readonly disk: Disk;
  readonly nowUs: number;
  readonly drawJitterUs: () => number;
}

/** A member that starts, or starts again: a secondary, with what its disk has. */
export function startMember(options: MemberOptions): Member {
  const { id, settings, disk, nowUs, drawJitterUs } = options;
  // What was not in the journal was never here.
  disk.oplog.truncateAfter(disk.durableIndex);
  const member: Member = {
    ...{ id, settings, disk, drawJitterUs, isArbiter: settings.arbiters.includes(id) },
    ...{ role: "secondary", primaryId: null, campaign: null, electionDueAtUs: 0 },
    ...{ commitIndex: disk.stableIndex, appliedIndex: disk.stableIndex },
    ...{ data: disk.stable.copy(), heardAtUs: new Map(), positions: new Map() },
  };
  applyUpTo(member, disk.durableIndex);
  putOffElection(member, nowUs);
  return member;
}

export function putOffElection(member: Member, nowUs: number): void {
  member.electionDueAtUs = nowUs + member.settings.electionTimeoutUs + member.drawJitterUs();
}

/** Somebody speaks of a later term: whoever led an earlier one leads no more. */
export function learnTerm(member: Member, term: number, nowUs: number): void {
  const { disk } = member;
  if (term <= disk.term) return;
  disk.term = term;
  disk.votedFor = null;
  member.primaryId = null;
  member.campaign = null;
  stepDown(member, nowUs);
}

export function stepDown(member: Member, nowUs: number): void {
  if (member.role !== "primary") return;
  member.role = "secondary";
  member.primaryId = null;
  putOffElection(member, nowUs);
}

/** Does the entries up to `index`; what can no longer be undone goes to the stable state. */
export function applyUpTo(member: Member, index: number): void {
  const { disk, data } = member;
  const end = Math.min(index, disk.oplog.lastIndex);
  while (member.appliedIndex < end) data.apply(disk.oplog.at(++member.appliedIndex));
  settle(member);
}

/** Moves the stable state forward, and forgets the oldest entries: never one that may be undone. */
export function settle({ disk, commitIndex, appliedIndex, settings }: Member): void {
  const end = Math.min(commitIndex, appliedIndex, disk.durableIndex);
  while (disk.stableIndex < end) disk.stable.apply(disk.oplog.at(++disk.stableIndex));
  disk.oplog.trim(settings.oplogMax, disk.stableIndex + 1);
}

/** What is confirmed by a majority is never taken back. */
export function learnCommit(member: Member, index: number): void {
  if (index <= member.commitIndex) return;
  assert(index <= member.disk.oplog.lastIndex, "confirming what is in the log", index);
  member.commitIndex = index;
  settle(member);
}
