/**
 * Lamport clocks: one number a node, so that an effect always bears a greater number than its cause.
 *
 * The converse is false: a greater number says nothing about causes (CLK-1). Lamport, « Time, Clocks,
 * and the Ordering of Events in a Distributed System », 1978.
 */

/** A moment, named so that no two are equal: the node's name breaks ties. */
export interface LamportStamp {
  readonly time: number;
  readonly node: string;
}

/** The clock after an event of its own: doing something, or sending. */
export const tick = (time: number): number => time + 1;

/** The clock after receiving a message that bears `seen`. */
export const receive = (time: number, seen: number): number => Math.max(time, seen) + 1;

/** A total order that contains causality: negative when `a` comes first. */
export function compareStamps(a: LamportStamp, b: LamportStamp): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.node === b.node) return 0;
  return a.node < b.node ? -1 : 1;
}
