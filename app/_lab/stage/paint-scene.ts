/** What one frame of traffic is painted from, and where its tokens ended up. Types only. */
import type { Fit } from "./arrangement.ts";
import type { CanvasTheme } from "./canvas-theme.ts";
import type { Room } from "./free-room.ts";
import type { Track } from "./tracks.ts";
import type { Token } from "./traffic.ts";

export interface Mains {
  readonly lines: Path2D;
  /** Last stretches of the tracks that are cut. */
  readonly cut: Path2D;
}

export interface Scene {
  readonly tokens: readonly Token[];
  readonly tracks: ReadonlyMap<string, Track>;
  /** Where no word may stand: boxes and the caption. */
  readonly boxes: readonly Room[];
  readonly viewport: Fit;
  readonly width: number;
  readonly height: number;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  readonly theme: CanvasTheme;
  /** The lines of a crowd, which are painted too, px of the sheet; null: the links have their own. */
  readonly mains: Mains | null;
  /** Half the gap of a cut, px of the sheet. */
  readonly cutHalf: number;
  /** Size of a word, px on screen. */
  readonly textPx: number;
  readonly selected: string | null;
  readonly aimed: string | null;
  /** Under the pointer or the focus, here or in another view. */
  readonly lit: string | null;
}

/** Where a token was drawn, px of the canvas. */
export interface Hit {
  readonly token: Token;
  readonly x: number;
  readonly y: number;
}
