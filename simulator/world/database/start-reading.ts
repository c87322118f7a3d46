/**
 * Runs a text on the state of the statement's start, when that state has been left behind.
 *
 * Owns the decision: only after a wait, and only if some table read as a source was changed by a commit
 * in between; or when the statement reads its own target row by row. Otherwise the plain text runs.
 */

import type { Core } from "./core.ts";
import type { Running } from "./running.ts";
import { changedTables } from "./start-views.ts";
import type { SqlText } from "./translated.ts";

export function withStartViews<T>(
  core: Core,
  running: Running,
  text: SqlText,
  frozenTable: string | undefined,
  body: (sql: string) => T,
): T {
  const { startViews, residency } = core;
  const since = running.snapshotLsn < core.log.length ? core.log.slice(running.snapshotLsn) : [];
  const changed = changedTables(since);
  const stale = text.sources.filter((table) => changed.has(table) || table === frozenTable);
  if (stale.length === 0) return body(text.sql);
  if (startViews.lacks(text.sources)) {
    residency.evict();
    startViews.create(text.sources);
  }
  if (running.transaction !== undefined) residency.enter(running.transaction);
  for (const table of stale) {
    startViews.fill(table, since);
    if (table === frozenTable) startViews.freeze(table);
  }
  try {
    return body(text.startSql);
  } finally {
    startViews.clear(stale);
  }
}
