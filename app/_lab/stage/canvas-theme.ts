/** Colours and faces of the page, read once for a canvas and again when the theme changes. */
import { onThemeChange } from "@/app/_ui/theme.ts";

const NAMES = [
  "surface",
  "ink",
  "ink-2",
  "ink-3",
  "ok",
  "info",
  "fail",
  "undo",
  "wait",
  "line",
  "track-idle",
] as const;
export type CanvasColour = (typeof NAMES)[number];

export interface CanvasTheme {
  readonly colours: Readonly<Record<CanvasColour, string>>;
  /** Families as a canvas font wants them. */
  readonly narrow: string;
  readonly reading: string;
}

export function readCanvasTheme(element: Element): CanvasTheme {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const colours = Object.fromEntries(NAMES.map((name) => [name, read(`--${name}`)]));
  return {
    colours: colours as Record<CanvasColour, string>,
    narrow: read("--font-narrow") || "sans-serif",
    reading: read("--font-reading") || "monospace",
  };
}

export { onThemeChange };
