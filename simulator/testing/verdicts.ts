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

/** What a reader would be told of each promise that broke or on which the run ended too early. */
export function wrongIn(run: Run, isAsked: (claim: string) => boolean = () => true): string[] {
  const wrong = new Set([...brokenIn(run), ...undecidedIn(run)].filter(isAsked));
  return run
    .outcome()
    .claims.filter(({ id }) => wrong.has(id))
    .map(({ id, changes }) => `${id} : ${changes.at(-1)?.text}`);
}
