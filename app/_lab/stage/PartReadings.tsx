/**
 * What a part shows of itself in its node's box, at the playhead: the slot of a reading, drawn.
 *
 * Each value stands in one slot, volatile memory or durable record; its shape is said by the reading's
 * kind (`PartValue`). Absence is drawn: a crash forgets what was volatile.
 */
"use client";
import { type PartReadingCard, slotOfPart } from "@/app/_texte/part-words.ts";
import { useChanged, useSlot } from "../hooks.ts";
import { useCrashIndex } from "./node-state.ts";
import { PartDrawing } from "./PartDrawing.tsx";
import { innerWidth } from "./part-layout.ts";
import { useStage } from "./stage-context.ts";

interface PartReadingProps {
  readonly node: string;
  readonly reading: PartReadingCard;
  readonly lines: number;
  /** Of the box, px of the sheet. */
  readonly width: number;
}

export function PartReading({ node, reading, lines, width }: PartReadingProps) {
  const { scale } = useStage();
  const slot = slotOfPart(node, reading);
  const value = useSlot(slot);
  const changed = useChanged(slot);
  const crash = useCrashIndex(node);
  return (
    <PartDrawing
      reading={reading}
      value={value}
      changed={changed}
      isLost={crash >= 0 && reading.store === undefined}
      innerPx={innerWidth(width / scale)}
      lines={lines}
    />
  );
}
