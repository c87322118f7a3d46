/**
 * A participant's memory of what it did for whom: asked twice, done once; undone before it was asked, never.
 *
 * A compensation may overtake the request that it undoes: it leaves a tombstone, and the late request finds
 * it. To be kept on disk, in the same write as the effect. Owns the memory; refuses to know the effects.
 */

/** `refused`: a definite no, the same for ever. */
export type KeyState = "unknown" | "done" | "refused" | "undone";

export type Executed =
  | { readonly kind: "done"; readonly isFirst: boolean }
  | { readonly kind: "refused"; readonly reason: string };

export interface KeyedSteps {
  /** `act` makes the effect, or says why it will not. Called at most once a key. */
  readonly execute: (key: string, act: () => string | null) => Executed;
  /** `act` takes the effect back. Called at most once a key, and only after an effect. True when it was. */
  readonly undo: (key: string, act: () => void) => boolean;
  readonly stateOf: (key: string) => KeyState;
}

export const UNDONE_BEFORE = "annulée avant d’être faite";

export function createKeyedSteps(): KeyedSteps {
  const states = new Map<string, KeyState>();
  const reasons = new Map<string, string>();
  const stateOf = (key: string): KeyState => states.get(key) ?? "unknown";
  return {
    execute(key, act) {
      const before = stateOf(key);
      if (before === "done") return { kind: "done", isFirst: false };
      if (before === "undone") return { kind: "refused", reason: UNDONE_BEFORE };
      const reason = before === "refused" ? (reasons.get(key) as string) : act();
      states.set(key, reason === null ? "done" : "refused");
      if (reason === null) return { kind: "done", isFirst: true };
      reasons.set(key, reason);
      return { kind: "refused", reason };
    },
    undo(key, act) {
      const before = stateOf(key);
      if (before === "done") act();
      if (before !== "refused") states.set(key, "undone");
      return before === "done";
    },
    stateOf,
  };
}
