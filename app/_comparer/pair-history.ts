/**
 * One undo for two documents: what one gesture changed on either side is taken back together.
 *
 * Listens to both documents; a change made outside a gesture (a setting that waited for its run) is a
 * gesture of its own.
 */
import type { Lab } from "@/app/_lab/store.ts";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";

export interface PairHistory {
  /** Everything that `act` changes, on either side, is one gesture. */
  readonly together: (act: () => void) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: () => boolean;
  readonly canRedo: () => boolean;
  /** What was done so far can no longer be taken back: the state that a link opens is a beginning. */
  readonly forget: () => void;
  readonly dispose: () => void;
}

type Touched = readonly [boolean, boolean];

export function createHistory(labs: readonly [Lab, Lab], onChange: () => void): PairHistory {
  let past: readonly Touched[] = [];
  let future: readonly Touched[] = [];
  let isTravelling = false;
  let gesture: [boolean, boolean] | null = null;

  const record = (touched: Touched): void => {
    if (!touched.some(Boolean)) return;
    past = [...past, touched];
    future = [];
    onChange();
  };

  const listen = (side: SideIndex): (() => void) =>
    labs[side].store.subscribe((state, before) => {
      if (isTravelling || state.document === before.document || state.past === before.past) return;
      if (gesture !== null) gesture[side] = true;
      else record(side === 0 ? [true, false] : [false, true]);
    });
  const undos = [listen(0), listen(1)];

  const travel = (touched: Touched, way: "undo" | "redo"): void => {
    isTravelling = true;
    for (const [side, isTouched] of touched.entries())
      if (isTouched) labs[side as SideIndex].actions[way]();
    isTravelling = false;
  };

  return {
    together(act) {
      if (gesture !== null) return act();
      const mine: [boolean, boolean] = [false, false];
      gesture = mine;
      try {
        act();
      } finally {
        gesture = null;
      }
      record(mine);
    },
    undo() {
      const last = past.at(-1);
      if (last === undefined) return;
      past = past.slice(0, -1);
      future = [last, ...future];
      travel(last, "undo");
      onChange();
    },
    redo() {
      const next = future[0];
      if (next === undefined) return;
      future = future.slice(1);
      past = [...past, next];
      travel(next, "redo");
      onChange();
    },
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    forget() {
      past = [];
      future = [];
      onChange();
    },
    dispose() {
      for (const undo of undos) undo();
    },
  };
}
