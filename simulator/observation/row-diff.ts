/**
 * Rows and records that differ between two instants, of one run or of two.
 *
 * Reads two timelines without moving them. Says which rows appeared, vanished or changed, which
 * columns, and which event made the last change; it does not guess what should have been there.
 */
import type { DatabaseCard } from "../vocabulary/card.ts";
import { sameValue, type Value } from "../vocabulary/values.ts";
import type { Timeline } from "./timeline.ts";

export interface Instant {
  readonly timeline: Timeline;
  /** Step in that timeline; −1 is before everything. */
  readonly index: number;
}

export interface RowDifference {
  readonly kind: "inserted" | "changed" | "deleted";
  /** `row/payments/payments/["p1"]` */
  readonly path: string;
  readonly database: string;
  readonly table: string;
  /** Primary key as JSON. */
  readonly key: string;
  readonly before: readonly Value[] | null;
  readonly after: readonly Value[] | null;
  /** Positions of the columns whose value changed; all of them for an inserted or deleted row. */
  readonly columns: readonly number[];
  /** As for a slot: −1 when B's run never had the row. */
  readonly index: number;
  /** Business key of the row, when its table has one. */
  readonly subject: string | null;
}

/** One slot that does not hold the same at two instants; undefined: it holds nothing. */
export interface SlotDifference {
  readonly path: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** Last event that touched it at or before B (the later of A and B in one run); −1: none did. */
  readonly index: number;
}

function lastTouch({ timeline, index }: Instant, path: string): number {
  return timeline.history(path).findLast((moment) => moment.index <= index)?.index ?? -1;
}

/** Slots under a prefix that differ from instant A to instant B, by first appearance. */
export function slotDifferences(a: Instant, b: Instant, prefix: string): readonly SlotDifference[] {
  const paths = new Set(b.timeline.paths(prefix));
  for (const path of a.timeline.paths(prefix)) paths.add(path);
  // Looking back inside one run, what made the difference comes after B.
  const touched = a.timeline === b.timeline && a.index > b.index ? a : b;
  const differences: SlotDifference[] = [];
  for (const path of paths) {
    const before = a.timeline.valueAt(path, a.index);
    const after = b.timeline.valueAt(path, b.index);
    if (before === after || sameValue(before, after)) continue;
    differences.push({ path, before, after, index: lastTouch(touched, path) });
  }
  return differences;
}

function changedColumns(before: readonly Value[] | null, after: readonly Value[] | null): number[] {
  const columns = [...(after ?? before ?? []).keys()];
  if (before === null || after === null) return columns;
  return columns.filter((column) => !sameValue(before[column], after[column]));
}

/** Differences from instant A to instant B, by database, table, then first appearance. */
export function diffRows(
  a: Instant,
  b: Instant,
  databases: readonly DatabaseCard[] = [],
): readonly RowDifference[] {
  const differences: RowDifference[] = [];
  for (const { path, index, ...values } of slotDifferences(a, b, "row/")) {
    const before = (values.before ?? null) as readonly Value[] | null;
    const after = (values.after ?? null) as readonly Value[] | null;
    const [, database = "", table = "", ...key] = path.split("/");
    const card = databases
      .find(({ id }) => id === database)
      ?.tables.find(({ name }) => name === table);
    const subjectColumn = card?.columns.findIndex(({ name }) => name === card.subject) ?? -1;
    const subject = (after ?? before)?.[subjectColumn] ?? null;
    differences.push({
      kind: before === null ? "inserted" : after === null ? "deleted" : "changed",
      ...{ path, database, table, key: key.join("/"), before, after },
      columns: changedColumns(before, after),
      index,
      subject: subject === null ? null : String(subject),
    });
  }
  return grouped(differences);
}

/** Keeps first appearance inside each table, tables in order of first appearance. */
function grouped(differences: readonly RowDifference[]): readonly RowDifference[] {
  const tables = new Map<string, RowDifference[]>();
  for (const difference of differences) {
    const name = `${difference.database}/${difference.table}`;
    const members = tables.get(name);
    if (members === undefined) tables.set(name, [difference]);
    else members.push(difference);
  }
  return [...tables.values()].flat();
}
