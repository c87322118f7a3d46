/** Figures of a run: those of both designs, and what went through the stream. */
import type { Measure } from "../../simulator/scenario.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import type { Watch } from "../../simulator/vocabulary/watch.ts";
import { measuredWith, sharedMeasures } from "../checkout/measures.ts";
import { ADDITIONS, createAdditions, createStandings } from "./standings.ts";

/** Events whose fields are read below. */
export const measured: readonly Watch[] = measuredWith(createStandings());

export function measures(log: EventLog): Readonly<Record<string, Measure>> {
  const added = createAdditions();
  let eventCount = 0;
  for (const event of log.watched(ADDITIONS)) if (added(event) !== null) eventCount++;
  return {
    ...sharedMeasures(log, createStandings()),
    evenements: { title: "Événements publiés", value: eventCount, unit: "événements" },
  };
}
