/** How a component reads the comparison; what belongs to one side is read with the laboratory's hooks. */
"use client";
import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { Axis } from "@/app/_lab/axis.ts";
import type { LabState } from "@/app/_lab/state.ts";
import type { Comparison } from "@/app/_worker/pair-client.ts";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";
import type { Pair, PairState } from "./pair-state.ts";

export const PairContext = createContext<Pair | null>(null);

export function usePair(): Pair {
  const pair = useContext(PairContext);
  if (pair === null) throw new Error("a comparison stands above this component");
  return pair;
}

export const usePairState = <T>(selector: (state: PairState) => T): T =>
  useStore(usePair().store, selector);

/** A selector over the state of one side. Return a primitive or something kept in the state. */
export const useSide = <T>(side: SideIndex, selector: (state: LabState) => T): T =>
  useStore(usePair().labs[side].store, selector);

/** Both runs as they are compared, or null while they are not. */
export const useComparison = (): Comparison | null =>
  usePairState(({ comparison }) => (comparison.kind === "done" ? comparison.comparison : null));

const runKey = ({ run }: LabState): string => `${run.number}:${run.length}`;

/** The shared axis; changes when a run is replaced or grows. */
export function usePairAxis(): Axis {
  const pair = usePair();
  const left = useSide(0, runKey);
  const right = useSide(1, runKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys say that the runs changed
  return useMemo(() => pair.axis(), [pair, left, right]);
}

/** The continuous instant, every frame while playing. */
export function usePairClockUs(): number {
  const { clock } = usePair();
  return useSyncExternalStore(clock.subscribe, clock.timeUs, () => 0);
}
