/** A limit as a reader is shown it: one that nobody ever reaches is no limit. */

/** What a card writes for « as many as you like ». */
const UNBOUNDED = 1_000_000;

export const limitShown = (limit: number | null): number | null =>
  limit === null || limit >= UNBOUNDED ? null : limit;
