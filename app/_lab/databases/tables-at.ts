/**
 * Tables at the playhead: every row with its mark against a reference, the former values beside.
 *
 * The reference is the step before, or flag A when it is set. Pure fold of the timeline; draws
 * nothing. A row that is expected and missing is only said where a row of the run declares it.
 */
import type { Timeline } from "@/app/_lab/folds.ts";
import { countUpTo } from "@/simulator/observation/columns.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { sameValue, type Value } from "@/simulator/vocabulary/values.ts";
import { rowCells, type TableSpec } from "./catalogue.ts";

export type RowMark = "inserted" | "changed" | "deleted" | "same";

export interface RowAt {
  readonly path: string;
  readonly mark: RowMark;
  /** The former ones for a deleted row. */
  readonly cells: readonly Value[];
  /** Cells at the reference, for a changed row. */
  readonly before: readonly Value[] | null;
}

/** A row whose writing was announced by another row and has not happened. */
export interface MissingRow {
  readonly subject: string;
  readonly column: number;
  readonly value: string;
  /** false: the process that would write it is gone. */
  readonly isUnderWay: boolean;
}

export interface TableAt {
  readonly spec: TableSpec;
  readonly rows: readonly RowAt[];
  /** Rows present now. */
  readonly rowCount: number;
  /** Rows that differ from the reference. */
  readonly changedCount: number;
  readonly missing: readonly MissingRow[];
}

/** The rows of one table. `reference`: event index to compare with; −1 is before everything. */
export function tableAt(
  spec: TableSpec,
  timeline: Timeline,
  reference: number,
  missing: readonly MissingRow[] = [],
): TableAt {
  const rows: RowAt[] = [];
  let rowCount = 0;
  let changedCount = 0;
  const isStep = reference === timeline.position - 1;
  // One step changes a handful of slots: reading them is cheaper than comparing every row.
  const changed = new Map(
    isStep ? timeline.changesAt(timeline.position).map((c) => [c.path, c.before] as const) : [],
  );
  const beforeOf = (path: string): Value | undefined =>
    isStep
      ? changed.has(path)
        ? changed.get(path)
        : timeline.value(path)
      : timeline.valueAt(path, reference);
  for (const path of timeline.paths(spec.prefix)) {
    const now = timeline.value(path);
    const before = beforeOf(path);
    const cells = rowCells(spec, path, now);
    const former = rowCells(spec, path, before);
    if (cells !== null) rowCount++;
    if (cells === null && former === null) continue;
    const mark: RowMark =
      cells === null
        ? "deleted"
        : former === null
          ? "inserted"
          : sameValue(cells, former)
            ? "same"
            : "changed";
    if (mark !== "same") changedCount++;
    rows.push({
      path,
      mark,
      cells: (cells ?? former) as readonly Value[],
      before: mark === "changed" ? former : null,
    });
  }
  return { spec, rows, rowCount, changedCount, missing };
}

/** Steps that touch each table, ascending: read once a length of the run. */
const touches = new WeakMap<Timeline, Map<string, { length: number; steps: Int32Array }>>();

function stepsOf(spec: TableSpec, timeline: Timeline): Int32Array {
  let tables = touches.get(timeline);
  if (tables === undefined) {
    tables = new Map();
    touches.set(timeline, tables);
  }
  const known = tables.get(spec.id);
  if (known !== undefined && known.length === timeline.length) return known.steps;
  const found: number[] = [];
  for (const path of timeline.paths(spec.prefix)) {
    for (const moment of timeline.history(path)) found.push(moment.index);
  }
  const steps = Int32Array.from(found).sort();
  tables.set(spec.id, { length: timeline.length, steps });
  return steps;
}

/** The last step at or before `index` that touched the table, or −1. */
export function lastChangeOf(spec: TableSpec, timeline: Timeline, index: number): number {
  const steps = stepsOf(spec, timeline);
  const count = countUpTo(steps, steps.length, index);
  return count === 0 ? -1 : (steps[count - 1] as number);
}

/** The first step of the whole run that touches the table, or −1. */
export const firstChangeOf = (spec: TableSpec, timeline: Timeline): number =>
  stepsOf(spec, timeline)[0] ?? -1;

/**
 * Rows that the run itself announces: a machine's row names its current step, and the journal of
 * that machine has no row for it yet. Nothing is guessed: without both columns, nothing is said.
 */
export function missingRows(
  card: ScenarioCard,
  specs: readonly TableSpec[],
  timeline: Timeline,
): ReadonlyMap<string, readonly MissingRow[]> {
  const found = new Map<string, MissingRow[]>();
  for (const machine of card.machines) {
    const { journal, stepColumn } = machine;
    if (journal === undefined || stepColumn === null) continue;
    const owner = specs.find((s) => s.id === `${machine.database}.${machine.table}`);
    const target = specs.find((s) => s.id === `${machine.database}.${journal.table}`);
    if (owner === undefined || target === undefined) continue;
    const at = (spec: TableSpec, name: string): number =>
      spec.columns.findIndex((column) => column.name === name);
    const stateAt = at(owner, machine.stateColumn);
    const stepAt = at(owner, stepColumn);
    const column = at(target, journal.stepColumn);
    const written = new Set<string>();
    for (const [path, value] of timeline.entries(target.prefix)) {
      const cells = rowCells(target, path, value);
      if (cells !== null) written.add(`${cells[target.subjectAt]}/${cells[column]}`);
    }
    const busy = new Set<Value>();
    for (const [, value] of timeline.entries("process/")) {
      const process = value as { readonly [field: string]: Value };
      if (process.node === target.node) busy.add(process.subject ?? null);
    }
    for (const [path, value] of timeline.entries(owner.prefix)) {
      const cells = rowCells(owner, path, value);
      if (cells === null) continue;
      const step = cells[stepAt] ?? null;
      const subject = cells[owner.subjectAt] ?? null;
      if (step === null || subject === null) continue;
      if (!journal.whileStates.includes(String(cells[stateAt]))) continue;
      if (written.has(`${subject}/${step}`)) continue;
      const rows = found.get(target.id) ?? [];
      rows.push({
        subject: String(subject),
        column,
        value: String(step),
        isUnderWay: busy.has(subject),
      });
      found.set(target.id, rows);
    }
  }
  return found;
}
