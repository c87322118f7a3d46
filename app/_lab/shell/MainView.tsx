/** What happens: the tabs of the views and the one that is shown. */
"use client";
import { type ReactNode, useMemo } from "react";
import { countOf } from "@/app/_texte/numbers.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { Tabs, tabPanelProps } from "@/app/_ui/Tabs.tsx";
import { useActions, useCard, useLab, usePlayhead, useRunKey, useSlots } from "../hooks.ts";
import { VIEW_TABS, type ViewTab } from "../view.ts";
import { VIEW_KEYS_SHOWN, VIEW_TITLES } from "../view-titles.ts";
import styles from "./shell.module.css";
import { ViewBoundary } from "./ViewBoundary.tsx";
import { VIEWS } from "./Views.tsx";

export const ID_VIEWS = "vues";

/** « 3 en vol · 1 perdu »: the same count in every view. */
function Traffic() {
  const playhead = usePlayhead();
  const flying = useSlots("message/").length;
  const messages = useLab((s) => s.run.messages);
  const key = useRunKey();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the table grows with the run's key
  const losses = useMemo(
    () =>
      messages.all
        .filter((message) => message.end === "lost")
        .map((message) => message.endIndex)
        .sort((a, b) => a - b),
    [messages, key],
  );
  const after = losses.findIndex((index) => index > playhead);
  const lost = after < 0 ? losses.length : after;
  return (
    <span className={styles.traffic}>
      <Sign name="eye" /> {flying} en vol · {countOf(lost, "perdu")}
    </span>
  );
}

/** The tab under which a view stands. */
const tabOf = (view: ViewTab): ViewTab => (view === "services" ? "traces" : view);

interface ViewTabsProps {
  readonly tabs?: readonly ViewTab[];
  /** After the tabs, instead of the traffic. */
  readonly children?: ReactNode;
}

export function ViewTabs({ tabs = VIEW_TABS, children }: ViewTabsProps) {
  const actions = useActions();
  const tab = useLab((s) => s.view.tab);
  const { machines, guards = [] } = useCard();
  // A scenario without state machines has no view of them; the service map is under the tab of traces.
  const hasStates = machines.length + guards.length > 0;
  const shown = tabs.filter((id) => id !== "services" && (id !== "etats" || hasStates));
  const own = tabOf(tab);
  return (
    <Tabs
      label="Vues"
      idBase={ID_VIEWS}
      items={shown.map((id) => ({ id, label: VIEW_TITLES[id], shortcut: VIEW_KEYS_SHOWN[id] }))}
      value={shown.includes(own) ? own : "graphe"}
      onChange={(id) => actions.showTab(id)}
    >
      {children ?? <Traffic />}
    </Tabs>
  );
}

export function MainView({ only }: { readonly only?: ViewTab }) {
  const chosen = useLab((s) => s.view.tab);
  const tab = only ?? chosen;
  const View = VIEWS[tab];
  return (
    <div {...tabPanelProps(ID_VIEWS, tabOf(tab))} className={styles.view}>
      <ViewBoundary name={tab}>
        <View />
      </ViewBoundary>
    </div>
  );
}
