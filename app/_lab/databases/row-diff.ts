/**
 * What changed in every table between two instants of one run: A → B, each line with its step.
 *
 * Grouped by the node that owns the table, in the order of the card. Pure; what differs is found by the
 * fold itself, words are the view's.
 */
import type { Timeline } from "@/app/_lab/folds.ts";
import { type SlotDifference, slotDifferences } from "@/simulator/observation/row-diff.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { rowCells, rowName, type TableOwner, type TableSpec } from "./catalogue.ts";

export interface DiffLine {
  readonly spec: TableSpec;
  readonly path: string;
  readonly name: string;
  readonly op: "inserted" | "changed" | "deleted";
  /** Cells at B, or at A for a deleted row. */
  readonly cells: readonly Value[];
  /** Cells at A, for a changed row. */
  readonly before: readonly Value[] | null;
  /** The last step that touched the row between the two instants. */
  readonly step: number;
}

export interface DiffGroup {
  readonly owner: TableOwner;
  readonly lines: readonly DiffLine[];
}

const lineOf = (spec: TableSpec, { path, index, ...values }: SlotDifference): DiffLine | null => {
  const before = rowCells(spec, path, values.before);
  const after = rowCells(spec, path, values.after);
  const cells = after ?? before;
  if (cells === null) return null;
  return {
    ...{ spec, path, cells, step: index },
    name: rowName(spec, path, cells),
    op: after === null ? "deleted" : before === null ? "inserted" : "changed",
    before: after !== null && before !== null ? before : null,
  };
};

/** Differences from instant `a` to instant `b` (event indexes, −1 is before everything). */
export function diffRows(
  owners: readonly TableOwner[],
  timeline: Timeline,
  a: number,
  b: number,
): readonly DiffGroup[] {
  const groups: DiffGroup[] = [];
  for (const owner of owners) {
    const lines: DiffLine[] = [];
    for (const spec of owner.tables) {
      const from = { timeline, index: a };
      for (const difference of slotDifferences(from, { timeline, index: b }, spec.prefix)) {
        const line = lineOf(spec, difference);
        if (line !== null) lines.push(line);
      }
    }
    if (lines.length > 0) groups.push({ owner, lines });
  }
  return groups;
}

/** « 5 lignes, 3 tables » counts. */
export function countDiff(groups: readonly DiffGroup[]): { lines: number; tables: number } {
  const lines = groups.flatMap((group) => group.lines);
  return { lines: lines.length, tables: new Set(lines.map((line) => line.spec.id)).size };
}
