/** Where two logs stop telling the same: read in columns, without decoding an event. */
import type { StringArena } from "./cells.ts";
import type { EventLog } from "./log.ts";

/** Index of the first event in which the first `count` of two logs differ, or −1 when none does. */
export function firstDifference(
  a: EventLog,
  b: EventLog,
  count = Number.POSITIVE_INFINITY,
): number {
  const shared = Math.min(a.length, b.length, count);
  const sameText = textComparer(a.strings, b.strings);
  for (let i = 0; i < shared; i++) if (!a.tellsTheSame(b, i, sameText)) return i;
  return -1;
}

/** Compares string numbers of two arenas by their texts, each pair once. −1 is no string. */
function textComparer(a: StringArena, b: StringArena): (left: number, right: number) => boolean {
  const partner: number[] = [];
  return (left, right) => {
    if (left < 0 || right < 0) return left === right;
    if (partner[left] === right) return true;
    if (partner[left] !== undefined || a.text(left) !== b.text(right)) return false;
    partner[left] = right;
    return true;
  };
}
