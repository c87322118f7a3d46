/**
 * Whether the register has written something that it has not tried to send: nobody asks its database for it.
 *
 * Volatile: after an arrest the register does not know, and looks.
 */
import type { Context, Process } from "../../simulator/scenario.ts";

interface News {
  isThere: boolean;
  readonly written: ReturnType<Context["objects"]["signal"]>;
}

const newsOf = (ctx: Context): News =>
  ctx.objects.volatile("à envoyer", () => ({ isThere: true, written: ctx.objects.signal() }));

/** Something has been written. */
export function tellNews(ctx: Context): void {
  const news = newsOf(ctx);
  news.isThere = true;
  news.written.wakeAll(null);
}

/** What is written from now on is news again. */
export function takeNews(ctx: Context): void {
  newsOf(ctx).isThere = false;
}

/** Until there is some; at once when there is. */
export function* awaitNews(ctx: Context): Process<void> {
  const news = newsOf(ctx);
  if (!news.isThere) yield* news.written.wait();
}
