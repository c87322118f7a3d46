/**
 * The fence around a resource: a token smaller than one already seen does not pass.
 *
 * A holder may stop between looking at its watch and writing, and its message may be late: no check on its
 * own side is the last word (Kleppmann, « How to do distributed locking », 2016). The resource has it.
 * To be kept on the disk of the resource: a fence that forgets lets the past in again.
 */
import { assert } from "../../../base/assert.ts";

export interface Fence {
  /** True when nobody with a larger token came before. The same token may come again. */
  readonly admits: (token: number) => boolean;
  /** Largest token seen; 0 before any. */
  readonly highest: () => number;
}

export function createFence(): Fence {
  let highest = 0;
  return {
    admits(token) {
      assert(Number.isSafeInteger(token) && token > 0, "a token is a whole number ≥ 1", token);
      if (token < highest) return false;
      highest = token;
      return true;
    },
    highest: () => highest,
  };
}
