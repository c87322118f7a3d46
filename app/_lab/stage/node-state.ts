/** What the stage reads of one node at the playhead. Every hook answers with a primitive. */
"use client";
import { useMemo } from "react";
import { type NodeStatus, nodeStatusLabels } from "@/app/_texte/labels.ts";
import { type Kind, nodeKinds } from "@/app/_ui/signs.ts";
import { parseFault } from "@/simulator/vocabulary/fault-text.ts";
import type { FaultKind, FaultTarget } from "@/simulator/vocabulary/interventions.ts";
import { useCard, useLab, useSlot, useSlots } from "../hooks.ts";
import type { LabState } from "../state.ts";

const isNodeStatus = (value: unknown): value is NodeStatus =>
  typeof value === "string" && Object.hasOwn(nodeStatusLabels, value);

/** Every way in and out is cut. */
function isIsolated({ card, run }: LabState, node: string): boolean {
  const around = card.links.flatMap(({ a, b }) => (a === node ? [b] : b === node ? [a] : []));
  return (
    around.length > 0 &&
    around.every(
      (other) =>
        run.timeline.value(`link/${node}>${other}`) === "cut" &&
        run.timeline.value(`link/${other}>${node}`) === "cut",
    )
  );
}

/** The lamp of a node: sign, colour, word. */
export function useLamp(node: string): { readonly status: NodeStatus; readonly lamp: Kind } {
  const slot = useSlot(`node/${node}/status`);
  const isolated = useLab((s) => s.run.number > 0 && isIsolated(s, node));
  const status = isNodeStatus(slot) ? slot : "up";
  return {
    status,
    lamp: status === "up" && isolated ? nodeKinds.isolated : nodeStatusLabels[status],
  };
}

/** Event of the crash that the node has not recovered from, or −1. */
export const useCrashIndex = (node: string): number =>
  useLab(({ run, view }) => {
    if (run.number === 0 || run.timeline.value(`node/${node}/status`) !== "down") return -1;
    const moments = run.timeline.history(`node/${node}/status`);
    return moments.findLast((m) => m.index <= view.playhead && m.value === "down")?.index ?? -1;
  });

export interface ActiveFault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly target: FaultTarget;
  readonly amount: number | null;
}

/** The reader's faults that act at the playhead. */
export function useActiveFaults(): readonly ActiveFault[] {
  const slots = useSlots("fault/");
  return useMemo(
    () =>
      slots.flatMap(([path, text]) => {
        const id = path.slice("fault/".length);
        const fault = parseFault(String(text), id);
        if (fault.kind === "error") return [];
        const { kind, target, amount } = fault.value;
        return [{ id, kind, target, amount }];
      }),
    [slots],
  );
}

/** Commands and requests that wait at a node: its queue, or its calls for a client. */
export function useWaitingCount(node: string): number {
  const queue = useSlot(`node/${node}/queue`);
  return typeof queue === "number" ? queue : 0;
}

/** Neighbours of a node along links. */
export function useNeighbours(node: string): readonly string[] {
  const { links } = useCard();
  return useMemo(
    () => links.flatMap(({ a, b }) => (a === node ? [b] : b === node ? [a] : [])),
    [links, node],
  );
}
