/**
 * The address follows what is seen, and what is seen follows the address.
 *
 * Owns reading the link at the start and when it changes by hand, writing it when the reader rests,
 * and comparing digests once the linked run is over.
 */
import { setupKey, shownBranch } from "./document.ts";
import { decodeLink, encodeLink, type LinkContent } from "./link.ts";
import { type Stamp, stampOf, stampProblem } from "./stamp.ts";
import type { Lab } from "./store.ts";
import type { ViewTab } from "./view.ts";

/** The page rests this long before its address is rewritten: browsers limit how often it may be. */
const REST_MS = 300;

function stampReader(lab: Lab): () => Stamp | null {
  let known = -1;
  let stamp: Stamp | null = null;
  return () => {
    const { run } = lab.store.getState();
    if (run.summary === null) return null;
    if (run.number !== known) {
      known = run.number;
      stamp = stampOf(run.log, run.summary.digest);
    }
    return stamp;
  };
}

const readers = new WeakMap<Lab, () => Stamp | null>();

/** The fragment of this very state, without `#`. */
export function fragmentOf(lab: Lab): string {
  let reader = readers.get(lab);
  if (reader === undefined) {
    reader = stampReader(lab);
    readers.set(lab, reader);
  }
  const { card, document, view } = lab.store.getState();
  const { playhead, tab, selection, flagA, fog } = view;
  return encodeLink(card, {
    setup: shownBranch(document).setup,
    view: { playhead, tab, selection, flagA, fog },
    stamp: reader(),
  });
}

/** The whole address of this state, at the scenario's own page. */
export const addressOf = (lab: Lab): string =>
  `${location.origin}/labo/${lab.store.getState().card.id}/#${fragmentOf(lab)}`;

/** Once the linked run is over, says when it is not the one that the link was made from. */
function checkStamp(lab: Lab, { setup, stamp }: LinkContent): void {
  if (stamp === null) return;
  const key = setupKey(setup);
  const check = (): boolean => {
    const { document, run } = lab.store.getState();
    const isLinked = run.branch === document.shown && setupKey(shownBranch(document).setup) === key;
    if (!isLinked) return false;
    if (run.summary === null) return false;
    const problem = stampProblem(stamp, run.log, run.summary.digest);
    if (problem !== null) lab.actions.notify(problem);
    return true;
  };
  if (check()) return;
  const stop = lab.store.subscribe(() => {
    if (check()) stop();
  });
}

const namesTab = (fragment: string): boolean => /(?:^#?|&)vue=/.test(fragment);

/** A view that a fragment asked for, and the one that the reader had: they find it again with the next. */
const lent = new WeakMap<Lab, { readonly tab: ViewTab; readonly own: ViewTab }>();

function keptTab(lab: Lab, fragment: string, asked: ViewTab): ViewTab {
  const { tab } = lab.store.getState().view;
  const loan = lent.get(lab);
  const own = loan?.tab === tab ? loan.own : tab;
  if (!namesTab(fragment)) {
    lent.delete(lab);
    return own;
  }
  lent.set(lab, { tab: asked, own });
  return asked;
}

/**
 * Puts the laboratory in the state of a fragment; false when there is nothing to follow.
 * `keepsTab`: a fragment that names no view leaves the reader theirs.
 */
export function followLink(lab: Lab, fragment: string, { keepsTab = false } = {}): boolean {
  const { card } = lab.store.getState();
  const reading = decodeLink(card, fragment);
  if (reading.kind === "empty") return false;
  if (reading.kind === "refused") {
    lab.actions.notify(reading.message);
    return false;
  }
  const { content, problems } = reading;
  for (const problem of problems) lab.actions.notify(problem);
  const { playhead, ...view } = content.view;
  const tab = keepsTab ? keptTab(lab, fragment, view.tab) : view.tab;
  lab.store.setState((state) => ({ view: { ...state.view, ...view, tab, playhead: -1 } }));
  lab.actions.applySetup(content.setup, "lien reçu", { kind: "index", index: playhead });
  checkStamp(lab, content);
  return true;
}

/** Keeps the address up to date; returns the undo. */
export function syncAddress(lab: Lab): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash;
  const setup = () => shownBranch(lab.store.getState().document).setup;
  /** What the address says, or is about to say. */
  let linked = setup();
  const write = (): void => {
    const next = `#${fragmentOf(lab)}`;
    if (next === written) return;
    written = next;
    history.replaceState(history.state, "", next);
  };
  const writeAtRest = (): void => {
    const { view, engine } = lab.store.getState();
    if (view.isPlaying || engine.kind === "running" || engine.kind === "idle") return;
    write();
  };
  const unsubscribe = lab.store.subscribe(() => {
    clearTimeout(timer);
    timer = setTimeout(writeAtRest, REST_MS);
    if (setup() === linked) return;
    // Whoever reloads while a long run is computed finds what they have just changed.
    linked = setup();
    clearTimeout(soon);
    soon = setTimeout(write, REST_MS);
  });
  const follow = (): void => {
    if (location.hash === written) return;
    written = location.hash;
    followLink(lab, location.hash);
    clearTimeout(soon);
    linked = setup();
  };
  window.addEventListener("hashchange", follow);
  return () => {
    clearTimeout(timer);
    clearTimeout(soon);
    unsubscribe();
    window.removeEventListener("hashchange", follow);
  };
}
