/**
 * How a component reads the laboratory: fine selectors, so that a step redraws what changed only.
 *
 * Every hook re-renders when its own answer changes and not otherwise. Answers about the run are
 * worked out once per tick and shared by all callers.
 */
"use client";
import { createContext, useContext, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { castFor } from "@/simulator/vocabulary/crowd.ts";
import type { SimEvent } from "@/simulator/vocabulary/events.ts";
import { sameValue, type Value } from "@/simulator/vocabulary/values.ts";
import { type ClaimView, claimsAt } from "./claims-at.ts";
import { type Setup, shownBranch } from "./document.ts";
import type { LabState, ShownRun } from "./state.ts";
import type { Lab } from "./store.ts";
import type { Selection } from "./view.ts";

export type { ClaimView } from "./claims-at.ts";

export const LabContext = createContext<Lab | null>(null);

/** For prose beside an embedded laboratory: null until it is there. */
export const useOptionalLab = (): Lab | null => useContext(LabContext);

export function useLabApi(): Lab {
  const lab = useContext(LabContext);
  if (lab === null) throw new Error("a laboratory stands above this component");
  return lab;
}

/** A selector over the whole state. Return a primitive or something kept in the state. */
export const useLab = <T>(selector: (state: LabState) => T): T =>
  useStore(useLabApi().store, selector);

export const useActions = (): Lab["actions"] => useLabApi().actions;
export const useCard = (): ScenarioCard => useLab((s) => s.card);
/** The node that the selection is about, or null. */
const nodeOfSelection = ({ view: { selection }, run, card }: LabState): string | null => {
  switch (selection?.kind) {
    case "node":
      return selection.node;
    case "event":
      return selection.index < run.length ? run.log.node(selection.index) : null;
    case "row":
      return card.databases.find(({ id }) => id === selection.database)?.node ?? null;
    default:
      return null;
  }
};

/** The card with the nodes that lanes and tables have room for: in a crowd, the group of the selection. */
export function useCast(): ScenarioCard {
  const card = useCard();
  return castFor(card, useLab(nodeOfSelection));
}
export const usePlayhead = (): number => useLab((s) => s.view.playhead);
export const useSelection = (): Selection | null => useLab((s) => s.view.selection);
export const useSetup = (): Setup => useLab((s) => shownBranch(s.document).setup);

/** The run shown. Re-renders at every seek and growth: for views that draw the whole log. */
export const useRun = (): ShownRun => useLab((s) => s.run);

/** Changes when another run is shown or its log grew, not when the playhead moves. */
export const useRunKey = (): string => useLab((s) => `${s.run.number}:${s.run.length}`);

/** The continuous instant, every frame while playing. Prefer `clock.subscribe` in a canvas. */
export function useClockUs(): number {
  const { clock } = useLabApi();
  return useSyncExternalStore(clock.subscribe, clock.timeUs, () => 0);
}

/** Value of a slot at the playhead; undefined when absent. */
export const useSlot = (path: string): Value | undefined =>
  useLab((s) => (s.run.number === 0 ? undefined : s.run.timeline.value(path)));

type Entries = readonly (readonly [string, Value])[];

/** The timeline interns values: an unchanged one is the same object. */
const sameEntries = (a: Entries, b: Entries): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every(([path, value], i) => b[i]?.[0] === path && b[i]?.[1] === value));

const sameDeep = (a: unknown, b: unknown): boolean => sameValue(a as Value, b as Value);
const sameObject = (a: unknown, b: unknown): boolean => a === b;

interface TickMemo {
  tick: number;
  run: number;
  readonly kept: Map<string, unknown>;
}
const memos = new WeakMap<Lab, TickMemo>();

/** Works an answer out once per tick; keeps the former object when the answer is the same. */
function oncePerTick<T>(
  lab: Lab,
  state: LabState,
  { key, same }: { readonly key: string; readonly same: (a: T, b: T) => boolean },
  make: () => T,
): T {
  let memo = memos.get(lab);
  if (memo === undefined) {
    memo = { tick: -1, run: -1, kept: new Map() };
    memos.set(lab, memo);
  }
  const { tick, number } = state.run;
  if (memo.run !== number) memo.kept.clear();
  memo.run = number;
  const full = `${tick}|${key}`;
  const known = memo.kept.get(key) as { readonly full: string; readonly value: T } | undefined;
  if (known?.full === full) return known.value;
  const value = make();
  const answer = known !== undefined && same(known.value, value) ? known.value : value;
  memo.kept.set(key, { full, value: answer });
  return answer;
}

/** Slots under a prefix at the playhead, by first appearance: `[path, value]`. */
export function useSlots(prefix: string): readonly (readonly [string, Value])[] {
  const lab = useLabApi();
  return useLab((s) =>
    oncePerTick<Entries>(lab, s, { key: `slots ${prefix}`, same: sameEntries }, () =>
      s.run.number === 0 ? [] : s.run.timeline.entries(prefix),
    ),
  );
}

export interface Changed {
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** What changed under this path at this step (since A when flag A is set), or null. */
export function useChanged(path: string): Changed | null {
  const lab = useLabApi();
  return useLab((s) => changedAt(lab, s, path));
}

function changedAt(lab: Lab, state: LabState, path: string): Changed | null {
  const { run, view } = state;
  if (run.number === 0 || view.playhead < 0) return null;
  if (view.flagA !== null) {
    const { flagA } = view;
    return oncePerTick(lab, state, { key: `since ${flagA} ${path}`, same: sameDeep }, () => {
      const before = run.timeline.valueAt(path, flagA);
      const after = run.timeline.value(path);
      return sameValue(before, after) || before === after ? null : { before, after };
    });
  }
  const changes = oncePerTick(lab, state, { key: "changes", same: sameObject }, () =>
    run.timeline.changesAt(view.playhead),
  );
  return changes.find((change) => change.path === path) ?? null;
}

/** The decoded event at an index, or null outside the run. */
export function useEventAt(index: number): SimEvent | null {
  const lab = useLabApi();
  return useLab((s) =>
    index < 0 || index >= s.run.length
      ? null
      : (oncePerTick(
          lab,
          s,
          { key: `event ${index}`, same: sameDeep },
          () => s.run.log.event(index) as never,
        ) as SimEvent),
  );
}

/** Every promise of the card, as it stands at the playhead. */
export function useClaimsAtPlayhead(): readonly ClaimView[] {
  const lab = useLabApi();
  return useLab((s) =>
    oncePerTick(lab, s, { key: "claims", same: sameDeep }, () => claimsAt(s) as never),
  ) as never;
}
