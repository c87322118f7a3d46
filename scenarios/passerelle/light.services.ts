/** A service that has nothing wrong with it: it reads, and answers. */
import type { Context, Process } from "../../simulator/scenario.ts";
import type { Content } from "./operations.ts";
import { quantilesOf } from "./settings.ts";

export function* readLight(ctx: Context): Process<Content> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-lecture")));
  return { computedAtUs: ctx.nowUs };
}
