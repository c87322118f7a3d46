/**
 * A setting of the laboratory as a campaign plays it, and back: over many seeds, what stands after a
 * step of one run stands at its instant, for a step of that run means nothing in another.
 */
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import { runRequest, type Setup } from "./document.ts";
import { reanchorAll } from "./re-anchor.ts";
import type { ShownRun } from "./state.ts";

export type SeedlessRequest = Omit<RunRequest, "seed">;

/** `run`: the shown run of this very setting, which says when its steps happened. */
export function campaignRequest(
  scenario: string,
  setup: Setup,
  { log, summary }: Pick<ShownRun, "log" | "summary">,
): SeedlessRequest {
  const faults = summary === null ? setup.faults : reanchorAll(setup.faults, log).faults;
  const { seed: _, ...request } = runRequest(scenario, { ...setup, faults });
  return request;
}

/** The setting of one seed of a campaign. */
export function setupOfSeed(request: SeedlessRequest, seed: number): Setup {
  const { variant, parameters, interventions, eventsMax } = request;
  const faults = interventions.map((intervention) => ({ intervention, isEnabled: true }));
  const setup = { variant, seed, parameters, faults };
  return eventsMax === undefined ? setup : { ...setup, eventsMax };
}
