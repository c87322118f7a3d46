/**
 * The one canvas that carries all the traffic, above the boxes and out of the pointer's way.
 *
 * Redrawn at most once a frame, when the clock, the run, the view, the viewport or the theme moved;
 * React is not told. After each frame it says where the tokens are, for pointers and for the proxy of
 * the message that the keyboard or the selection holds.
 */
"use client";
import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import { useLab, useLabApi } from "../hooks.ts";
import { type CanvasTheme, onThemeChange, readCanvasTheme } from "./canvas-theme.ts";
import { paintTraffic } from "./painter.ts";
import styles from "./Stage.module.css";
import { useStage } from "./stage-context.ts";
import { trafficAt, trafficInFog } from "./traffic.ts";

export function TrafficLayer({ textPx }: { readonly textPx: number }) {
  const { store, clock } = useLabApi();
  const flow = useStoreApi();
  const { boxes, caption, tracks, painted, cutHalf, groups, crowd } = useStage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const written = useMemo(() => (caption === null ? boxes : [...boxes, caption]), [boxes, caption]);
  const byKey = useMemo(
    () =>
      crowd === null
        ? new Map(tracks.map((track) => [track.key, track]))
        : crowd.tracksByKey(tracks, groups),
    [crowd, tracks, groups],
  );
  const cuts = useLab(({ run }) =>
    crowd === null || run.number === 0
      ? ""
      : crowd.cutGroups(run.timeline, groups.values(), tracks),
  );
  const mains = useMemo(
    () => (crowd === null ? null : crowd.mainsOf(tracks, cuts)),
    [crowd, tracks, cuts],
  );

  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext("2d");
    if (!element || !ctx) return;
    let theme: CanvasTheme = readCanvasTheme(element);
    let frame = 0;
    let width = 0;
    let height = 0;
    let ratio = 1;

    const draw = (): void => {
      frame = 0;
      const { run, view, card } = store.getState();
      const [x, y, zoom] = flow.getState().transform;
      const question = { ...run, card, playhead: view.playhead, timeUs: clock.timeUs() };
      const traffic = view.fog === null ? trafficAt(question) : trafficInFog(question, view.fog);
      const aim = view.faultMenu?.target;
      painted.hits = paintTraffic(ctx, {
        tokens: traffic.tokens,
        tracks: byKey,
        boxes: written,
        viewport: { x, y, zoom },
        width,
        height,
        ratio,
        theme,
        cutHalf,
        mains,
        textPx,
        selected: view.selection?.kind === "message" ? view.selection.message : null,
        aimed: aim?.kind === "message" ? aim.message : null,
        lit: view.lit?.message ?? null,
      });
      for (const listener of painted.listeners) listener();
    };
    const ask = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    const resize = (): void => {
      ratio = Math.min(3, window.devicePixelRatio || 1);
      width = element.clientWidth;
      height = element.clientHeight;
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      ask();
    };
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    resize();
    const undo = [
      clock.subscribe(ask),
      store.subscribe(ask),
      flow.subscribe(ask),
      onThemeChange(() => {
        theme = readCanvasTheme(element);
        ask();
      }),
    ];
    void document.fonts.ready.then(ask);
    return () => {
      if (frame !== 0) cancelAnimationFrame(frame);
      observer.disconnect();
      for (const stop of undo) stop();
    };
  }, [store, clock, flow, written, byKey, painted, cutHalf, mains, textPx]);

  return <canvas ref={canvas} className={styles.traffic} />;
}
