/**
 * The lanes of two runs on one axis: the activity of each, your faults, the promises. A drag moves the one
 * cursor; the wheel zooms around the pointer.
 */
"use client";
import { type PointerEvent, type ReactNode, useEffect, useMemo, useRef } from "react";
import { type AxisScale, layAxis, zoomWindow } from "@/app/_lab/axis.ts";
import { LabContext } from "@/app/_lab/hooks.ts";
import { breachIndexes } from "@/app/_lab/marks.ts";
import { FaultBar } from "@/app/_lab/transport/FaultBar.tsx";
import { Activity, Folds, Ruler } from "@/app/_lab/transport/Ruler.tsx";
import transport from "@/app/_lab/transport/transport.module.css";
import { useWidth } from "@/app/_lab/use-width.ts";
import { WHOLE_AXIS } from "@/app/_lab/view.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { IconButton } from "@/app/_ui/Button.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import { divergenceUs } from "@/simulator/observation/diff.ts";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";
import styles from "./comparison.module.css";
import { breachesOnLane, faultsOnLane } from "./lane-objects.ts";
import { PairPlayhead } from "./PairPlayhead.tsx";
import { useComparison, usePair, usePairAxis, usePairState, useSide } from "./pair-hooks.ts";

const RULER_PX = 24;
const LANE_PX = 30;
const ROW_PX = 20;
const PROMISES_PX = 26;

function useZoom(element: React.RefObject<HTMLElement | null>, scale: AxisScale): void {
  const { store, actions } = usePair();
  const latest = useRef(scale);
  latest.current = scale;
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.altKey) return;
      event.preventDefault();
      const { axisWindow } = store.getState();
      const share = latest.current.shareAtX(event.clientX - target.getBoundingClientRect().left);
      actions.setAxisWindow(zoomWindow(axisWindow, share, Math.exp(event.deltaY * 0.002)));
    };
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [element, store, actions]);
}

function Zoom() {
  const { clock, axis, store, actions } = usePair();
  const { from, to } = usePairState((s) => s.axisWindow);
  const isZoomed = from > 0 || to < 1;
  const zoom = (factor: number): void => {
    const share = axis().shareAt(clock.timeUs());
    const { axisWindow } = store.getState();
    const held = Math.max(axisWindow.from, Math.min(axisWindow.to, share));
    actions.setAxisWindow(zoomWindow(axisWindow, held, factor));
  };
  return (
    <div className={transport.zoom} role="group" aria-label="Axe du temps">
      <IconButton
        sign="minus"
        label="Éloigner l’axe"
        className={transport.small}
        disabled={!isZoomed}
        onClick={() => zoom(2)}
      />
      <IconButton
        sign="plus"
        label="Rapprocher l’axe"
        className={transport.small}
        onClick={() => zoom(0.5)}
      />
      {isZoomed && (
        <button
          type="button"
          className={transport.all}
          onClick={() => actions.setAxisWindow(WHOLE_AXIS)}
        >
          Tout voir
        </button>
      )}
    </div>
  );
}

function SideActivity({
  side,
  scale,
  bottom,
}: {
  readonly side: SideIndex;
  readonly scale: AxisScale;
  readonly bottom: number;
}) {
  const { labs } = usePair();
  const log = useSide(side, (s) => s.run.log);
  const length = useSide(side, (s) => s.run.length);
  const claims = useSide(side, (s) => s.run.claims);
  const { store } = labs[side];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the claims are what it reads
  const breaches = useMemo(() => breachIndexes(store.getState()), [store, claims]);
  return (
    <Activity
      log={log}
      length={length}
      scale={scale}
      breaches={breaches}
      bottom={bottom}
      height={24}
    />
  );
}

/** The dashed line of the first divergence, over both lanes. */
function FirstDivergence({
  scale,
  hasWords,
}: {
  readonly scale: AxisScale;
  readonly hasWords: boolean;
}) {
  const comparison = useComparison();
  const left = useSide(0, (s) => s.run.log);
  const right = useSide(1, (s) => s.run.log);
  const first = comparison?.diff.divergences[0];
  if (first === undefined) return null;
  const x = scale.x(divergenceUs(first, left, right));
  if (x < scale.left || x > scale.left + scale.width) return null;
  const isLate = x > scale.left + scale.width - 140;
  return (
    <g>
      <path
        d={`M${x} ${RULER_PX}V${RULER_PX + 2 * LANE_PX}`}
        stroke="var(--ink)"
        strokeWidth="1.75"
        strokeDasharray="5 4"
      />
      {hasWords && (
        <text
          className={styles.firstName}
          x={isLate ? x - 8 : x + 8}
          y={RULER_PX + 11}
          textAnchor={isLate ? "end" : "start"}
        >
          {typeset("≠ première divergence")}
        </text>
      )}
    </g>
  );
}

/** Only what the lanes draw: a step changes neither faults nor breaches. */
function useLaneSides() {
  const { labs } = usePair();
  const keys = [0, 1] as const;
  const left = useSide(0, (s) => s.document);
  const right = useSide(1, (s) => s.document);
  const leftRun = useSide(0, (s) => `${s.run.number}:${s.run.length}:${s.run.summary !== null}`);
  const rightRun = useSide(1, (s) => `${s.run.number}:${s.run.length}:${s.run.summary !== null}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys say that the states changed
  return useMemo(
    () =>
      keys.map((side) => labs[side].store.getState()) as unknown as Parameters<
        typeof faultsOnLane
      >[0],
    [labs, left, right, leftRun, rightRun],
  );
}

function LaneNames({ faultsTop, rows }: { readonly faultsTop: number; readonly rows: number }) {
  const { card } = usePair();
  const name = (text: string, top: number) => (
    <span key={text} className={transport.laneName} style={{ top }}>
      {typeset(text)}
    </span>
  );
  return (
    <>
      {card.sides.map(({ title }, side) => name(title, RULER_PX + side * LANE_PX + 6))}
      {name("Vos pannes", faultsTop + (rows * ROW_PX) / 2 - 10)}
      {name("Promesses", faultsTop + rows * ROW_PX + 3)}
    </>
  );
}

interface PairLanesProps {
  /** Little room: the names of the lanes are left out. */
  readonly isSmall: boolean;
  /** Its letters would stand on the lanes in the back of a room. */
  readonly hasRuler: boolean;
  readonly scopeSwitch: ReactNode;
}

export function PairLanes({ isSmall, hasRuler, scopeSwitch }: PairLanesProps) {
  const { actions, labs } = usePair();
  const axis = usePairAxis();
  const window = usePairState((s) => s.axisWindow);
  const element = useRef<HTMLDivElement>(null);
  const fullWidth = useWidth(element);
  const gutter = isSmall ? 0 : 148;
  const left = gutter + 16;
  const width = Math.max(120, fullWidth - left - 24);
  const scale = useMemo(() => layAxis(axis, window, left, width), [axis, window, left, width]);
  const sides = useLaneSides();
  const faults = useMemo(() => faultsOnLane(sides, scale), [sides, scale]);
  const breaches = useMemo(() => breachesOnLane(sides, { scale, letterPx: 6.8 }), [sides, scale]);
  useZoom(element, scale);
  const rows = Math.max(1, 1 + Math.max(0, ...faults.map((fault) => fault.row)));
  const faultsTop = RULER_PX + 2 * LANE_PX;
  const promisesTop = faultsTop + rows * ROW_PX + 2;
  const bottom = promisesTop + PROMISES_PX;
  const scrub = (event: PointerEvent<HTMLElement>): void =>
    actions.goToTime(
      scale.timeAtX(event.clientX - event.currentTarget.getBoundingClientRect().left),
    );
  return (
    <>
      <div className={styles.laneTools}>{scopeSwitch}</div>
      <div
        ref={element}
        className={transport.lanes}
        style={{ minHeight: bottom }}
        onPointerDown={(event) => {
          const isObject =
            event.target instanceof Element && event.target.closest("button, input") !== null;
          if (event.button !== 0 || isObject) return;
          if (event.clientX - event.currentTarget.getBoundingClientRect().left < gutter) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          actions.play(false);
          scrub(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) scrub(event);
        }}
      >
        <svg className={transport.drawing} width="100%" height={bottom} aria-hidden="true">
          {fullWidth > 0 && (
            <>
              {hasRuler && <Ruler scale={scale} />}
              <SideActivity side={0} scale={scale} bottom={RULER_PX + LANE_PX - 2} />
              <SideActivity side={1} scale={scale} bottom={faultsTop - 2} />
              <FirstDivergence scale={scale} hasWords={hasRuler} />
            </>
          )}
        </svg>
        {fullWidth > 0 && (
          <>
            <ul className={transport.objects} aria-label="Pannes sur la ligne du temps">
              {faults.map((place) => (
                <li key={`${place.side} ${place.fault.intervention.id}`}>
                  <LabContext value={labs[place.side]}>
                    <FaultBar
                      place={place}
                      scale={scale}
                      top={faultsTop + 2 + place.row * ROW_PX}
                    />
                  </LabContext>
                </li>
              ))}
            </ul>
            <svg className={transport.folds} width="100%" height={bottom} aria-hidden="true">
              <Folds scale={scale} bottom={bottom} hasWords={hasRuler} />
            </svg>
            {breaches.map(({ side, claim, index, x, name, label }) => (
              <button
                key={`${side} ${claim}`}
                type="button"
                className={transport.breach}
                style={{ left: x, top: promisesTop }}
                aria-label={typeset(`Rompue : ${name}. Y aller`)}
                onClick={() => actions.goToSide(side, index)}
              >
                <Sign name="fail" />
                {!isSmall && label}
              </button>
            ))}
            <PairPlayhead scale={scale} hasLabel={hasRuler} />
          </>
        )}
        {!isSmall && (
          <>
            <div className={transport.gutter} style={{ width: gutter }} />
            <Zoom />
            <LaneNames faultsTop={faultsTop} rows={rows} />
          </>
        )}
        <svg className={transport.rules} width="100%" height={bottom} aria-hidden="true">
          <path
            stroke="var(--hairline)"
            d={`M0 ${RULER_PX + LANE_PX + 0.5}H4000M0 ${faultsTop + 0.5}H4000M0 ${promisesTop - 0.5}H4000${isSmall ? "" : `M${gutter + 0.5} 0V${bottom}`}`}
          />
        </svg>
      </div>
    </>
  );
}
