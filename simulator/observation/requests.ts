/**
 * What became of the reader's requests: asked, answered with a body, refused, without reply, lost.
 *
 * A fold of the log alone: a request is known by its `fault-started`, its end by the end of its command, and
 * the body of a reply is read on the message that brought it. Refuses to know cards and words.
 */
import type { EventOf } from "../vocabulary/events.ts";
import { parseFault } from "../vocabulary/fault-text.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { READER_HANDLER, readReaderCommand } from "../vocabulary/requests.ts";
import type { Value } from "../vocabulary/values.ts";
import { replyBehind } from "./reply.ts";

export interface RequestEnd {
  /** Step of the reply, or of whatever ended the wait. */
  readonly index: number;
  /** `lost`: the node that waited for the reply crashed. */
  readonly outcome: "ok" | "refused" | "timed-out" | "lost";
  /** Why it was refused; else empty. */
  readonly detail: string;
  /** Body of the reply when `outcome` is "ok"; else null. */
  readonly reply: Value;
}

export interface AskedRequest {
  /** Id of the intervention. */
  readonly fault: string;
  readonly request: string;
  readonly subject: string | null;
  /** Step at which the reader asks. */
  readonly index: number;
  /** null while the reply is awaited, at the end of the log as it is. */
  end: RequestEnd | null;
}

function endOf(log: EventLog, event: EventOf<"command-ended">): RequestEnd {
  const { index, outcome, detail } = event;
  const reply = outcome === "ok" ? replyBehind(log, index) : null;
  return { index, outcome, detail, reply };
}

/** Every request asked in the first `length` events, by the id of its intervention, in the order asked. */
export function askedRequests(
  log: EventLog,
  length = log.length,
): ReadonlyMap<string, AskedRequest> {
  const asked = new Map<string, AskedRequest>();
  for (let index = 0; index < length; index++) {
    switch (log.kind(index)) {
      case "fault-started": {
        const { fault, text } = log.eventOf("fault-started", index);
        const read = text.startsWith("request:") ? parseFault(text, fault) : null;
        if (read?.kind !== "ok" || read.value.target.kind !== "request") break;
        const { request, subject } = read.value.target;
        asked.set(fault, { fault, request, subject, index, end: null });
        break;
      }
      case "process-lost": {
        if (asked.size === 0) break;
        const { handler, node, subject } = log.eventOf("process-lost", index);
        if (handler !== READER_HANDLER) break;
        // A crash takes all that waited there: of two alike, it does not matter which is lost first.
        const own = [...asked.values()].find(
          (one) => one.end === null && log.node(one.index) === node && one.subject === subject,
        );
        if (own !== undefined) own.end = { index, outcome: "lost", detail: "", reply: null };
        break;
      }
      case "command-ended": {
        if (asked.size === 0) break;
        const event = log.eventOf("command-ended", index);
        const own = asked.get(readReaderCommand(event.command)?.fault ?? "");
        if (own !== undefined) own.end = endOf(log, event);
        break;
      }
      default:
        break;
    }
  }
  return asked;
}
