/**
 * What a worker still does for an order once it is committed, and how it may not live to the end of it.
 *
 * Workers are killed now and then, anywhere: memory, deployments, deadlines. Between COMMIT and the next
 * thing there is an instant that no transaction covers; its length and the life of a worker are parameters.
 * Not a services file: both shops do this the same way, and it is shown at their own line.
 */
import { type Context, type Process, StoryError } from "../../simulator/scenario.ts";
import { durationOf, quantilesOf } from "./settings.ts";

/** The process is gone: its client is told of an error, and what it had in mind is lost. */
export class WorkerKilled extends StoryError {
  override readonly name = "WorkerKilled";
}

/** The invoice and the mail. Exponential lives have no memory: what is left of one is drawn here. */
export function* writeInvoice(ctx: Context): Process<void> {
  const left = ctx.random.exponential(durationOf(ctx.parameters, "vie-ouvrier"));
  const first = yield* ctx.race({
    done: ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "apres-validation"))),
    killed: ctx.sleep(left),
  });
  if (first.key === "killed") throw new WorkerKilled("ouvrier tué après la validation");
}
