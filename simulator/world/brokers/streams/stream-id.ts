/**
 * Entry ids of a stream: `<milliseconds>-<sequence>`, always growing.
 *
 * Owns their order, their text and their grammar (`5` is `5-0` or `5-max`, `5-*` leaves the sequence to
 * the server, `(5-1` excludes it). Both halves stay below 2^53 here; Redis goes to 2^64 − 1.
 */

export type StreamId = {
  readonly ms: number;
  readonly seq: number;
};

const MAX = Number.MAX_SAFE_INTEGER;

export const ZERO_ID: StreamId = { ms: 0, seq: 0 };
export const MAX_ID: StreamId = { ms: MAX, seq: MAX };

/** Negative when `a` comes first. */
export const compareIds = (a: StreamId, b: StreamId): number => a.ms - b.ms || a.seq - b.seq;

export const sameId = (a: StreamId, b: StreamId): boolean => a.ms === b.ms && a.seq === b.seq;

export const formatId = ({ ms, seq }: StreamId): string => `${ms}-${seq}`;

/** The least id greater than `id`. */
export const nextId = ({ ms, seq }: StreamId): StreamId =>
  seq === MAX ? { ms: ms + 1, seq: 0 } : { ms, seq: seq + 1 };

/** The greatest id less than `id`, which is not `0-0`. */
export const previousId = ({ ms, seq }: StreamId): StreamId =>
  seq === 0 ? { ms: ms - 1, seq: MAX } : { ms, seq: seq - 1 };

const whole = (text: string): number | null =>
  /^\d{1,16}$/.test(text) && Number(text) <= MAX ? Number(text) : null;

/** `5-1`, or `5` completed with `missingSeq`; null when it is no id. */
export function parseId(text: string, missingSeq = 0): StreamId | null {
  const dash = text.indexOf("-");
  const ms = whole(dash < 0 ? text : text.slice(0, dash));
  const seq = dash < 0 ? missingSeq : whole(text.slice(dash + 1));
  return ms === null || seq === null ? null : { ms, seq };
}

/** One end of an interval: `-`, `+`, `5`, `5-1`, `(5-1`; null when it is none of them. */
export function parseBound(text: string, end: "start" | "end"): StreamId | "empty" | null {
  if (text === "-") return ZERO_ID;
  if (text === "+") return MAX_ID;
  const isExclusive = text.startsWith("(");
  const id = parseId(isExclusive ? text.slice(1) : text, end === "start" ? 0 : MAX);
  if (id === null || !isExclusive) return id;
  // « After the last » and « before the first » are no places.
  if (sameId(id, end === "start" ? MAX_ID : ZERO_ID)) return "empty";
  return end === "start" ? nextId(id) : previousId(id);
}
