/**
 * A door: what some stages draw and others never need, fetched by the first that wants it.
 */
"use client";
import { useEffect, useSyncExternalStore } from "react";

/** A hook: the module once it is here; null before, and for whoever does not want it. */
export function createDoor<Module>(load: () => Promise<Module>) {
  let loaded: Module | null = null;
  let pending: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  function fetchIt(): void {
    pending ??= load().then(
      (module) => {
        loaded = module;
        for (const listener of [...listeners]) listener();
      },
      // The next one that wants it asks again.
      () => {
        pending = null;
      },
    );
  }

  function onLoaded(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return function useDoor(isWanted: boolean): Module | null {
    useEffect(() => {
      if (isWanted && loaded === null) fetchIt();
    }, [isWanted]);
    return useSyncExternalStore(
      onLoaded,
      () => (isWanted ? loaded : null),
      () => null,
    );
  };
}
