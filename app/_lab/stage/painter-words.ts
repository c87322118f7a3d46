/**
 * Words beside the tokens: number, operation, fate, where they touch nothing.
 *
 * Each tries a few places around its token, then shorter wordings; a token without room stays bare,
 * its name is read by pointing at it.
 */
import type { Hit, Scene } from "./paint-scene.ts";
import type { Place } from "./tracks.ts";
import { lookTone, type Token } from "./traffic.ts";

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

/** Writes them all. `size`: side of a token, px. */
export function paintWords(
  ctx: CanvasRenderingContext2D,
  scene: Scene,
  hits: readonly (Hit & { readonly angle: number })[],
  size: number,
): void {
  const { textPx } = scene;
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
  const isInside = (room: Rect): boolean =>
    room.x >= 0 &&
    room.y >= 0 &&
    room.x + room.width <= scene.width &&
    room.y + room.height <= scene.height;
  for (const hit of hits) {
    // Brackets stand between a selected token and its words.
    const away = size / 2 + (hit.token.message === scene.selected ? 12 : 3);
    for (const words of wordings(hit.token)) {
      const label = measure(ctx, words, scene);
      const free = roomsFor(hit, label.width, height, away, hit.token.isReply).filter(
        (rect) => isInside(rect) && !taken.some((other) => overlaps(rect, other)),
      );
      // A message stays named even over a track, when nothing else is left.
      const room = free.find((rect) => !rails.some((rail) => overlaps(rect, rail))) ?? free[0];
      if (room === undefined) continue;
      taken.push(room);
      write(ctx, label, room, scene);
      break;
    }
  }
}

interface Wording {
  readonly token: Token;
  readonly subject: string;
  readonly word: string;
  readonly tail: string;
}

/** What is said beside a token, the fullest first: shorter ones are for tight places. */
function wordings(token: Token): readonly Wording[] {
  const { subject, word } = token;
  const full = { token, subject, word, tail: tailOf(token) };
  const short = { ...full, tail: "" };
  const bare = { ...short, word: "" };
  return subject === "" ? [full, short] : [full, short, bare];
}

interface Label extends Wording {
  readonly wordX: number;
  readonly wordWidth: number;
  readonly width: number;
}

const fontsOf = ({ textPx, theme }: Scene) => ({
  number: `600 ${textPx}px ${theme.reading}`,
  narrow: `500 ${textPx}px ${theme.narrow}`,
});

/** Room on both sides of a label, and between its parts, px. */
const PAD = 4;
const SPACE = 5;

function measure(ctx: CanvasRenderingContext2D, words: Wording, scene: Scene): Label {
  const { number, narrow } = fontsOf(scene);
  ctx.font = number;
  const wordX = words.subject === "" ? 0 : ctx.measureText(words.subject).width + SPACE;
  ctx.font = narrow;
  const wordWidth = ctx.measureText(words.word).width;
  const tailWidth = words.tail === "" ? 0 : ctx.measureText(words.tail).width + SPACE;
  return { ...words, wordX, wordWidth, width: wordX + wordWidth + tailWidth + 2 * PAD };
}

function write(ctx: CanvasRenderingContext2D, label: Label, room: Rect, scene: Scene): void {
  const { token, subject, word, tail, wordX, wordWidth } = label;
  const { colours } = scene.theme;
  const { number, narrow } = fontsOf(scene);
  ctx.fillStyle = colours.surface;
  ctx.fillRect(room.x, room.y, room.width, room.height);
  ctx.fillStyle = colours[lookTone(token.look)];
  const middle = room.y + room.height / 2 + 0.5;
  const left = room.x + PAD;
  ctx.font = number;
  if (subject !== "") ctx.fillText(subject, left, middle);
  ctx.font = narrow;
  ctx.fillText(word, left + wordX, middle);
  if (token.look === "lost") ctx.fillRect(left + wordX - 1, middle - 0.5, wordWidth + 2, 1.5);
  if (tail !== "") ctx.fillText(tail, left + wordX + wordWidth + SPACE, middle);
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
