/**
 * What the inspector reads: the state at the playhead, and the same at the reader's reference
 * (flag A, else the step before). Turns slots into rows of « nom, valeur, ancienne valeur ».
 */
import type { MessageTable, Timeline } from "@/app/_lab/folds.ts";
import type { Selection } from "@/app/_lab/view.ts";
import { formatValue } from "@/app/_texte/names.ts";
import type { PartReadingCard } from "@/app/_texte/part-words.ts";
import type { SignName } from "@/app/_ui/Sign.tsx";
import type { Tone } from "@/app/_ui/signs.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { sameValue, type Value } from "@/simulator/vocabulary/values.ts";

export interface Reading {
  readonly card: ScenarioCard;
  readonly log: EventLog;
  readonly timeline: Timeline;
  readonly messages: MessageTable;
  readonly playhead: number;
  /** Event index compared with. */
  readonly reference: number;
  readonly nowUs: number;
}

export interface InspectValue {
  readonly text: string;
  /** The former text when it changed; "" when there was nothing. null: unchanged. */
  readonly before: string | null;
  /** What « copier » copies. */
  readonly raw: string;
  readonly tone?: Tone;
  /** Small word before the value: the name of a column. */
  readonly name?: string;
}

export interface InspectRow {
  readonly id: string;
  readonly label: string;
  readonly sign?: { readonly name: SignName; readonly tone: Tone; readonly word: string };
  readonly values: readonly InspectValue[];
  /** What a click on the label looks at. */
  readonly select?: Selection;
  /** A step to go to. */
  readonly step?: number;
  /** What a part shows: drawn in the place of its words, which stay for those who copy. */
  readonly part?: {
    readonly reading: PartReadingCard;
    readonly value: Value | undefined;
    readonly changed: { readonly before: Value | undefined } | null;
  };
}

export interface InspectSection {
  readonly id: string;
  readonly title: string;
  /** After the title: « ne survit pas à l’arrêt ». */
  readonly note?: string;
  readonly rows: readonly InspectRow[];
  /** Said when there are no rows; without it an empty section is not shown. */
  readonly empty?: string;
}

export type Fields = { readonly [field: string]: Value };

export const fieldsOf = (value: Value | undefined): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const rawOf = (value: Value | undefined): string =>
  value === undefined || value === null
    ? ""
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

/** A plain fact that is never « changed »: « id », « de », « parti à ». */
export const fact = (text: string, tone?: Tone): InspectValue => ({
  text,
  raw: text,
  before: null,
  ...(tone === undefined ? {} : { tone }),
});

/** What the step at the playhead changed, by path: one step back is then a look-up. */
const stepChanges = new WeakMap<Reading, ReadonlyMap<string, Value | undefined>>();

function changedBefore(reading: Reading): ReadonlyMap<string, Value | undefined> {
  let known = stepChanges.get(reading);
  if (known === undefined) {
    const changes = reading.timeline.changesAt(reading.playhead);
    known = new Map(changes.map((change) => [change.path, change.before]));
    stepChanges.set(reading, known);
  }
  return known;
}

const isOneStep = ({ playhead, reference }: Reading): boolean => reference === playhead - 1;

/** The slot's value at the reference. */
export function before(reading: Reading, path: string): Value | undefined {
  const { timeline, reference } = reading;
  if (!isOneStep(reading)) return timeline.valueAt(path, reference);
  const changed = changedBefore(reading);
  return changed.has(path) ? changed.get(path) : timeline.value(path);
}

type Format = (value: Value | undefined) => string;
const plainIn =
  (card: ScenarioCard): Format =>
  (value) =>
    value === undefined ? "–" : formatValue(value, card);

/** The slot's value, with the former one when it changed since the reference. */
export function slotValue(
  reading: Reading,
  path: string,
  format: Format = plainIn(reading.card),
): InspectValue {
  const now = reading.timeline.value(path);
  const was = before(reading, path);
  const text = format(now);
  const former = format(was);
  const isChanged = reading.playhead >= 0 && !sameValue(now, was) && text !== former;
  return { text, raw: now === undefined ? text : rawOf(now), before: isChanged ? former : null };
}

/** A number counted now and at the reference. */
export function countedValue(now: number, was: number): InspectValue {
  return { text: String(now), raw: String(now), before: now === was ? null : String(was) };
}

/** Present slots under a prefix at the reference. */
export function entriesBefore(
  reading: Reading,
  prefix: string,
): readonly (readonly [string, Value])[] {
  const found: (readonly [string, Value])[] = [];
  if (isOneStep(reading)) {
    const changed = changedBefore(reading);
    for (const entry of reading.timeline.entries(prefix)) {
      if (!changed.has(entry[0])) found.push(entry);
    }
    for (const [path, value] of changed) {
      if (value !== undefined && path.startsWith(prefix)) found.push([path, value]);
    }
    return found;
  }
  for (const path of reading.timeline.paths(prefix)) {
    const value = before(reading, path);
    if (value !== undefined) found.push([path, value]);
  }
  return found;
}

export const changedCount = (sections: readonly InspectSection[]): number =>
  sections
    .flatMap((section) => section.rows)
    .reduce((sum, row) => sum + row.values.filter((value) => value.before !== null).length, 0);

const folded = (text: string): string =>
  text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLocaleLowerCase("fr");

export const matches = (words: string, filter: string): boolean =>
  filter === "" || folded(words).includes(folded(filter));

/** Sections whose rows say the filter's words somewhere. */
export function filterSections(
  sections: readonly InspectSection[],
  filter: string,
): readonly InspectSection[] {
  if (filter.trim() === "") return sections;
  const said = (row: InspectRow, section: InspectSection): string =>
    [section.title, row.label, ...row.values.map((v) => `${v.name ?? ""} ${v.text}`)].join(" ");
  return sections
    .map((section) => ({
      ...section,
      rows: section.rows.filter((row) => matches(said(row, section), filter.trim())),
    }))
    .filter((section) => section.rows.length > 0);
}
