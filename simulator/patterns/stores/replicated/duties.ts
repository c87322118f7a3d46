/**
 * What a member does by itself: it beats, watches the silence, follows the primary, applies what it has
 * heard, and brings its journal to the disk.
 */
import { type DurationUs, seconds, us } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../../world/context.ts";
import type { Boots } from "../../../world/node-parts.ts";
import { heartbeatOf, hearVote, lead, type VoteRequest, watch } from "./election.ts";
import { applyUpTo } from "./member.ts";
import type { Entry } from "./oplog.ts";
import { labelOf, memberOf, settled, undoneStore } from "./process.ts";
import { beatOf, fetchOf, voteOf } from "./protocol.ts";
import { fetchRequestOf, flush, hearFetchReply } from "./replication.ts";
import { awaitUsOf } from "./serve.ts";
import type { ReplicaSetSettings } from "./settings.ts";

/** A secondary that was not answered asks again after so long. */
const RETRY = seconds(1);

export function memberDuties(settings: ReplicaSetSettings, isArbiter: boolean): Boots {
  const others = (ctx: Context): readonly string[] =>
    settings.voters.filter((id) => id !== ctx.nodeId);

  // biome-ignore lint/correctness/useYield: reads the disk, and is ready.
  function* startMember(ctx: Context): Process<void> {
    const process = memberOf(ctx, settings);
    if (process.isFirstPrimary) {
      lead(process.member, ctx.nowUs);
      flush(process.member);
    }
    settled(process, ctx);
  }

  function* beat(ctx: Context): Process<void> {
    const process = memberOf(ctx, settings);
    for (;;) {
      const { member } = process;
      if (member.role === "primary") watch(member, ctx.nowUs);
      settled(process, ctx);
      for (const id of others(ctx)) yield* ctx.send(beatOf(id), heartbeatOf(member));
      yield* untilBeat(ctx);
    }
  }

  /** The next beat, or at once when this member has become primary: the others must hear of it. */
  function* untilBeat(ctx: Context): Process<void> {
    const { member, moved } = memberOf(ctx, settings);
    const dueAtUs = ctx.nowUs + settings.heartbeatUs;
    const { term } = member.disk;
    while (ctx.nowUs < dueAtUs) {
      const rest = us(dueAtUs - ctx.nowUs);
      yield* ctx.race({ moved: moved.wait(), due: ctx.sleep(rest) });
      if (member.role === "primary" && member.disk.term !== term) return;
    }
  }

  function* watchSilence(ctx: Context): Process<void> {
    const process = memberOf(ctx, settings);
    const { member } = process;
    for (;;) {
      const restUs = member.electionDueAtUs - ctx.nowUs;
      if (restUs > 0) yield* ctx.sleep(us(restUs));
      else if (member.role !== "secondary") yield* process.moved.wait();
      else {
        const request = watch(member, ctx.nowUs);
        settled(process, ctx);
        if (request !== null) yield* askVotes(ctx, request);
      }
    }
  }

  function* askVotes(ctx: Context, request: VoteRequest): Process<void> {
    for (const id of others(ctx))
      yield* ctx.spawn("askVote", null, (own) => askVote(own, id, request));
  }

  function* askVote(ctx: Context, voter: string, request: VoteRequest): Process<void> {
    const process = memberOf(ctx, settings);
    const outcome = yield* ctx.call(voteOf(voter), request, { timeoutUs: RETRY });
    if (outcome.kind !== "replied") return;
    const next = hearVote(process.member, outcome.reply, ctx.nowUs);
    settled(process, ctx);
    if (next !== null) yield* askVotes(ctx, next);
  }

  function* followPrimary(ctx: Context): Process<void> {
    const process = memberOf(ctx, settings);
    const { member, moved } = process;
    const timeoutUs = us(awaitUsOf(settings) + RETRY);
    while (member.role !== "stale") {
      const { primaryId } = member;
      const cannot = primaryId === null || member.role === "primary" || ctx.objects.isDiskFull;
      if (cannot) {
        yield* ctx.race({ moved: moved.wait(), later: ctx.sleep(RETRY) });
        continue;
      }
      const request = fetchRequestOf(member);
      const outcome = yield* ctx.call(fetchOf(primaryId), request, { timeoutUs });
      if (outcome.kind !== "replied") continue;
      const undone = hearFetchReply(member, { request, reply: outcome.reply }, ctx.nowUs);
      keepAside(undone, ctx);
      settled(process, ctx);
      if (outcome.reply.kind === "not-primary") yield* ctx.sleep(RETRY);
    }
    ctx.log.note("trop en retard : ce qui lui manque n’est plus dans le journal du primaire");
  }

  function keepAside(undone: readonly Entry[], ctx: Context): void {
    for (const entry of undone) {
      const key = `${entry.term}/${entry.index}`;
      ctx.records.set(undoneStore(ctx.nodeId), key, {
        ecriture: labelOf(entry),
        mandat: entry.term,
      });
    }
  }

  function* applyEntries(ctx: Context): Process<void> {
    const process = memberOf(ctx, settings);
    const { member, moved } = process;
    for (;;) {
      if (member.appliedIndex >= member.disk.oplog.lastIndex) {
        yield* moved.wait();
        continue;
      }
      yield* ctx.work(settings.applyUs);
      applyUpTo(member, member.appliedIndex + 1);
      settled(process, ctx);
    }
  }

  function* flushJournal(ctx: Context): Process<void> {
    const process = memberOf(ctx, settings);
    const { member, moved } = process;
    for (;;) {
      if (member.disk.durableIndex === member.disk.oplog.lastIndex) {
        yield* moved.wait();
        continue;
      }
      yield* ctx.sleep(settings.journalUs as DurationUs);
      if (!ctx.objects.isDiskFull) flush(member);
      settled(process, ctx);
    }
  }

  if (isArbiter) return { startMember, beat };
  return { startMember, beat, watchSilence, followPrimary, applyEntries, flushJournal };
}
