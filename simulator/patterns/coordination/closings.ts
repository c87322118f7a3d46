/**
 * A till's journal: sales and corrections as sealed lines, and closings that carry a perpetual total.
 *
 * A closing adds up its period and repeats the grand total since the first day, which never goes back to
 * zero (NFC-1). Owns the words of the lines and the sums; the seals are the hash chain's.
 */
import { assert } from "../../base/assert.ts";
import {
  type Anchor,
  type SealedLine,
  sealNext,
  type Verification,
  verifyChain,
} from "./hash-chain.ts";

export type Entry =
  | { readonly kind: "sale"; readonly ticket: string; readonly amountCents: number }
  /** Takes back part or all of a sale, which stays where it is. */
  | { readonly kind: "correction"; readonly ticket: string; readonly amountCents: number }
  | {
      readonly kind: "closing";
      readonly period: string;
      readonly totalCents: number;
      /** Since the first line ever, never reset. */
      readonly perpetualCents: number;
    };

/** What was written, as anyone may read it (and as somebody may have forged it). */
export interface WrittenJournal {
  readonly lines: readonly SealedLine[];
  readonly entries: readonly Entry[];
}

export interface TillJournal extends WrittenJournal {
  readonly sell: (ticket: string, amountCents: number) => void;
  readonly correct: (ticket: string, amountCents: number) => void;
  /** Closes a day, a month or a year. */
  readonly close: (period: string) => void;
  /** Everything ever sold, corrections taken off: never back to zero. */
  readonly perpetualCents: () => number;
}

/** One line of text an entry: what is sealed is what is read. */
export function bodyOf(entry: Entry): string {
  if (entry.kind !== "closing") return `${entry.kind} ${entry.ticket} ${entry.amountCents}`;
  return `closing ${entry.period} ${entry.totalCents} ${entry.perpetualCents}`;
}

export function createTillJournal(): TillJournal {
  const lines: SealedLine[] = [];
  const entries: Entry[] = [];
  let periodCents = 0;
  let perpetualCents = 0;

  function append(entry: Entry): void {
    entries.push(entry);
    lines.push(sealNext(lines.at(-1) ?? null, bodyOf(entry)));
  }

  function count(entry: Entry, amountCents: number): void {
    assert(Number.isSafeInteger(amountCents), "an amount is whole cents", amountCents);
    append(entry);
    periodCents += amountCents;
    perpetualCents += amountCents;
  }

  return {
    ...{ lines, entries },
    sell: (ticket, amountCents) => count({ kind: "sale", ticket, amountCents }, amountCents),
    correct: (ticket, amountCents) =>
      count({ kind: "correction", ticket, amountCents }, -amountCents),
    close(period) {
      append({ kind: "closing", period, totalCents: periodCents, perpetualCents });
      periodCents = 0;
    },
    perpetualCents: () => perpetualCents,
  };
}

/** The seals first, then the sums: a closing must add up. */
export function verifyJournal(journal: WrittenJournal, anchor: Anchor | null): Verification {
  const chain = verifyChain(journal.lines, anchor);
  if (chain.kind !== "intact") return chain;
  let periodCents = 0;
  let perpetualCents = 0;
  for (const [i, entry] of journal.entries.entries()) {
    if (journal.lines[i]?.body !== bodyOf(entry))
      return { kind: "broken", at: i + 1, problem: "seal" };
    if (entry.kind === "closing") {
      const adds = entry.totalCents === periodCents && entry.perpetualCents === perpetualCents;
      if (!adds) return { kind: "broken", at: i + 1, problem: "number" };
      periodCents = 0;
      continue;
    }
    const amountCents = entry.kind === "sale" ? entry.amountCents : -entry.amountCents;
    periodCents += amountCents;
    perpetualCents += amountCents;
  }
  return chain;
}
