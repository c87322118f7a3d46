/** What a register has heard of its neighbours; it lies on its disk and survives an arrest. */
import { NOTHING_SEEN, type VectorClock } from "../../simulator/coordination.ts";
import type { Context } from "../../simulator/scenario.ts";

export interface Heard {
  clock: VectorClock;
  /** Last number of ticket given in the store, as far as is known here. */
  ticketNumber: number;
}

export const heardBy = (ctx: Context): Heard =>
  ctx.objects.durable("entendu", () => ({ clock: NOTHING_SEEN, ticketNumber: 0 }));
