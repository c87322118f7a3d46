/**
 * The demonstration: a laboratory opened without a step in its link plays by itself once it is ready
 * and in sight, until the reader lays a hand on it.
 *
 * Owns when it starts, rests and ends. Playing itself is `playback.ts`; who asked for reduced motion is
 * never shown anything that moves by itself.
 */
import type { Lab } from "./store.ts";

/** Keys and buttons of the player: they pause and go on by themselves. */
const PLAYER = "[data-player]";
const PRESSED = "button, a[href], summary, [role=button], [role=switch], input";
const QUIET_KEYS: ReadonlySet<string> = new Set(["Tab", "Shift", "Control", "Alt", "Meta"]);
const PLAYER_KEYS: ReadonlySet<string> = new Set(["k", "v"]);
/** A laboratory of which less than this share is on screen waits. */
const SEEN_SHARE = 0.5;

const namesStep = (fragment: string): boolean => /(?:^#?|&)pas=/.test(fragment);

/** Marks a laboratory just opened by this fragment as one that plays by itself, if it may. */
export function offerDemo(lab: Lab, fragment: string): void {
  const { engine, notices } = lab.store.getState();
  // A link that had to be corrected is read first.
  if (engine.kind === "failed" || notices.length > 0 || namesStep(fragment)) return;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  lab.store.setState((state) => ({ view: { ...state.view, isDemo: true } }));
}

/** Somebody asked for something else, from outside the laboratory. */
export function endDemo({ store, actions }: Lab): void {
  const { isDemo, isPlaying } = store.getState().view;
  if (!isDemo) return;
  store.setState((state) => ({ view: { ...state.view, isDemo: false } }));
  if (isPlaying) actions.play(false);
}

/** True for a key that is a gesture on the laboratory, and not one of the player's own. */
function isGesture(event: KeyboardEvent, target: Element): boolean {
  if (QUIET_KEYS.has(event.key) || PLAYER_KEYS.has(event.key.toLowerCase())) return false;
  if (target.closest(PLAYER) !== null) return false;
  return event.key !== " " || target.closest(PRESSED) !== null;
}

interface Place {
  readonly root: HTMLElement;
  /** The laboratory is the whole page: keys reach it before anything is focused. */
  readonly isPage: boolean;
}

/** Plays when ready and seen, rests when out of sight; the first gesture ends it. Returns the undo. */
export function playDemo(lab: Lab, { root, isPage }: Place): () => void {
  const { store, actions } = lab;
  if (!store.getState().view.isDemo) return () => undefined;
  const listening = new AbortController();
  let isSeen = false;
  let isRunning = false;
  /** Where the reader must still stand for the demonstration to go on. */
  let restsAt = -1;

  const end = (): void => {
    listening.abort();
    unsubscribe();
    observer.disconnect();
    store.setState((state) => ({ view: { ...state.view, isDemo: false } }));
  };
  const follow = (): void => {
    const { view, engine } = store.getState();
    if (!view.isDemo) end();
    else if (isRunning) {
      if (!view.isPlaying) end();
      else if (!isSeen) {
        isRunning = false;
        restsAt = view.playhead;
        actions.play(false);
      }
    } else if (engine.kind === "failed" || view.isPlaying || view.playhead !== restsAt) end();
    else if (isSeen && engine.kind === "done") {
      isRunning = true;
      actions.play(true);
    }
  };
  const takeOver = (): void => {
    const { isPlaying } = store.getState().view;
    end();
    if (isPlaying) actions.play(false);
  };

  const unsubscribe = store.subscribe(follow);
  const observer = new IntersectionObserver(
    (entries) => {
      isSeen = (entries.at(-1)?.intersectionRatio ?? 0) >= SEEN_SHARE;
      follow();
    },
    { threshold: SEEN_SHARE },
  );
  observer.observe(root);
  const options = { signal: listening.signal, capture: true } as const;
  root.addEventListener(
    "pointerdown",
    (event) => {
      if (event.target instanceof Element && event.target.closest(PLAYER) === null) takeOver();
    },
    options,
  );
  document.addEventListener(
    "keydown",
    (event) => {
      const target = event.target instanceof Element ? event.target : document.body;
      const isInside = root.contains(target) || (isPage && target === document.body);
      if (isInside && isGesture(event, target)) takeOver();
    },
    options,
  );
  return () => {
    listening.abort();
    unsubscribe();
    observer.disconnect();
  };
}
