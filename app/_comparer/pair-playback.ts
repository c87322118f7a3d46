/** Playing two runs: one clock advances, both follow; a message in flight on either side sets the pace. */
import { shortestTripUs, startPlayer } from "@/app/_lab/playback.ts";
import type { Pair } from "./pair-state.ts";

/** Starts listening for « lecture »; returns the undo. */
export function startPairPlayback({ labs, clock, actions, axis }: Pair): () => void {
  const state = (side: 0 | 1) => labs[side].store.getState();
  const isSideOver = (side: 0 | 1): boolean => {
    const { run, view, engine } = state(side);
    return view.playhead >= run.length - 1 && engine.kind !== "running";
  };
  return startPlayer({
    isPlaying: () => state(0).view.isPlaying,
    speed: () => state(0).view.speed,
    nowUs: clock.timeUs,
    axis,
    tick: () => state(0).run.tick + state(1).run.tick,
    shortestTripUs: () => Math.min(...labs.map(shortestTripUs)),
    isOver: () => isSideOver(0) && isSideOver(1),
    goToTime: actions.goToTime,
    playNext() {
      actions.step(1);
      actions.play(true);
    },
    stop: () => actions.play(false),
    subscribe: (listener) => {
      const undo = labs.map((lab) => lab.store.subscribe(listener));
      return () => {
        for (const stop of undo) stop();
      };
    },
  });
}
