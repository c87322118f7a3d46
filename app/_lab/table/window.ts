/**
 * Which rows of a very long list are drawn, and how the scroll bar answers for all of them.
 *
 * Browsers refuse elements beyond some ten million pixels: past that, one pixel of the bar stands
 * for more than one pixel of rows. Pure geometry.
 */

/** Tallest list drawn one to one, px. */
const HEIGHT_MAX = 8_000_000;
const OVERSCAN = 8;

export interface ListWindow {
  /** First row drawn, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Room above and below the drawn rows, px. */
  readonly before: number;
  readonly after: number;
}

export interface ListSize {
  readonly count: number;
  readonly rowHeight: number;
  readonly viewport: number;
}

const fullHeight = ({ count, rowHeight }: ListSize): number => count * rowHeight;
export const listHeight = (size: ListSize): number => Math.min(fullHeight(size), HEIGHT_MAX);

/** Rows scrolled past for a place of the bar, and back. */
const scaleOf = (size: ListSize): number => {
  const room = listHeight(size) - size.viewport;
  return room <= 0 ? 1 : (fullHeight(size) - size.viewport) / room;
};

export function windowAt(size: ListSize, scrollTop: number): ListWindow {
  const { count, rowHeight, viewport } = size;
  const top = Math.max(0, scrollTop) * scaleOf(size);
  const first = Math.floor(top / rowHeight);
  const shown = Math.ceil(viewport / rowHeight) + 1;
  const from = Math.max(0, Math.min(count, first - OVERSCAN));
  const to = Math.min(count, first + shown + OVERSCAN);
  // The first visible row stands where the bar is; those around it follow from there.
  const before = Math.max(0, scrollTop - (top - from * rowHeight));
  const after = Math.max(0, listHeight(size) - before - (to - from) * rowHeight);
  return { from, to, before, after };
}

/** Where the bar must stand for a row to be seen, moved as little as possible; null: it is seen. */
export function scrollToRow(size: ListSize, row: number, scrollTop: number): number | null {
  const { rowHeight, viewport } = size;
  const scale = scaleOf(size);
  const top = scrollTop * scale;
  const head = rowHeight; // the sticky head of the table covers one row
  const above = row * rowHeight;
  const below = above + rowHeight - viewport + head;
  if (above >= top && below <= top) return null;
  const isFar = above < top - viewport || below > top + viewport;
  const wanted = isFar ? above - viewport / 2 + rowHeight : above < top ? above : below;
  return Math.max(0, Math.min(wanted / scale, listHeight(size) + head - viewport));
}
