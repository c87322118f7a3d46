/**
 * The coordinator as a node: asks for votes, writes a commit down, tells it until everybody has it.
 *
 * Between the votes and the record a crash means abort; after the record it means commit, by whoever
 * restarts. The client is told after the record and before the participants: an answer is a promise.
 */
import type { Process } from "../../../kernel/process.ts";
import { askAll } from "../../../world/ask-all.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import { doubt, type Refusal, refuse } from "../../../world/node.ts";
import { type CoordinatorLog, createCoordinatorLog, type Decision } from "./coordinator-log.ts";
import {
  COMMITTED,
  EXECUTE,
  endsOf,
  INQUIRE,
  type Inquiry,
  type PartOnNode,
  PREPARE,
  SETTLE,
  type Transaction,
  type TwoPhaseOptions,
  type Verdict,
} from "./protocol.ts";

/** What the participant in doubt is told: the decision, or that there is none yet. */
export type Answer = Decision | "undecided";

/** What lies on the coordinator's desk. */
interface Desk {
  readonly log: CoordinatorLog;
  /** Transactions whose votes are coming in. A crash forgets them, and so decides. */
  readonly voting: Set<string>;
}

export function createCoordinator(options: TwoPhaseOptions): PartOnNode {
  const { voteTimeoutUs, retryUs, writeUs, commitRecord } = options;

  const logOf = (ctx: Context): CoordinatorLog =>
    commitRecord === "forced"
      ? ctx.objects.durable("validations", createCoordinatorLog)
      : ctx.objects.volatile("validations", createCoordinatorLog);
  const deskOf = (ctx: Context): Desk => ({
    log: logOf(ctx),
    voting: ctx.objects.volatile("votes", () => new Set<string>()),
  });

  function show({ log, voting }: Desk, ctx: Context): void {
    ctx.memory.set("en vote", voting.size);
    ctx.memory.set("à confirmer", log.unfinishedCount());
  }

  /** Tells one participant until it confirms: it may be down, cut off or without room. */
  function* tell(ctx: Context, id: string, node: string): Process<void> {
    const settle = operation<Verdict, null>(node, SETTLE);
    for (;;) {
      const outcome = yield* ctx.call(settle, { id, decision: "commit" }, { timeoutUs: retryUs });
      if (outcome.kind === "replied") break;
      yield* ctx.sleep(retryUs);
    }
    const desk = deskOf(ctx);
    desk.log.confirm(id, node);
    show(desk, ctx);
  }

  function* tellAll(ctx: Context, id: string, nodes: readonly string[]): Process<void> {
    for (const node of nodes) {
      yield* ctx.spawn("tell", id, (own) => tell(own, id, node));
    }
  }

  function* abort(ctx: Context, id: string, nodes: readonly string[]): Process<void> {
    const desk = deskOf(ctx);
    desk.voting.delete(id);
    show(desk, ctx);
    // Nobody need confirm: whoever misses this will ask, and be told the same.
    for (const node of nodes) {
      yield* ctx.send(operation<Verdict, null>(node, SETTLE), { id, decision: "abort" });
    }
  }

  function* executeTransaction(ctx: Context, transaction: Transaction): Process<string | Refusal> {
    const { id, changes } = transaction;
    const nodes = Object.keys(changes);
    const desk = deskOf(ctx);
    if (desk.log.answerFor(id) === "commit") return COMMITTED;
    if (desk.voting.has(id)) return doubt("en cours de vote");
    desk.voting.add(id);
    show(desk, ctx);
    const { isEnough } = yield* askAll<Transaction, null>(ctx, {
      ...{ nodes, operation: PREPARE, body: transaction },
      ...{ neededCount: nodes.length, timeoutUs: voteTimeoutUs },
    });
    if (isEnough) yield* ctx.work(writeUs);
    if (!isEnough || ctx.objects.isDiskFull) {
      yield* abort(ctx, id, nodes);
      return refuse("annulée : tous n’ont pas dit oui");
    }
    desk.log.recordCommit(id, nodes);
    ctx.records.set(endsOf(ctx.nodeId), id, COMMITTED);
    desk.voting.delete(id);
    show(desk, ctx);
    yield* tellAll(ctx, id, nodes);
    return COMMITTED;
  }

  // biome-ignore lint/correctness/useYield: it answers from what it knows.
  function* answerInquiry(ctx: Context, { id }: Inquiry): Process<Answer> {
    const { log, voting } = deskOf(ctx);
    return voting.has(id) ? "undecided" : log.answerFor(id);
  }

  /** After a crash: what was decided and not confirmed by all is told again. */
  function* resumeCommits(ctx: Context): Process<void> {
    for (const { id, waitingFor } of logOf(ctx).unfinished()) yield* tellAll(ctx, id, waitingFor);
  }

  return {
    serves: { [EXECUTE]: executeTransaction, [INQUIRE]: answerInquiry },
    boot: { resumeCommits },
  };
}
