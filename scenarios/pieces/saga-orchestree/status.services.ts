/**
 * What the orchestrator answers when it is asked: how one saga stands, which ones have no end.
 *
 * It says what *it* knows: after a crash, an orchestrator that kept its steps in memory answers « en cours »
 * of a saga whose money is already taken.
 */
import { ms } from "../../../simulator/base/time.ts";
import type { Orchestrator } from "../../../simulator/coordination.ts";
import { type Context, type Process, type Refusal, refuse } from "../../../simulator/scenario.ts";
import type { Value } from "../../../simulator/vocabulary/values.ts";

const READING_US = ms(2);

export const tellingStateBy = (orchestrator: Orchestrator<null>) =>
  function* tellState(
    ctx: Context,
    { subject }: { readonly subject: string },
  ): Process<Value | Refusal> {
    yield* ctx.work(READING_US);
    return orchestrator.tell(subject, ctx) ?? refuse("l’orchestrateur ne connaît pas cette saga");
  };

export const listingActiveBy = (orchestrator: Orchestrator<null>) =>
  function* listActive(ctx: Context): Process<Value> {
    yield* ctx.work(READING_US);
    return orchestrator.tellUnfinished(ctx);
  };
