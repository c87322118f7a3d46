/** The boxes, tracks and messages of a piece at one step of its run. */
"use client";
import { useRef } from "react";
import { isPartReading, type PartReadingCard, slotOfPart } from "@/app/_texte/part-words.ts";
import type { PartValue } from "@/simulator/vocabulary/card.ts";
import { allotLines } from "../_lab/stage/allot.ts";
import { PartDrawing } from "../_lab/stage/PartDrawing.tsx";
import {
  gaugeShape,
  innerWidth,
  PART_LINE_PX,
  pairsBeside,
  partLines,
} from "../_lab/stage/part-layout.ts";
import { useWidth } from "../_lab/use-width.ts";
import { type NodeStatus, nodeStatusLabels } from "../_texte/labels.ts";
import { Sign } from "../_ui/Sign.tsx";
import type { GalleryPiece } from "./gallery-piece.ts";
import type { StageBox } from "./gallery-stage.ts";
import type { LivingRun } from "./living-run.ts";
import { lossesOf, type Token, tokensOf } from "./living-traffic.ts";
import { lastLines, type MiniLine, miniLines } from "./mini-reading.ts";
import { BoxHead, boxStyle, Tracks } from "./StillStage.tsx";
import styles from "./stage.module.css";

type PieceNode = GalleryPiece["nodes"][number];

const HEAD_PX = 24;

/** The number is never cut for the sake of its bar. */
const hasBar = ({ label, text, share }: MiniLine, innerPx: number): boolean =>
  share !== null &&
  gaugeShape({ title: label, text, hasBar: true }, { innerPx, lines: 1 }) === "line";

function Line({ line, innerPx }: { readonly line: MiniLine; readonly innerPx: number }) {
  return (
    <p className={styles.line} data-kind={line.kind}>
      <span>{line.label}</span>
      {hasBar(line, innerPx) && (
        <i className={styles.bar} aria-hidden="true">
          <i style={{ width: `${Math.min(1, line.share ?? 0) * 100}%` }} />
        </i>
      )}
      <b>{line.text}</b>
    </p>
  );
}

/** Pairs on one line without the room for what they are: figures that nobody can read. */
function isMute(reading: PartReadingCard, value: unknown, room: PartRoom): boolean {
  if (reading.kind !== "pairs" || room.lines > 1 || value === undefined) return false;
  const pairs = value as PartValue["pairs"];
  return pairs.length > 0 && !pairsBeside(reading.title, pairs, room.innerPx).hasLabel;
}

interface PartRoom {
  readonly innerPx: number;
  readonly lines: number;
}

interface BoxProps {
  readonly piece: GalleryPiece;
  readonly node: PieceNode;
  readonly box: StageBox;
  readonly run: LivingRun;
  readonly stagePx: number;
}

function Readings({ piece, node, box, run, stagePx }: BoxProps) {
  const { timeline } = run;
  const innerPx = innerWidth((stagePx * box.width) / 100);
  const isDown = timeline.value(`node/${node.id}/status`) === "down";
  const shown = node.readings.map((reading) => {
    if (isPartReading(reading)) {
      const value = timeline.value(slotOfPart(node.id, reading));
      return { reading, value, lines: partLines(reading, value, innerPx) };
    }
    const rows = miniLines(piece, timeline, node, reading, innerPx);
    return { reading, rows, lines: rows.length };
  });
  const given = allotLines(
    shown.map(({ reading, lines }) => ({ kind: reading.kind, lines })),
    box.height - HEAD_PX - 4,
    PART_LINE_PX,
  );
  return shown.map((entry, i) => {
    const lines = given[i] ?? 0;
    if (lines === 0) return null;
    const key = JSON.stringify(entry.reading);
    if ("rows" in entry) {
      return (
        <div key={key} className={styles.lines}>
          {lastLines(entry.rows, lines).map((line) => (
            <Line key={line.id} line={line} innerPx={innerPx} />
          ))}
        </div>
      );
    }
    if (isMute(entry.reading, entry.value, { innerPx, lines })) return null;
    return (
      <PartDrawing
        key={key}
        reading={entry.reading}
        value={entry.value}
        isLost={isDown && entry.reading.store === undefined}
        innerPx={innerPx}
        lines={lines}
      />
    );
  });
}

function Box(props: BoxProps) {
  const { node, box, run } = props;
  const status = (run.timeline.value(`node/${node.id}/status`) ?? "up") as NodeStatus;
  const lamp = nodeStatusLabels[status];
  const isOurs = node.place !== "client" && node.place !== "external";
  return (
    <div className={styles.box} data-place={node.place} data-status={status} style={boxStyle(box)}>
      <BoxHead node={node} sign={box.sign}>
        {(isOurs || status !== "up") && (
          <Sign name={lamp.sign} title={lamp.word} className={`tone-${lamp.tone}`} />
        )}
      </BoxHead>
      <Readings {...props} />
    </div>
  );
}

const TokenMark = ({ token }: { readonly token: Token }) => (
  <span
    className={`${styles.token} tone-${token.kind.tone}`}
    data-lost={token.kind.sign === "fail" || undefined}
    style={{ left: `${token.left}%`, top: token.top }}
  >
    <Sign
      name={token.kind.sign}
      style={token.kind.sign === "fail" ? undefined : { rotate: `${token.angle}deg` }}
    />
  </span>
);

function cutTracks({ timeline }: LivingRun): ReadonlySet<string> {
  return new Set(
    timeline
      .entries("link/")
      .filter(([, state]) => state !== "open")
      .map(([path]) => path.slice("link/".length)),
  );
}

interface LivingStageProps {
  readonly piece: GalleryPiece;
  readonly run: LivingRun;
  readonly step: number;
  readonly atUs: number;
}

export function LivingStage({ piece, run, step, atUs }: LivingStageProps) {
  const root = useRef<HTMLDivElement>(null);
  const stagePx = useWidth(root);
  const former = useRef(step);
  run.timeline.seek(step);
  const losses = lossesOf(piece, run.log, { after: Math.min(former.current, step), until: step });
  former.current = step;
  return (
    <div
      ref={root}
      className={styles.stage}
      style={{ height: piece.stage.height }}
      role="group"
      aria-label={`${piece.title}, en miniature`}
    >
      <Tracks stage={piece.stage} cut={cutTracks(run)} />
      <span aria-hidden="true">
        {[...tokensOf(piece, run, atUs), ...losses].map((token) => (
          <TokenMark key={token.id} token={token} />
        ))}
      </span>
      {stagePx > 0 &&
        piece.nodes.map((node) => {
          const box = piece.stage.boxes.find((known) => known.id === node.id);
          return box === undefined ? null : (
            <Box key={node.id} {...{ piece, node, box, run, stagePx }} />
          );
        })}
    </div>
  );
}
