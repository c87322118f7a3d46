/** Strokes of the lines of one chart: a colour and a dash, so that neither is needed alone. */
export interface Stroke {
  readonly color: string;
  readonly dash: string;
}

const STROKES: readonly Stroke[] = [
  { color: "var(--info)", dash: "" },
  { color: "var(--wait)", dash: "7 3" },
  { color: "var(--ok)", dash: "2 3" },
  { color: "var(--undo)", dash: "9 3 2 3" },
  { color: "var(--fail)", dash: "4 2" },
  { color: "var(--ink-2)", dash: "1 2" },
];

export const strokeOf = (line: number): Stroke => STROKES[line % STROKES.length] as Stroke;
