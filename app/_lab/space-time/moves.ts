/** Where a key leads from an event of the diagram. Pure. */
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { MessageTable } from "../folds.ts";
import { positionOf } from "./drawn-events.ts";

/** Next or previous drawn event of the same node; −1 when there is none. */
export function alongLane(log: EventLog, drawn: Int32Array, index: number, by: 1 | -1): number {
  const node = log.nodeNumber(index);
  const at = positionOf(drawn, index);
  const start = by === 1 && drawn[at] !== index ? at : at + by;
  for (let i = start; i >= 0 && i < drawn.length; i += by) {
    const other = drawn[i] as number;
    if (log.nodeNumber(other) === node) return other;
  }
  return -1;
}

/** Nearest drawn event, in steps, of a lane above or below; skips lanes without any. −1: none. */
export function acrossLanes(
  log: EventLog,
  drawn: Int32Array,
  {
    index,
    lanes,
    by,
  }: { readonly index: number; readonly lanes: readonly string[]; readonly by: 1 | -1 },
): number {
  const here = lanes.indexOf(log.node(index));
  for (let lane = here + by; lane >= 0 && lane < lanes.length; lane += by) {
    const node = log.strings.find(lanes[lane] as string);
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const other of drawn) {
      if (log.nodeNumber(other) !== node) continue;
      const apart = Math.abs(other - index);
      if (apart < least) {
        least = apart;
        best = other;
      }
    }
    if (best >= 0) return best;
  }
  return -1;
}

/** The other end of the message that this event sends or receives; −1 when it does neither. */
export function alongMessage(log: EventLog, messages: MessageTable, index: number): number {
  const event = log.event(index);
  switch (event.kind) {
    case "message-sent":
      return messages.byId(event.message)?.endIndex ?? -1;
    case "message-duplicated":
      return messages.byId(event.copy)?.endIndex ?? -1;
    case "message-delivered":
    case "message-lost":
      return messages.byId(event.message)?.sentIndex ?? -1;
    default:
      return -1;
  }
}
