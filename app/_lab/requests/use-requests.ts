/** The reader's requests as the page needs them: those placed, what became of them, how to place one. */
"use client";
import { useEffect, useMemo, useState } from "react";
import { instantUs } from "@/simulator/base/time.ts";
import { type AskedRequest, askedRequests } from "@/simulator/observation/requests.ts";
import type { RequestCard } from "@/simulator/vocabulary/card.ts";
import { isBusinessKey } from "@/simulator/vocabulary/fault-text.ts";
import type { Instant } from "@/simulator/vocabulary/interventions.ts";
import type { PlacedFault } from "../document.ts";
import { useActions, useCard, useLab, useLabApi, useSetup } from "../hooks.ts";
import type { LabState } from "../state.ts";

const NONE: ReadonlyMap<string, AskedRequest> = new Map();

export function usePlacedRequests(): readonly PlacedFault[] {
  const { faults } = useSetup();
  return useMemo(
    () => faults.filter(({ intervention }) => intervention.target.kind === "request"),
    [faults],
  );
}

/** What became of each, by the id of its intervention, in the run shown. */
export function useAsked(isWanted: boolean): ReadonlyMap<string, AskedRequest> {
  const log = useLab((s) => s.run.log);
  const length = useLab((s) => s.run.length);
  const isHere = useLab((s) => s.run.branch === s.document.shown);
  return useMemo(
    () => (isWanted && isHere ? askedRequests(log, length) : NONE),
    [isWanted, isHere, log, length],
  );
}

/**
 * Just after the playhead: 1 µs later, so that the request keeps its place whatever else is asked before
 * it (the number of an event would move).
 */
export function afterPlayhead({ run, view }: LabState): Instant {
  const atUs = view.playhead < 0 ? 0 : run.log.atUs(view.playhead) + 1;
  return { kind: "time", atUs: instantUs(atUs) };
}

/** Places a request; false when the track is full. */
export function useAsk(): (request: RequestCard, subject: string, at?: Instant) => boolean {
  const { store } = useLabApi();
  const actions = useActions();
  return (request, subject, at) => {
    const asked = request.subject === null ? null : subject;
    const target = { kind: "request", request: request.id, subject: asked } as const;
    const place = at ?? afterPlayhead(store.getState());
    return actions.placeFault({ kind: "request", target, at: place }) !== null;
  };
}

/** The key of what the reader has chosen, or null. */
function chosenKey({ view: { selection }, run }: LabState): string | null {
  switch (selection?.kind) {
    case "subject":
      return selection.subject;
    case "message":
      return run.messages.byId(selection.message)?.subject ?? null;
    case "event":
      return selection.index < run.length ? run.log.subject(selection.index) : null;
    default:
      return null;
  }
}

/** The key of the event at the playhead, when the reader stands there and has chosen nothing. */
const passedKey = ({ view, run }: LabState): string | null =>
  view.playhead < 0 || view.isPlaying || view.selection !== null
    ? null
    : run.log.subject(view.playhead);

/** A key's field: follows the playhead until the reader types, and whatever they choose afterwards. */
export function useKeyField(
  title: string,
  example: string,
): readonly [string, (text: string) => void] {
  const card = useCard();
  const isOurs = title.toLowerCase() === card.subjectTitle.toLowerCase();
  const chosen = useLab((s) => (isOurs ? chosenKey(s) : null));
  const passed = useLab((s) => (isOurs ? passedKey(s) : null));
  const [field, setField] = useState({ text: example, isTyped: false });
  useEffect(() => {
    if (chosen !== null && isBusinessKey(chosen)) setField({ text: chosen, isTyped: false });
  }, [chosen]);
  useEffect(() => {
    if (passed === null || !isBusinessKey(passed)) return;
    setField((old) => (old.isTyped ? old : { text: passed, isTyped: false }));
  }, [passed]);
  return [field.text, (text) => setField({ text, isTyped: true })];
}
