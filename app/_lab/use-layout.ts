/** Which layout fits: by width, and the projector's own. Server and first paint draw the wide one. */
"use client";
import { useSyncExternalStore } from "react";
import { currentProfile, onThemeChange } from "@/app/_ui/theme.ts";

/**
 * `wide` ≥ 1280 · `medium` 1024–1279, rail collapsed · `narrow` 768–1023, inspector in a drawer ·
 * `phone` < 768 · `table` < 320 (or 400 % zoom): diagrams give way to the event table.
 */
export type Layout = "wide" | "medium" | "narrow" | "phone" | "table" | "projector";

const STEPS: readonly (readonly [string, Layout])[] = [
  ["(min-width: 1280px)", "wide"],
  ["(min-width: 1024px)", "medium"],
  ["(min-width: 768px)", "narrow"],
  ["(min-width: 320px)", "phone"],
];

function current(): Layout {
  const fits = STEPS.find(([query]) => matchMedia(query).matches)?.[1] ?? "table";
  // The projector is for a room: on a phone its type would not fit.
  const isRoom = fits === "wide" || fits === "medium" || fits === "narrow";
  return isRoom && currentProfile() === "projector" ? "projector" : fits;
}

function subscribe(listener: () => void): () => void {
  const undo = [onThemeChange(listener)];
  for (const [query] of STEPS) {
    const media = matchMedia(query);
    media.addEventListener("change", listener);
    undo.push(() => media.removeEventListener("change", listener));
  }
  return () => {
    for (const stop of undo) stop();
  };
}

export const useLayout = (): Layout => useSyncExternalStore(subscribe, current, () => "wide");
