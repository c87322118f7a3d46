/**
 * The numbers of what a source begins: 1, 2, 3…, each once in the life of its node.
 *
 * A source that starts again after a crash goes on with the next one. Were it to count from 1 again, its second
 * order 1 would look like a copy of the first, and be held against whoever served both.
 */
import type { Context } from "./context.ts";

/** From 1 to `countMax`. Sources of one node that count apart have two names in `what`. */
export function* numbered(ctx: Context, what: string, countMax: number): Generator<number, void> {
  const begun = ctx.objects.durable(`numéros/${what}`, () => ({ count: 0 }));
  while (begun.count < countMax) yield ++begun.count;
}
