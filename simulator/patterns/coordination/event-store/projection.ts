/**
 * A view kept up to date from events that may come twice, and the mark of how far it has read.
 *
 * The mark is worth something only if it moves in the same write as the view (`together`). Moved afterwards
 * (`after`), a crash in between makes the view count the same events again: an addition is not idempotent,
 * its position is what makes it so. Owns view and mark; refuses to know where events come from.
 */
import { assert } from "../../../base/assert.ts";
import { oneOf } from "../../../base/configuration.ts";
import type { StoredEvent } from "./event-log.ts";

export const MARKINGS = ["together", "after"] as const;
export type Marking = (typeof MARKINGS)[number];

export interface ProjectionRule<V> {
  readonly initial: V;
  /** The view after this event: a pure function. No mail is sent here: a replay would send it again. */
  readonly fold: (view: V, event: StoredEvent) => V;
}

/** Both parts on disk. */
export interface Projection<V> {
  /** False when the event had been counted already. */
  readonly handle: (event: StoredEvent) => boolean;
  /** Writes down how far the view has read; nothing to do when it moves with the view. */
  readonly mark: (position: number) => void;
  readonly view: () => V;
  /** Position after which to read on. */
  readonly readUpTo: () => number;
  /** Forgets everything: to be read again from the first event. */
  readonly rebuild: () => void;
}

/** @throws BadConfiguration on an unknown marking. */
export function createProjection<V>(rule: ProjectionRule<V>, marking: Marking): Projection<V> {
  oneOf("marking", marking, MARKINGS);
  let view = rule.initial;
  let marked = 0;
  return {
    handle(event) {
      if (event.position <= marked) return false;
      view = rule.fold(view, event);
      if (marking === "together") marked = event.position;
      return true;
    },
    mark(position) {
      assert(position >= marked, "a mark never goes back", position);
      marked = position;
    },
    view: () => view,
    readUpTo: () => marked,
    rebuild() {
      view = rule.initial;
      marked = 0;
    },
  };
}
