/**
 * What the register has written and the centre has not acknowledged: shown on its box, and the reason to call.
 *
 * Volatile: after an arrest the register looks on its disk, once. With nothing to send it asks nobody anything.
 */
import type { Context, Process } from "../../simulator/scenario.ts";
import { UNSENT } from "./card-names.ts";

type Id = string | number;

interface Unsent {
  readonly ids: Set<Id>;
  /** What lay on the disk is among them. */
  isRead: boolean;
  readonly written: ReturnType<Context["objects"]["signal"]>;
}

const unsentOf = (ctx: Context): Unsent =>
  ctx.objects.volatile(UNSENT, () => ({
    ...{ ids: new Set<Id>(), isRead: false, written: ctx.objects.signal() },
  }));

const show = ({ ids }: Unsent, { memory }: Context): void => memory.set(UNSENT, ids.size);

/** A line or a ticket has been written. */
export function tellWritten(id: Id, ctx: Context): void {
  const unsent = unsentOf(ctx);
  unsent.ids.add(id);
  show(unsent, ctx);
  unsent.written.wakeAll(null);
}

/** The centre has these. */
export function tellSent(ids: readonly Id[], ctx: Context): void {
  const unsent = unsentOf(ctx);
  for (const id of ids) unsent.ids.delete(id);
  show(unsent, ctx);
}

/** Until there is something to send. `onDisk`: reads what an arrest left there. */
export function* awaitUnsent(ctx: Context, onDisk: () => Process<readonly Id[]>): Process<void> {
  const unsent = unsentOf(ctx);
  if (!unsent.isRead) {
    for (const id of yield* onDisk()) unsent.ids.add(id);
    unsent.isRead = true;
    show(unsent, ctx);
  }
  if (unsent.ids.size === 0) yield* unsent.written.wait();
}
