/** What a finished run says of its promises, by their ids. */
import type { Run } from "../simulation.ts";

/** Promises that broke at some step, in alphabetical order. */
export const brokenIn = (run: Run): string[] =>
  run
    .outcome()
    .claims.filter(({ brokenAt }) => brokenAt >= 0)
    .map(({ id }) => id)
    .sort();

/** Promises on which the run ended too early to judge. */
export const undecidedIn = (run: Run): string[] =>
  run
    .outcome()
    .claims.filter(({ changes }) => ["pending", "unknown"].includes(changes.at(-1)?.verdict ?? ""))
    .map(({ id }) => id);
