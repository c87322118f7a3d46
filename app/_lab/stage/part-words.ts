/**
 * Parts' readings in words: their tones, the sign of a state, and the sentence for those who listen.
 */

import type { Tone as Voice } from "@/app/_ui/signs.ts";
import { breakerKinds, type Kind, nodeKinds, promiseKinds, sagaKinds } from "@/app/_ui/signs.ts";
import type { PartValue, Tone } from "@/simulator/vocabulary/card.ts";
import { gaugeText, type PartReadingCard } from "./part-layout.ts";

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
