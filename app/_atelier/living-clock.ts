/**
 * The pulse of the gallery: a few pictures a second for all living pieces together, fewer when the
 * machine needs longer than that to draw them.
 */

/** Time between two pictures, ms, and the share of it that drawing may take. */
const PICTURE_MS = 160;
const DRAWING_SHARE = 3;
/** A page that slept does not jump, ms. */
const STEP_MS_MAX = 500;

type Listener = (elapsedMs: number) => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setTimeout> | undefined;
let lastMs = 0;

function beat(): void {
  const startMs = performance.now();
  const elapsedMs = Math.min(STEP_MS_MAX, startMs - lastMs);
  lastMs = startMs;
  for (const listener of [...listeners]) listener(elapsedMs);
  const tookMs = performance.now() - startMs;
  timer =
    listeners.size === 0
      ? undefined
      : setTimeout(beat, Math.max(PICTURE_MS, tookMs * DRAWING_SHARE));
}

/** Calls back at every picture until the returned function is called. */
export function onPulse(listener: Listener): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    lastMs = performance.now();
    timer = setTimeout(beat, PICTURE_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}
