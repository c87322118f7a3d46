/** The scrolled drawing: lane names that stay, the window of the scene, its events and its keyboard. */
"use client";
import {
  type KeyboardEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { placeLabels } from "@/app/_texte/labels.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { currentProfile, onThemeChange } from "@/app/_ui/theme.ts";
import { useActions, useCast, useLab } from "../hooks.ts";
import {
  Arrows,
  type Frame,
  LaneLines,
  Outages,
  type StopPlace,
  Tears,
  Waits,
  WhyChain,
  WhyStops,
  Words,
} from "./Drawing.tsx";
import { EventNode, EventTip, type TipAt } from "./EventNode.tsx";
import { placeWords, readableStamps } from "./labels.ts";
import { acrossLanes, alongLane, alongMessage } from "./moves.ts";
import styles from "./SpaceTime.module.css";
import { sceneOf } from "./scene.ts";
import type { Diagram } from "./use-diagram.ts";
import { useWindow } from "./use-window.ts";

interface Measures {
  readonly unit: number;
  readonly top: number;
  readonly bottom: number;
  /** Lanes are never closer than this; the view scrolls instead. */
  readonly laneMin: number;
  /** Mean width of a letter. */
  readonly letter: number;
  readonly hasStamps: boolean;
}

const PAGE: Measures = { unit: 1, top: 74, bottom: 34, laneMin: 58, letter: 6.1, hasStamps: true };
/** The back of the room: everything half as large again, no stamps, all lanes at once. */
const ROOM: Measures = {
  unit: 1.5,
  top: 58,
  bottom: 26,
  laneMin: 34,
  letter: 7.3,
  hasStamps: false,
};
/** Shapes are drawn this far beyond the window, px: arrows come from somewhere. */
const BEYOND = 120;

const ARROWS: Readonly<Record<string, readonly ["lane" | "across", 1 | -1]>> = {
  ArrowLeft: ["lane", -1],
  ArrowRight: ["lane", 1],
  ArrowUp: ["across", -1],
  ArrowDown: ["across", 1],
};

const NO_STAMPS: ReadonlySet<number> = new Set();
const useProjector = (): boolean =>
  useSyncExternalStore(onThemeChange, currentProfile, () => "normal") === "projector";

interface DiagramBodyProps {
  readonly diagram: Diagram;
  readonly subject: string | null;
  /** Told how many events of the window are not drawn. */
  readonly onHidden: (count: number) => void;
}

export function DiagramBody({ diagram, subject, onHidden }: DiagramBodyProps) {
  const card = useCast();
  const actions = useActions();
  const { log, messages, timeline } = useLab((s) => s.run);
  const scroll = useRef<HTMLDivElement>(null);
  const measures = useProjector() ? ROOM : PAGE;
  const { unit, top, bottom } = measures;
  const view = useWindow(scroll, unit);
  const [focused, setFocused] = useState(-1);
  const wanted = useRef(-1);
  const [tip, setTip] = useState<TipAt | null>(null);
  const { columns, causal, stamps, breaches, stops, playhead, selected } = diagram;

  const lanes = useMemo(() => card.nodes.map((node) => node.id), [card]);
  const height = Math.max(view.height, top + bottom + measures.laneMin * (lanes.length - 1));
  const laneY = useMemo(() => {
    const step = (height - top - bottom) / Math.max(1, lanes.length - 1);
    return new Map(lanes.map((node, i) => [node, Math.round(top + i * step)]));
  }, [lanes, height, top, bottom]);
  const fromPx = view.left - BEYOND;
  const toPx = view.left + view.width + BEYOND;

  const scene = useMemo(
    () =>
      sceneOf({
        ...{ log, messages, timeline, card, columns, causal, stamps, breaches, subject, laneY },
        fromPx,
        toPx,
      }),
    [
      log,
      messages,
      timeline,
      card,
      columns,
      causal,
      stamps,
      breaches,
      subject,
      laneY,
      fromPx,
      toPx,
    ],
  );
  const places = useMemo(
    () =>
      stops.flatMap((index): StopPlace[] => {
        const y = index < log.length ? laneY.get(log.node(index)) : undefined;
        if (y === undefined) return [];
        const isStampAbove = scene.dots.find((dot) => dot.index === index)?.isStampAbove ?? true;
        return [{ index, x: columns.xOf(index), y, discY: isStampAbove ? y + 24 : y - 24 }];
      }),
    [stops, log, laneY, columns, scene],
  );
  const words = useMemo(
    () =>
      placeWords(scene, {
        letter: measures.letter,
        fromPx: view.left + 2,
        toPx: view.left + view.width - 2,
        stops: places.map(({ x, discY }) => ({ x, y: discY })),
      }),
    [scene, places, view.left, view.width, measures],
  );
  const stamped = useMemo(
    () => (measures.hasStamps ? readableStamps(scene.dots) : NO_STAMPS),
    [scene, measures],
  );
  useEffect(() => onHidden(scene.hidden), [onHidden, scene.hidden]);

  const headX = columns.xOf(playhead);
  const show = useRef(view.show);
  show.current = view.show;
  useEffect(() => show.current(headX), [headX]);
  // At either end of the run the flag stays whole; its point stands on the line.
  const flagHalf = Math.max(38, formatStep(playhead).length * 4.2 + 8);
  const flagX = Math.max(view.left + flagHalf, Math.min(headX, view.left + view.width - flagHalf));
  const selectedX = selected < 0 ? -1 : columns.xOf(selected);
  useEffect(() => {
    if (selectedX >= 0) show.current(selectedX);
  }, [selectedX]);

  // The event that the keyboard asked for is drawn one frame after the scroll that shows it.
  useEffect(() => {
    if (wanted.current < 0 || !scene.dots.some((dot) => dot.index === wanted.current)) return;
    document.getElementById(`evenement-${wanted.current}`)?.focus({ preventScroll: true });
    wanted.current = -1;
  }, [scene]);

  const entry = scene.dots.some((dot) => dot.index === focused)
    ? focused
    : (scene.dots.findLast((dot) => dot.index <= playhead && dot.x >= view.left)?.index ??
      scene.dots.find((dot) => dot.x >= view.left)?.index ??
      -1);

  const moveTo = (index: number): void => {
    if (index < 0) return;
    wanted.current = index;
    setFocused(index);
    view.show(columns.xOf(index));
    document.getElementById(`evenement-${index}`)?.focus({ preventScroll: true });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const index = Number(
      (event.target as Element).closest<SVGElement>("[data-event]")?.dataset.event ?? -1,
    );
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const move = event.shiftKey ? undefined : ARROWS[key];
    if (move !== undefined) {
      const [way, by] = move;
      moveTo(
        way === "lane"
          ? alongLane(log, columns.drawn, index, by)
          : acrossLanes(log, columns.drawn, { index, lanes, by }),
      );
    } else if (key === "m") moveTo(alongMessage(log, messages, index));
    else if (key === "Enter" || key === " ") {
      if (selected === index) actions.goTo(index);
      else actions.select({ kind: "event", index });
    } else if (key === "p" || key === "ContextMenu" || (key === "F10" && event.shiftKey)) {
      const box = (event.target as Element).getBoundingClientRect();
      actions.goTo(index);
      actions.openFaultMenu({ kind: "event", index }, { x: box.right, y: box.bottom });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const frame: Frame = {
    fromPx: view.left,
    toPx: view.left + view.width,
    top: 40,
    bottom: height - 8,
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the events inside, which have the focus
    <div className={styles.body} onKeyDown={onKeyDown} data-own-arrows="">
      <div className={styles.names} style={{ height: height * unit }}>
        {card.nodes.map((node) => (
          <button
            key={node.id}
            type="button"
            className={styles.name}
            style={{ top: (laneY.get(node.id) ?? 0) * unit }}
            onClick={() => actions.select({ kind: "node", node: node.id })}
          >
            <Sign name={placeLabels[node.place].sign} />
            {node.title}
          </button>
        ))}
      </div>
      <div
        ref={scroll}
        className={styles.scroll}
        role="group"
        aria-label="Événements"
        aria-describedby="temps-aide"
      >
        <div
          className={styles.spacer}
          style={{ width: Math.max(columns.width, view.width) * unit, height: height * unit }}
        >
          <svg
            className={styles.drawing}
            width={view.width * unit}
            height={height * unit}
            viewBox={`${view.left} 0 ${Math.max(1, view.width)} ${height}`}
            role="group"
            aria-label="Événements par nœud"
          >
            <defs>
              <pattern
                id="hachures"
                width="10"
                height="10"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="5" height="10" fill="var(--fail-wash)" />
              </pattern>
            </defs>
            <LaneLines laneY={laneY} width={Math.max(columns.width, view.left + view.width)} />
            <Outages outages={scene.outages} frame={frame} />
            <Tears columns={columns} frame={frame} />
            <WhyChain places={places} />
            <Waits waits={scene.waits} frame={frame} />
            <path className={styles.playhead} d={`M${headX} 30V${height - 8}`} />
            <Arrows arrows={scene.arrows} />
            <Words words={words} />
            {scene.dots.map((dot) => (
              <EventNode
                key={dot.index}
                dot={dot}
                hasStamp={stamped.has(dot.index)}
                isEntry={dot.index === entry}
                isSelected={dot.index === selected}
                onFocus={setFocused}
                onTip={setTip}
              />
            ))}
            <WhyStops places={places} />
            {headX >= frame.fromPx - 4 && headX <= frame.toPx + 4 && (
              <g className={styles.flag} transform={`translate(${flagX} 18)`}>
                <rect x={-flagHalf} y={-12} width={flagHalf * 2} height={20} />
                <path d={`M${headX - flagX - 7} 8h14l-7 8Z`} />
                <text y={3}>{formatStep(playhead)}</text>
              </g>
            )}
          </svg>
        </div>
      </div>
      {tip !== null && <EventTip at={tip} />}
    </div>
  );
}
