/**
 * One campaign of the reader: what was asked, how far it is, what is known so far. No React.
 *
 * Owns the state between the pool of workers and the panel. How far it is, is told a few times a second;
 * what is known, every few seconds: tables and marks cost time that the workers need. Outlives the panel when whoever mounts it keeps it.
 */
import type { CampaignPool, Side } from "@/app/_worker/campaign-pool.ts";
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";

/** One of the designs: a column of the tables, a side of the drawings. */
export interface CampaignSide {
  /** « Telle que publiée ». */
  readonly title: string;
  readonly card: ScenarioCard;
  /** Every run of it, but for the seed. */
  readonly request: Omit<RunRequest, "seed">;
}

/** Where one seed of a side opens: its laboratory, or both sides together. `sides`: what was played. */
export type SeedAddress = (
  seed: number,
  side: CampaignSide,
  sides: readonly CampaignSide[],
) => string;

export interface CampaignSeeds {
  readonly from: number;
  readonly count: number;
}

export interface FailedRun {
  readonly side: Side;
  readonly seed: number;
  /** A French sentence. */
  readonly message: string;
}

export interface CampaignState {
  readonly kind: "idle" | "running" | "done" | "cancelled";
  /** What was asked: the reader may have changed it since. */
  readonly sides: readonly CampaignSide[];
  readonly seeds: CampaignSeeds;
  /** By side, in the order of the seeds; the same lists until they are told anew. */
  readonly runs: readonly (readonly RunFigures[])[];
  /** Runs that have figures or failed, told or not. */
  readonly doneCount: number;
  readonly failed: readonly FailedRun[];
  /** Workers that died and were replaced. */
  readonly replacedCount: number;
  readonly startedMs: number;
  readonly tookMs: number;
}

export interface Campaign {
  readonly state: () => CampaignState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly start: (sides: readonly CampaignSide[], seeds: CampaignSeeds) => void;
  /** What is known stays. */
  readonly cancel: () => void;
  readonly dispose: () => void;
}

/** Figures come by dozens a second: how many there are is shown a few times a second… */
const TELL_MS = 250;
/** … and what they say, every few seconds. */
const RESULTS_MS = 3_000;

const IDLE: CampaignState = {
  ...{ kind: "idle", sides: [], seeds: { from: 1, count: 0 }, runs: [], failed: [] },
  ...{ doneCount: 0, replacedCount: 0, startedMs: 0, tookMs: 0 },
};

/** Runs that have figures or failed, of all that were asked. */
export const progressOf = ({ sides, seeds, doneCount }: CampaignState) => ({
  done: doneCount,
  total: sides.length * seeds.count,
});

/** Two requests that would play the same runs. */
export const sameSides = (a: readonly CampaignSide[], b: readonly CampaignSide[]): boolean =>
  JSON.stringify(a.map(({ request }) => request)) ===
  JSON.stringify(b.map(({ request }) => request));

export function createCampaign(pool: CampaignPool, nowMs: () => number): Campaign {
  let state = IDLE;
  /** Known, but not told yet. */
  let gathered: RunFigures[][] = [];
  let failed: FailedRun[] = [];
  let replacedCount = 0;
  let resultsMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<() => void>();

  const tell = (kind: CampaignState["kind"]): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const isResultsTime = kind !== "running" || nowMs() - resultsMs >= RESULTS_MS;
    if (isResultsTime) resultsMs = nowMs();
    // Workers answer in any order: shown by seed, their number changes nothing.
    const runs = isResultsTime
      ? gathered.map((side) => [...side].sort((a, b) => a.seed - b.seed))
      : state.runs;
    const doneCount = gathered.reduce((sum, side) => sum + side.length, 0) + failed.length;
    const tookMs = nowMs() - state.startedMs;
    state = { ...state, kind, runs, doneCount, failed: [...failed], replacedCount, tookMs };
    for (const listener of listeners) listener();
  };
  const tellSoon = (): void => {
    timer ??= setTimeout(() => tell("running"), TELL_MS);
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start(sides, seeds) {
      gathered = sides.map(() => []);
      failed = [];
      replacedCount = 0;
      resultsMs = Number.NEGATIVE_INFINITY;
      state = { ...IDLE, sides, seeds, startedMs: nowMs() };
      tell("running");
      // The first figures are shown as soon as they come.
      resultsMs = Number.NEGATIVE_INFINITY;
      pool.run(
        {
          sides: sides.map(({ request }) => request),
          seeds: Array.from({ length: seeds.count }, (_, i) => seeds.from + i),
        },
        {
          onFigures(side, figures) {
            gathered[side]?.push(figures);
            tellSoon();
          },
          onFailed(side, seed, message) {
            failed.push({ side, seed, message });
            tellSoon();
          },
          onReplaced() {
            replacedCount++;
            tellSoon();
          },
          onDone: () => tell("done"),
        },
      );
    },
    cancel() {
      if (state.kind !== "running") return;
      pool.cancel();
      tell("cancelled");
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
      listeners.clear();
      pool.dispose();
    },
  };
}
