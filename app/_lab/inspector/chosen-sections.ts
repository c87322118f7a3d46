/**
 * The rows of what the reader has chosen, whatever it is. Fetched with the first gesture: before it there
 * is nothing chosen to tell about.
 */
import type { Selection } from "@/app/_lab/view.ts";
import { focusSubject } from "./heading.ts";
import { linkSections, messageSections } from "./message-sections.ts";
import { nodeSections } from "./node-sections.ts";
import type { InspectSection, Reading } from "./reading.ts";
import { rowSections, subjectSections } from "./subject-sections.ts";

export function chosenSections(reading: Reading, selection: Selection): readonly InspectSection[] {
  switch (selection.kind) {
    case "node":
      return nodeSections(reading, selection.node, focusSubject(reading, selection));
    case "link":
      return linkSections(reading, selection.from, selection.to);
    case "message":
      return messageSections(reading, selection.message);
    case "subject":
      return subjectSections(reading, selection.subject);
    case "row":
      return rowSections(reading, selection);
    default:
      return [];
  }
}
