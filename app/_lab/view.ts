/**
 * What the reader looks at: playhead, speed, selection, tabs, panels. Never what happened.
 *
 * Owns the types and first values; the store changes them.
 */

import type { Lit } from "./lit.ts";

/** One selection, shared by every view. */
export type Selection =
  | { readonly kind: "node"; readonly node: string }
  | { readonly kind: "link"; readonly from: string; readonly to: string }
  | { readonly kind: "message"; readonly message: string }
  | { readonly kind: "event"; readonly index: number }
  | { readonly kind: "subject"; readonly subject: string }
  | { readonly kind: "fault"; readonly fault: string }
  /** `key`: primary key as a JSON array, as in slot paths. */
  | {
      readonly kind: "row";
      readonly database: string;
      readonly table: string;
      readonly key: string;
    };

export const VIEW_TABS = [
  "graphe",
  "temps",
  "table",
  "traces",
  "services",
  "bases",
  "metriques",
  "etats",
  "code",
] as const;
export type ViewTab = (typeof VIEW_TABS)[number];

export const INSPECTOR_TABS = ["etat", "messages", "horloge", "journal", "code"] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

export const SPEEDS = [0.25, 0.5, 1, 2] as const;
export type Speed = (typeof SPEEDS)[number];

export interface FaultMenuRequest {
  readonly target: Selection;
  readonly anchor: { readonly x: number; readonly y: number } | null;
}

export type RightPanel = "inspector" | "why";

export interface ViewState {
  /** Index of the last event that has happened; −1 before everything. */
  readonly playhead: number;
  readonly isPlaying: boolean;
  /** The run plays, or is about to, since the page opened: the reader has touched nothing yet. */
  readonly isDemo: boolean;
  readonly speed: Speed;
  readonly selection: Selection | null;
  readonly tab: ViewTab;
  readonly inspectorTab: InspectorTab;
  readonly rightPanel: RightPanel;
  /** Claim whose breach « Pourquoi ? » explains. */
  readonly whyClaim: string | null;
  /** The event or message under the pointer or the focus: lit in every view. */
  readonly lit: Lit | null;
  /** Step of flag A (event index), or null. B is the playhead. */
  readonly flagA: number | null;
  /** Brouillard: what this node knows; null: everything is seen. */
  readonly fog: string | null;
  readonly isRailOpen: boolean;
  readonly isInspectorOpen: boolean;
  /** Part of the time axis shown, in folded units from 0 to 1. */
  readonly axisWindow: { readonly from: number; readonly to: number };
  /** The object whose fault menu is open; `anchor` in px of the window, null: beside the object. */
  readonly faultMenu: FaultMenuRequest | null;
}

export const WHOLE_AXIS = { from: 0, to: 1 } as const;

export const FIRST_VIEW: ViewState = {
  playhead: -1,
  isPlaying: false,
  isDemo: false,
  speed: 1,
  selection: null,
  tab: "graphe",
  inspectorTab: "etat",
  rightPanel: "inspector",
  whyClaim: null,
  lit: null,
  flagA: null,
  fog: null,
  isRailOpen: true,
  isInspectorOpen: true,
  axisWindow: WHOLE_AXIS,
  faultMenu: null,
};

export const sameSelection = (a: Selection | null, b: Selection | null): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
