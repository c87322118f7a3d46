/**
 * Parts' readings in words: where their values stand, their tones, the sign of a state, and the line for
 * those who listen.
 */

import type {
  NodeReading,
  PartValue,
  ScenarioCard,
  Tone,
} from "../../simulator/vocabulary/card.ts";
import type { Tone as Voice } from "../_ui/signs.ts";
import { breakerKinds, type Kind, nodeKinds, promiseKinds, sagaKinds } from "../_ui/signs.ts";
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

export const voiceOf: Readonly<Record<Tone, Voice>> = {
  good: "ok",
  calm: "info",
  warn: "wait",
  bad: "fail",
};

const named: ReadonlyMap<string, Kind> = new Map(
  [breakerKinds, sagaKinds, nodeKinds, promiseKinds].flatMap((kinds) =>
    Object.values(kinds as Readonly<Record<string, Kind>>).map(
      (kind) => [kind.word, kind] as const,
    ),
  ),
);

/** A state that bears a word of the table of signs has its sign; the others have a pastille. */
export function signOfState(title: string, tone: Tone): Kind | null {
  const kind = named.get(title);
  return kind !== undefined && kind.tone === voiceOf[tone] ? kind : null;
}

const many = (count: number, noun: string): string => `${count} ${noun}${count < 2 ? "" : "s"}`;

/** One line that says all of it: read aloud, copied, and shown where there is no room for a drawing. */
export function partText(reading: PartReadingCard, value: unknown): string {
  if (value === undefined) return "–";
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
      const places = marks.map(({ at, title }) => `${title} ${at}`);
      const range = cells.length === 0 ? "vide" : `${first} à ${first + cells.length - 1}`;
      return [range, cells.join(" "), places.join(", ")]
        .filter((part) => part !== "")
        .join("\u202f; ");
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

/** Pairs said in a sentence; the others are counted. */
const PAIRS_TOLD = 4;

/** The same in a few words, for a sentence: a strip says its ends, not its cells. */
export function partGist(reading: PartReadingCard, value: unknown): string {
  if (value === undefined || value === null) return "rien";
  switch (reading.kind) {
    case "strip": {
      const { first, cells } = value as PartValue["strip"];
      if (cells.length === 0) return "vide";
      return `positions ${first} à ${first + cells.length - 1}, la dernière «\u00a0${cells.at(-1)}\u00a0»`;
    }
    case "pairs": {
      const pairs = value as PartValue["pairs"];
      const told = partText(reading, pairs.slice(0, PAIRS_TOLD));
      return pairs.length > PAIRS_TOLD ? `${told} et ${pairs.length - PAIRS_TOLD} de plus` : told;
    }
    default:
      return partText(reading, value);
  }
}
