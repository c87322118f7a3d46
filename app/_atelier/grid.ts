/** The lines of a card's grid, from where its boxes begin: which of them a box covers. Pure. */

export interface Span {
  readonly from: number;
  readonly count: number;
}

export const edges = (values: readonly number[]): readonly number[] =>
  [...new Set(values)].sort((a, b) => a - b);

/** Which of the edges a length covers. */
export function spanOf(starts: readonly number[], from: number, length: number): Span {
  const covered = starts.filter((start) => start >= from && start < from + length);
  return { from: starts.indexOf(from), count: Math.max(1, covered.length) };
}
