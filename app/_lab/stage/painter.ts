/**
 * Paints the traffic on one canvas: tokens on their tracks, words beside them while there is room.
 *
 * Owns shapes, order of painting and the places that a pointer may hit. Knows neither React nor the
 * store: one call draws one frame.
 */
import { type SignName, type SignShape, signPaths } from "@/app/_ui/sign-paths.ts";
import type { Hit, Mains, Scene } from "./paint-scene.ts";
import { paintWords } from "./painter-words.ts";
import { cutSpan, placeAt, type Track } from "./tracks.ts";
import { type Look, lookTone, type Token } from "./traffic.ts";

/** Beyond this many, words are left out and tracks are not cleared under the tokens. */
const WORDS_MAX = 40;
/** A token stays this far from the boxes, px of the sheet. */
const END_MARGIN = 13;
/** How far before the bar of a cut a message dies, px of the sheet. */
const BEFORE_BAR = 14;
/** Half the side of a pointer's target, px: 28 px wide. */
export const HIT_RADIUS = 14;

const paths = new Map<SignName, readonly { readonly path: Path2D; readonly shape: SignShape }[]>();
function pathsOf(name: SignName) {
  let known = paths.get(name);
  if (known === undefined) {
    known = (signPaths[name] as readonly SignShape[]).map((shape) => ({
      path: new Path2D(shape.d),
      shape,
    }));
    paths.set(name, known);
  }
  return known;
}

function signOf(look: Look, isReply: boolean): SignName {
  switch (look) {
    case "request":
      return "request";
    case "reply":
      return "reply";
    case "delayed":
      return isReply ? "reply" : "request";
    case "copy":
      return "duplicate";
    case "undo":
      return "undo";
    case "lost":
      return "fail";
    case "unknown":
      return "unknown";
  }
}

/** These point along the track; the others stand upright. */
const TURNS: ReadonlySet<SignName> = new Set(["request", "reply", "duplicate"]);

function drawSign(
  ctx: CanvasRenderingContext2D,
  name: SignName,
  at: Hit & { readonly angle: number },
  size: number,
  ratio: number,
): void {
  const scale = (size / 16) * ratio;
  const turn = TURNS.has(name) ? at.angle : 0;
  const cos = Math.cos(turn) * scale;
  const sin = Math.sin(turn) * scale;
  ctx.setTransform(
    cos,
    sin,
    -sin,
    cos,
    at.x * ratio - (cos - sin) * 8,
    at.y * ratio - (sin + cos) * 8,
  );
  for (const { path, shape } of pathsOf(name)) {
    if (shape.paint === "fill" || shape.paint === "both") ctx.fill(path);
    else {
      ctx.lineWidth = name === "fail" ? 2.6 : (shape.width ?? 1.75);
      ctx.stroke(path);
    }
  }
}

/** Share at which a token is drawn: off the boxes at both ends, off the bars of a cut. */
function shareOn(track: Track, share: Token["share"], { cutHalf, textPx }: Scene): number {
  const large = textPx / 13;
  if (share === "cut") {
    return Math.max(0, cutSpan(track, cutHalf).from - (BEFORE_BAR * large) / track.length);
  }
  const margin = Math.min(0.4, (END_MARGIN * large) / (track.length || 1));
  return margin + share * (1 - 2 * margin);
}

export function paintTraffic(ctx: CanvasRenderingContext2D, scene: Scene): readonly Hit[] {
  const { theme, viewport, ratio } = scene;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, scene.width * ratio, scene.height * ratio);
  if (scene.mains !== null) paintMains(ctx, scene, scene.mains);
  const isSparse = scene.mains === null && scene.tokens.length <= WORDS_MAX;
  const size =
    Math.max(isSparse ? 17 : 11, (isSparse ? 19 : 13) * Math.min(1, viewport.zoom)) *
    (scene.textPx / 13);
  const hits: (Hit & { readonly angle: number })[] = [];
  for (const token of scene.tokens) {
    const track = scene.tracks.get(token.track);
    if (track === undefined) continue;
    const place = placeAt(track, shareOn(track, token.share, scene));
    hits.push({
      token,
      x: place.x * viewport.zoom + viewport.x,
      y: place.y * viewport.zoom + viewport.y,
      angle: place.angle,
    });
  }
  if (isSparse) {
    // The track stops around a token, as under a train.
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = theme.colours.surface;
    const half = size / 2 + 2;
    for (const { x, y } of hits) ctx.fillRect(x - half, y - half, half * 2, half * 2);
  }
  let colour = "";
  for (const hit of hits) {
    const next = theme.colours[lookTone(hit.token.look)];
    if (next !== colour) {
      colour = next;
      ctx.fillStyle = colour;
      ctx.strokeStyle = colour;
    }
    drawSign(ctx, signOf(hit.token.look, hit.token.isReply), hit, size, ratio);
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (isSparse) paintWords(ctx, scene, hits, size);
  for (const hit of hits) {
    if (hit.token.message === scene.selected) paintBrackets(ctx, hit, size, theme.colours.ink);
    if (hit.token.message === scene.lit) paintRing(ctx, hit, size, theme.colours.ink);
    if (hit.token.message === scene.aimed) paintAim(ctx, hit, size, theme.colours.ink);
  }
  return hits;
}

/** The lines of a crowd: hundreds of tracks that cover one another, as one tree. */
function paintMains(
  ctx: CanvasRenderingContext2D,
  { theme, viewport: { x, y, zoom }, ratio }: Scene,
  { lines, cut }: Mains,
): void {
  ctx.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
  ctx.lineWidth = 1 / zoom;
  ctx.strokeStyle = theme.colours["track-idle"];
  ctx.stroke(lines);
  ctx.lineWidth = 2.5 / zoom;
  ctx.strokeStyle = theme.colours.fail;
  ctx.stroke(cut);
}

/** The reader's selection: four brackets, as around a box. */
function paintBrackets(
  ctx: CanvasRenderingContext2D,
  { x, y }: Hit,
  size: number,
  ink: string,
): void {
  const r = size / 2 + 6;
  const arm = 7;
  ctx.strokeStyle = ink;
  ctx.lineWidth = 3;
  ctx.beginPath();
  for (const [sx, sy] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const) {
    ctx.moveTo(x + sx * r, y + sy * (r - arm));
    ctx.lineTo(x + sx * r, y + sy * r);
    ctx.lineTo(x + sx * (r - arm), y + sy * r);
  }
  ctx.stroke();
}

/** Lit here or in another view: a thin ring. */
function paintRing(ctx: CanvasRenderingContext2D, { x, y }: Hit, size: number, ink: string): void {
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.arc(x, y, size / 2 + 5, 0, 2 * Math.PI);
  ctx.stroke();
}

/** What a fault is about to hit: a dashed outline. */
function paintAim(ctx: CanvasRenderingContext2D, { x, y }: Hit, size: number, ink: string): void {
  const r = size / 2 + 4;
  ctx.strokeStyle = ink;
  ctx.lineWidth = 2;
  ctx.setLineDash([5, 4]);
  ctx.strokeRect(x - r, y - r, r * 2, r * 2);
  ctx.setLineDash([]);
}

/** The token under a point, within its target; the nearest when several are. */
export function hitAt(hits: readonly Hit[], x: number, y: number, radius = HIT_RADIUS): Hit | null {
  let best: Hit | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const hit of hits) {
    const dx = Math.abs(hit.x - x);
    const dy = Math.abs(hit.y - y);
    if (dx > radius || dy > radius) continue;
    const apart = dx * dx + dy * dy;
    if (apart < least) {
      least = apart;
      best = hit;
    }
  }
  return best;
}
