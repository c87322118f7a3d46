/** Figures of a run: those of both designs, and what went through the stream. */
import type { Measure } from "../../simulator/scenario.ts";
import type { EventKind } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { sharedMeasures } from "../checkout/measures.ts";
import { createAdditions, createStandings } from "./standings.ts";

/** Kinds of events whose fields are read below. */
export const measured: readonly EventKind[] = ["command-issued", "command-ended", "message-sent"];

export function measures(log: EventLog): Readonly<Record<string, Measure>> {
  const added = createAdditions();
  let eventCount = 0;
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) === "message-sent" && added(log.event(i)) !== null) eventCount++;
  }
  return {
    ...sharedMeasures(log, createStandings()),
    evenements: { title: "Événements publiés", value: eventCount, unit: "événements" },
  };
}
