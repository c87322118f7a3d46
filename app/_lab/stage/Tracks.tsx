/**
 * The two directed tracks of every link, under the boxes: state and faults of a link, and its gestures.
 *
 * A cut is drawn in ink between two bars, on the direction that is cut; other faults of a link are an
 * ink label on it. Drawn once: nothing here moves with the clock.
 */
"use client";
import { ViewportPortal } from "@xyflow/react";
import { type CSSProperties, memo } from "react";
import { amountText } from "@/app/_texte/faults.ts";
import { faultLabels, linkStateLabels } from "@/app/_texte/labels.ts";
import { nodeTitle } from "@/app/_texte/names.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { Intervention } from "@/simulator/vocabulary/interventions.ts";
import { useActions, useCard, useLab, useLabApi, useSlot } from "../hooks.ts";
import { type ActiveFault, useActiveFaults } from "./node-state.ts";
import { type StageContextValue, useStage } from "./stage-context.ts";
import styles from "./Tracks.module.css";
import {
  cutSpan,
  type Place,
  pathOf,
  placeAt,
  stretch,
  type Track,
  widestShare,
} from "./tracks.ts";
import { useLongPress } from "./use-long-press.ts";

/** A chevron that says which way this track runs. */
const chevron = ({ x, y, angle }: Place): string => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = (along: number, across: number): string =>
    `${(x + along * cos - across * sin).toFixed(1)} ${(y + along * sin + across * cos).toFixed(1)}`;
  return `M${at(-2, -4)}L${at(2, 0)}L${at(-2, 4)}`;
};

/** Near both ends, or once in the middle of a short track. */
const chevronShares = ({ length }: Track): readonly number[] =>
  length < 100 ? [0.5] : [20 / length, 1 - 20 / length];

const acts = ({ target }: ActiveFault, { from, to }: Track): boolean =>
  target.kind === "link" &&
  ((target.from.includes(from) && target.to.includes(to)) ||
    (target.isBothWays && target.from.includes(to) && target.to.includes(from)));

/** Two bars across the track at the ends of the cut, and nothing between them. */
function Cut({ track }: { readonly track: Track }) {
  const { cutHalf } = useStage();
  const { from, to } = cutSpan(track, cutHalf);
  return (
    <>
      <path className={styles.gap} d={pathOf(stretch(track, from, to))} />
      {[from, to].map((share) => {
        const { x, y, angle } = placeAt(track, share);
        const [dx, dy] = [Math.sin(angle) * 9, Math.cos(angle) * 9];
        return (
          <path
            key={share}
            className={styles.bars}
            d={`M${x - dx} ${y + dy}L${x + dx} ${y - dy}`}
          />
        );
      })}
    </>
  );
}

const LinkTrack = memo(function LinkTrack({ track }: { readonly track: Track }) {
  const card = useCard();
  const actions = useActions();
  const { idBase } = useLabApi();
  const state = useSlot(`link/${track.key}`);
  const target = { kind: "link", from: track.from, to: track.to } as const;
  const isSelected = useLab(
    ({ view: { selection: s } }) =>
      s?.kind === "link" && s.from === track.from && s.to === track.to,
  );
  const isAimed = useLab(({ view: { faultMenu } }) => {
    const aim = faultMenu?.target;
    return aim?.kind === "link" && aim.from === track.from && aim.to === track.to;
  });
  const isHidden = useLab(({ view }) => view.fog !== null && view.fog !== track.from);
  const press = useLongPress((x, y) => actions.openFaultMenu(target, { x, y }));
  const d = pathOf(track.points);
  const word = state === "cut" || state === "held" ? linkStateLabels[state] : linkStateLabels.open;
  const name = `Lien ${nodeTitle(card, track.from)} vers ${nodeTitle(card, track.to)}, ${isHidden ? "dans le brouillard" : word}`;
  return (
    <g
      role="button"
      id={`${idBase}voie-${track.key}`}
      aria-label={name}
      tabIndex={-1}
      className={cx(styles.link, "nopan")}
      data-link={track.key}
      data-fog={isHidden || undefined}
    >
      <path className={styles.ring} d={d} strokeWidth={9} />
      <path className={styles.track} d={d} />
      {isSelected && <path className={styles.selected} d={d} />}
      {isAimed && <path className={styles.aimed} d={d} />}
      {chevronShares(track).map((share) => (
        <path key={share} className={styles.chevron} d={chevron(placeAt(track, share))} />
      ))}
      {state === "cut" && !isHidden && <Cut track={track} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the group above is the focusable object; this widens its pointer target */}
      <path
        className={styles.grip}
        d={d}
        onClick={() => actions.select(target)}
        onContextMenu={(event) => {
          event.preventDefault();
          actions.openFaultMenu(target, { x: event.clientX, y: event.clientY });
        }}
        {...press}
      />
    </g>
  );
});

/** Mean letter of a label and what stands around its words, px at scale 1. */
const LABEL_LETTER_PX = 6.6;
const LABEL_ROOM_PX = 30;

/** Would cover a box: then the sign alone is drawn, its words are in « Vos pannes ». */
function covers(
  words: string,
  { x, y }: { readonly x: number; readonly y: number },
  { boxes, scale }: Pick<StageContextValue, "boxes" | "scale">,
): boolean {
  const half = ((words.length * LABEL_LETTER_PX + LABEL_ROOM_PX) * scale) / 2;
  const high = 10 * scale;
  return boxes.some(
    (box) =>
      x + half > box.x &&
      x - half < box.x + box.width &&
      y + high > box.y &&
      y - high < box.y + box.height,
  );
}

/** What the ink label of a track says: its cut or hold, else the first fault that acts on it. */
function LinkLabel({
  track,
  faults,
  isPair,
}: {
  readonly track: Track;
  readonly faults: readonly ActiveFault[];
  /** The other direction is in the same state: one label between the two. */
  readonly isPair: boolean;
}) {
  const state = useSlot(`link/${track.key}`);
  const sheet = useStage();
  const fog = useLab(({ view }) => view.fog);
  const isStopped = state === "cut" || state === "held";
  const fault = faults.find((f) => f.kind !== "partition" && f.kind !== "hold");
  if (fog !== null || (!isStopped && fault === undefined)) return null;
  const place = placeAt(track, widestShare(track));
  const { x, y } = isPair
    ? { x: place.x - Math.sin(place.angle) * 7, y: place.y + Math.cos(place.angle) * 7 }
    : place;
  const style: CSSProperties = { left: x, top: y };
  if (state === "cut" || state === "held") {
    return (
      <span className={styles.label} style={style}>
        <Sign name={state === "cut" ? "cut" : "delay"} />
        {linkStateLabels[state]}
      </span>
    );
  }
  if (fault === undefined) return null;
  const { sign, word } = faultLabels[fault.kind];
  const words = `${word} ${amountText(fault as unknown as Intervention)}`;
  const isBare = covers(words, { x, y }, sheet);
  return (
    <span className={styles.label} style={style}>
      <Sign name={sign} />
      {isBare ? <span className="visually-hidden">{words}</span> : words}
    </span>
  );
}

export function Tracks() {
  const { tracks } = useStage();
  const faults = useActiveFaults();
  const cuts = useLab(({ run }) =>
    run.number === 0
      ? ""
      : tracks.map((t) => String(run.timeline.value(`link/${t.key}`) ?? "")).join(","),
  ).split(",");
  return (
    <ViewportPortal>
      <svg className={styles.sheet} width="1" height="1" role="group" aria-label="Liens">
        {tracks.map((track) => (
          <LinkTrack key={track.key} track={track} />
        ))}
      </svg>
      {tracks.map((track, i) => {
        // Both directions of a link stand side by side in the list.
        const other = i ^ 1;
        const own = faults.filter((fault) => acts(fault, track));
        const isPair =
          cuts[i] !== ""
            ? cuts[i] === cuts[other]
            : own.some((f) => f.target.kind === "link" && f.target.isBothWays);
        if (isPair && other < i) return null;
        return <LinkLabel key={track.key} track={track} faults={own} isPair={isPair} />;
      })}
    </ViewportPortal>
  );
}
