/** What changes are counted from: flag A, else the step before the playhead (event index). */
"use client";
import { useLab, usePlayhead } from "@/app/_lab/hooks.ts";

export function useReference(): number {
  const flagA = useLab((s) => s.view.flagA);
  const playhead = usePlayhead();
  return flagA ?? playhead - 1;
}
