/**
 * Who holds what, until when: the book of a lease server (Gray and Cheriton 1989), on its own clock.
 *
 * A lease is a lock that ends by itself: nobody has to come back to free it. Every grant bears a number
 * larger than all before it, the fencing token (Kleppmann 2016), which whoever guards the resource may
 * check. Owns the book of one resource; refuses to know nodes, clocks and messages: time comes in.
 */
import { assert } from "../../../base/assert.ts";

export interface Lease {
  readonly holder: string;
  /** Larger than that of every grant before. */
  readonly token: number;
  /** On the server's clock, µs: over from this instant on. */
  readonly untilUs: number;
}

export type Asked =
  | { readonly kind: "granted"; readonly lease: Lease }
  /** Somebody else holds it. */
  | { readonly kind: "busy"; readonly lease: Lease };

interface Asking {
  readonly holder: string;
  /** What the server's clock shows, µs. */
  readonly atUs: number;
  readonly durationUs: number;
}

interface Renewing {
  readonly token: number;
  readonly atUs: number;
  readonly durationUs: number;
}

/** To be kept on disk: a book that forgot its last token would give it twice. */
export interface LeaseBook {
  readonly ask: (asking: Asking) => Asked;
  /** The same token for longer; null when the lease is over or somebody else's. */
  readonly renew: (renewing: Renewing) => Lease | null;
  /** False when it was not that token's to give back. */
  readonly giveBack: (token: number) => boolean;
  /** The lease as it was last granted, over or not; null before the first and after a return. */
  readonly current: () => Lease | null;
  /** 0 before the first. */
  readonly lastToken: () => number;
}

export function createLeaseBook(): LeaseBook {
  let current: Lease | null = null;
  let lastToken = 0;

  const isRunning = (lease: Lease, atUs: number): boolean => atUs < lease.untilUs;

  return {
    ask({ holder, atUs, durationUs }) {
      // The same name asking again has lost its answer, or itself: it starts over, its old token fenced off.
      if (current !== null && current.holder !== holder && isRunning(current, atUs)) {
        return { kind: "busy", lease: current };
      }
      lastToken++;
      current = { holder, token: lastToken, untilUs: atUs + durationUs };
      assert(current.token === lastToken, "a grant bears the largest token");
      return { kind: "granted", lease: current };
    },
    renew({ token, atUs, durationUs }) {
      if (current === null || current.token !== token || !isRunning(current, atUs)) return null;
      // A clock that went back must not shorten what was promised.
      current = { ...current, untilUs: Math.max(current.untilUs, atUs + durationUs) };
      return current;
    },
    giveBack(token) {
      if (current === null || current.token !== token) return false;
      current = null;
      return true;
    },
    current: () => current,
    lastToken: () => lastToken,
  };
}
