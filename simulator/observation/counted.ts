/**
 * What was counted of one subject in the books of a run, and how it reads. The counting itself, which
 * folds a log, stands in `ledger.ts`: who only shows numbers does not carry it.
 */
import type { BookCard } from "../vocabulary/card.ts";

/** A number with the step that produced it (−1: nothing happened). */
export interface Counted {
  readonly count: number;
  readonly index: number;
}

export interface StateSeen {
  readonly state: string;
  readonly index: number;
}

export interface SubjectLedger {
  readonly subject: string;
  /** By book id; a book that never wrote counts 0 at −1. */
  readonly books: Readonly<Record<string, Counted>>;
  /** Last state of the first machine's instance about this subject. */
  readonly machine: StateSeen | null;
}

const NONE: Counted = { count: 0, index: -1 };

export const countedIn = (ledger: SubjectLedger, book: string): Counted =>
  ledger.books[book] ?? NONE;

/**
 * More of something than a subject may have, or something owed that never came: what a shopkeeper
 * would underline.
 */
export function isWrong(ledger: SubjectLedger, book: BookCard): boolean {
  const { count } = countedIn(ledger, book.id);
  const isOwed = book.owedFor !== undefined && countedIn(ledger, book.owedFor).count > 0;
  return count > book.most || (count === 0 && isOwed);
}
