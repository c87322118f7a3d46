/** The rows of the inspector at the playhead: those of a choice come with their own file. */
"use client";
import { useEffect, useMemo, useState } from "react";
import type { Selection } from "@/app/_lab/view.ts";
import { changeSection, eventSections } from "./event-sections.ts";
import type { InspectSection, Reading } from "./reading.ts";

type Chosen = typeof import("./chosen-sections.ts").chosenSections;

let loaded: Chosen | null = null;

/** Asks for the file of the chosen sections; a request that fails may be made again. */
export async function fetchSections(): Promise<void> {
  loaded ??= (await import("./chosen-sections.ts")).chosenSections;
}

/** An event and « nothing chosen » are told at once; for the rest the file is waited for. */
const isLight = (selection: Selection | null): boolean =>
  selection === null || selection.kind === "event" || selection.kind === "fault";

export function useSections(
  reading: Reading,
  selection: Selection | null,
): readonly InspectSection[] {
  const [chosen, setChosen] = useState<Chosen | null>(() => loaded);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  const isWanted = chosen === null && !isLight(selection);
  useEffect(() => {
    if (!isWanted) return;
    let isHere = true;
    fetchSections().then(
      () => isHere && setChosen(() => loaded),
      (error: unknown) => isHere && setFailure({ error }),
    );
    return () => {
      isHere = false;
    };
  }, [isWanted]);
  // The boundary above says it, and tries again.
  if (failure !== null) throw failure.error;
  return useMemo(() => {
    if (selection === null) {
      return reading.playhead < 0 ? [] : [changeSection(reading, reading.playhead)];
    }
    if (selection.kind === "event") return eventSections(reading, selection.index);
    return chosen === null ? [] : chosen(reading, selection);
  }, [reading, selection, chosen]);
}
