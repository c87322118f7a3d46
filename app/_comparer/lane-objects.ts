/**
 * What stands on the lanes of a comparison besides the strokes: faults, each said to act on both sides or
 * on one, and the breaches of each side. Pure.
 */
import type { AxisScale } from "@/app/_lab/axis.ts";
import { shownBranch } from "@/app/_lab/document.ts";
import type { LabState } from "@/app/_lab/state.ts";
import { type FaultPlace, LETTER_PX, placeFaults } from "@/app/_lab/transport/fault-places.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";

export type Sides = readonly [LabState, LabState];

export interface PlacedOnLane extends FaultPlace {
  readonly side: SideIndex;
}

const ROWS_MAX = 4;

const only = (side: SideIndex): string =>
  side === 0 ? "à gauche seulement" : "à droite seulement";

/** Faults of both documents, a pair of twins once, in as many rows as their names need. */
export function faultsOnLane(sides: Sides, scale: AxisScale): readonly PlacedOnLane[] {
  const faults = sides.map(({ document }) => shownBranch(document).setup.faults);
  const hasTwin = (side: SideIndex, id: string, kind: string): boolean =>
    (faults[side === 0 ? 1 : 0] ?? []).some(
      ({ intervention }) => intervention.id === id && intervention.kind === kind,
    );
  const placed = ([0, 1] as const).flatMap((side) => {
    const { card, run } = sides[side];
    const { log, length, messages } = run;
    return placeFaults(faults[side] ?? [], { card, log, length, messages }, scale).flatMap(
      (place) => {
        const { id, kind } = place.fault.intervention;
        const isTwin = hasTwin(side, id, kind);
        // Twins are drawn once, as the left side names them.
        if (isTwin && side === 1) return [];
        return [
          { ...place, side, label: `${place.label}, ${isTwin ? "des deux côtés" : only(side)}` },
        ];
      },
    );
  });
  const ends: number[] = [];
  return placed
    .sort((a, b) => a.fromUs - b.fromUs)
    .map((place) => {
      const right = place.x + Math.max(place.width, place.label.length * LETTER_PX + 24);
      let row = ends.findIndex((end) => end <= place.x);
      if (row < 0) row = Math.min(ends.length, ROWS_MAX - 1);
      ends[row] = Math.max(ends[row] ?? 0, right);
      return { ...place, row };
    });
}

export interface SideBreach {
  readonly side: SideIndex;
  readonly claim: string;
  readonly index: number;
  readonly x: number;
  /** Whole, for those who listen. */
  readonly name: string;
  /** As much of it as there is room for. */
  readonly label: string;
}

/** First breaches of both sides from left to right; a name is dropped when it would run into the next. */
export function breachesOnLane(
  sides: Sides,
  { scale, letterPx }: { readonly scale: AxisScale; readonly letterPx: number },
): readonly SideBreach[] {
  const isBroken = (side: SideIndex, claim: string): boolean =>
    sides[side].run.claims.some((track) => track.id === claim && track.brokenAt >= 0);
  const found = ([0, 1] as const)
    .flatMap((side) => {
      const { card, run } = sides[side];
      return run.claims
        .filter(({ brokenAt }) => brokenAt >= 0 && brokenAt < run.length)
        .map(({ id, brokenAt }) => {
          const title = card.claims.find((claim) => claim.id === id)?.title ?? id;
          const isBoth = isBroken(side === 0 ? 1 : 0, id);
          const where = isBoth ? (side === 0 ? "à gauche" : "à droite") : only(side);
          return {
            ...{ side, claim: id, index: brokenAt, x: scale.x(run.log.atUs(brokenAt)) },
            name: typeset(`${title}, ${where}, ${formatStep(brokenAt)}`),
            long: typeset(`${title}, ${where}`),
          };
        });
    })
    .sort((a, b) => a.x - b.x);
  return found.map(({ long, ...breach }, i) => {
    const room = (found[i + 1]?.x ?? scale.left + scale.width) - breach.x - 24;
    return { ...breach, label: long.length * letterPx <= room ? long : "" };
  });
}
