/** The boxes, tracks and messages of a thumbnail: at rest without a picture, else at that picture. */
import type { Place } from "@/simulator/vocabulary/card.ts";
import { type SignName, type SignShape, signPaths } from "../_ui/sign-paths.ts";
import { messageKinds, placeKinds, type Tone } from "../_ui/signs.ts";
import styles from "./Thumbnail.module.css";
import type { ThumbnailStage } from "./thumbnail.ts";
import type { FilmedToken, Picture } from "./thumbnail-film.ts";

/** Sizes of a sign in a box and on a track, px of the sheet. */
const BOX_SIGN = 12;
const TOKEN_SIGN = 11;

interface MarkProps {
  readonly name: SignName;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly angle?: number;
  readonly className?: string | undefined;
}

/** A sign around a point of the sheet. */
function Mark({ name, x, y, size, angle = 0, className }: MarkProps) {
  const shapes: readonly SignShape[] = signPaths[name];
  const scale = size / 16;
  return (
    <g
      className={className}
      transform={`translate(${x} ${y}) rotate(${angle}) scale(${scale}) translate(-8 -8)`}
    >
      {shapes.map(({ d, paint, dash }) => (
        <path key={d} d={d} data-paint={paint} strokeDasharray={dash?.join(" ")} />
      ))}
    </g>
  );
}

const placeSign = (place: Place): SignName => placeKinds[place === "db" ? "database" : place].sign;

const TOKENS: Readonly<Record<FilmedToken["kind"], { sign: SignName; tone: Tone }>> = {
  request: messageKinds.request,
  reply: messageKinds.reply,
  refusal: { sign: messageKinds.reply.sign, tone: "fail" },
  compensation: messageKinds.compensation,
  lost: messageKinds.lost,
};

interface Point {
  readonly x: number;
  readonly y: number;
  /** Degrees, 0 to the right. */
  readonly angle: number;
}

function pointOn(points: readonly (readonly [number, number])[], share: number): Point {
  const stretches = points.slice(1).map((to, i) => {
    const from = points[i] as readonly [number, number];
    return { from, to, length: Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]) };
  });
  let left = share * stretches.reduce((sum, { length }) => sum + length, 0);
  for (const { from, to, length } of stretches) {
    if (left > length) {
      left -= length;
      continue;
    }
    const part = length === 0 ? 0 : left / length;
    return {
      x: from[0] + (to[0] - from[0]) * part,
      y: from[1] + (to[1] - from[1]) * part,
      angle: (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI,
    };
  }
  const [x, y] = points.at(-1) ?? [0, 0];
  return { x, y, angle: 0 };
}

function Token({ token, stage }: { readonly token: FilmedToken; readonly stage: ThumbnailStage }) {
  const track = stage.tracks.find(({ key }) => key === token.track);
  if (track === undefined) return null;
  const { sign, tone } = TOKENS[token.kind];
  const { x, y, angle } = pointOn(track.points, token.share);
  return (
    <g className={`tone-${tone}`}>
      <circle className={styles.halo} cx={x} cy={y} r={TOKEN_SIGN / 2} />
      <Mark
        {...{ name: sign, x, y, size: TOKEN_SIGN }}
        angle={token.kind === "lost" || token.kind === "compensation" ? 0 : angle}
      />
    </g>
  );
}

interface ThumbnailDrawingProps {
  readonly stage: ThumbnailStage;
  readonly picture: Picture | null;
}

export function ThumbnailDrawing({ stage, picture }: ThumbnailDrawingProps) {
  return (
    <svg
      className={styles.stage}
      viewBox={`0 0 ${stage.width} ${stage.height}`}
      preserveAspectRatio="xMinYMid meet"
      aria-hidden="true"
    >
      {stage.tracks.map(({ key, points }) => (
        <polyline key={key} className={styles.track} points={points.join(" ")} />
      ))}
      {picture?.tokens.map((token) => (
        <Token key={token.key} token={token} stage={stage} />
      ))}
      {stage.boxes.map(({ id, place, x, y, width, height }) => {
        const status = picture?.statuses.get(id) ?? "up";
        const isDown = status === "down";
        return (
          <g key={id} className={styles.box} data-place={place} data-status={status}>
            <rect {...{ x, y, width, height }} />
            <Mark
              name={isDown ? "down" : placeSign(place)}
              x={x + width / 2}
              y={y + height / 2}
              size={Math.min(BOX_SIGN, height - 4, width - 4)}
              className={isDown ? "tone-fail" : undefined}
            />
          </g>
        );
      })}
    </svg>
  );
}
