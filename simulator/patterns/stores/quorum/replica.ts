/**
 * One replica: keeps the youngest value of each key on its disk, and decides nothing.
 */
import { durationUs } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../../world/context.ts";
import type { Handler } from "../../../world/node.ts";
import { compareStamps, NEVER_WRITTEN, type Stamped } from "./stamp.ts";

export type ReadRequest = { readonly key: string };
export type WriteRequest = { readonly key: string; readonly stamped: Stamped };

export const READ = "lire";
export const WRITE = "écrire";

/** Shown on the stage: `<key>` in the store `valeurs-<node>`. */
export const storeOf = (nodeId: string): string => `valeurs-${nodeId}`;

const diskOf = (ctx: Context): Map<string, Stamped> =>
  ctx.objects.durable("valeurs", () => new Map<string, Stamped>());

export const heldBy = (ctx: Context, key: string): Stamped => diskOf(ctx).get(key) ?? NEVER_WRITTEN;

/** Keeps the younger of the two: a late or repeated write changes nothing. */
export function keep({ key, stamped }: WriteRequest, ctx: Context): void {
  if (compareStamps(stamped.stamp, heldBy(ctx, key).stamp) <= 0) return;
  const disk = diskOf(ctx);
  disk.set(key, stamped);
  const { value, stamp } = stamped;
  ctx.records.set(storeOf(ctx.nodeId), key, [
    ["valeur", value ?? "–"],
    ["rang", stamp.counter],
  ]);
}

/** Handlers of a replica, by operation; each answer costs `workUs`. @throws BadConfiguration unless that is a duration. */
export function replicaHandlers(workUs: DurationUs): Readonly<Record<string, Handler>> {
  durationUs("workUs", workUs);
  function* readValue(ctx: Context, { key }: ReadRequest): Process<Stamped> {
    yield* ctx.work(workUs);
    return heldBy(ctx, key);
  }
  function* writeValue(ctx: Context, request: WriteRequest): Process<null> {
    yield* ctx.work(workUs);
    keep(request, ctx);
    return null;
  }
  return { [READ]: readValue, [WRITE]: writeValue };
}
