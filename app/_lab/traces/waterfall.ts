/**
 * One order's spans as a waterfall: rows in the order of the tree, places on the folded axis.
 *
 * The fold that makes spans is `simulator/observation/spans.ts`; here they are only put in rows and
 * cut at the playhead: what comes later is not known yet. Pure.
 */
import { handlerTitle, messageWord, nodeTitle, operationOf } from "@/app/_texte/names.ts";
import { senseOf } from "@/app/_texte/narration-data.ts";
import { createSpanTable, type Span, type SpanTable } from "@/simulator/observation/spans.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

const tables = new WeakMap<EventLog, SpanTable>();

function tableOf(log: EventLog): SpanTable {
  let table = tables.get(log);
  if (table === undefined) {
    table = createSpanTable(log);
    tables.set(log, table);
  }
  return table;
}

/** Reads at most so many events more; true while there are some left. */
export const readSpans = (log: EventLog, eventsMax: number): boolean =>
  tableOf(log).extend(eventsMax);

/** Of the whole log: a long one is read beforehand, by stretches. */
export function spansOf(log: EventLog): SpanTable {
  const table = tableOf(log);
  table.extend();
  return table;
}

/** `future`: has not begun at the playhead; `open`: lasts. */
export type SpanStanding = "future" | "open" | "ok" | "error";

export interface WaterfallRow {
  readonly span: Span;
  readonly depth: number;
  readonly title: string;
  readonly standing: SpanStanding;
  /** Instant at which the bar stops, µs: its end, or the playhead's. */
  readonly untilUs: number;
}

const isStatement = (span: Span): boolean => span.id.startsWith("statement:");

/** What a span is called: an operation, a handler, a statement. */
export function spanTitle(span: Span, card: ScenarioCard): string {
  if (isStatement(span)) {
    const sql = String(span.attributes["db.query.text"] ?? "");
    return `${span.name} ${senseOf(sql).table}`.trim();
  }
  if (span.id.startsWith("transaction:")) return "transaction";
  if (span.id.startsWith("call:")) {
    const message = String(span.attributes["messaging.message.id"] ?? "");
    const to = String(span.attributes["server.address"] ?? "");
    const word = message === "" ? span.name : messageWord(card, message);
    return to === "" ? word : `${word} → ${nodeTitle(card, to)}`;
  }
  if (span.id.startsWith("command:")) return operationOf(card, span.name).request;
  return handlerTitle(card, span.name);
}

function standingAt(span: Span, playhead: number): SpanStanding {
  if (span.startIndex > playhead) return "future";
  if (span.endIndex < 0 || span.endIndex > playhead) return "open";
  return span.status === "error" ? "error" : "ok";
}

export interface WaterfallOptions {
  readonly subject: string;
  readonly playhead: number;
  readonly nowUs: number;
  readonly withStatements: boolean;
}

/** Rows of one subject: each span under the one that asked for it, in the order they began. */
export function waterfall(
  table: SpanTable,
  card: ScenarioCard,
  { subject, playhead, nowUs, withStatements }: WaterfallOptions,
): readonly WaterfallRow[] {
  const spans = table.about(subject).filter((span) => withStatements || !isStatement(span));
  const known = new Set(spans.map((span) => span.id));
  /** The nearest ancestor that is shown, or "" at the root. */
  const parentOf = (span: Span): string => {
    let parent = span.parentId;
    while (parent !== null && !known.has(parent)) parent = table.byId(parent)?.parentId ?? null;
    return parent ?? "";
  };
  const children = new Map<string, Span[]>();
  for (const span of spans) {
    const parent = parentOf(span);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [span]);
    else siblings.push(span);
  }
  const rows: WaterfallRow[] = [];
  const visit = (parent: string, depth: number): void => {
    for (const span of children.get(parent) ?? []) {
      const standing = standingAt(span, playhead);
      const isOver = standing === "ok" || standing === "error";
      const untilUs = isOver ? span.endUs : Math.max(nowUs, span.startUs);
      rows.push({ span, depth, title: spanTitle(span, card), standing, untilUs });
      visit(span.id, depth + 1);
    }
  };
  visit("", 0);
  return rows;
}

/** A wait shorter than this is the very thing to look at: it is not folded, µs. */
const SHOWN_WAIT_US = 60_000_000;
const BETWEEN_US = 4_000_000;

/**
 * Instants where something begins or ends, for the axis: it folds long silences between two of them.
 * Shorter waits are sown with instants, so that they keep their length.
 */
export function instantsOf(rows: readonly WaterfallRow[]): readonly number[] {
  const ends = rows
    .flatMap(({ span }) => (span.endUs < 0 ? [span.startUs] : [span.startUs, span.endUs]))
    .sort((a, b) => a - b);
  const instants: number[] = [];
  for (const atUs of ends) {
    const last = instants.at(-1) ?? atUs;
    if (atUs - last <= SHOWN_WAIT_US) {
      for (let us = last + BETWEEN_US; us < atUs; us += BETWEEN_US) instants.push(us);
    }
    instants.push(atUs);
  }
  return instants;
}

/** Subjects that have spans, in order of appearance. */
export function tracedSubjects(table: SpanTable): readonly string[] {
  const subjects = new Set<string>();
  for (const span of table.all) if (span.subject !== null) subjects.add(span.subject);
  return [...subjects];
}
