/** The folded axis of the run shown, worked out once for all views of one laboratory. */
"use client";
import type { Axis } from "./axis.ts";
import { useLabApi, useRunKey } from "./hooks.ts";
import { axisOfRun } from "./playback.ts";
import type { Lab } from "./store.ts";

const readers = new WeakMap<Lab, () => Axis>();

export function axisOfLab(lab: Lab): Axis {
  let reader = readers.get(lab);
  if (reader === undefined) {
    reader = axisOfRun(lab);
    readers.set(lab, reader);
  }
  return reader();
}

/** Changes when another run is shown or the run grows. */
export function useAxis(): Axis {
  const lab = useLabApi();
  useRunKey();
  return axisOfLab(lab);
}
