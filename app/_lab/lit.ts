/**
 * What the pointer or the focus rests on, lit wherever it shows: a message is one token on the stage,
 * one arrow of the diagram, two rows of the table, two stops of « Pourquoi ? ».
 *
 * Pure: says which events and which message go together; each view draws its own light.
 */
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { MessageTable } from "./folds.ts";

export interface Lit {
  /** The message concerned, or null. */
  readonly message: string | null;
  /** Event indexes, ascending. */
  readonly events: readonly number[];
  /** The node concerned, when it is a node that is lit. */
  readonly node?: string;
}

export type LitTarget =
  | { readonly kind: "event"; readonly index: number }
  | { readonly kind: "message"; readonly message: string }
  | { readonly kind: "node"; readonly node: string };

interface LitRun {
  readonly log: EventLog;
  readonly messages: MessageTable;
}

/** null: nothing of this run. */
export function litOf(target: LitTarget, { log, messages }: LitRun): Lit | null {
  if (target.kind === "node") return { message: null, events: [], node: target.node };
  if (target.kind === "message") {
    const { message } = target;
    const record = messages.byId(message);
    if (record === undefined) return null;
    const { sentIndex, endIndex } = record;
    return { message, events: endIndex < 0 ? [sentIndex] : [sentIndex, endIndex] };
  }
  const { index } = target;
  if (index < 0 || index >= log.length) return null;
  const event = log.event(index);
  return { message: "message" in event ? event.message : null, events: [index] };
}

export const sameLit = (a: Lit | null, b: Lit | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.message === b.message &&
    a.node === b.node &&
    a.events.length === b.events.length &&
    a.events.every((index, i) => index === b.events[i]));

export const lightsEvent = (lit: Lit | null, index: number): boolean =>
  lit?.events.includes(index) ?? false;
