/**
 * What a part shows of itself in its node's box: a state, a gauge, the bars of a window, a strip, pairs.
 *
 * Each value stands in one slot, volatile memory or durable record; its shape is said by the reading's
 * kind (`PartValue`). Absence is drawn: a crash forgets what was volatile.
 */
"use client";
import { cx } from "@/app/_ui/cx.ts";
import type { NodeReading, PartValue } from "@/simulator/vocabulary/card.ts";
import { useChanged, useSlot } from "../hooks.ts";
import styles from "./Node.module.css";

export type PartReadingKind = keyof PartValue;
type PartReadingCard = NodeReading & { readonly kind: PartReadingKind };

export const isPartReading = (reading: NodeReading): reading is PartReadingCard => "key" in reading;

/** The slot that a reading of this node listens to. */
export const slotOfPart = (node: string, { key, store }: PartReadingCard): string =>
  store === undefined ? `memory/${node}/${key}` : `record/${store}/${key}`;

function partText(reading: PartReadingCard, value: unknown): string {
  switch (reading.kind) {
    case "state":
      return reading.states.find(({ id }) => id === value)?.title ?? String(value);
    case "gauge":
      return reading.max === null ? String(value) : `${value}/${reading.max}`;
    case "bars":
      return (value as PartValue["bars"]).map((bar) => bar.join("+")).join(" ");
    case "strip":
      return (value as PartValue["strip"]).cells.join(" ");
    case "pairs":
      return (value as PartValue["pairs"]).map(([name, of]) => `${name} ${of}`).join(", ");
  }
}

export function PartReading({
  node,
  reading,
}: {
  readonly node: string;
  readonly reading: PartReadingCard;
}) {
  const slot = slotOfPart(node, reading);
  const value = useSlot(slot);
  const changed = useChanged(slot);
  return (
    <p className={styles.row}>
      <span className={styles.label}>{reading.title}</span>
      {value === undefined ? (
        <span className={styles.absent}>–</span>
      ) : (
        <b className={cx(styles.count, changed !== null && "changed")}>
          {partText(reading, value)}
        </b>
      )}
    </p>
  );
}
