/**
 * What the diagram shows now: events drawn, their columns, the causal question, the stops of the
 * « Pourquoi ? » path. Each part is worked out again only when what it depends on changed.
 */
"use client";
import { useDeferredValue, useMemo } from "react";
import { lamport } from "@/simulator/observation/causality.ts";
import { explainBreach } from "@/simulator/observation/why.ts";
import { useCast, useLab, useRunKey } from "../hooks.ts";
import { type CausalView, causalView } from "./causal-look.ts";
import { type ColumnMode, type Columns, layColumns } from "./columns.ts";
import { drawnEvents, subjectsOf } from "./drawn-events.ts";

export interface DiagramOptions {
  readonly mode: ColumnMode;
  readonly spread: number;
  readonly subject: string | null;
}

export interface Diagram {
  readonly columns: Columns;
  readonly causal: CausalView;
  readonly stamps: Int32Array;
  readonly breaches: ReadonlySet<number>;
  /** Events of the « Pourquoi ? » path, breach first; empty when nothing is asked. */
  readonly stops: readonly number[];
  readonly subjects: readonly string[];
  readonly playhead: number;
  readonly selected: number;
}

/** The event that the causal question is about: the selected one, else the playhead's. */
const useSelectedEvent = (): number =>
  useLab(({ view: { selection } }) => (selection?.kind === "event" ? selection.index : -1));

export function useDiagram({ mode, spread, subject }: DiagramOptions): Diagram {
  const card = useCast();
  const runKey = useRunKey();
  const log = useLab((s) => s.run.log);
  const claims = useLab((s) => s.run.claims);
  const playhead = useLab((s) => s.view.playhead);
  const selected = useSelectedEvent();
  const asked = useLab(({ view }) => (view.rightPanel === "why" ? view.whyClaim : null));

  // A log grows in place: its key says when. Every memo below depends on it.
  // biome-ignore-start lint/correctness/useExhaustiveDependencies: see above
  const stops = useMemo(() => {
    const track = claims.find((claim) => claim.id === asked);
    const told = track === undefined ? null : explainBreach(log, card, track);
    return told === null ? [] : told.stops.map((stop) => stop.index);
  }, [asked, claims, log, card, runKey]);
  const breaches = useMemo(
    () => new Set(claims.flatMap((claim) => (claim.brokenAt < 0 ? [] : [claim.brokenAt]))),
    [claims],
  );
  const subjects = useMemo(() => subjectsOf(log), [log, runKey]);
  const drawn = useMemo(() => {
    const extra = [...stops, ...breaches, selected].filter((i) => i >= 0).sort((a, b) => a - b);
    const nodes = new Set(card.nodes.map((node) => node.id));
    return drawnEvents(log, { subject, extra, nodes });
  }, [log, runKey, subject, stops, breaches, selected, card]);
  const columns = useMemo(
    () => layColumns(log, drawn, { mode, spread }),
    [log, drawn, mode, spread],
  );
  // Linear in the log: while a long run plays, the answer may be a few frames late.
  const origin = useDeferredValue(selected >= 0 ? selected : playhead);
  const causal = useMemo(() => causalView(log, origin), [log, origin, runKey]);
  const stamps = useMemo(() => lamport(log), [log, runKey]);
  // biome-ignore-end lint/correctness/useExhaustiveDependencies: see above
  return { columns, causal, stamps, breaches, stops, subjects, playhead, selected };
}
