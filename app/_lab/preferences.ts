/** Small choices of the reader that are not part of a link: keyboard on or off, sizes of panels. */
"use client";
import { useSyncExternalStore } from "react";

const PREFIX = "contretemps.";
const memory = new Map<string, string>();
const listeners = new Set<() => void>();

function read(key: string): string | null {
  const known = memory.get(key);
  if (known !== undefined) return known;
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function setPreference(key: string, value: string): void {
  memory.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Refused storage: the choice holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePreference = (key: string, fallback: string): string =>
  useSyncExternalStore(
    subscribe,
    () => read(key) ?? fallback,
    () => fallback,
  );

export const areKeysOn = (): boolean => read("clavier") !== "non";

/** A size in px kept between its bounds; an unreadable one is the default. */
export function useSize(
  key: string,
  [min, fallback, max]: readonly [number, number, number],
): number {
  const value = Number(usePreference(key, String(fallback)));
  return Number.isFinite(value) ? Math.max(min, Math.min(max, Math.round(value))) : fallback;
}
