/**
 * Hybrid logical clocks: near the wall clock, yet never behind a cause (CLK-3).
 *
 * `physicalUs` follows the node's own clock and whatever it has seen; `logical` counts events that
 * share it. An effect bears a greater stamp than its cause; a greater stamp does *not* mean « caused »,
 * although it is often read so. A message from too far in the future is refused: one mad clock would
 * drag all the others along. Kulkarni and others, « Logical Physical Clocks », 2014.
 */
import { durationUs } from "../../base/configuration.ts";

/** Two stamps may be equal on two nodes: add the node's name to make them unique. */
export type HybridStamp = {
  readonly physicalUs: number;
  readonly logical: number;
};

export const HYBRID_START: HybridStamp = { physicalUs: 0, logical: 0 };

export type Received =
  | { readonly kind: "ok"; readonly stamp: HybridStamp }
  /** The message lies further ahead of this node's clock than allowed. */
  | { readonly kind: "too-far-ahead"; readonly aheadUs: number };

/** The clock after an event of its own, while the node's clock shows `clockUs`. */
export function tickHybrid(stamp: HybridStamp, clockUs: number): HybridStamp {
  if (clockUs > stamp.physicalUs) return { physicalUs: clockUs, logical: 0 };
  return { physicalUs: stamp.physicalUs, logical: stamp.logical + 1 };
}

export interface HybridReceive {
  readonly own: HybridStamp;
  readonly seen: HybridStamp;
  /** What the node's clock shows, µs. */
  readonly clockUs: number;
  /** How far ahead a message may lie, µs. */
  readonly offsetMaxUs: number;
}

/** The clock after receiving a message. @throws BadConfiguration on a negative offset. */
export function receiveHybrid({ own, seen, clockUs, offsetMaxUs }: HybridReceive): Received {
  durationUs("offsetMaxUs", offsetMaxUs);
  const aheadUs = seen.physicalUs - clockUs;
  if (aheadUs > offsetMaxUs) return { kind: "too-far-ahead", aheadUs };
  const physicalUs = Math.max(own.physicalUs, seen.physicalUs, clockUs);
  const fromOwn = physicalUs === own.physicalUs ? own.logical + 1 : 0;
  const fromSeen = physicalUs === seen.physicalUs ? seen.logical + 1 : 0;
  return { kind: "ok", stamp: { physicalUs, logical: Math.max(fromOwn, fromSeen) } };
}

/** Negative when `a` comes first, 0 when equal. */
export const compareHybrid = (a: HybridStamp, b: HybridStamp): number =>
  a.physicalUs === b.physicalUs ? a.logical - b.logical : a.physicalUs - b.physicalUs;
