/**
 * The lines of the table of counters: what each run costs and hides at the cursor, and who is better.
 *
 * Pure: reads the folds of both runs. A line says a number for each side, never a verdict in words that
 * the numbers do not carry; less is better for all but what is produced in a minute.
 */
import { laneStretches } from "@/app/_lab/transport/PromiseLane.tsx";
import { nodeTitle, subjectNamed } from "@/app/_texte/names.ts";
import { formatCount, formatDecimal, formatDuration } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import {
  answersAt,
  type Detection,
  detectionAt,
  type RunCounters,
  valueAt,
} from "@/simulator/observation/run-counters.ts";
import { holdersAt } from "@/simulator/observation/subject-holders.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

/** One side at the cursor. */
export interface CountedSide {
  readonly card: ScenarioCard;
  readonly log: EventLog;
  readonly counters: RunCounters;
  readonly claims: readonly ClaimTrack[];
  readonly index: number;
}

export interface Reading {
  /** null: nothing to say yet. */
  readonly value: number | null;
  readonly text: string;
  /** What the number is made of, for those who ask. */
  readonly detail?: string;
}

export interface CounterRow {
  readonly id: string;
  readonly title: string;
  readonly readings: readonly [Reading, Reading];
  /** The better side, or null when they are equal or cannot be compared. */
  readonly better: 0 | 1 | null;
  /** How far apart they are: 0 equal … 1 nothing in common. */
  readonly apart: number;
  /** « 6 × plus court », « 3 de plus », from the left side to the right one. */
  readonly gap: string;
}

/** Lengths and rates that differ by less than this are almost equal. */
const EQUAL = 0.05;

const NONE: Reading = { value: null, text: "–" };

interface RowKind {
  readonly id: string;
  readonly title: string;
  readonly isMoreBetter?: boolean;
  readonly read: (side: CountedSide) => Reading;
  /** How the distance is said: a ratio of lengths, or a difference of counts. */
  readonly said: "shorter" | "times" | "fewer";
}

/** Lengths as a reader compares them: two digits are enough. */
function roughDuration(us: number): string {
  if (us >= 60_000_000 || us === 0) return formatDuration(us);
  const unit = us >= 1_000_000 ? 10_000 : us >= 10_000 ? 1_000 : 1;
  return formatDuration(Math.round(us / unit) * unit);
}

const duration = (us: number | undefined): Reading =>
  us === undefined ? NONE : { value: us, text: roughDuration(us) };

const count = (value: number, detail?: string): Reading => ({
  value,
  text: formatCount(value),
  ...(detail === undefined ? {} : { detail }),
});

const instantOf = ({ log, index }: CountedSide): number => (index < 0 ? 0 : log.atUs(index));

function perMinute(side: CountedSide): Reading {
  const answered = answersAt(side.counters, side.index)?.count;
  const atUs = instantOf(side);
  if (answered === undefined || atUs === 0) return NONE;
  const value = (answered * 60_000_000) / atUs;
  return { value, text: formatDecimal(value, value < 10 ? 1 : 0) };
}

function messagesEach({ counters, index }: CountedSide): Reading {
  const commands = valueAt(counters.issued, index);
  if (commands === 0) return NONE;
  const useful = valueAt(counters.useful, index);
  const others = valueAt(counters.messages, index) - useful;
  const value = useful / commands;
  return {
    ...{ value, text: formatDecimal(value, 1) },
    ...(others > 0 ? { detail: `et ${formatCount(others)} d’entretien` } : {}),
  };
}

/** Time spent so far with a promise in wait or broken. */
function unsettledUs(side: CountedSide): Reading {
  const atUs = instantOf(side);
  const us = laneStretches(side.claims, side.log).reduce(
    (sum, { fromUs, toUs }) => sum + Math.max(0, Math.min(toUs, atUs) - fromUs),
    0,
  );
  return duration(us);
}

function detected({ card, counters, index, log }: CountedSide): Reading {
  const found: Detection | null = detectionAt(counters, index);
  if (found === null) return NONE;
  if (found.seenIndex < 0) return { value: Number.POSITIVE_INFINITY, text: "personne" };
  const by = nodeTitle(card, found.seenBy);
  const isLater = found.seenIndex > index;
  return {
    ...duration(found.seenUs - log.atUs(found.startIndex)),
    detail: `${by}${isLater ? ", plus loin dans le parcours" : ""}`,
  };
}

function answerable(subject: string): (side: CountedSide) => Reading {
  return ({ card, counters, index }) => {
    const nodes = holdersAt(counters.holders, subject, index);
    // Nothing to read anywhere is no short reading.
    if (nodes.length === 0) return { value: null, text: "personne" };
    return count(nodes.length, nodes.map((node) => nodeTitle(card, node)).join(", "));
  };
}

const lowered = (text: string): string => text.charAt(0).toLocaleLowerCase("fr") + text.slice(1);

function kindsOf(card: ScenarioCard, subject: string | null): readonly RowKind[] {
  const word = lowered(card.subjectTitle);
  const named = subjectNamed(card, subject);
  const answers = (side: CountedSide) => answersAt(side.counters, side.index) ?? undefined;
  return [
    {
      ...{ id: "delai", title: "Délai moyen d’une réponse", said: "shorter" },
      read: (side) => duration(answers(side)?.meanUs),
    },
    {
      ...{ id: "p95", title: "95 % des réponses en moins de", said: "shorter" },
      read: (side) => duration(answers(side)?.p95Us),
    },
    {
      ...{ id: "debit", title: "Réponses par minute", said: "times", isMoreBetter: true },
      read: perMinute,
    },
    {
      ...{ id: "attente", title: "Clients en attente, à cet instant", said: "fewer" },
      read: ({ counters, index }) => count(valueAt(counters.waiting, index)),
    },
    { ...{ id: "messages", title: `Messages par ${word}`, said: "fewer" }, read: messagesEach },
    {
      ...{ id: "connus", title: "Couples de services qui s’appellent", said: "fewer" },
      read: ({ counters, index }) => count(valueAt(counters.acquaintances, index)),
    },
    ...(subject === null
      ? []
      : [
          {
            id: "ou",
            title: `Où en est ${named} ? Nœuds à lire`,
            said: "fewer" as const,
            read: answerable(subject),
          },
        ]),
    {
      ...{ id: "inacheve", title: "Temps avec une promesse en attente ou rompue", said: "shorter" },
      read: unsettledUs,
    },
    {
      ...{ id: "detection", title: "Panne remarquée au bout de", said: "shorter" },
      read: detected,
    },
  ];
}

function gapOf({ said }: RowKind, left: number, right: number): string {
  if (left === right) return "égal";
  if (!Number.isFinite(left) || !Number.isFinite(right)) return "";
  if (said === "fewer") {
    const difference = Math.abs(right - left);
    const text = formatDecimal(difference, difference < 10 ? 1 : 0);
    return right > left ? `${text} de plus` : `${text} de moins`;
  }
  const least = Math.min(left, right);
  if (least === 0) return "";
  const ratio = Math.max(left, right) / least;
  if (1 - 1 / ratio < EQUAL) return "presque égal";
  const times = `${formatDecimal(ratio, ratio < 10 ? 1 : 0)} × `;
  if (said === "times") return right > left ? `${times}plus` : `${times}moins`;
  return right < left ? `${times}plus court` : `${times}plus long`;
}

function rowOf(kind: RowKind, left: CountedSide, right: CountedSide): CounterRow {
  const readings = [kind.read(left), kind.read(right)] as const;
  const [a, b] = [readings[0].value, readings[1].value];
  const head = { id: kind.id, title: typeset(kind.title), readings };
  if (a === null || b === null) return { ...head, better: null, apart: 0, gap: "" };
  const isLeft = kind.isMoreBetter === true ? a > b : a < b;
  const most = Math.max(a, b);
  const apart = a === b ? 0 : Number.isFinite(most) ? Math.abs(a - b) / most : 1;
  // Lengths and rates this close are not worth a bar; counts are exact.
  const isEqual = a === b || (kind.said !== "fewer" && apart < EQUAL);
  return {
    ...head,
    better: isEqual ? null : isLeft ? 0 : 1,
    apart: isEqual ? 0 : apart,
    gap: typeset(gapOf(kind, a, b)),
  };
}

/** `subject`: the one asked about, or null. */
export const counterRows = (
  left: CountedSide,
  right: CountedSide,
  subject: string | null,
): readonly CounterRow[] => kindsOf(left.card, subject).map((kind) => rowOf(kind, left, right));
