/** The inspector's reading of the run at the playhead, renewed at every tick. */
"use client";
import { useMemo } from "react";
import { useReference } from "@/app/_lab/databases/use-reference.ts";
import { useCard, useRun } from "@/app/_lab/hooks.ts";
import type { Reading } from "./reading.ts";

export function useReading(): Reading {
  const card = useCard();
  const run = useRun();
  const reference = useReference();
  return useMemo(() => {
    const playhead = run.timeline.position;
    return {
      card,
      log: run.log,
      timeline: run.timeline,
      messages: run.messages,
      playhead,
      reference,
      nowUs: playhead < 0 ? 0 : run.log.atUs(playhead),
    };
  }, [card, run, reference]);
}
