/**
 * For those who listen: one polite line a step, and a résumé that can be read at any time.
 *
 * Lines are coalesced: while things move only the newest is kept; above speed 1, and while the run plays
 * without having been asked to, only faults and breaches are said, then a line on pause.
 */
"use client";
import { useEffect, useState } from "react";
import type { NodeStatus } from "@/app/_texte/labels.ts";
import { narrate } from "@/app/_texte/narration.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { summarise } from "@/app/_texte/summary.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { claimsAt } from "../claims-at.ts";
import { useLab, useLabApi } from "../hooks.ts";
import { breachIndexes } from "../marks.ts";
import type { LabState } from "../state.ts";

const QUIET_MS = 250;
const PLAYING_MS = 1_500;

function lineOf(state: LabState): string {
  const { run, view, card } = state;
  if (view.playhead < 0 || view.playhead >= run.length) return "";
  const sentence = narrate(run.log.event(view.playhead), card, run.log);
  const broken = run.claims.filter((track) => track.brokenAt === view.playhead);
  const titles = broken.map((track) => card.claims.find((claim) => claim.id === track.id)?.title);
  const breach = titles.length === 0 ? "" : ` Promesse rompue : ${titles.join(", ")}.`;
  return typeset(`${formatStep(view.playhead)} : ${sentence}${breach}`);
}

const isWorthSaying = (state: LabState): boolean => {
  const { run, view } = state;
  if (view.playhead < 0) return false;
  const kind = run.log.kind(view.playhead);
  return (
    kind === "fault-started" || kind === "node-crashed" || breachIndexes(state).has(view.playhead)
  );
};

export function Announcer() {
  const { store } = useLabApi();
  const [line, setLine] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let said = store.getState().view.playhead;
    let wasPlaying = false;
    const say = (): void => {
      timer = undefined;
      const state = store.getState();
      said = state.view.playhead;
      setLine(lineOf(state));
    };
    const stop = store.subscribe((state) => {
      const { playhead, isPlaying, isDemo, speed } = state.view;
      const hasPaused = wasPlaying && !isPlaying;
      wasPlaying = isPlaying;
      if (playhead === said && !hasPaused) return;
      if (isPlaying && (speed > 1 || isDemo) && !isWorthSaying(state)) return;
      if (isPlaying && timer !== undefined) return;
      clearTimeout(timer);
      timer = setTimeout(say, isPlaying ? PLAYING_MS : QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {line}
    </p>
  );
}

const TROUBLED: ReadonlySet<unknown> = new Set(["down", "paused", "slowed", "overload"]);

/** Read when the reader asks, never announced; worked out when the playhead rests. */
export function Resume() {
  const { store } = useLabApi();
  const isPlaying = useLab((s) => s.view.isPlaying);
  const tick = useLab((s) => (s.view.isPlaying ? -1 : s.run.tick));
  const [text, setText] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tick says that the state moved
  useEffect(() => {
    if (isPlaying) return;
    const timer = setTimeout(() => {
      const state = store.getState();
      const { run, view, card } = state;
      const troubled = card.nodes.flatMap((node) => {
        const status = run.timeline.value(`node/${node.id}/status`);
        return TROUBLED.has(status) ? [{ node: node.id, status: status as NodeStatus }] : [];
      });
      const standings = claimsAt(state).map(({ card: claim, standing }) => ({
        claim: claim.id,
        verdict: standing?.verdict ?? ("none" as const),
      }));
      const inFlightCount = run.timeline.entries("message/").length;
      setText(
        summarise({
          card,
          log: run.log,
          playhead: view.playhead,
          inFlightCount,
          troubled,
          standings,
        }),
      );
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [store, isPlaying, tick]);
  return (
    <section className="visually-hidden" aria-label="Résumé">
      <h2>Résumé</h2>
      <p>{text}</p>
      <p>
        Le laboratoire a ses touches : point d’interrogation pour les lire toutes, et pour les
        éteindre.
      </p>
    </section>
  );
}
