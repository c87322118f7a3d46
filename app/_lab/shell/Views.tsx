/**
 * The views, each in a file of its own that the browser fetches apart from the laboratory.
 *
 * The graph is what everybody sees first: its file starts coming as soon as this one is read, beside the
 * worker and SQLite. The others come when the reader first moves a hand, in the idle moments that
 * follow, so that no tab has to be waited for; a page that nobody touches never asks for them.
 */
"use client";
import { type ComponentType, useEffect } from "react";
import { fetchSections } from "../inspector/use-sections.ts";
import { FaultLine } from "../rail/FaultList.tsx";
import { BranchLine } from "../transport/BranchList.tsx";
import { LaterFaultBar } from "../transport/LaterFaultBar.tsx";
import type { ViewTab } from "../view.ts";
import { type Fetched, later } from "./Later.tsx";
import styles from "./shell.module.css";

const waiting = <p className={styles.waiting}>La vue se prépare.</p>;

// The graph is there too soon for words: an empty sheet waits for it.
export const Stage = later(() => import("../stage/Stage.tsx").then((m) => m.Stage));
const SpaceTime = later(
  () => import("../space-time/SpaceTime.tsx").then((m) => m.SpaceTime),
  waiting,
);
const EventTable = later(
  () => import("../table/EventTable.tsx").then((m) => m.EventTable),
  waiting,
);
const Traces = later(() => import("../traces/Traces.tsx").then((m) => m.Traces), waiting);
const ServiceMap = later(
  () => import("../traces/ServiceMap.tsx").then((m) => m.ServiceMap),
  waiting,
);
const Databases = later(
  () => import("../databases/Databases.tsx").then((m) => m.Databases),
  waiting,
);
const Metrics = later(() => import("../metrics/Metrics.tsx").then((m) => m.Metrics), waiting);
const Machines = later(() => import("../machine/Machines.tsx").then((m) => m.Machines), waiting);

export const Why = later(() => import("../why/Why.tsx").then((m) => m.Why));
export const FaultMenu = later(() => import("../stage/FaultMenu.tsx").then((m) => m.FaultMenu));
export const CodePanel = later(() => import("../code/CodePanel.tsx").then((m) => m.CodePanel));

export const Requests = later(() => import("../requests/Requests.tsx").then((m) => m.Requests));
export const AskAbout = later(() => import("../requests/AskAbout.tsx").then((m) => m.AskAbout));

export const FaultPanel = later(() =>
  import("../inspector/FaultPanel.tsx").then((m) => m.FaultPanel),
);
export const Machine = later(() => import("../machine/Machine.tsx").then((m) => m.Machine));
export const GuardOf = later(() => import("../guards/Guards.tsx").then((m) => m.GuardOf));
export const MessagesTab = later(() =>
  import("../inspector/MessagesTab.tsx").then((m) => m.MessagesTab),
);
export const ClockTab = later(() => import("../inspector/ClockTab.tsx").then((m) => m.ClockTab));
export const JournalTab = later(() =>
  import("../inspector/JournalTab.tsx").then((m) => m.JournalTab),
);

export const VIEWS: Readonly<Record<ViewTab, ComponentType>> = {
  graphe: Stage,
  temps: SpaceTime,
  table: EventTable,
  traces: Traces,
  services: ServiceMap,
  bases: Databases,
  metriques: Metrics,
  etats: Machines,
  code: () => <CodePanel size="view" />,
};

// Whoever shows the graph is told of a failure; nobody listens to this first request.
Stage.fetch().catch(() => undefined);

/** In the order in which a reader is likely to want them. */
const LATER: readonly Fetched[] = [
  LaterFaultBar,
  FaultLine,
  { fetch: fetchSections },
  FaultMenu,
  BranchLine,
  SpaceTime,
  Why,
  EventTable,
  Machine,
  FaultPanel,
  MessagesTab,
  ClockTab,
  JournalTab,
  CodePanel,
  Databases,
  Traces,
  ServiceMap,
  Metrics,
  Machines,
];
const GESTURES = ["pointermove", "pointerdown", "keydown"] as const;

/** Not every browser says when it is idle. */
const whenIdle: (act: () => void) => void =
  typeof requestIdleCallback === "function"
    ? (act) => requestIdleCallback(act)
    : (act) => setTimeout(act, 200);

/** Fetches one file after the other; one that fails is asked for again by whoever shows it. */
function fetchAll([first, ...rest]: readonly Fetched[]): void {
  if (first === undefined) return;
  const next = (): void => fetchAll(rest);
  whenIdle(() => void first.fetch().then(next, next));
}

/** From the reader's first gesture on, fetches what they may ask for. */
export function useFetchLater(isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return;
    const gestures = new AbortController();
    const start = (): void => {
      gestures.abort();
      fetchAll(LATER);
    };
    const options = { signal: gestures.signal, capture: true, passive: true };
    for (const kind of GESTURES) window.addEventListener(kind, start, options);
    return () => gestures.abort();
  }, [isReady]);
}
