/**
 * Which commands change something, and how they are written down for those who must do the same.
 *
 * The append-only file and the replicas receive commands, not effects: a command done again at the same
 * instant in the same state gives the same state, once « * » is replaced by the id that was drawn.
 */
import type { Reply } from "./reader.ts";

/** A command done, with the clock that it read. */
export type Done = {
  readonly words: readonly string[];
  readonly nowMs: number;
};

const WRITES = new Set([
  ...["XADD", "XTRIM", "XDEL", "DEL", "XGROUP"],
  ...["XREADGROUP", "XACK", "XCLAIM", "XAUTOCLAIM"],
]);

/** Refused by a replica, counted by the log. Reading through a group writes: it makes entries pending. */
export const isWrite = (words: readonly string[]): boolean =>
  WRITES.has((words[0] ?? "").toUpperCase());

export const isError = (reply: Reply): reply is { readonly error: string } =>
  typeof reply === "object" && reply !== null && !Array.isArray(reply);

/** What is to be written down, or null when nothing changed. */
export function toLog(words: readonly string[], reply: Reply, nowMs: number): Done | null {
  if (!isWrite(words) || reply === null || isError(reply)) return null;
  if ((words[0] ?? "").toUpperCase() !== "XADD") return { words, nowMs };
  return { words: words.with(idPosition(words), String(reply)), nowMs };
}

/** Where the id stands in an XADD: after its options. */
function idPosition(words: readonly string[]): number {
  for (let at = 2; ; at++) {
    const word = (words[at] ?? "").toUpperCase();
    if (word === "LIMIT") at++;
    else if (word === "MAXLEN" || word === "MINID") {
      at += words[at + 1] === "~" || words[at + 1] === "=" ? 2 : 1;
    } else if (word !== "NOMKSTREAM") return at;
  }
}
