/**
 * The paper that the events of one subject add up to, as its lines say: what stands, what is struck, what is
 * due. Added up here, by the card's marks, whatever the run's own code made of the same events.
 *
 * Reads each event where it was first written: copies that travel elsewhere are the same events.
 */
import type { PaperCard, PaperMark, ScenarioCard } from "../vocabulary/card.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { Row } from "../vocabulary/values.ts";

export interface PaperEvent {
  /** Step that wrote it. */
  readonly index: number;
  readonly atUs: number;
  readonly order: number;
  /** As the card calls this kind. */
  readonly title: string;
  /** What the body says in a few words: an article, a share; empty when nothing. */
  readonly detail: string;
}

export interface PaperLine {
  readonly label: string;
  readonly cents: number;
  readonly isStruck: boolean;
}

export interface Paper {
  readonly subject: string;
  readonly events: readonly PaperEvent[];
  readonly lines: readonly PaperLine[];
  /** Of the whole, cents. */
  readonly discountCents: number;
  /** What the lines make, cents. */
  readonly dueCents: number;
  /** What the events say was due; null while none does. */
  readonly saidCents: number | null;
}

type Body = Readonly<Record<string, unknown>>;

interface Draft {
  readonly lines: { label: string; cents: number; isStruck: boolean }[];
  discountCents: number;
  saidCents: number | null;
}

const standing = ({ lines, discountCents }: Draft): number =>
  lines.reduce((sum, line) => sum + (line.isStruck ? 0 : line.cents), 0) - discountCents;

const textOf = (body: Body, field: string): string => String(body[field] ?? "");
const numberOf = (body: Body, field: string): number => Number(body[field] ?? 0);

/** Marks the paper; gives what there is to say of it. */
function apply(draft: Draft, mark: PaperMark, body: Body): string {
  switch (mark.kind) {
    case "line": {
      const label = textOf(body, mark.label);
      draft.lines.push({ label, cents: numberOf(body, mark.cents), isStruck: false });
      return label;
    }
    case "strike": {
      const label = textOf(body, mark.label);
      const line = draft.lines.findLast((known) => known.label === label && !known.isStruck);
      if (line !== undefined) line.isStruck = true;
      return label;
    }
    case "discount": {
      const percent = numberOf(body, mark.percent);
      draft.discountCents += Math.round((standing(draft) * percent) / 100);
      return `${percent} %`;
    }
    case "total":
      draft.saidCents = numberOf(body, mark.cents);
      return "";
    case "none":
      return "";
  }
}

interface Columns {
  readonly subject: number;
  readonly order: number;
  readonly event: number;
  readonly body: number;
}

/** By base: where the columns of the paper stand in its table of events. */
function columnsOf(card: ScenarioCard, paper: PaperCard): ReadonlyMap<string, Columns> {
  return new Map(
    card.databases.flatMap(({ id, tables }) => {
      const table = tables.find(({ name }) => name === paper.table);
      if (table === undefined) return [];
      const at = (name: string | null): number =>
        table.columns.findIndex((column) => column.name === name);
      const { order, event, body } = paper;
      const columns = { order: at(order), event: at(event), body: at(body) };
      return [[id, { ...columns, subject: at(table.subject) }] as const];
    }),
  );
}

/** null: this card has no paper. */
export function paperOf(card: ScenarioCard, log: EventLog, subject: string): Paper | null {
  const { paper } = card;
  if (paper === undefined) return null;
  const columns = columnsOf(card, paper);
  const draft: Draft = { lines: [], discountCents: 0, saidCents: null };
  const events: PaperEvent[] = [];
  const add = (row: Row, at: Columns, index: number): void => {
    const kind = paper.kinds[String(row[at.event])];
    if (kind === undefined) return;
    const detail = apply(draft, kind.mark, JSON.parse(String(row[at.body])) as Body);
    const order = Number(row[at.order]);
    events.push({ index, atUs: log.atUs(index), order, title: kind.title, detail });
  };
  for (let index = 0; index < log.length; index++) {
    if (log.kind(index) !== "transaction-committed") continue;
    const { database, changes } = log.eventOf("transaction-committed", index);
    const at = columns.get(database);
    if (at === undefined) continue;
    for (const { table, op, after } of changes) {
      if (op !== "c" || after === null || table !== paper.table) continue;
      if (after[at.subject] === subject) add(after, at, index);
    }
  }
  const { lines, discountCents, saidCents } = draft;
  return { subject, events, lines, discountCents, saidCents, dueCents: standing(draft) };
}
