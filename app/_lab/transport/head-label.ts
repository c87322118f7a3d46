/** The instant over a playhead: it slides along the axis, and stays whole on the page at both ends. */

/** Room beyond the end of the axis where it may still stand, px. */
const BEYOND_PX = 20;

/** Half the width of a label, measured anew only when its text grows or shrinks. */
const halves = new WeakMap<HTMLElement, { readonly letters: number; readonly half: number }>();

function halfOf(label: HTMLElement, letters: number): number {
  const known = halves.get(label);
  if (known?.letters === letters && known.half > 0) return known.half;
  const half = label.offsetWidth / 2;
  halves.set(label, { letters, half });
  return half;
}

/** Writes the text; `x` is the playhead and `endX` the end of the axis, px from the page's edge. */
export function placeHeadLabel(label: HTMLElement, text: string, x: number, endX: number): void {
  label.textContent = text;
  const half = halfOf(label, text.length);
  const shift = Math.max(half - x, Math.min(0, endX + BEYOND_PX - half - x));
  label.style.translate = `calc(-50% + ${shift.toFixed(1)}px)`;
}
