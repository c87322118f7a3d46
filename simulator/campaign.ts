/**
 * One run of a campaign, reduced to its verdicts and figures: what the page's workers and the command
 * line's `sweep` both do with every seed.
 *
 * Owns which figures are kept. The log is read once at the end and let go; no digest is made, for nobody
 * compares it. Knows neither workers nor how many seeds there are.
 */
import type { Figure, RunFigures } from "./observation/campaign.ts";
import { COMMAND_KINDS, measureCommands } from "./observation/metrics.ts";
import { createRun, type RunOptions, type Scenario } from "./simulation.ts";
import type { Verdict } from "./vocabulary/claims.ts";
import type { RunRequest } from "./vocabulary/run.ts";

export interface FoldedRun {
  /** As `Run.advance`. */
  readonly advance: (eventsMax: number) => boolean;
  /** Of the finished run. */
  readonly figures: () => RunFigures;
  /** Frees the databases of a run that is abandoned. */
  readonly close: () => void;
}

/** The fields that figures read; promises see events as they happen, whatever the log keeps. */
const keptFields = ({ measured }: Scenario): Pick<RunOptions, "keeps"> =>
  measured === undefined ? {} : { keeps: [...measured, ...COMMAND_KINDS] };

/** A run to be advanced in slices, then folded. @throws InvariantBroken, BadConfiguration */
export function createFoldedRun(
  scenario: Scenario,
  request: RunRequest,
  options: RunOptions,
): FoldedRun {
  const run = createRun(scenario, request, { ...options, ...keptFields(scenario) });
  return {
    advance: run.advance,
    close: run.close,
    figures() {
      const { events, simulatedUs, endReason, claims } = run.outcome();
      const verdicts: Record<string, Verdict> = {};
      for (const { id, changes, brokenAt } of claims)
        verdicts[id] = brokenAt < 0 ? (changes.at(-1)?.verdict ?? "none") : "broken";
      const own = scenario.measures(run.log);
      // Its own come first, and stand where a name is in both.
      const figures: Record<string, Figure> = { ...own, ...measureCommands(run.log), ...own };
      return { seed: request.seed, events, simulatedUs, endReason, verdicts, figures };
    },
  };
}

/** The whole run at once. */
export function foldRun(scenario: Scenario, request: RunRequest, options: RunOptions): RunFigures {
  const run = createFoldedRun(scenario, request, options);
  while (run.advance(Number.POSITIVE_INFINITY));
  return run.figures();
}
