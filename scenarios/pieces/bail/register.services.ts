/**
 * The register: one total, read and then replaced. It may look at the token of whoever comes.
 *
 * A reading bears the token too: otherwise an old writing could slip in between a younger reading and the
 * writing that follows it.
 */
import { ms } from "../../../simulator/base/time.ts";
import { createFence } from "../../../simulator/coordination.ts";
import { type Context, type Process, type Refusal, refuse } from "../../../simulator/scenario.ts";
import type { Reading, Writing } from "./operations.ts";

interface Content {
  total: number;
  /** Writings accepted so far: what the total should be. */
  acceptedCount: number;
}

const contentOf = (ctx: Context): Content =>
  ctx.objects.durable("contenu", () => ({ total: 0, acceptedCount: 0 }));

const passes = (token: number, isFenced: boolean, ctx: Context): boolean =>
  !isFenced || ctx.objects.durable("barrière", createFence).admits(token);

export const readingWith = (isFenced: boolean) =>
  function* readTotal(ctx: Context, { token }: Reading): Process<number | Refusal> {
    yield* ctx.work(ms(2));
    if (!passes(token, isFenced, ctx)) return refuse("jeton dépassé");
    return contentOf(ctx).total;
  };

export const writingWith = (isFenced: boolean) =>
  function* writeTotal(ctx: Context, { token, total }: Writing): Process<null | Refusal> {
    yield* ctx.work(ms(2));
    if (ctx.objects.isDiskFull) return refuse("disque plein");
    if (!passes(token, isFenced, ctx)) return refuse("jeton dépassé");
    const content = contentOf(ctx);
    content.total = total;
    content.acceptedCount++;
    ctx.records.set("registre", "contenu", [
      ["total", total],
      ["acceptées", content.acceptedCount],
      ["jeton", token],
    ]);
    return null;
  };
