/** The views that both sides can show at once, the first being what a reader meets. */
import type { ViewTab } from "@/app/_lab/view.ts";

export const PANE_VIEWS = [
  "graphe",
  "temps",
  "table",
  "bases",
  "metriques",
] as const satisfies readonly ViewTab[];
export type PaneView = (typeof PANE_VIEWS)[number];

export const paneView = (tab: ViewTab): PaneView =>
  PANE_VIEWS.find((view) => view === tab) ?? "graphe";
