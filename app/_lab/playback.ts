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

/** What a player needs of whatever has a clock and steps. */
export interface Played {
  readonly isPlaying: () => boolean;
  readonly speed: () => number;
  readonly nowUs: () => number;
  readonly axis: () => Axis;
  /** Changes at each step: the pace is worked out once a step. */
  readonly tick: () => number;
  /** The shortest trip among the messages in flight here; infinite when none flies. */
  readonly shortestTripUs: () => number;
  /** Nothing is left to play, and nothing more will come. */
  readonly isOver: () => boolean;
  readonly goToTime: (atUs: number) => void;
  /** One step on, without ending the playback. */
  readonly playNext: () => void;
  readonly stop: () => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Starts listening for « lecture »; returns the undo. */
export function startPlayer(played: Played): () => void {
  let frame = 0;
  let lastMs = -1;
  let waitedMs = 0;

  /** Simulated microseconds per real millisecond while these messages fly; once a step. */
  let pacedAt = Number.NaN;
  let pace = 1_000;
  const paceHere = (): number => {
    const tick = played.tick();
    if (pacedAt === tick) return pace;
    pacedAt = tick;
    pace = Math.min(1_000, Math.max(1, played.shortestTripUs() / TRIP_MS_MIN));
    return pace;
  };

  const smooth = (elapsedMs: number): void => {
    const nowUs = played.nowUs();
    const fold = played.axis().foldAt(nowUs + 1);
    const rate = fold === null ? paceHere() : (fold.toUs - fold.fromUs) / FOLD_CROSSING_MS;
    const nextUs = nowUs + elapsedMs * played.speed() * rate;
    // A fast crossing ends exactly at the gap's end: what follows is at its own pace.
    played.goToTime(fold === null ? nextUs : Math.min(nextUs, fold.toUs));
  };

  const discrete = (elapsedMs: number): void => {
    waitedMs += elapsedMs * played.speed();
    if (waitedMs < DISCRETE_STEP_MS) return;
    waitedMs = 0;
    played.playNext();
  };

  const tick = (nowMs: number): void => {
    if (!played.isPlaying()) {
      frame = 0;
      return;
    }
    const elapsedMs = lastMs < 0 ? 0 : Math.min(FRAME_MS_MAX, nowMs - lastMs);
    lastMs = nowMs;
    const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isReduced) discrete(elapsedMs);
    else smooth(elapsedMs);
    if (played.isOver()) played.stop();
    frame = requestAnimationFrame(tick);
  };

  const unsubscribe = played.subscribe(() => {
    if (played.isPlaying() && frame === 0) {
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

/** The shortest trip of the messages that fly in this laboratory here. */
export function shortestTripUs({ store, clock }: Lab): number {
  const { run, view } = store.getState();
  let shortestUs = Number.POSITIVE_INFINITY;
  for (const { message, arrivesAtUs } of run.messages.inFlight(view.playhead, clock.timeUs())) {
    shortestUs = Math.min(shortestUs, arrivesAtUs - message.sentAtUs);
  }
  return shortestUs;
}

/** The playback of one laboratory; returns the undo. */
export function startPlayback(lab: Lab): () => void {
  const { store, clock, actions } = lab;
  const isAtEnd = (): boolean => {
    const { run, view, engine } = store.getState();
    return view.playhead >= run.length - 1 && engine.kind !== "running";
  };
  return startPlayer({
    isPlaying: () => store.getState().view.isPlaying,
    speed: () => store.getState().view.speed,
    nowUs: clock.timeUs,
    axis: axisOfRun(lab),
    tick: () => store.getState().run.tick,
    shortestTripUs: () => shortestTripUs(lab),
    isOver: isAtEnd,
    goToTime: actions.goToTime,
    playNext() {
      const { run, view } = store.getState();
      if (view.playhead + 1 < run.length) actions.playTo(view.playhead + 1);
    },
    stop: () => actions.play(false),
    subscribe: store.subscribe,
  });
}
