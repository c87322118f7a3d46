/**
 * The continuous simulated instant, beside the store: it moves every frame while the run plays.
 *
 * Canvas views subscribe and draw; React components that only need steps read the playhead of the
 * store instead, which changes once an event.
 */

export interface LabClock {
  /** Simulated microseconds; fractional while moving. */
  readonly timeUs: () => number;
  /** Called on every move, at most once a frame; returns the undo. */
  readonly subscribe: (listener: (timeUs: number) => void) => () => void;
  readonly set: (timeUs: number) => void;
  /** Goes there linearly in `durationMs`; at once when 0. A later `set` or `glide` cuts it short. */
  readonly glide: (timeUs: number, durationMs: number) => void;
}

const frame = (callback: (nowMs: number) => void): number =>
  typeof requestAnimationFrame === "function" ? requestAnimationFrame(callback) : 0;
const cancel = (id: number): void => {
  if (typeof cancelAnimationFrame === "function") cancelAnimationFrame(id);
};

export function createClock(): LabClock {
  const listeners = new Set<(timeUs: number) => void>();
  let timeUs = 0;
  let gliding = 0;
  const move = (next: number): void => {
    if (next === timeUs) return;
    timeUs = next;
    for (const listener of listeners) listener(timeUs);
  };
  const stop = (): void => {
    if (gliding !== 0) cancel(gliding);
    gliding = 0;
  };
  return {
    timeUs: () => timeUs,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      stop();
      move(next);
    },
    glide(target, durationMs) {
      stop();
      if (durationMs <= 0 || typeof requestAnimationFrame !== "function") return move(target);
      const from = timeUs;
      let startMs = -1;
      const tick = (nowMs: number): void => {
        if (startMs < 0) startMs = nowMs;
        const share = Math.min(1, (nowMs - startMs) / durationMs);
        move(share === 1 ? target : from + (target - from) * share);
        gliding = share === 1 ? 0 : frame(tick);
      };
      gliding = frame(tick);
    },
  };
}
