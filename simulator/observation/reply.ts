/** What a process was told when it went on: the body of the reply behind an event. */
import type { EventLog } from "../vocabulary/log.ts";
import type { Value } from "../vocabulary/values.ts";

const LOOKED_BACK = 8;

/** The body that a process was woken with: carried by the reply among the causes of event `index`. */
export function replyBehind(log: EventLog, index: number): Value {
  let at = log.cause(index);
  for (let hops = 0; hops < LOOKED_BACK && at >= 0; hops++) {
    if (log.kind(at) === "message-sent") {
      const { role, body } = log.eventOf("message-sent", at);
      return role === "reply" ? body : null;
    }
    at = log.cause(at);
  }
  return null;
}
