/** The step of a marker in a finished run; apart from the engine so that flags stay light. */
import { findMarker } from "./markers.ts";
import type { StudyRun } from "./study-engine.ts";

export const findStep = (run: StudyRun, marker: string): number =>
  findMarker(run.log, run.claims, marker);
