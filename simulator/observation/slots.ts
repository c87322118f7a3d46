/**
 * The slots of a state: paths and values interned as whole numbers, so that a state is an array.
 *
 * Slot numbers follow first appearance. Each slot belongs to a *group* (`row/payments/payments/`,
 * `memory/orchestrateur/`, `message/`), so that listing a prefix does not scan all slots.
 * Value 0 is absence. Knows nothing of events nor of time.
 */
import { sameValue, type Value } from "../vocabulary/values.ts";

export const ABSENT = 0;

/** Number of path segments in a group's name, by first segment; 1 when not listed. */
const GROUP_DEPTH = new Map([
  ["row", 3],
  ["record", 2],
  ["memory", 2],
  ["statement", 2],
  ["transaction", 2],
  ["node", 2],
]);

/** `memory/orchestrateur/saga/12` → `memory/orchestrateur/`. */
export function groupOf(path: string): string {
  let end = path.indexOf("/");
  let depth = (end < 0 ? 1 : GROUP_DEPTH.get(path.slice(0, end))) ?? 1;
  while (--depth > 0 && end >= 0) end = path.indexOf("/", end + 1);
  return end < 0 ? path : path.slice(0, end + 1);
}

export interface SlotTable {
  readonly size: number;
  readonly path: (slot: number) => string;
  /** The slot of a path, made when it is new. */
  readonly slot: (path: string) => number;
  /** The slot of a path, or −1 when it never appeared. */
  readonly find: (path: string) => number;
  /** Every slot ever seen under a prefix, by first appearance. */
  readonly under: (prefix: string) => readonly number[];
}

export function createSlotTable(): SlotTable {
  const paths: string[] = [];
  const numbers = new Map<string, number>();
  const groups = new Map<string, number[]>();

  const addToGroup = (path: string, slot: number): void => {
    const group = groupOf(path);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [slot]);
    else members.push(slot);
  };

  const within = (members: readonly number[], prefix: string): number[] =>
    members.filter((slot) => (paths[slot] as string).startsWith(prefix));

  return {
    get size() {
      return paths.length;
    },
    path: (slot) => paths[slot] as string,
    slot(path) {
      const known = numbers.get(path);
      if (known !== undefined) return known;
      const slot = paths.length;
      paths.push(path);
      numbers.set(path, slot);
      addToGroup(path, slot);
      return slot;
    },
    find: (path) => numbers.get(path) ?? -1,
    under(prefix) {
      const exact = groups.get(prefix);
      if (exact !== undefined) return exact;
      const narrower = groups.get(groupOf(prefix));
      if (narrower !== undefined) return within(narrower, prefix);
      const found: number[] = [];
      for (const [group, members] of groups) {
        if (group.startsWith(prefix)) for (const slot of members) found.push(slot);
      }
      return found.sort((a, b) => a - b);
    },
  };
}

export interface ValueTable {
  readonly value: (number: number) => Value | undefined;
  /** Number of a value; the number given as `old` when it is the same value. */
  readonly intern: (value: Value | undefined, old: number) => number;
}

export function createValueTable(): ValueTable {
  const values: (Value | undefined)[] = [undefined];
  const scalars = new Map<Value, number>();
  const add = (value: Value): number => values.push(value) - 1;
  return {
    value: (number) => values[number],
    intern(value, old) {
      if (value === undefined) return ABSENT;
      if (typeof value === "object" && value !== null)
        return sameValue(value, values[old]) ? old : add(value);
      const known = scalars.get(value);
      if (known !== undefined) return known;
      const fresh = add(value);
      scalars.set(value, fresh);
      return fresh;
    },
  };
}
