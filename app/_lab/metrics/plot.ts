/** Where the plot stands inside its chart, px: shared by what is drawn and by what is pointed at. */
export const PLOT_LEFT = 58;
export const PLOT_RIGHT = 12;

/** Place on the axis, 0…1, of a point of a chart; null outside its plot. */
export function shareUnder(x: number, width: number): number | null {
  const share = (x - PLOT_LEFT) / Math.max(1, width - PLOT_LEFT - PLOT_RIGHT);
  return share >= 0 && share <= 1 ? share : null;
}
