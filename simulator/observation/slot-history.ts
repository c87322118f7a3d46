/**
 * How some keys of nodes’ memories changed over a run: every value they took, and when. One reading of the log for
 * all of them. A crash empties what its node kept: nobody can read what was there.
 */
import type { EventLog } from "../vocabulary/log.ts";
import type { Value } from "../vocabulary/values.ts";

export interface SlotChange {
  readonly index: number;
  readonly atUs: number;
  /** null: nothing there. */
  readonly value: Value;
}

export interface SlotPlace {
  readonly node: string;
  readonly key: string;
}

export interface SlotHistories {
  /** Reads what was appended to the log. */
  readonly extend: () => void;
  /** In order; empty for a place that is not followed. */
  readonly changesOf: (place: SlotPlace) => readonly SlotChange[];
}

export function createSlotHistories(log: EventLog, places: readonly SlotPlace[]): SlotHistories {
  const nodes = new Map<string, Map<string, SlotChange[]>>();
  for (const { node, key } of places) {
    const keys = nodes.get(node) ?? new Map<string, SlotChange[]>();
    nodes.set(node, keys);
    keys.set(key, []);
  }
  let length = 0;

  function see(index: number): void {
    const kind = log.kind(index);
    if (kind !== "memory-changed" && kind !== "node-crashed") return;
    const keys = nodes.get(log.node(index));
    if (keys === undefined) return;
    const atUs = log.atUs(index);
    if (kind === "node-crashed") {
      for (const changes of keys.values()) changes.push({ index, atUs, value: null });
      return;
    }
    const { key, after } = log.eventOf(kind, index);
    keys.get(key)?.push({ index, atUs, value: after });
  }

  return {
    extend() {
      for (; length < log.length; length++) see(length);
    },
    changesOf: ({ node, key }) => nodes.get(node)?.get(key) ?? [],
  };
}
