/**
 * Playing: simulated time advances with the frames; idle gaps are crossed in less than a second.
 * At speed 1 a second lasts a second, except while a message flies: a trip of 12 ms is stretched
 * until an eye can follow it. The clock always says the simulated instant.
 *
 * With reduced motion nothing slides: the run goes from event to event at a reading pace.
 * Stops at the end of the run, when the reader acts, and when the laboratory is disposed.
 */
import { type Axis, createAxis } from "./axis.ts";
import type { Lab } from "./store.ts";

/** Time taken to cross a folded gap, at speed 1. */
const FOLD_CROSSING_MS = 700;
/** The shortest trip in flight takes at least this long, at speed 1. */
const TRIP_MS_MIN = 380;
/** A frame that comes late (hidden tab) never jumps further than this. */
const FRAME_MS_MAX = 100;
/** Pace of reduced motion, at speed 1. */
const DISCRETE_STEP_MS = 800;

/** Keeps the axis of the run shown: worked out again only when the run grew or changed. */
export function axisOfRun(lab: Lab): () => Axis {
  let known = "";
  let axis = createAxis({ length: 0, atUs: () => 0 });
  return () => {
    const { run } = lab.store.getState();
    const key = `${run.number}:${run.length}`;
    if (key !== known) {
      known = key;
      axis = createAxis({ length: run.length, atUs: (index) => run.log.atUs(index) });
    }
    return axis;
  };
}

/** Starts listening for « lecture »; returns the undo. */
export function startPlayback(lab: Lab): () => void {
  const { store, clock, actions } = lab;
  const axis = axisOfRun(lab);
  let frame = 0;
  let lastMs = -1;
  let waitedMs = 0;

  /** Simulated microseconds per real millisecond while these messages fly; once a step. */
  let pacedAt = Number.NaN;
  let pace = 1_000;
  const paceHere = (): number => {
    const { run, view } = store.getState();
    if (pacedAt === run.tick) return pace;
    pacedAt = run.tick;
    let shortestUs = Number.POSITIVE_INFINITY;
    for (const { message, arrivesAtUs } of run.messages.inFlight(view.playhead, clock.timeUs())) {
      shortestUs = Math.min(shortestUs, arrivesAtUs - message.sentAtUs);
    }
    pace = Math.min(1_000, Math.max(1, shortestUs / TRIP_MS_MIN));
    return pace;
  };

  const smooth = (elapsedMs: number): void => {
    const { view } = store.getState();
    const nowUs = clock.timeUs();
    const fold = axis().foldAt(nowUs + 1);
    const rate = fold === null ? paceHere() : (fold.toUs - fold.fromUs) / FOLD_CROSSING_MS;
    const nextUs = nowUs + elapsedMs * view.speed * rate;
    // A fast crossing ends exactly at the gap's end: what follows is at its own pace.
    actions.goToTime(fold === null ? nextUs : Math.min(nextUs, fold.toUs));
  };

  const discrete = (elapsedMs: number): void => {
    const { view, run } = store.getState();
    waitedMs += elapsedMs * view.speed;
    if (waitedMs < DISCRETE_STEP_MS) return;
    waitedMs = 0;
    const next = view.playhead + 1;
    if (next < run.length) actions.playTo(next);
  };

  const tick = (nowMs: number): void => {
    const { view, run, engine } = store.getState();
    if (!view.isPlaying) {
      frame = 0;
      return;
    }
    const elapsedMs = lastMs < 0 ? 0 : Math.min(FRAME_MS_MAX, nowMs - lastMs);
    lastMs = nowMs;
    const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isReduced) discrete(elapsedMs);
    else smooth(elapsedMs);
    if (store.getState().view.playhead >= run.length - 1 && engine.kind !== "running") {
      actions.play(false);
    }
    frame = requestAnimationFrame(tick);
  };

  const unsubscribe = store.subscribe((state) => {
    if (state.view.isPlaying && frame === 0) {
      lastMs = -1;
      waitedMs = 0;
      frame = requestAnimationFrame(tick);
    }
  });
  return () => {
    unsubscribe();
    if (frame !== 0) cancelAnimationFrame(frame);
  };
}
