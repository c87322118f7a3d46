/** The events that belong to a selection, latest first: the inspector's journal. */
import type { MessageTable } from "@/app/_lab/folds.ts";
import type { Selection } from "@/app/_lab/view.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

type Accepts = (index: number) => boolean;

/** Which events a selection is about. Reads columns only, and decodes when it must. */
export function accepts(
  log: EventLog,
  messages: MessageTable,
  selection: Selection | null,
): Accepts {
  const mentions = (index: number, id: string): boolean => {
    const kind = log.kind(index);
    if (!kind.startsWith("message-") && !kind.startsWith("request-") && kind !== "reply-ignored") {
      return kind === "call-timed-out" && log.eventOf("call-timed-out", index).message === id;
    }
    const event = log.event(index) as { readonly message?: string };
    return event.message === id;
  };
  switch (selection?.kind) {
    case "node":
      return (index) => log.node(index) === selection.node;
    case "subject":
      return (index) => log.subject(index) === selection.subject;
    case "message":
      return (index) => mentions(index, selection.message);
    case "link":
      return (index) => {
        const kind = log.kind(index);
        if (kind === "link-changed") {
          const { from, to } = log.eventOf("link-changed", index);
          return isLink(selection, from, to);
        }
        if (!kind.startsWith("message-")) return false;
        const { message } = log.event(index) as unknown as { readonly message: string };
        const record = messages.byId(message);
        return record !== undefined && isLink(selection, record.from, record.to);
      };
    case "event": {
      const process = log.process(selection.index);
      const subject = log.subject(selection.index);
      return (index) =>
        process > 0
          ? log.process(index) === process
          : subject === null || log.subject(index) === subject;
    }
    case "row":
      return (index) => {
        if (log.kind(index) === "record-changed") {
          const { store, key } = log.eventOf("record-changed", index);
          return store === selection.table && key === selection.key;
        }
        if (log.kind(index) !== "transaction-committed") return false;
        const { database, changes } = log.eventOf("transaction-committed", index);
        return (
          database === selection.database &&
          changes.some((change) => change.table === selection.table)
        );
      };
    case "fault":
      return (index) => {
        const kind = log.kind(index);
        if (kind !== "fault-started" && kind !== "fault-ended") return false;
        return (
          (log.event(index) as unknown as { readonly fault: string }).fault === selection.fault
        );
      };
    default:
      return () => true;
  }
}

const isLink = (
  link: { readonly from: string; readonly to: string },
  from: string,
  to: string,
): boolean => (link.from === from && link.to === to) || (link.from === to && link.to === from);

interface Search {
  /** Where to begin, and how far back to look: long runs are not read whole at each step. */
  readonly from: number;
  readonly oldest: number;
  readonly max: number;
}

/** The last accepted events at or before `from`, latest first. */
export function latestEvents(
  { from, oldest, max }: Search,
  isAccepted: Accepts,
): readonly number[] {
  const found: number[] = [];
  for (let i = from; i >= oldest && found.length < max; i--) if (isAccepted(i)) found.push(i);
  return found;
}
