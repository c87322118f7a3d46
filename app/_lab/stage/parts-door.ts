/**
 * The drawing of parts, fetched by the first stage whose card has some: a case made of services and
 * databases never weighs it.
 */
"use client";
import { useEffect, useSyncExternalStore } from "react";

export type PartsModule = typeof import("./parts.ts");

let loaded: PartsModule | null = null;
let pending: Promise<void> | null = null;
const listeners = new Set<() => void>();

function fetchParts(): void {
  pending ??= import("./parts.ts").then(
    (module) => {
      loaded = module;
      for (const listener of [...listeners]) listener();
    },
    // The next box that wants it asks again.
    () => {
      pending = null;
    },
  );
}

function onLoaded(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The module once it is here; null before, and for whoever does not want it. */
export function useParts(isWanted: boolean): PartsModule | null {
  useEffect(() => {
    if (isWanted && loaded === null) fetchParts();
  }, [isWanted]);
  return useSyncExternalStore(
    onLoaded,
    () => (isWanted ? loaded : null),
    () => null,
  );
}
