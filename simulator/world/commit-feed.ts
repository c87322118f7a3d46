/**
 * The commit log of a node's own database, as its replication connections read it.
 *
 * Owns the one way from the log of commits to whoever follows them (change data capture, replicas): in LSN
 * order, woken at each commit. Reading it costs nothing here: whoever sends it elsewhere says what that costs.
 */
import type { Signal } from "../kernel/signal.ts";
import type { CommitRecord } from "./database/commit-log.ts";
import type { TableShape } from "./database/table-shape.ts";
import type { Row } from "./database/values.ts";
import type { AttachedDatabase } from "./database-pool.ts";

export interface CommitFeed {
  /** LSN of the last commit; 0 before any. */
  readonly lsn: number;
  /** At most `countMax` commits beyond `lsn`, oldest first. */
  readonly after: (lsn: number, countMax: number) => readonly CommitRecord[];
  /** Shapes of the tables, by name. */
  readonly tables: ReadonlyMap<string, TableShape>;
  /** Committed rows of a table now, in the order of its primary key. */
  readonly rows: (table: string) => readonly Row[];
  /** Everybody who waits here is woken by each commit. */
  readonly moved: Signal<null>;
}

export const commitFeed = ({ database, moved }: AttachedDatabase): CommitFeed => ({
  lsn: database.lsn,
  // The LSN of a commit is its rank from 1.
  after: (lsn, countMax) => database.log.slice(lsn, lsn + countMax),
  tables: database.tables,
  rows: (table) => database.readAll(table),
  moved,
});
