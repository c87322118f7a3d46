/**
 * One answer made of several: which parts came, which are late, which are replaced, and when to stop waiting.
 *
 * Each part has its deadline, counted from when it is asked; the whole has its own. A part that fails or comes
 * too late is replaced by its fallback or said to be missing; without a required part there is no answer at
 * all. Nothing is cancelled: what comes later comes to nobody. Knows neither messages nor clocks: instants
 * come in as arguments. Held against promises (`Promise.race`, `Promise.allSettled`) in its oracle.
 */
import { assert } from "../../base/assert.ts";
import { distinct, durationUs, required } from "../../base/configuration.ts";

export interface PartPlan<V> {
  readonly name: string;
  /** How long it may take once asked, µs. */
  readonly deadlineUs: number;
  /** Without it, and without a fallback, there is no answer. */
  readonly isRequired: boolean;
  /** Given in its place, and said to be so. */
  readonly fallback?: V;
}

export interface GatheringPlan<V> {
  readonly parts: readonly PartPlan<V>[];
  /** How long the whole may take, µs. */
  readonly totalUs: number;
}

/** `late`: its deadline or the whole's passed. `failed`: it said no. `not-asked`: time was up before its turn. */
export type Lack = "late" | "failed" | "not-asked";

export type PartState<V> =
  | { readonly kind: "waiting" }
  | { readonly kind: "given"; readonly value: V }
  | { readonly kind: "lacking"; readonly why: Lack };

export interface Answer<V> {
  /** `degraded`: something is missing or replaced. `none`: a required part is missing. */
  readonly kind: "whole" | "degraded" | "none";
  /** By part: what came, or its fallback. */
  readonly values: ReadonlyMap<string, V>;
  /** What did not come, whether replaced or not. */
  readonly lacking: readonly {
    readonly part: string;
    readonly why: Lack;
    readonly isReplaced: boolean;
  }[];
}

export interface Gathering<V> {
  readonly ask: (part: string, nowUs: number) => void;
  /** null: it failed. What comes after its deadline changes nothing. */
  readonly receive: (part: string, value: V | null, nowUs: number) => void;
  /** Deadlines that have passed take effect. */
  readonly expire: (nowUs: number) => void;
  /** The next instant at which waiting may end by itself, µs. */
  readonly nextDeadlineUs: () => number;
  readonly isWaitingFor: (part: string) => boolean;
  /** Nothing more can change: every part has come or lacks, or a required one lacks. */
  readonly isOver: () => boolean;
  readonly answer: () => Answer<V>;
}

/** @throws BadConfiguration without parts, on two of one name, on a deadline of 0. */
export function checkedPlan<V>(plan: GatheringPlan<V>): GatheringPlan<V> {
  distinct(
    "parts",
    plan.parts.map(({ name }) => name),
  );
  required("parts", plan.parts.length > 0, "aucune partie n’est donnée. Donnez-en au moins une.");
  for (const { deadlineUs } of plan.parts) durationUs("deadlineUs", deadlineUs, 1);
  durationUs("totalUs", plan.totalUs, 1);
  return plan;
}

interface Part<V> {
  readonly plan: PartPlan<V>;
  state: PartState<V>;
  /** null until asked. */
  dueUs: number | null;
}

export function createGathering<V>(plan: GatheringPlan<V>, startUs: number): Gathering<V> {
  const endUs = startUs + plan.totalUs;
  const parts = new Map<string, Part<V>>(
    plan.parts.map((part) => [part.name, { plan: part, state: { kind: "waiting" }, dueUs: null }]),
  );
  const all = [...parts.values()];

  function partOf(name: string): Part<V> {
    const part = parts.get(name);
    assert(part !== undefined, "only planned parts come", name);
    return part;
  }

  function expire(nowUs: number): void {
    for (const part of all) {
      if (part.state.kind !== "waiting") continue;
      const isOut = nowUs >= Math.min(endUs, part.dueUs ?? endUs);
      if (isOut) {
        part.state = { kind: "lacking", why: part.dueUs === null ? "not-asked" : "late" };
      }
    }
  }

  const isFatal = ({ plan: { isRequired, fallback }, state }: Part<V>): boolean =>
    isRequired && fallback === undefined && state.kind === "lacking";

  return {
    ask(name, nowUs) {
      const part = partOf(name);
      assert(part.dueUs === null, "a part is asked once", name);
      part.dueUs = Math.min(endUs, nowUs + part.plan.deadlineUs);
    },
    receive(name, value, nowUs) {
      const part = partOf(name);
      expire(nowUs);
      if (part.state.kind !== "waiting") return;
      part.state = value === null ? { kind: "lacking", why: "failed" } : { kind: "given", value };
    },
    expire,
    nextDeadlineUs: () =>
      all
        .filter(({ state }) => state.kind === "waiting")
        .reduce((next, { dueUs }) => Math.min(next, dueUs ?? endUs), endUs),
    isWaitingFor: (name) => partOf(name).state.kind === "waiting",
    isOver: () => all.some(isFatal) || all.every(({ state }) => state.kind !== "waiting"),
    answer() {
      const values = new Map<string, V>();
      const lacking: { part: string; why: Lack; isReplaced: boolean }[] = [];
      for (const { plan: part, state } of all) {
        if (state.kind === "given") values.set(part.name, state.value);
        if (state.kind !== "lacking") continue;
        const isReplaced = part.fallback !== undefined;
        if (part.fallback !== undefined) values.set(part.name, part.fallback);
        lacking.push({ part: part.name, why: state.why, isReplaced });
      }
      if (all.some(isFatal)) return { kind: "none", values, lacking };
      return { kind: lacking.length === 0 ? "whole" : "degraded", values, lacking };
    },
  };
}
