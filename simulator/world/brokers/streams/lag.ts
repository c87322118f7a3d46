/**
 * How far behind a group is, when that can be known without counting entries.
 *
 * Redis keeps counters, not a scan: entries ever added to the stream, entries ever read by the group.
 * A deletion ahead of the group makes their difference a lie, and then the answer is « unknown ».
 */
import type { Stream } from "./stream.ts";
import { compareIds, type StreamId, sameId, ZERO_ID } from "./stream-id.ts";

interface Position {
  readonly lastId: StreamId;
  readonly readCount: number | null;
}

/** May an entry at `start` or after it have been deleted by name? What trimming has passed does not count. */
function hasHoleAfter(stream: Stream, start: StreamId): boolean {
  const { first, maxDeletedId } = stream;
  if (first === undefined || sameId(maxDeletedId, ZERO_ID)) return false;
  return compareIds(first.id, maxDeletedId) <= 0 && compareIds(start, maxDeletedId) <= 0;
}

/** Entries ever added up to `id` inclusive, or null when deletions hide it. */
function countUpTo(stream: Stream, id: StreamId): number | null {
  const { addedCount, length, lastId, maxDeletedId } = stream;
  if (addedCount === 0) return 0;
  if (length === 0 && compareIds(id, lastId) <= 0) return addedCount;
  const toLast = compareIds(id, lastId);
  if (toLast === 0) return addedCount;
  if (toLast > 0) return null;
  const firstId = stream.first?.id ?? ZERO_ID;
  const isWhole = sameId(maxDeletedId, ZERO_ID) || compareIds(maxDeletedId, firstId) < 0;
  if (!isWhole) return null;
  const toFirst = compareIds(id, firstId);
  if (toFirst < 0) return addedCount - length;
  return toFirst === 0 ? addedCount - length + 1 : null;
}

export function lagOf(stream: Stream, { lastId, readCount }: Position): number | null {
  if (stream.addedCount === 0) return 0;
  if (readCount !== null && !hasHoleAfter(stream, lastId)) return stream.addedCount - readCount;
  const read = countUpTo(stream, lastId);
  return read === null ? null : stream.addedCount - read;
}

/** The group's counter once it has delivered `id`. */
export function readCountAfter(stream: Stream, group: Position, id: StreamId): number | null {
  if (group.readCount !== null && !hasHoleAfter(stream, id)) return group.readCount + 1;
  return stream.addedCount > 0 ? countUpTo(stream, id) : group.readCount;
}
