/**
 * What a member answers: to other members, and to clients.
 *
 * A secondary that has everything is kept waiting until there is something: so it lags by one way of the
 * network, not by a polling interval. A write that must be confirmed waits here, at the primary.
 */
import { seconds, us } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../../world/context.ts";
import type { Handler } from "../../../world/node.ts";
import {
  type Heartbeat,
  hearHeartbeat,
  hearVoteRequest,
  type VoteReply,
  type VoteRequest,
} from "./election.ts";
import type { OpTime } from "./oplog.ts";
import { memberOf, settled } from "./process.ts";
import * as protocol from "./protocol.ts";
import {
  answerFetch,
  type FetchReply,
  type FetchRequest,
  flush,
  hasNothingFor,
} from "./replication.ts";
import type { ReplicaSetSettings } from "./settings.ts";
import { confirmation, documentsOf, propose } from "./writes.ts";

const AWAIT_MAX_US = seconds(5);

/** How long a secondary that has everything is kept waiting, µs. */
export const awaitUsOf = ({ electionTimeoutUs }: ReplicaSetSettings): number =>
  Math.min(AWAIT_MAX_US, Math.floor(electionTimeoutUs / 2));

export function memberHandlers(settings: ReplicaSetSettings): Readonly<Record<string, Handler>> {
  // biome-ignore lint/correctness/useYield: answers at once.
  function* hearBeat(ctx: Context, beat: Heartbeat): Process<null> {
    const process = memberOf(ctx, settings);
    hearHeartbeat(process.member, beat, ctx.nowUs);
    settled(process, ctx);
    return null;
  }
  // biome-ignore lint/correctness/useYield: answers at once.
  function* giveVote(ctx: Context, request: VoteRequest): Process<VoteReply> {
    const process = memberOf(ctx, settings);
    const reply = hearVoteRequest(process.member, request, ctx.nowUs);
    settled(process, ctx);
    return reply;
  }
  function* giveEntries(ctx: Context, request: FetchRequest): Process<FetchReply> {
    const process = memberOf(ctx, settings);
    const lateAtUs = ctx.nowUs + awaitUsOf(settings);
    for (;;) {
      const reply = answerFetch(process.member, request, ctx.nowUs);
      settled(process, ctx);
      if (!hasNothingFor(process.member, request) || ctx.nowUs >= lateAtUs) return reply;
      yield* ctx.race({ news: process.moved.wait(), late: ctx.sleep(us(lateAtUs - ctx.nowUs)) });
    }
  }
  return {
    [protocol.BEAT]: hearBeat,
    [protocol.VOTE]: giveVote,
    [protocol.FETCH]: giveEntries,
  };
}

export function clientHandlers(settings: ReplicaSetSettings): Readonly<Record<string, Handler>> {
  function* takeWrite(ctx: Context, request: protocol.WriteRequest): Process<protocol.WriteReply> {
    const process = memberOf(ctx, settings);
    const { member } = process;
    if (member.role === "primary" && ctx.objects.isDiskFull) return { kind: "disk-full" };
    const done = propose(member, request.proposal, ctx.nowUs);
    if (done.kind === "not-primary") return { kind: "not-primary", primaryId: member.primaryId };
    if (done.kind === "duplicate") return done;
    // Whoever asks for more than the primary's word asks for the journal too.
    if (request.w !== 1) flush(member);
    settled(process, ctx);
    const { at, operationCount } = done;
    const isConfirmed = yield* awaitConfirmation(ctx, at, request);
    return isConfirmed ? { kind: "confirmed", at, operationCount } : { kind: "unconfirmed", at };
  }

  function* awaitConfirmation(
    ctx: Context,
    at: OpTime,
    { w, wtimeoutUs }: protocol.WriteRequest,
  ): Process<boolean> {
    const { member, moved } = memberOf(ctx, settings);
    const lateAtUs = ctx.nowUs + wtimeoutUs;
    for (;;) {
      const found = confirmation(member, at, w);
      if (found !== "waiting") return found === "confirmed";
      if (ctx.nowUs >= lateAtUs) return false;
      yield* ctx.race({ news: moved.wait(), late: ctx.sleep(us(lateAtUs - ctx.nowUs)) });
    }
  }

  // biome-ignore lint/correctness/useYield: answers at once.
  function* giveDocument(ctx: Context, request: protocol.ReadRequest): Process<protocol.ReadReply> {
    const { member } = memberOf(ctx, settings);
    const { collection, id, concern, needsPrimary } = request;
    if (needsPrimary && member.role !== "primary")
      return { kind: "not-primary", primaryId: member.primaryId };
    if (member.role === "stale") return { kind: "stale" };
    return { kind: "found", document: documentsOf(member, concern).get(collection, id) ?? null };
  }
  return { [protocol.WRITE]: takeWrite, [protocol.READ]: giveDocument };
}
