/** What travels on the tracks of a living miniature at one step, and what has just been lost there. */
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { readMessageId } from "../_texte/names.ts";
import { type Kind, messageKinds } from "../_ui/signs.ts";
import type { GalleryPiece } from "./gallery-piece.ts";
import type { StageTrack } from "./gallery-stage.ts";
import type { LivingRun } from "./living-run.ts";
import { STAGE_WIDTH } from "./stage-width.ts";

export interface Token {
  readonly id: string;
  /** Percent of the stage's width; px of its height; degrees, 0 to the right. */
  readonly left: number;
  readonly top: number;
  readonly angle: number;
  readonly kind: Kind;
}

/** More than these at once are a crowd: the others are not drawn. */
const TOKENS_MAX = 12;
/** A message is never drawn under a box. */
const SHARES = { least: 0.16, most: 0.84 } as const;

export function pointAt(
  { points }: Pick<StageTrack, "points">,
  share: number,
): Pick<Token, "left" | "top" | "angle"> {
  const stretches = points.slice(1).map((to, i) => {
    const from = points[i] as readonly [number, number];
    return { from, to, length: Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]) };
  });
  let left = share * stretches.reduce((sum, { length }) => sum + length, 0);
  for (const { from, to, length } of stretches) {
    if (left > length && to !== points.at(-1)) {
      left -= length;
      continue;
    }
    const part = length === 0 ? 0 : Math.min(1, left / length);
    return {
      left: (100 * (from[0] + (to[0] - from[0]) * part)) / STAGE_WIDTH,
      top: from[1] + (to[1] - from[1]) * part,
      angle: (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI,
    };
  }
  return { left: 0, top: 0, angle: 0 };
}

type Fields = { readonly [field: string]: Value };

function kindOf(piece: GalleryPiece, message: Fields): Kind {
  if (message.status === "refused") return { ...messageKinds.reply, tone: "fail", word: "refus" };
  if (piece.compensations.includes(String(message.operation))) return messageKinds.compensation;
  return message.role === "reply" ? messageKinds.reply : messageKinds.request;
}

/** Messages in flight at the timeline's position. */
export function tokensOf(
  piece: GalleryPiece,
  { timeline }: LivingRun,
  nowUs: number,
): readonly Token[] {
  return timeline
    .entries("message/")
    .slice(-TOKENS_MAX)
    .flatMap(([path, value]) => {
      const message = value as Fields;
      const track = piece.stage.tracks.find(
        ({ key }) => key === `${String(message.from)}>${String(message.to)}`,
      );
      if (track === undefined) return [];
      const sentUs = Number(message.sentAtUs);
      const way = Math.max(1, Number(message.arrivesAtUs) - sentUs);
      const share = Math.max(SHARES.least, Math.min(SHARES.most, (nowUs - sentUs) / way));
      return [{ id: path, ...pointAt(track, share), kind: kindOf(piece, message) }];
    });
}

/** Steps looked back at most for a loss that this picture should still show. */
const LOOK_BACK = 400;

/** Losses between two pictures: each is seen once, in the middle of its track. */
export function lossesOf(
  piece: GalleryPiece,
  log: EventLog,
  { after, until }: { readonly after: number; readonly until: number },
): readonly Token[] {
  const lost = new Map<string, Token>();
  for (let i = Math.max(0, after + 1, until - LOOK_BACK); i <= until; i++) {
    if (log.kind(i) !== "message-lost") continue;
    const { message } = log.eventOf("message-lost", i);
    const { from, to } = readMessageId(message);
    const track = piece.stage.tracks.find(({ key }) => key === `${from}>${to}`);
    if (track === undefined) continue;
    lost.set(track.key, {
      id: `lost/${track.key}`,
      ...pointAt(track, 0.5),
      kind: messageKinds.lost,
    });
  }
  return [...lost.values()];
}
