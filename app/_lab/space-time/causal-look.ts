/** How an event is drawn from where the reader stands: what could have influenced it, what it could. */
import { type CausalSets, causalSets } from "@/simulator/observation/causality.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

export type CausalLook = "past" | "future" | "concurrent" | "here";

export interface CausalView {
  /** Event that the question is about, or −1. */
  readonly origin: number;
  readonly sets: CausalSets | null;
  readonly lookOf: (index: number) => CausalLook;
}

export function causalView(log: EventLog, origin: number): CausalView {
  if (origin < 0 || origin >= log.length) {
    return { origin: -1, sets: null, lookOf: () => "future" };
  }
  const sets = causalSets(log, origin);
  return {
    origin,
    sets,
    lookOf: (index) => {
      if (index === origin) return "here";
      if (sets.past[index] === 1) return "past";
      return sets.future[index] === 1 ? "future" : "concurrent";
    },
  };
}
