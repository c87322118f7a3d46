/** How a checkout stands, as the stream says it: an event counts once Redis has said that it has it. */
import type { SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Watch } from "../../simulator/vocabulary/watch.ts";
import type { Standing, Standings } from "../checkout/books.ts";
import type { EventType } from "./events.ts";

export interface Added {
  readonly type: EventType;
  readonly checkout: string;
}

/** Where an addition is read: the messages of XADD, to Redis and back. */
export const ADDITIONS: readonly Watch[] = ["message-sent/xadd"];

/** Reads the requests and replies of XADD; what it returns was just accepted by Redis. */
export function createAdditions(): (event: SimEvent) => Added | null {
  const asked = new Map<string, Added>();
  return (event) => {
    if (event.kind !== "message-sent" || event.operation !== "xadd") return null;
    if (event.role === "request") {
      const { words } = event.body as { readonly words: readonly string[] };
      const type = words[words.indexOf("type") + 1] as EventType;
      asked.set(event.message, { type, checkout: event.subject as string });
      return null;
    }
    return event.status === "ok" ? (asked.get(event.replyTo as string) ?? null) : null;
  };
}

const STANDINGS: Readonly<Partial<Record<EventType, Standing>>> = {
  ...{ CheckoutInitiated: "open", OrderCreationFailed: "order-failed" },
  ...{ CheckoutSucceeded: "succeeded", CheckoutFailed: "cancelled" },
};

const NOTHING: readonly (readonly [string, Standing])[] = [];

export function createStandings(): Standings {
  const added = createAdditions();
  return {
    watches: ADDITIONS,
    read(event) {
      const one = added(event);
      const standing = one === null ? undefined : STANDINGS[one.type];
      return one === null || standing === undefined ? NOTHING : [[one.checkout, standing]];
    },
  };
}
