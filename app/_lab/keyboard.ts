/**
 * The keyboard of the laboratory (AZERTY checked). The help lists its keys (`key-commands.ts`).
 *
 * Keys act only inside the laboratory, never while typing, never when a widget has its own use for
 * them, and not at all when the reader has switched them off.
 */

import { requestsOf } from "@/simulator/vocabulary/requests.ts";
import { areKeysOn } from "./preferences.ts";
import type { Lab } from "./store.ts";
import type { ViewTab } from "./view.ts";

/** What the shell does for keys that are not the store's business. */
export interface KeyActions {
  readonly copyLink: () => void;
  readonly openHelp: () => void;
  /** Shows the use cases that the reader may ask for. */
  readonly openRequests: () => void;
}

const TYPING =
  "input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true], dialog, [role=menu]";
const OWN_ARROWS =
  "[role=tab], [role=radio], [role=slider]:not([data-laboratory-keys]), [role=separator], input, [data-own-arrows]";
const PRESSED = "button, a[href], summary, [role=button], [role=switch]";

const VIEW_KEYS: Readonly<Record<string, ViewTab>> = { g: "graphe", e: "temps", t: "table" };

function withModifier(lab: Lab, event: KeyboardEvent): boolean {
  if (event.altKey || event.key.toLowerCase() !== "z") return false;
  if (event.shiftKey) lab.actions.redo();
  else lab.actions.undo();
  return true;
}

function arrows(lab: Lab, event: KeyboardEvent): boolean {
  const { actions } = lab;
  const direction = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (direction !== 0) {
    if (event.shiftKey) actions.goToMark(direction);
    else actions.step(direction);
    return true;
  }
  if (event.key === "Home") actions.goToStart();
  else if (event.key === "End") actions.goToEnd();
  else return false;
  return true;
}

function leave(lab: Lab): boolean {
  const { view } = lab.store.getState();
  if (view.faultMenu !== null) lab.actions.openFaultMenu(null);
  else if (view.rightPanel === "why") lab.actions.askWhy(null);
  else if (view.selection !== null) lab.actions.select(null);
  else if (view.fog !== null) lab.actions.setFog(null);
  else return false;
  return true;
}

/** Fog of the selected node; once more lifts it. */
export function toggleFog(lab: Lab): void {
  const { view, card } = lab.store.getState();
  if (view.fog !== null) return lab.actions.setFog(null);
  const node = view.selection?.kind === "node" ? view.selection.node : nodeOfEvent(lab);
  lab.actions.setFog(node ?? card.nodes[0]?.id ?? null);
}

const nodeOfEvent = (lab: Lab): string | null => {
  const { view, run } = lab.store.getState();
  return view.playhead < 0 ? null : run.log.node(view.playhead);
};

function toggleFullScreen(): void {
  if (document.fullscreenElement === null) void document.documentElement.requestFullscreen?.();
  else void document.exitFullscreen();
}

function letter(lab: Lab, event: KeyboardEvent, ui: KeyActions): boolean {
  const { actions, store } = lab;
  const { view } = store.getState();
  const key = event.key.toLowerCase();
  const tab = VIEW_KEYS[key];
  if (tab !== undefined) {
    actions.showTab(tab);
    return true;
  }
  switch (key) {
    case "k":
      actions.play(!view.isPlaying);
      return true;
    case "v":
      actions.cycleSpeed(event.shiftKey ? -1 : 1);
      return true;
    case "r":
      actions.goToStart();
      return true;
    case "j":
      actions.toggleInspector(true);
      actions.showInspectorTab("journal");
      return true;
    case "i":
      actions.toggleInspector();
      return true;
    case "p":
      if (view.selection !== null) actions.openFaultMenu(view.selection);
      return view.selection !== null;
    case "d":
      if (requestsOf(lab.store.getState().card).length === 0) return false;
      ui.openRequests();
      return true;
    case "n":
      toggleFog(lab);
      return true;
    case "c":
      ui.copyLink();
      return true;
    case "f":
      toggleFullScreen();
      return true;
    case "?":
      ui.openHelp();
      return true;
    default:
      return false;
  }
}

function command(lab: Lab, event: KeyboardEvent, target: Element, ui: KeyActions): boolean {
  if (event.ctrlKey || event.metaKey) return withModifier(lab, event);
  if (event.key === "Escape") return leave(lab);
  if (event.altKey) return false;
  const { view } = lab.store.getState();
  if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
    if (view.selection !== null) lab.actions.openFaultMenu(view.selection);
    return view.selection !== null;
  }
  if (event.key === " " || event.key === "Enter") {
    if (target.closest(`${PRESSED}, ${OWN_ARROWS}`) !== null) return false;
    if (event.key === " ") lab.actions.play(!view.isPlaying);
    else lab.actions.toggleInspector(true);
    return true;
  }
  if (target.closest(OWN_ARROWS) === null && arrows(lab, event)) return true;
  return letter(lab, event, ui);
}

/**
 * Listens on the page; `root` is the laboratory. When it is the whole page, its keys act before
 * anything is focused too. Returns the undo.
 */
export function listenToKeys(
  lab: Lab,
  { root, isPage }: { readonly root: HTMLElement; readonly isPage: boolean },
  ui: KeyActions,
): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target instanceof Element ? event.target : document.body;
    const isInside = root.contains(target) || (isPage && target === document.body);
    if (!isInside || event.defaultPrevented || !areKeysOn()) return;
    if (target.closest(TYPING) !== null || document.querySelector("dialog[open]") !== null) return;
    if (command(lab, event, target, ui)) event.preventDefault();
  };
  document.addEventListener("keydown", onKeyDown);
  return () => document.removeEventListener("keydown", onKeyDown);
}
