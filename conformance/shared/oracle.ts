/**
 * One real server that a model is held against, as `conformance/main.ts` sees it.
 */
import type { Needs } from "./programs.ts";
import type { Report } from "./report.ts";

export interface Work {
  /** Paths of the programs that the oracle needs, by name. */
  readonly programs: Readonly<Record<string, string>>;
  readonly report: Report;
  /** Also writes the golden transcripts (`--write`), unless something differed. */
  readonly isWriting: boolean;
  /** How many random schedules; the oracle's own number unless `--schedules=N` says otherwise. */
  readonly schedules: number | null;
  /** First seed of the random schedules; 1 unless `--seed=N`. */
  readonly seed: number;
}

export interface Oracle {
  /** Named on the command line: `npm run conformance -- redis`. */
  readonly id: string;
  readonly title: string;
  readonly needs: Needs;
  /** Starts the server, compares, stops it. @throws when the server does not start. */
  readonly run: (work: Work) => Promise<void>;
}
