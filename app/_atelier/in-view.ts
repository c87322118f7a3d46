/**
 * Who lives: of the pieces on screen, the few nearest to the middle, and first those just touched.
 *
 * One observer for all. A slow machine keeps fewer alive; the others keep their last picture.
 */

/** A piece of which less than this share is on screen rests. */
const SEEN_SHARE = 0.3;
const THRESHOLDS = [0, SEEN_SHARE, 0.5, 0.75, 1];
const ALIVE_MAX = 3;
const ALIVE_MAX_SLOW = 2;

export interface Candidate {
  readonly id: string;
  /** Share on screen, and distance of its middle from the screen's, px. */
  readonly share: number;
  readonly distance: number;
  /** Higher: touched later; 0: never. */
  readonly touched: number;
}

/** The pieces that may live, the most wanted first. */
export function chooseAlive(candidates: readonly Candidate[], most: number): readonly string[] {
  return candidates
    .filter(({ share }) => share >= SEEN_SHARE)
    .sort((a, b) => b.touched - a.touched || a.distance - b.distance || (a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map(({ id }) => id);
}

/** `seen`: worth a picture. `alive`: plays. */
export type Presence = "away" | "seen" | "alive";

interface Watched {
  readonly id: string;
  readonly element: Element;
  readonly tell: (presence: Presence) => void;
  share: number;
  distance: number;
  touched: number;
  /** The observer has spoken of it: until then nothing is known of its place. */
  isMeasured: boolean;
  presence: Presence;
}

export interface Watch {
  /** The reader has a hand on it. */
  readonly touch: () => void;
  readonly stop: () => void;
}

const watched = new Map<Element, Watched>();
let observer: IntersectionObserver | null = null;
let touches = 0;

const aliveMax = (): number =>
  (navigator.hardwareConcurrency ?? 2) <= 2 ? ALIVE_MAX_SLOW : ALIVE_MAX;

function decide(): void {
  const alive = new Set(chooseAlive([...watched.values()], aliveMax()));
  for (const entry of watched.values()) {
    const presence = alive.has(entry.id) ? "alive" : entry.share >= SEEN_SHARE ? "seen" : "away";
    if (entry.presence === presence) continue;
    entry.presence = presence;
    entry.tell(presence);
  }
}

function observe(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, intersectionRatio, boundingClientRect: box } of entries) {
    const entry = watched.get(target);
    if (entry === undefined) continue;
    // A hand laid before the first report is not taken away by it.
    const isHeld = !entry.isMeasured && entry.touched > 0;
    entry.isMeasured = true;
    entry.share = isHeld ? Math.max(SEEN_SHARE, intersectionRatio) : intersectionRatio;
    entry.distance = Math.round(Math.abs(box.top + box.height / 2 - innerHeight / 2));
    // Out of sight, out of hand.
    if (intersectionRatio === 0 && !isHeld) entry.touched = 0;
  }
  decide();
}

/** Tells how present this piece is, whenever that changes. */
export function watch(id: string, element: Element, tell: (presence: Presence) => void): Watch {
  observer ??= new IntersectionObserver(observe, { threshold: THRESHOLDS });
  const entry: Watched = {
    ...{ id, element, tell, share: 0, distance: 0, touched: 0 },
    ...{ isMeasured: false, presence: "away" },
  };
  watched.set(element, entry);
  observer.observe(element);
  return {
    touch() {
      touches++;
      entry.touched = touches;
      // A hand on it is seen, whatever share of a tall piece is on screen.
      entry.share = Math.max(entry.share, SEEN_SHARE);
      decide();
    },
    stop() {
      watched.delete(element);
      observer?.unobserve(element);
      decide();
    },
  };
}
