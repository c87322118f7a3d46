/**
 * The life of one piece of the gallery: asks for its run when it is seen, plays it while it lives, starts
 * anew with another fault. Owns where its playhead stands.
 */
"use client";
import { useEffect, useRef, useState } from "react";
import { createEngineClient } from "../_worker/engine-client.ts";
import { spawnEngine } from "../_worker/spawn-engine.ts";
import { createEngineRoom, type EngineRoom } from "./engine-room.ts";
import type { GalleryIncident, GalleryPiece } from "./gallery-piece.ts";
import type { Presence } from "./in-view.ts";
import { onPulse } from "./living-clock.ts";
import { type LivingRun, readRun, requestOf } from "./living-run.ts";

let shared: EngineRoom | null = null;
function engineRoom(): EngineRoom {
  shared ??= createEngineRoom(createEngineClient(spawnEngine));
  return shared;
}

/** What a whole stretch takes to play, ms. */
const CALM_MS = 20_000;
const FAULT_MS = 11_000;
/** Where a piece that does not move stands in a run without breach. */
const STILL_SHARE = 0.6;

export interface LifeOptions {
  readonly piece: GalleryPiece;
  readonly incident: GalleryIncident | null;
  readonly presence: Presence;
  /** The reader wants nothing to move by itself. */
  readonly isStill: boolean;
}

export interface Life {
  readonly run: LivingRun | null;
  /** The incident that `run` was made with: the one asked for comes a moment later. */
  readonly runOf: string | null;
  readonly problem: string;
  readonly atUs: number;
  readonly isPlaying: boolean;
  readonly play: (isPlaying: boolean) => void;
  readonly goTo: (atUs: number) => void;
}

interface Shown {
  readonly run: LivingRun;
  readonly incident: string | null;
}

/** Where it stands when it does not play: on the breach, if there is one. */
function stillUs({ run }: Shown): number {
  const first = run.breaches[0];
  return first === undefined
    ? run.fromUs + (run.untilUs - run.fromUs) * STILL_SHARE
    : run.log.atUs(first.index);
}

export function useLiving({ piece, incident, presence, isStill }: LifeOptions): Life {
  const isSeen = presence !== "away";
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState("");
  const [atUs, setAtUs] = useState(0);
  const [wantsPlay, setWantsPlay] = useState(!isStill);
  const stillness = useRef(isStill);
  const lives = useRef(false);
  lives.current = presence === "alive";
  const wanted = incident?.id ?? null;
  const isHere = shown !== null && shown.incident === wanted;

  useEffect(() => {
    if (!isSeen || isHere) return;
    const room = engineRoom();
    setProblem("");
    room.ask(piece.id, requestOf(piece, incident), {
      onDone(log, summary) {
        const next = { run: readRun(piece, log, summary), incident: incident?.id ?? null };
        setShown(next);
        setWantsPlay(!stillness.current);
        const rests = stillness.current || !lives.current;
        setAtUs(rests ? stillUs(next) : next.run.fromUs);
      },
      onFailed: setProblem,
    });
    return () => room.forget(piece.id);
  }, [piece, incident, isSeen, isHere]);

  // What the reader says to all holds for each, until they say otherwise to one.
  useEffect(() => {
    stillness.current = isStill;
    setWantsPlay(!isStill);
  }, [isStill]);

  const isPlaying = wantsPlay && presence === "alive" && shown !== null;
  useEffect(() => {
    if (!isPlaying || shown === null) return;
    const { fromUs, untilUs } = shown.run;
    const perMs = Math.max(1, untilUs - fromUs) / (shown.incident === null ? CALM_MS : FAULT_MS);
    return onPulse((elapsedMs) =>
      setAtUs((before) => {
        if (before < untilUs) return Math.min(untilUs, before + elapsedMs * perMs);
        // A calm life goes round; a fault stops on what it has done.
        return shown.incident === null ? fromUs : before;
      }),
    );
  }, [isPlaying, shown]);

  const isOver = shown !== null && shown.incident !== null && atUs >= shown.run.untilUs;
  return {
    run: shown?.run ?? null,
    runOf: shown?.incident ?? null,
    problem,
    atUs,
    isPlaying: isPlaying && !isOver,
    play(isOn) {
      if (isOn && isOver && shown !== null) setAtUs(shown.run.fromUs);
      setWantsPlay(isOn);
    },
    goTo(to) {
      setWantsPlay(false);
      setAtUs(to);
    },
  };
}
