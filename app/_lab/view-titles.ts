/** Names of the views, one word each, the same in tabs, menus and sheets. */
import type { ViewTab } from "./view.ts";

export const VIEW_TITLES: Readonly<Record<ViewTab, string>> = {
  graphe: "Graphe",
  temps: "Espace-temps",
  table: "Table",
  traces: "Traces",
  services: "Carte des services",
  bases: "Bases",
  metriques: "Métriques",
  etats: "États",
  code: "Code",
};

export const VIEW_KEYS_SHOWN: Readonly<Partial<Record<ViewTab, string>>> = {
  graphe: "G",
  temps: "E",
  table: "T",
};
