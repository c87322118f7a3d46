/**
 * The time axis shared by the lanes and the space-time view: idle time is folded.
 *
 * A place on the axis is a *share* from 0 (start of the run) to 1 (its last event): moving time takes
 * room in proportion, a folded gap takes the same small room whatever its length. Pixels come last:
 * a window of shares laid over a width. Pure; knows neither React nor faults.
 */

/** What the axis needs of a log. */
export interface Instants {
  readonly length: number;
  readonly atUs: (index: number) => number;
}

export interface AxisSegment {
  readonly fromUs: number;
  readonly toUs: number;
  readonly from: number;
  readonly to: number;
  readonly isFolded: boolean;
}

export interface Axis {
  readonly endUs: number;
  readonly segments: readonly AxisSegment[];
  readonly folds: readonly AxisSegment[];
  /** Share of an instant; clamped to 0…1. */
  readonly shareAt: (atUs: number) => number;
  /** Instant at a share; inside a folded gap, in proportion. */
  readonly timeAt: (share: number) => number;
  /** The folded gap around an instant, or null. */
  readonly foldAt: (atUs: number) => AxisSegment | null;
}

/** A silence shorter than this is never folded, microseconds. */
const FOLD_MIN_US = 5_000_000;
/** A silence is folded when it outlasts this part of all the moving time. */
const FOLD_SHARE_OF_MOVING = 0.5;
/** Room of one fold, and of all of them together. */
const FOLD_ROOM = 0.05;
const FOLDS_ROOM = 0.4;
/** Least room of what moves between two folds. */
const MOVING_ROOM_MIN = 0.03;

interface Gap {
  readonly fromUs: number;
  readonly toUs: number;
}

function longGaps(instants: Instants): { readonly gaps: readonly Gap[]; readonly endUs: number } {
  const gaps: Gap[] = [];
  let lastUs = 0;
  for (let i = 0; i < instants.length; i++) {
    const atUs = instants.atUs(i);
    if (atUs - lastUs >= FOLD_MIN_US) gaps.push({ fromUs: lastUs, toUs: atUs });
    lastUs = atUs;
  }
  return { gaps, endUs: lastUs };
}

/** The silences that are idle: long, and longer than what moves around them. */
export function foldedGaps(instants: Instants): readonly Gap[] {
  const { gaps, endUs } = longGaps(instants);
  const lengths = gaps.map((gap) => gap.toUs - gap.fromUs).sort((a, b) => a - b);
  let movingUs = endUs - lengths.reduce((sum, length) => sum + length, 0);
  for (const length of lengths) {
    if (length > FOLD_SHARE_OF_MOVING * movingUs) {
      return gaps.filter((gap) => gap.toUs - gap.fromUs >= length);
    }
    movingUs += length;
  }
  return [];
}

/** What moves before, between and after the folded gaps: one more than there are gaps. */
function movingStretches(gaps: readonly Gap[], endUs: number): readonly Gap[] {
  const starts = [0, ...gaps.map((gap) => gap.toUs)];
  return starts.map((fromUs, i) => ({ fromUs, toUs: gaps[i]?.fromUs ?? Math.max(endUs, 1) }));
}

export function createAxis(instants: Instants): Axis {
  const endUs = instants.length === 0 ? 0 : instants.atUs(instants.length - 1);
  const gaps = foldedGaps(instants);
  const foldedUs = gaps.reduce((sum, gap) => sum + gap.toUs - gap.fromUs, 0);
  const movingUs = Math.max(1, endUs - foldedUs);
  const room = Math.min(FOLD_ROOM, gaps.length === 0 ? 0 : FOLDS_ROOM / gaps.length);
  const stretches = movingStretches(gaps, endUs);
  // A lonely instant between two silences still has room to be seen and pointed at.
  const least = Math.min(MOVING_ROOM_MIN, 0.5 / stretches.length);
  const weights = stretches.map((s) => Math.max(least, (s.toUs - s.fromUs) / movingUs));
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  const movingRoom = 1 - room * gaps.length;
  const segments: AxisSegment[] = [];
  let at = 0;
  const push = ({ fromUs, toUs }: Gap, size: number, isFolded: boolean): void => {
    segments.push({ fromUs, toUs, from: at, to: at + size, isFolded });
    at += size;
  };
  for (const [i, stretch] of stretches.entries()) {
    push(stretch, ((weights[i] as number) / weightSum) * movingRoom, false);
    const gap = gaps[i];
    if (gap !== undefined) push(gap, room, true);
  }

  const segmentBy = (value: number, end: (segment: AxisSegment) => number): AxisSegment => {
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (end(segments[middle] as AxisSegment) < value) low = middle + 1;
      else high = middle;
    }
    return segments[low] as AxisSegment;
  };
  const inside = (value: number, from: number, to: number): number =>
    to === from ? 0 : Math.max(0, Math.min(1, (value - from) / (to - from)));

  return {
    endUs,
    segments,
    folds: segments.filter((segment) => segment.isFolded),
    shareAt(timeUs) {
      const s = segmentBy(timeUs, (segment) => segment.toUs);
      // Between two silences an instant of no length stands in the middle of its room.
      const next = segments[segments.indexOf(s) + 1];
      if (s.isFolded && next !== undefined && next.toUs === timeUs)
        return (next.from + next.to) / 2;
      return s.from + (s.to - s.from) * inside(timeUs, s.fromUs, s.toUs);
    },
    timeAt(share) {
      const s = segmentBy(share, (segment) => segment.to);
      return s.fromUs + (s.toUs - s.fromUs) * inside(share, s.from, s.to);
    },
    foldAt(timeUs) {
      const s = segmentBy(timeUs, (segment) => segment.toUs);
      return s.isFolded && timeUs > s.fromUs && timeUs < s.toUs ? s : null;
    },
  };
}

/** The part of the axis that is shown, in shares. */
export interface AxisWindow {
  readonly from: number;
  readonly to: number;
}

/** An axis laid over `width` px from `left` on. */
export interface AxisScale {
  readonly axis: Axis;
  readonly window: AxisWindow;
  readonly left: number;
  readonly width: number;
  readonly x: (atUs: number) => number;
  readonly timeAtX: (x: number) => number;
  readonly shareAtX: (x: number) => number;
}

export function layAxis(axis: Axis, window: AxisWindow, left: number, width: number): AxisScale {
  const size = window.to - window.from;
  const shareAtX = (x: number): number => window.from + ((x - left) / Math.max(1, width)) * size;
  return {
    axis,
    window,
    left,
    width,
    x: (atUs) => left + ((axis.shareAt(atUs) - window.from) / size) * width,
    timeAtX: (x) => axis.timeAt(Math.max(0, Math.min(1, shareAtX(x)))),
    shareAtX,
  };
}

/** Zooms around a share that keeps its place; `factor` < 1 comes closer. */
export function zoomWindow(window: AxisWindow, share: number, factor: number): AxisWindow {
  const size = Math.max(0.002, Math.min(1, (window.to - window.from) * factor));
  const anchor = (share - window.from) / (window.to - window.from);
  const from = Math.max(0, Math.min(1 - size, share - anchor * size));
  return { from, to: from + size };
}

/**
 * The window in which two held shares stand at two places, each from 0 (left edge) to 1 (right edge):
 * the axis under two fingers. Keeps the middle when the ends of the run are reached.
 */
export function pinchWindow(
  held: readonly [number, number],
  places: readonly [number, number],
): AxisWindow {
  const apart = Math.max(0.02, Math.abs(places[1] - places[0]));
  const size = Math.max(0.002, Math.min(1, Math.abs(held[1] - held[0]) / apart));
  const from = (held[0] + held[1]) / 2 - ((places[0] + places[1]) / 2) * size;
  const kept = Math.max(0, Math.min(1 - size, from));
  return { from: kept, to: kept + size };
}

const TICKS_US: readonly number[] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].flatMap(
  (unit) => [1, 2, 5].map((n) => n * unit),
);
const LONG_TICKS_US: readonly number[] = [10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200].map(
  (s) => s * 1_000_000,
);

export interface Tick {
  readonly atUs: number;
  readonly x: number;
  readonly hasLabel: boolean;
}

/** Ticks of a scale: round instants in the moving segments, labels at least `labelGap` px apart. */
export function axisTicks(scale: AxisScale, labelGap: number): readonly Tick[] {
  const ticks: Tick[] = [];
  for (const segment of scale.axis.segments) {
    if (segment.isFolded) continue;
    const from = Math.max(segment.fromUs, scale.timeAtX(scale.left));
    const to = Math.min(segment.toUs, scale.timeAtX(scale.left + scale.width));
    const px = scale.x(to) - scale.x(from);
    if (to <= from || px < 8) continue;
    const wantedUs = ((to - from) / px) * labelGap;
    const stepUs =
      [...TICKS_US, ...LONG_TICKS_US].find((step) => step >= wantedUs) ?? 86_400_000_000;
    const minorUs = stepUs / 5;
    // Nothing is written against a torn edge: the label would run into it.
    const margin = labelGap * 0.4;
    for (let k = Math.ceil(from / minorUs); k * minorUs <= to; k++) {
      const atUs = k * minorUs;
      const x = scale.x(atUs);
      const isNearTear =
        (segment.from > 0 && x - scale.x(segment.fromUs) < margin) ||
        (segment.to < 1 && scale.x(segment.toUs) - x < margin);
      ticks.push({ atUs, x, hasLabel: k % 5 === 0 && !isNearTear });
    }
  }
  return ticks;
}
