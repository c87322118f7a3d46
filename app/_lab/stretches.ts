/**
 * Long readings in short stretches: between two of them the page answers, draws and scrolls.
 *
 * Owns the rhythm only; what is read is given. A reader who leaves stops it.
 */

/** Longest stretch, ms: half a frame. */
const STRETCH_MS = 8;

export interface Pace {
  readonly nowMs: () => number;
  /** Acts in a task of its own, after whatever waits already. */
  readonly soon: (act: () => void) => void;
}

const OF_THE_PAGE: Pace = {
  nowMs: () => performance.now(),
  soon(act) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      act();
    };
    port2.postMessage(null);
  },
};

/** Runs `advance` until it has no more to do, then `onDone`. Returns how to give up. */
export function inStretches(
  advance: () => boolean,
  onDone: () => void,
  { nowMs, soon }: Pace = OF_THE_PAGE,
): () => void {
  let isWanted = true;
  const stretch = (): void => {
    if (!isWanted) return;
    const fromMs = nowMs();
    let isMore = true;
    while (isMore && nowMs() - fromMs < STRETCH_MS) isMore = advance();
    if (isMore) soon(stretch);
    else onDone();
  };
  soon(stretch);
  return () => {
    isWanted = false;
  };
}
