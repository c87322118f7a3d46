/**
 * What the other side calls the same thing: a fault, an object that is chosen or lit, an instant.
 *
 * Pure: reads the names of the pair, the alignment of the runs and the other run. null: nothing there.
 */

import type { FaultOrder } from "@/app/_lab/document-actions.ts";
import type { LitTarget } from "@/app/_lab/lit.ts";
import type { LabState } from "@/app/_lab/state.ts";
import type { Selection } from "@/app/_lab/view.ts";
import { instantUs } from "@/simulator/base/time.ts";
import type { Instant } from "@/simulator/vocabulary/interventions.ts";
import type { Translation } from "@/simulator/vocabulary/pair.ts";

export interface Mirror {
  readonly own: LabState;
  readonly other: LabState;
  /** From the names of this side to those of the other. */
  readonly names: Translation;
  /** For each event of this side its equivalent on the other, or −1; null while it is worked out. */
  readonly matches: Int32Array | null;
}

/** The equivalent of an event, or −1. */
export const equivalentOf = ({ matches }: Mirror, index: number): number => matches?.[index] ?? -1;

/** The same moment: just after the same fact when it happened at the same instant, else 1 µs after. */
export function mirrorInstant(mirror: Mirror, at: Instant): Instant {
  if (at.kind === "time") return at;
  const { own, other } = mirror;
  if (at.index >= own.run.length) return at;
  const atUs = own.run.log.atUs(at.index);
  const match = equivalentOf(mirror, at.index);
  if (match >= 0 && other.run.log.atUs(match) === atUs) return { kind: "event", index: match };
  return { kind: "time", atUs: instantUs(atUs + 1) };
}

export function mirrorOrder(mirror: Mirror, order: FaultOrder, at: Instant): FaultOrder | null {
  const { other, names } = mirror;
  const target = names.target(order.target);
  if (target === null) return null;
  if (target.kind === "request" && !hasRequest(other, target.request)) return null;
  if (target.kind === "message" && other.run.messages.byId(target.message) === undefined)
    return null;
  if (target.kind === "link" && !hasLink(other, target.from, target.to)) return null;
  return { ...order, target, at: mirrorInstant(mirror, at) };
}

const hasRequest = ({ card }: LabState, request: string): boolean =>
  card.requests?.some(({ id }) => id === request) ?? false;

const hasLink = ({ card }: LabState, from: readonly string[], to: readonly string[]): boolean =>
  card.links.some(
    ({ a, b }) => (from.includes(a) && to.includes(b)) || (from.includes(b) && to.includes(a)),
  );

export function mirrorLit(mirror: Mirror, target: LitTarget): LitTarget | null {
  switch (target.kind) {
    case "node": {
      const node = mirror.names.node(target.node);
      return node === null ? null : { kind: "node", node };
    }
    case "message": {
      const message = mirror.names.message(target.message);
      const isThere = message !== null && mirror.other.run.messages.byId(message) !== undefined;
      return isThere ? { kind: "message", message } : null;
    }
    case "event": {
      const index = equivalentOf(mirror, target.index);
      return index < 0 ? null : { kind: "event", index };
    }
  }
}

export function mirrorSelection(mirror: Mirror, selection: Selection | null): Selection | null {
  switch (selection?.kind) {
    case "node":
    case "message":
    case "event":
      return mirrorLit(mirror, selection);
    case "link": {
      const from = mirror.names.node(selection.from);
      const to = mirror.names.node(selection.to);
      if (from === null || to === null || !hasLink(mirror.other, [from], [to])) return null;
      return { kind: "link", from, to };
    }
    case "subject":
    case "row":
    case "fault":
      return selection;
    default:
      return null;
  }
}
