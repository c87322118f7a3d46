/** Parts' readings in words: where their values stand, and the line that says them. */

import type {
  NodeReading,
  PartValue,
  ScenarioCard,
  Tone,
} from "../../simulator/vocabulary/card.ts";
import { formatCount } from "./numbers.ts";

export type PartReadingKind = keyof PartValue;
export type PartReadingCard = NodeReading & { readonly kind: PartReadingKind };

export const isPartReading = (reading: NodeReading): reading is PartReadingCard => "key" in reading;

/** The slot that a reading of this node listens to. */
export const slotOfPart = (node: string, { key, store }: PartReadingCard): string =>
  store === undefined ? `memory/${node}/${key}` : `record/${store}/${key}`;

/** The reading that shows this key of a node's memory (`store` null) or of a store. */
export function readingOf(
  card: ScenarioCard,
  {
    node,
    store,
    key,
  }: { readonly node: string; readonly store: string | null; readonly key: string },
): PartReadingCard | null {
  const readings = card.nodes
    .filter(({ id }) => store !== null || id === node)
    .flatMap((known) => known.readings);
  return (
    readings
      .filter(isPartReading)
      .find((reading) => reading.key === key && (reading.store ?? null) === store) ?? null
  );
}

const many = (count: number, noun: string): string => `${count} ${noun}${count < 2 ? "" : "s"}`;

/** A noun given in the plural, as it reads after its number: « 1 échec »; « refus » and « succès » never change. */
export const afterCount = (plural: string, count: number): string =>
  count >= 2 || /[èu]s$/.test(plural) ? plural : plural.replace(/s$/, "");

/** In one line: told at its step, read aloud, copied. A strip says its ends and marks, not its cells. */
export function partText(reading: PartReadingCard, value: unknown): string {
  if (value === undefined || value === null) return "–";
  switch (reading.kind) {
    case "state":
      return reading.states.find(({ id }) => id === value)?.title ?? String(value);
    case "gauge":
      return gaugeText(reading.max, value);
    case "bars": {
      const bars = value as PartValue["bars"];
      const totals = reading.series.map(
        ({ title }, i) => `${title} ${bars.reduce((sum, bar) => sum + (bar[i] ?? 0), 0)}`,
      );
      return `${many(bars.length, "tranche")}, ${totals.join(", ")}`;
    }
    case "strip": {
      const { first, cells, marks } = value as PartValue["strip"];
      const places = marks.map(({ at, title }) => `, ${title} ${at}`).join("");
      if (cells.length === 0) return `vide${places}`;
      return `positions ${first} à ${first + cells.length - 1}, la dernière «\u00a0${cells.at(-1)}\u00a0»${places}`;
    }
    case "pairs":
      return (value as PartValue["pairs"]).map(([name, of]) => `${name} ${of}`).join(", ");
  }
}

/** « 3/8 », « 168 300 », « – ». */
export function gaugeText(max: number | null, value: unknown): string {
  if (typeof value !== "number") return "–";
  return max === null ? formatCount(value) : `${formatCount(value)}/${formatCount(max)}`;
}
