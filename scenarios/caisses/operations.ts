/** What registers, neighbours and the centre ask of each other. */
import { type Operation, operation } from "../../simulator/scenario.ts";
import { CENTRE } from "./card-names.ts";
import type { JournalLine } from "./tickets.ts";

/** An article left the shelf, or came back. */
export type ShelfMove = {
  readonly codeEan: string;
  /** 1: sold; −1: put back. */
  readonly taken: number;
};

/** What a register tells its neighbours in the store. */
export type ShelfNews = {
  readonly moves: readonly ShelfMove[];
  /** As it stands in the journal; empty for the former system, which has none. */
  readonly clock: string;
  /** Last number of ticket that the store has given (the former system counts by store). */
  readonly ticketNumber: number;
};

export type EventBatch = { readonly register: string; readonly lines: readonly JournalLine[] };

/** A ticket of the former system, as it stands. */
export type TicketRow = {
  readonly id: string;
  readonly store: string;
  readonly register: string;
  readonly sale: string;
  readonly totalCents: number;
  readonly status: string;
  readonly updatedAt: number;
};
export type TicketBatch = { readonly register: string; readonly tickets: readonly TicketRow[] };

export type AboutRegister = {
  readonly node: string;
  /** Whether the head written down at the centre may be held against the journal. */
  readonly usesHead: boolean;
};
export type Verdict = { readonly node: string; readonly verdict: string };

export const tellShelf = (node: string): Operation<ShelfNews, null> =>
  operation<ShelfNews, null>(node, "rayon");
export const syncEvents = operation<EventBatch, null>(CENTRE, "synchroniser");
export const syncTickets = operation<TicketBatch, null>(CENTRE, "synchroniser");
export const giveJournalOf = (node: string): Operation<null, readonly JournalLine[]> =>
  operation<null, readonly JournalLine[]>(node, "donner-journal");
