/** What ends with a laboratory without being part of it: started late, by views fetched late. */
import type { Lab } from "./store.ts";

const acts = new WeakMap<Lab, Set<() => void>>();

export function whenClosed(lab: Lab, act: () => void): void {
  const known = acts.get(lab) ?? new Set();
  acts.set(lab, known.add(act));
}

export function endAllOf(lab: Lab): void {
  for (const act of acts.get(lab) ?? []) act();
  acts.delete(lab);
}
