/** What happens: the tabs of the views and the one that is shown. */
"use client";
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { countOf } from "@/app/_texte/numbers.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { Tabs, tabPanelProps } from "@/app/_ui/Tabs.tsx";
import { useActions, useLab, usePlayhead, useRunKey, useSlots } from "../hooks.ts";
import { Stage } from "../stage/Stage.tsx";
import { VIEW_TABS, type ViewTab } from "../view.ts";
import { VIEW_KEYS_SHOWN, VIEW_TITLES } from "../view-titles.ts";
import styles from "./shell.module.css";
import { ViewBoundary } from "./ViewBoundary.tsx";

const SpaceTime = lazy(() =>
  import("../space-time/SpaceTime.tsx").then((m) => ({ default: m.SpaceTime })),
);
const EventTable = lazy(() =>
  import("../table/EventTable.tsx").then((m) => ({ default: m.EventTable })),
);
const Databases = lazy(() =>
  import("../databases/Databases.tsx").then((m) => ({ default: m.Databases })),
);
const Traces = lazy(() => import("../traces/Traces.tsx").then((m) => ({ default: m.Traces })));
const Metrics = lazy(() => import("../metrics/Metrics.tsx").then((m) => ({ default: m.Metrics })));
const CodePanel = lazy(() =>
  import("../code/CodePanel.tsx").then((m) => ({ default: m.CodePanel })),
);

const VIEWS: Readonly<Record<ViewTab, () => ReactNode>> = {
  graphe: () => <Stage />,
  temps: () => <SpaceTime />,
  table: () => <EventTable />,
  traces: () => <Traces />,
  bases: () => <Databases />,
  metriques: () => <Metrics />,
  code: () => <CodePanel size="view" />,
};

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

interface ViewTabsProps {
  readonly tabs?: readonly ViewTab[];
  /** After the tabs, instead of the traffic. */
  readonly children?: ReactNode;
}

export function ViewTabs({ tabs = VIEW_TABS, children }: ViewTabsProps) {
  const actions = useActions();
  const tab = useLab((s) => s.view.tab);
  return (
    <Tabs
      label="Vues"
      idBase={ID_VIEWS}
      items={tabs.map((id) => ({ id, label: VIEW_TITLES[id], shortcut: VIEW_KEYS_SHOWN[id] }))}
      value={tabs.includes(tab) ? tab : "graphe"}
      onChange={(id) => actions.showTab(id)}
    >
      {children ?? <Traffic />}
    </Tabs>
  );
}

export function MainView({ only }: { readonly only?: ViewTab }) {
  const chosen = useLab((s) => s.view.tab);
  const tab = only ?? chosen;
  return (
    <div {...tabPanelProps(ID_VIEWS, tab)} className={styles.view}>
      <ViewBoundary name={tab}>
        <Suspense fallback={<p className={styles.waiting}>La vue se prépare.</p>}>
          {VIEWS[tab]()}
        </Suspense>
      </ViewBoundary>
    </div>
  );
}
