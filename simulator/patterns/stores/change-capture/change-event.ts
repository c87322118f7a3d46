/**
 * Change events in Debezium's form: what a commit says, row by row, to whoever listens (DBZ-3, DBZ-7).
 *
 * A commit becomes one event a row, in the order of its statements; an update that changes the primary key
 * becomes a delete of the old key and a create of the new one, as Debezium does, because a consumer that keeps
 * rows by key would otherwise keep both. Each event knows the position that is reached once it is done.
 * Pure: refuses to know who reads the log and who writes the records.
 */
import { assert } from "../../../base/assert.ts";
import type { Row, SqlValue } from "../../../vocabulary/values.ts";
import type { CommitRecord } from "../../../world/database/commit-log.ts";
import type { RowChange } from "../../../world/database/row-change.ts";

/** What the server tells of a table before its first row (« Relation » of pgoutput). */
export type Relation = {
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns of the primary key. */
  readonly key: readonly string[];
};

/** One commit, without the tables that nobody asked for. */
export type StreamedCommit = Pick<CommitRecord, "lsn" | "txId" | "atUs" | "ops">;

/** Every commit up to `lsn` is done, and the first `events` events of the next one. */
export type Position = {
  readonly lsn: number;
  readonly events: number;
  /** In the middle of the first copy, which must be taken again from the start. */
  readonly isSnapshot: boolean;
};

export type Columns = { readonly [column: string]: SqlValue };

/** c create, u update, d delete, r read by the first copy. */
export type Operation = "c" | "u" | "d" | "r";

export interface Envelope {
  readonly before: Columns | null;
  readonly after: Columns | null;
  readonly source: {
    readonly connector: "postgresql";
    readonly name: string;
    /** When the row was committed, or copied. */
    readonly ts_ms: number;
    readonly snapshot: "true" | "last" | "false";
    readonly db: string;
    readonly schema: "public";
    readonly table: string;
    readonly txId: number | null;
    readonly lsn: number;
  };
  readonly transaction: null;
  readonly op: Operation;
  /** When the connector saw it, by its own clock. */
  readonly ts_ms: number;
}

export interface ChangeEvent {
  readonly table: string;
  readonly key: Columns;
  readonly envelope: Envelope;
  /** Where to go on once this event is done. */
  readonly position: Position;
}

/** Who speaks, and when. */
export interface Speaker {
  /** « topic.prefix » */
  readonly prefix: string;
  readonly database: string;
  readonly relations: ReadonlyMap<string, Relation>;
  /** The clock of the connector, µs. */
  readonly clockUs: number;
}

const milliseconds = (us: number): number => Math.floor(us / 1_000);

function named(columns: readonly string[], row: Row): Columns {
  assert(columns.length === row.length, "a row has the columns of its table");
  return Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]));
}

const keyOf = ({ key }: Relation, values: Columns): Columns =>
  Object.fromEntries(key.map((column) => [column, values[column] ?? null]));

const sameKey = (a: Columns, b: Columns): boolean =>
  Object.entries(a).every(([column, value]) => b[column] === value);

interface Image {
  readonly op: Operation;
  readonly before: Columns | null;
  readonly after: Columns | null;
}

/** Usually one image; two when the row changes its key. */
function imagesOf(change: RowChange, relation: Relation): readonly Image[] {
  const before = change.before && named(relation.columns, change.before);
  const after = change.after && named(relation.columns, change.after);
  if (before === null || after === null) return [{ op: change.op, before, after }];
  if (sameKey(keyOf(relation, before), keyOf(relation, after))) return [{ op: "u", before, after }];
  return [
    { op: "d", before, after: null },
    { op: "c", before: null, after },
  ];
}

/** The events of one commit, after the first `skipped` ones, which were done before. */
export function eventsOf(
  commit: StreamedCommit,
  speaker: Speaker,
  skipped = 0,
): readonly ChangeEvent[] {
  const images = commit.ops.flatMap((change) => {
    const relation = relationOf(change.table, speaker);
    return imagesOf(change, relation).map((image) => ({ ...image, relation }));
  });
  assert(skipped <= images.length, "a position lies inside its commit", commit.lsn);
  return images.slice(skipped).map(({ op, before, after, relation }, i) => {
    const done = skipped + i + 1;
    const isLast = done === images.length;
    return {
      table: relation.table,
      key: keyOf(relation, (after ?? before) as Columns),
      envelope: {
        ...{ before, after },
        source: {
          ...sourceOf(speaker, relation.table, commit.lsn),
          ...{ ts_ms: milliseconds(commit.atUs), snapshot: "false", txId: commit.txId },
        },
        ...{ transaction: null, op, ts_ms: milliseconds(speaker.clockUs) },
      },
      position: {
        ...{ lsn: isLast ? commit.lsn : commit.lsn - 1, events: isLast ? 0 : done },
        isSnapshot: false,
      },
    };
  });
}

export type CopiedTable = { readonly table: string; readonly rows: readonly Row[] };

/** The rows of the first copy, taken when the log stood at `lsn`. Only the last one is a place to go on from. */
export function copyEvents(
  tables: readonly CopiedTable[],
  lsn: number,
  speaker: Speaker,
): readonly ChangeEvent[] {
  const rows = tables.flatMap(({ table, rows }) => rows.map((row) => ({ table, row })));
  return rows.map(({ table, row }, i) => {
    const relation = relationOf(table, speaker);
    const after = named(relation.columns, row);
    const isLast = i === rows.length - 1;
    const at = milliseconds(speaker.clockUs);
    return {
      ...{ table, key: keyOf(relation, after) },
      envelope: {
        ...{ before: null, after },
        source: {
          ...sourceOf(speaker, table, lsn),
          ...{ ts_ms: at, snapshot: isLast ? "last" : "true", txId: null },
        },
        ...{ transaction: null, op: "r", ts_ms: at },
      },
      position: { lsn, events: 0, isSnapshot: !isLast },
    };
  });
}

function relationOf(table: string, { relations }: Speaker): Relation {
  const relation = relations.get(table);
  assert(relation !== undefined, "the server tells of a table before its rows", table);
  return relation;
}

const sourceOf = ({ prefix, database }: Speaker, table: string, lsn: number) => ({
  connector: "postgresql" as const,
  schema: "public" as const,
  ...{ name: prefix, db: database, table, lsn },
});

/** A record before anybody has placed it. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export const topicOf = (prefix: string, table: string): string => `${prefix}.public.${table}`;

/** A change event as records: the envelope, and after a delete its tombstone (« tombstones.on.delete »). */
export function recordsOf(event: ChangeEvent, hasTombstones: boolean): readonly OutgoingRecord[] {
  const { envelope, table, key } = event;
  const place = { topic: topicOf(envelope.source.name, table), key: JSON.stringify(key) };
  const record = { ...place, value: JSON.stringify(envelope) };
  return envelope.op === "d" && hasTombstones ? [record, { ...place, value: null }] : [record];
}
