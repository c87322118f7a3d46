/** The stage of a piece at rest: its boxes and tracks, drawn by the server, with nothing in them. */
import type { ReactNode } from "react";
import type { Place } from "@/simulator/vocabulary/card.ts";
import { Sign } from "../_ui/Sign.tsx";
import { placeKinds } from "../_ui/signs.ts";
import type { GalleryPiece } from "./gallery-piece.ts";
import type { StageBox } from "./gallery-stage.ts";
import styles from "./stage.module.css";
import { STAGE_WIDTH } from "./stage-width.ts";

/** `labels.ts` says it too, with all the rest: too heavy for a first look. */
const placeSign = (place: Place) => placeKinds[place === "db" ? "database" : place].sign;

export const boxStyle = ({ left, top, width, height }: StageBox) => ({
  left: `${left}%`,
  width: `${width}%`,
  top,
  height,
});

export function BoxHead({
  node,
  sign,
  children,
}: {
  readonly sign: StageBox["sign"];
  readonly node: GalleryPiece["nodes"][number];
  readonly children?: ReactNode;
}) {
  return (
    <p className={styles.head} data-sign={sign} title={node.title}>
      <Sign name={placeSign(node.place)} />
      <b>{node.title}</b>
      {children}
    </p>
  );
}

export function Tracks({
  stage,
  cut,
}: {
  readonly stage: GalleryPiece["stage"];
  /** Tracks that carry nothing now. */
  readonly cut?: ReadonlySet<string>;
}) {
  return (
    <svg
      className={styles.tracks}
      viewBox={`0 0 ${STAGE_WIDTH} ${stage.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {stage.tracks.map(({ key, path }) => (
        <path key={key} d={path} data-cut={cut?.has(key) || undefined} />
      ))}
    </svg>
  );
}

export function StillStage({ piece }: { readonly piece: GalleryPiece }) {
  return (
    <div className={styles.stage} style={{ height: piece.stage.height }}>
      <Tracks stage={piece.stage} />
      {piece.nodes.map((node) => {
        const box = piece.stage.boxes.find((known) => known.id === node.id);
        return box === undefined ? null : (
          <div key={node.id} className={styles.box} data-place={node.place} style={boxStyle(box)}>
            <BoxHead node={node} sign={box.sign} />
          </div>
        );
      })}
    </div>
  );
}
