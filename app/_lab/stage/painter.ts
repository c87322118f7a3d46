/**
 * Paints the traffic on one canvas: tokens on their tracks, words beside them while there is room.
 *
 * Owns shapes, order of painting and the places that a pointer may hit. Knows neither React nor the
 * store: one call draws one frame.
 */
import { type SignName, type SignShape, signPaths } from "@/app/_ui/sign-paths.ts";
import type { Box, Fit } from "./arrangement.ts";
import type { CanvasTheme } from "./canvas-theme.ts";
import { cutSpan, type Place, placeAt, type Track } from "./tracks.ts";
import { type Look, lookTone, type Token } from "./traffic.ts";

export interface Scene {
  readonly tokens: readonly Token[];
  readonly tracks: ReadonlyMap<string, Track>;
  readonly boxes: readonly Box[];
  readonly viewport: Fit;
  readonly width: number;
  readonly height: number;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  readonly theme: CanvasTheme;
  /** Half the gap of a cut, px of the sheet. */
  readonly cutHalf: number;
  /** Size of a word, px on screen. */
  readonly textPx: number;
  readonly selected: string | null;
  readonly aimed: string | null;
}

/** Where a token was drawn, px of the canvas. */
export interface Hit {
  readonly token: Token;
  readonly x: number;
  readonly y: number;
}

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

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Around the token, nearest to what a reader expects first: above or below a flat track. */
function roomsFor(
  at: Place,
  width: number,
  height: number,
  away: number,
  isReply: boolean,
): readonly Rect[] {
  const isFlat = Math.abs(Math.cos(at.angle)) > 0.5;
  const slides = [0.5, 0.25, 0.75, 0.05, 0.95];
  const row = (y: number): Rect[] =>
    slides.map((slide) => ({ x: at.x - width * slide, y, width, height }));
  const column = (x: number): Rect[] =>
    slides.map((slide) => ({ x, y: at.y - height * slide, width, height }));
  const above = row(at.y - away - height);
  const below = row(at.y + away);
  const left = column(at.x - away - width);
  const right = column(at.x + away);
  const flat = isReply ? [below, above] : [above, below];
  const upright = isReply ? [right, left] : [left, right];
  return (isFlat ? [...flat, ...upright] : [...upright, ...flat]).flat();
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

/** The tracks as obstacles, px of the canvas: words leave them visible when they can. */
function railsOf({ tracks, viewport: { x: dx, y: dy, zoom } }: Scene): readonly Rect[] {
  const rails: Rect[] = [];
  for (const { points } of tracks.values()) {
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1];
      const b = points[i];
      if (a === undefined || b === undefined) continue;
      rails.push({
        x: Math.min(a.x, b.x) * zoom + dx - 2,
        y: Math.min(a.y, b.y) * zoom + dy - 2,
        width: Math.abs(a.x - b.x) * zoom + 4,
        height: Math.abs(a.y - b.y) * zoom + 4,
      });
    }
  }
  return rails;
}

export function paintTraffic(ctx: CanvasRenderingContext2D, scene: Scene): readonly Hit[] {
  const { theme, viewport, ratio } = scene;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, scene.width * ratio, scene.height * ratio);
  const isSparse = scene.tokens.length <= WORDS_MAX;
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
    if (hit.token.message === scene.aimed) paintAim(ctx, hit, size, theme.colours.ink);
  }
  return hits;
}

function paintWords(
  ctx: CanvasRenderingContext2D,
  scene: Scene,
  hits: readonly (Hit & { readonly angle: number })[],
  size: number,
): void {
  const { theme, textPx } = scene;
  const { zoom, x: dx, y: dy } = scene.viewport;
  const height = Math.round(textPx * 1.4);
  const taken: Rect[] = scene.boxes.map((box) => ({
    x: box.x * zoom + dx,
    y: box.y * zoom + dy,
    width: box.width * zoom,
    height: box.height * zoom,
  }));
  for (const { x, y } of hits)
    taken.push({ x: x - size / 2, y: y - size / 2, width: size, height: size });
  const rails = railsOf(scene);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  for (const hit of hits) {
    const { token } = hit;
    const isLost = token.look === "lost";
    const number = `600 ${textPx}px ${theme.reading}`;
    const narrow = `500 ${textPx}px ${theme.narrow}`;
    ctx.font = number;
    const numberWidth = token.subject === "" ? 0 : ctx.measureText(token.subject).width + 5;
    ctx.font = narrow;
    const wordWidth = ctx.measureText(token.word).width;
    const tail = tailOf(token);
    const tailWidth = tail === "" ? 0 : ctx.measureText(tail).width + 5;
    const width = numberWidth + wordWidth + tailWidth + 8;
    const at = { x: hit.x, y: hit.y, angle: hit.angle };
    // Brackets stand between a selected token and its words.
    const away = size / 2 + (token.message === scene.selected ? 12 : 3);
    const inside = (room: Rect): boolean =>
      room.x >= 0 &&
      room.y >= 0 &&
      room.x + room.width <= scene.width &&
      room.y + room.height <= scene.height;
    const free = roomsFor(at, width, height, away, token.isReply).filter(
      (rect) => inside(rect) && !taken.some((other) => overlaps(rect, other)),
    );
    const room =
      free.find((rect) => !rails.some((other) => overlaps(rect, other))) ??
      // A message stays named even over a track; a dead one does not cover what still works.
      free[0];
    if (room === undefined) continue;
    taken.push(room);
    ctx.fillStyle = theme.colours.surface;
    ctx.fillRect(room.x, room.y, room.width, room.height);
    ctx.fillStyle = theme.colours[lookTone(token.look)];
    const middle = room.y + height / 2 + 0.5;
    let left = room.x + 4;
    ctx.font = number;
    if (token.subject !== "") ctx.fillText(token.subject, left, middle);
    left += numberWidth;
    ctx.font = narrow;
    ctx.fillText(token.word, left, middle);
    if (isLost) ctx.fillRect(left - 1, middle - 0.5, wordWidth + 2, 1.5);
    if (tail !== "") ctx.fillText(tail, left + wordWidth + 5, middle);
  }
}

function tailOf(token: Token): string {
  switch (token.look) {
    case "lost":
      return token.isReply ? "perdue" : "perdu";
    case "delayed":
      return "retardé";
    case "copy":
      return "en double";
    case "unknown":
      return "sans réponse";
    default:
      return "";
  }
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
