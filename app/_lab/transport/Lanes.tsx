/**
 * Four lanes on one axis: activity, your faults, promises, branches. The wheel zooms around the
 * pointer; the activity lane then becomes the minimap, with two ink brackets as window.
 */
"use client";
import { type PointerEvent, useEffect, useMemo, useRef } from "react";
import { IconButton } from "@/app/_ui/Button.tsx";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { requestsOf } from "@/simulator/vocabulary/requests.ts";
import { pinchWindow, zoomWindow } from "../axis.ts";
import { useActions, useCard, useLab, useLabApi, useSetup } from "../hooks.ts";
import { breachIndexes } from "../marks.ts";
import { usePinch } from "../use-pinch.ts";
import { useWidth } from "../use-width.ts";
import { WHOLE_AXIS } from "../view.ts";
import { BranchDots, BranchLines } from "./BranchLane.tsx";
import { BranchList } from "./BranchList.tsx";
import { placeFaults } from "./fault-places.ts";
import { LaterFaultBar } from "./LaterFaultBar.tsx";
import { FlagA, Playhead } from "./Playhead.tsx";
import { Breaches, PromiseLine } from "./PromiseLane.tsx";
import { Activity, Folds, Ruler } from "./Ruler.tsx";
import styles from "./transport.module.css";
import { useScales } from "./use-scale.ts";

const GUTTER_PX = 124;
const RULER_PX = 24;
const ACTIVITY_PX = 34;
const FAULT_ROW_PX = 20;
const PROMISES_PX = 24;
const BRANCHES_PX = 38;

export function useBreaches(): ReadonlySet<number> {
  const { store } = useLabApi();
  const claims = useLab((s) => s.run.claims);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the claims are what it reads
  return useMemo(() => breachIndexes(store.getState()), [store, claims]);
}

/** Wheel and pinch: React's own listener is passive, and the page must not move under the hand. */
function useWheelZoom(
  element: React.RefObject<HTMLElement | null>,
  left: number,
  width: number,
): void {
  const { store, actions } = useLabApi();
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { axisWindow } = store.getState().view;
      const size = axisWindow.to - axisWindow.from;
      const x = event.clientX - target.getBoundingClientRect().left;
      const share = axisWindow.from + ((x - left) / Math.max(1, width)) * size;
      if (!event.ctrlKey && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
        const moved = ((event.deltaX || event.deltaY) / Math.max(1, width)) * size;
        const from = Math.max(0, Math.min(1 - size, axisWindow.from + moved));
        return actions.setAxisWindow({ from, to: from + size });
      }
      actions.setAxisWindow(zoomWindow(axisWindow, share, Math.exp(event.deltaY * 0.002)));
    };
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [element, store, actions, left, width]);
}

/** Two fingers hold two instants; the first one had begun to move the playhead, which goes back. */
function usePinchZoom(
  element: React.RefObject<HTMLElement | null>,
  left: number,
  width: number,
): { readonly isPinching: React.RefObject<boolean>; readonly touchedAt: React.RefObject<number> } {
  const { store, actions } = useLabApi();
  const touchedAt = useRef(-1);
  const isPinching = usePinch(element, (a, b) => {
    const { axisWindow } = store.getState().view;
    const place = (x: number): number => (x - left) / Math.max(1, width);
    const share = (x: number): number =>
      axisWindow.from + place(x) * (axisWindow.to - axisWindow.from);
    const held = [share(a), share(b)] as const;
    actions.goTo(touchedAt.current);
    return (c, d) => actions.setAxisWindow(pinchWindow(held, [place(c), place(d)]));
  });
  return { isPinching, touchedAt };
}

function Zoom({ isZoomed }: { readonly isZoomed: boolean }) {
  const { store, actions } = useLabApi();
  const flagA = useLab((s) => s.view.flagA);
  const zoom = (factor: number): void => {
    const { view, run } = store.getState();
    const { axisWindow } = view;
    const middle = (axisWindow.from + axisWindow.to) / 2;
    actions.setAxisWindow(run.length === 0 ? WHOLE_AXIS : zoomWindow(axisWindow, middle, factor));
  };
  return (
    <div className={styles.zoom} role="group" aria-label="Axe du temps">
      <button
        type="button"
        className={styles.small}
        aria-pressed={flagA !== null}
        title="Poser le repère A au curseur ; B suit le curseur"
        onClick={() => actions.setFlagA(flagA === null ? store.getState().view.playhead : null)}
      >
        A
      </button>
      <IconButton
        sign="minus"
        label="Éloigner l’axe"
        className={styles.small}
        disabled={!isZoomed}
        onClick={() => zoom(2)}
      />
      <IconButton
        sign="plus"
        label="Rapprocher l’axe"
        className={styles.small}
        onClick={() => zoom(0.5)}
      />
      {isZoomed && (
        <button
          type="button"
          className={styles.all}
          onClick={() => actions.setAxisWindow(WHOLE_AXIS)}
        >
          Tout voir
        </button>
      )}
    </div>
  );
}

export function Lanes() {
  const { store } = useLabApi();
  const actions = useActions();
  const card = useCard();
  const { faults } = useSetup();
  const log = useLab((s) => s.run.log);
  const length = useLab((s) => s.run.length);
  const messages = useLab((s) => s.run.messages);
  const breaches = useBreaches();
  const element = useRef<HTMLDivElement>(null);
  const fullWidth = useWidth(element);
  const left = GUTTER_PX + 16;
  const width = Math.max(120, fullWidth - left - 24);
  const { scale, whole, isZoomed } = useScales(left, width);
  useWheelZoom(element, left, width);
  const { isPinching, touchedAt } = usePinchZoom(element, left, width);
  const places = useMemo(
    () => placeFaults(faults, { card, log, messages, length }, scale),
    [faults, card, log, messages, length, scale],
  );
  const rows = Math.max(2, 1 + Math.max(0, ...places.map((place) => place.row)));
  const faultsTop = RULER_PX + ACTIVITY_PX;
  const promisesTop = faultsTop + rows * FAULT_ROW_PX;
  const branchesTop = promisesTop + PROMISES_PX;
  const bottom = branchesTop + BRANCHES_PX;
  const ys = useMemo(() => [branchesTop + 10, branchesTop + 26] as const, [branchesTop]);

  /** On the minimap a drag moves the window; everywhere else it moves the playhead. */
  function scrub(event: PointerEvent<HTMLElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    if (isZoomed && y > RULER_PX && y < faultsTop) {
      const { axisWindow } = store.getState().view;
      const size = axisWindow.to - axisWindow.from;
      const middle = whole.shareAtX(x);
      const from = Math.max(0, Math.min(1 - size, middle - size / 2));
      return actions.setAxisWindow({ from, to: from + size });
    }
    actions.goToTime(scale.timeAtX(x));
  }

  return (
    <div
      ref={element}
      className={styles.lanes}
      style={{ minHeight: bottom }}
      onPointerDown={(event) => {
        const isObject =
          event.target instanceof Element && event.target.closest("button, input") !== null;
        if (event.button !== 0 || isObject || event.nativeEvent.offsetX < 0) return;
        if (event.clientX - event.currentTarget.getBoundingClientRect().left < GUTTER_PX) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        actions.play(false);
        touchedAt.current = store.getState().view.playhead;
        scrub(event);
      }}
      onPointerMove={(event) => {
        const isHeld = event.currentTarget.hasPointerCapture(event.pointerId);
        if (isHeld && !isPinching.current) scrub(event);
      }}
    >
      <svg className={styles.drawing} width="100%" height={bottom} aria-hidden="true">
        {fullWidth > 0 && (
          <>
            <Ruler scale={scale} />
            <Activity
              log={log}
              length={length}
              scale={isZoomed ? whole : scale}
              breaches={breaches}
              bottom={faultsTop - 2}
              height={26}
            />
            {isZoomed && (
              <Brackets
                from={whole.x(scale.timeAtX(left))}
                to={whole.x(scale.timeAtX(left + width))}
              />
            )}
            <PromiseLine scale={scale} y={promisesTop + 12} />
            <BranchLines scale={scale} ys={ys} />
          </>
        )}
      </svg>
      {fullWidth > 0 && (
        <>
          <ul
            className={styles.objects}
            aria-label={`${handsTitle(card, "Pannes", "Gestes")} sur la ligne du temps`}
          >
            {places.map((place) => (
              <li key={place.fault.intervention.id}>
                <LaterFaultBar
                  place={place}
                  scale={scale}
                  top={faultsTop + 1 + place.row * FAULT_ROW_PX}
                />
              </li>
            ))}
          </ul>
          <svg className={styles.folds} width="100%" height={bottom} aria-hidden="true">
            <Folds scale={scale} bottom={bottom} hasWords={!isZoomed} />
          </svg>
          <Breaches scale={scale} top={promisesTop + 1} />
          <BranchDots scale={scale} ys={ys} />
          <FlagA scale={scale} />
          <Playhead scale={scale} whole={isZoomed ? whole : null} withLabel />
        </>
      )}
      <div className={styles.gutter} style={{ width: GUTTER_PX }} />
      <svg className={styles.rules} width="100%" height={bottom} aria-hidden="true">
        <g stroke="var(--hairline)">
          <path
            d={`M0 ${faultsTop + 0.5}H4000M0 ${promisesTop + 0.5}H4000M0 ${branchesTop + 0.5}H4000`}
          />
          <path d={`M${GUTTER_PX + 0.5} 0V${bottom}`} />
        </g>
      </svg>
      <Zoom isZoomed={isZoomed} />
      <span className={styles.laneName} style={{ top: RULER_PX + 8 }}>
        Activité
      </span>
      <span className={styles.laneName} style={{ top: faultsTop + (rows * FAULT_ROW_PX) / 2 - 11 }}>
        {handsTitle(card, "Vos pannes", "Vos gestes")}
      </span>
      <span className={styles.laneName} style={{ top: promisesTop + 2 }}>
        Promesses
      </span>
      <span className={styles.branchesName} style={{ top: branchesTop + 7 }}>
        <BranchList />
      </span>
    </div>
  );
}

/** What the reader places there: faults, and requests too where the system takes some. */
const handsTitle = (card: ScenarioCard, faults: string, gestures: string): string =>
  requestsOf(card).length === 0 ? faults : gestures;

/** The window of a zoomed axis on its minimap. */
function Brackets({ from, to }: { readonly from: number; readonly to: number }) {
  const top = RULER_PX + 3;
  const bottom = RULER_PX + ACTIVITY_PX - 1;
  return (
    <path
      d={`M${from + 6} ${top}H${from}V${bottom}H${from + 6}M${to - 6} ${top}H${to}V${bottom}H${to - 6}`}
      fill="none"
      stroke="var(--ink)"
      strokeWidth="2.5"
    />
  );
}
