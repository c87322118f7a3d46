/**
 * What the tables of a campaign say: rows for promises and figures, one column a side. Pure.
 *
 * Counts and intervals are those of `simulator/observation/campaign.ts`; here they are only lined up,
 * by the ids that both designs share.
 */
import {
  type ClaimPair,
  type ClaimTally,
  type Estimate,
  pairClaim,
  pairedDifference,
  pairedRuns,
  type RunFigures,
  type Spread,
  shareEstimate,
  spreadOf,
  tallyClaims,
} from "@/simulator/observation/campaign.ts";
import type { CampaignState } from "./campaign.ts";

export interface ClaimCell {
  readonly tally: ClaimTally;
  /** Of the seeds that break it. */
  readonly share: Estimate | null;
}

export interface ClaimRow {
  readonly id: string;
  readonly title: string;
  /** null: this design makes no such promise. */
  readonly cells: readonly (ClaimCell | null)[];
  /** Seed by seed, when two designs make it. */
  readonly pair: ClaimPair | null;
}

/** Promises in the order of the cards, the left one first. */
export function claimRows({ sides, runs }: CampaignState): readonly ClaimRow[] {
  const titles = new Map<string, string>();
  for (const { card } of sides)
    for (const { id, title } of card.claims) if (!titles.has(id)) titles.set(id, title);
  const tallies = runs.map(
    (side) => new Map(tallyClaims(side).map((tally) => [tally.id, tally] as const)),
  );
  const pairs = pairsOf(runs);
  return [...titles].flatMap(([id, title]) => {
    const cells = tallies.map((side, i): ClaimCell | null => {
      const tally = side.get(id);
      if (tally === undefined) return null;
      return { tally, share: shareEstimate(tally.broken, (runs[i] ?? []).length) };
    });
    if (cells.every((cell) => cell === null)) return [];
    const isShared = cells.length === 2 && cells.every((cell) => cell !== null);
    return [{ id, title, cells, pair: isShared ? pairClaim(pairs, id) : null }];
  });
}

export interface FigureRow {
  readonly id: string;
  /** null: it has no name of its own. */
  readonly title: string | null;
  readonly unit: string;
  /** null: this design has no such figure. */
  readonly cells: readonly (Spread | null)[];
  /** Right minus left, seed by seed; null with one side, or fewer than two seeds. */
  readonly difference: Estimate | null;
}

/** Figures in the order of the runs. What is zero everywhere is left out: nothing of the sort happened. */
export function figureRows({ runs }: CampaignState): readonly FigureRow[] {
  const units = new Map<string, { readonly unit: string; readonly title: string | null }>();
  for (const [run] of runs) {
    for (const [id, { unit, title }] of Object.entries(run?.figures ?? {}))
      if (!units.has(id)) units.set(id, { unit, title: title ?? null });
  }
  const pairs = pairsOf(runs);
  return [...units].flatMap(([id, head]) => {
    const cells = runs.map((side) => {
      const values = valuesOf(side, id);
      return values.length === 0 ? null : spreadOf(values);
    });
    if (cells.every((cell) => cell === null || (cell.min === 0 && cell.max === 0))) return [];
    const difference = runs.length === 2 ? pairedDifference(pairs, id) : null;
    return [{ id, ...head, cells, difference }];
  });
}

const pairsOf = (runs: CampaignState["runs"]) => pairedRuns(runs[0] ?? [], runs[1] ?? []);

const valuesOf = (runs: readonly RunFigures[], id: string): readonly number[] =>
  runs.flatMap(({ figures }) => {
    const figure = figures[id];
    return figure === undefined ? [] : [figure.value];
  });

export const breaksAny = ({ verdicts }: RunFigures): boolean =>
  Object.values(verdicts).includes("broken");
