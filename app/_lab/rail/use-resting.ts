/** A value under the hand: shown at once, committed when the hand rests. */
"use client";
import { useEffect, useRef, useState } from "react";

/** A setting being dragged asks for a run only when the hand rests. */
const REST_MS = 250;

export function useResting<T>(
  value: T,
  commit: (value: T) => void,
): readonly [T, (value: T) => void] {
  const [draft, setDraft] = useState<{ readonly value: T } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(commit);
  latest.current = commit;
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: T): void => {
    setDraft({ value: next });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      latest.current(next);
      setDraft(null);
    }, REST_MS);
  };
  return [draft === null ? value : draft.value, change];
}
