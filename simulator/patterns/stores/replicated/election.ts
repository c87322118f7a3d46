/**
 * Who leads: beats that say « I am alive », silence that makes candidates, votes that make one primary a term.
 *
 * A candidate rehearses first: with a majority ready to vote for it, it opens a new term and asks for good.
 * Nobody votes twice in a term, nor for somebody whose log is older than its own: so a primary has every
 * write that a majority confirmed. A primary that no longer hears a majority steps down by itself (MGO-2).
 */
import { assert } from "../../../base/assert.ts";
import {
  applyUpTo,
  learnCommit,
  learnTerm,
  type Member,
  putOffElection,
  stepDown,
} from "./member.ts";
import { compareOpTimes, type OpTime } from "./oplog.ts";

export type Heartbeat = {
  readonly from: string;
  readonly term: number;
  readonly isPrimary: boolean;
  readonly commit: OpTime;
};

export type VoteRequest = {
  readonly candidate: string;
  readonly term: number;
  readonly last: OpTime;
  readonly isDry: boolean;
};

export type VoteReply = {
  readonly from: string;
  /** The voter's own term: in a rehearsal it may lag behind the question's. */
  readonly term: number;
  readonly isGranted: boolean;
  readonly asked: Pick<VoteRequest, "term" | "isDry">;
};

export const commitOf = ({ disk, commitIndex }: Member): OpTime => disk.oplog.opTimeAt(commitIndex);

export const heartbeatOf = (member: Member): Heartbeat => ({
  ...{ from: member.id, term: member.disk.term, isPrimary: member.role === "primary" },
  commit: commitOf(member),
});

export function hearHeartbeat(member: Member, beat: Heartbeat, nowUs: number): void {
  learnTerm(member, beat.term, nowUs);
  member.heardAtUs.set(beat.from, nowUs);
  if (beat.isPrimary && beat.term === member.disk.term) hearPrimary(member, beat, nowUs);
}

/** The primary of this very term is alive, and says what is confirmed. */
export function hearPrimary(
  member: Member,
  { from, commit }: Pick<Heartbeat, "from" | "commit">,
  nowUs: number,
): void {
  assert(member.role !== "primary" || from === member.id, "one primary a term", from);
  member.primaryId = from;
  member.campaign = null;
  member.heardAtUs.set(from, nowUs);
  putOffElection(member, nowUs);
  if (member.disk.oplog.contains(commit)) learnCommit(member, commit.index);
}

/** Voters heard of lately, itself included. */
function visibleCount({ settings, id, heardAtUs }: Member, nowUs: number): number {
  const since = nowUs - settings.electionTimeoutUs;
  return settings.voters.filter((voter) => {
    const atUs = heardAtUs.get(voter);
    return voter === id || (atUs !== undefined && atUs > since);
  }).length;
}

/** To be called now and then, and when an election is due: the question to all other voters, or null. */
export function watch(member: Member, nowUs: number): VoteRequest | null {
  if (member.role === "primary") {
    if (visibleCount(member, nowUs) < member.settings.voteMajority) stepDown(member, nowUs);
    return null;
  }
  if (member.role === "stale" || member.isArbiter) return null;
  return nowUs >= member.electionDueAtUs ? stand(member, true, nowUs) : null;
}

function stand(member: Member, isDry: boolean, nowUs: number): VoteRequest | null {
  const { disk, id } = member;
  putOffElection(member, nowUs);
  if (!isDry) {
    disk.term++;
    disk.votedFor = id;
    member.primaryId = null;
  }
  member.campaign = { isDry, term: disk.term, granted: new Set([id]) };
  const request = { candidate: id, term: disk.term, last: disk.oplog.last, isDry };
  return countVotes(member, nowUs) ?? (member.campaign === null ? null : request);
}

export function hearVoteRequest(member: Member, request: VoteRequest, nowUs: number): VoteReply {
  const { candidate, term, isDry } = request;
  if (!isDry) learnTerm(member, term, nowUs);
  member.heardAtUs.set(candidate, nowUs);
  const isGranted = isVoteFor(member, request, nowUs);
  if (isGranted && !isDry) {
    member.disk.votedFor = candidate;
    putOffElection(member, nowUs);
  }
  return { from: member.id, term: member.disk.term, isGranted, asked: { term, isDry } };
}

function isVoteFor(member: Member, { candidate, term, last, isDry }: VoteRequest, nowUs: number) {
  const { disk, isArbiter } = member;
  if (term < disk.term) return false;
  if (isArbiter && seesAnotherPrimary(member, candidate, nowUs)) return false;
  if (!isArbiter && compareOpTimes(last, disk.oplog.last) < 0) return false;
  return isDry || disk.votedFor === null || disk.votedFor === candidate;
}

function seesAnotherPrimary(member: Member, candidate: string, nowUs: number): boolean {
  const { primaryId, heardAtUs, settings } = member;
  if (primaryId === null || primaryId === candidate) return false;
  return (heardAtUs.get(primaryId) ?? 0) > nowUs - settings.electionTimeoutUs;
}

/** After a rehearsal that went well: the question for good. Null otherwise. */
export function hearVote(member: Member, reply: VoteReply, nowUs: number): VoteRequest | null {
  learnTerm(member, reply.term, nowUs);
  member.heardAtUs.set(reply.from, nowUs);
  const { campaign } = member;
  if (campaign === null || !reply.isGranted) return null;
  const { term, isDry } = reply.asked;
  if (campaign.term !== term || campaign.isDry !== isDry) return null;
  campaign.granted.add(reply.from);
  return countVotes(member, nowUs);
}

function countVotes(member: Member, nowUs: number): VoteRequest | null {
  const { campaign, settings } = member;
  if (campaign === null || campaign.granted.size < settings.voteMajority) return null;
  if (campaign.isDry) return stand(member, false, nowUs);
  lead(member, nowUs);
  return null;
}

/** Elected: does what it had not done yet, and opens its term with an entry of its own. */
export function lead(member: Member, nowUs: number): void {
  const { disk, id, heardAtUs, positions, settings } = member;
  assert(disk.votedFor === id, "a primary that voted for itself", id);
  member.role = "primary";
  member.primaryId = id;
  member.campaign = null;
  positions.clear();
  // Whoever has just voted is there; the others have until the next timeout to say so.
  for (const voter of settings.voters) heardAtUs.set(voter, nowUs);
  const index = disk.oplog.lastIndex + 1;
  const operations = [{ op: "noop" as const }];
  disk.oplog.append({ term: disk.term, index, atUs: nowUs, transaction: null, operations });
  applyUpTo(member, index);
}
