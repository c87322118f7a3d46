/**
 * Writing a promise briefly: an invariant, obligations with a deadline, or something to be seen.
 *
 * A scenario gives the rule (what opens, meets, breaks); this file owns the bookkeeping that every
 * promise needs: the first breach stays, counts, oldest open obligation, the end of the run.
 * Rules are made anew for each run (`() => …`), so they may keep their own state in closures; what the
 * promises of a run read together is on its desk.
 */
import { unreachable } from "../base/assert.ts";
import type { Claim, ClaimCard, ClaimJudge, ClaimStanding, Desk } from "../vocabulary/claims.ts";
import type { SimEvent } from "../vocabulary/events.ts";
import type { Watch } from "../vocabulary/watch.ts";

/** What an invariant sees at one event. */
export interface Sighting {
  /** Shown after « observé ». */
  readonly observed: string;
  readonly isBroken: boolean;
  readonly subject: string | null;
  /** The breach as a fact: « Le stock de 1042 est réservé deux fois. »; empty when none. */
  readonly text: string;
}

export interface InvariantRule {
  /** Events that can change it; all of them unless said. */
  readonly watches?: readonly Watch[];
  /** « observé » before anything happened. */
  readonly initial: string;
  /** null: this event changes nothing. */
  readonly see: (event: SimEvent) => Sighting | null;
}

/** Must hold after every event (`always`, `never`). Once broken it stays broken. */
export function invariant(card: ClaimCard, createRule: (desk: Desk) => InvariantRule): Claim {
  return { card, createJudge: (desk) => invariantJudge(createRule(desk)) };
}

function invariantJudge(rule: InvariantRule): ClaimJudge {
  let standing: ClaimStanding = {
    ...{ verdict: "held", observed: rule.initial, subject: null, text: "" },
  };
  let isFirst = true;
  return {
    ...watching(rule.watches),
    see(event) {
      const seen = rule.see(event);
      if (seen === null) {
        const answer = isFirst ? standing : null;
        isFirst = false;
        return answer;
      }
      isFirst = false;
      const { observed, isBroken, subject, text } = seen;
      if (standing.verdict === "broken") standing = { ...standing, observed };
      else standing = { verdict: isBroken ? "broken" : "held", observed, subject, text };
      return standing;
    },
    nextDeadlineUs: () => null,
    overdue: () => null,
    close: () => standing,
  };
}

const watching = (watches: readonly Watch[] | undefined): Pick<ClaimJudge, "watches"> =>
  watches === undefined ? {} : { watches };

export type Subjects = string | readonly string[] | null;

export interface ObligationRule {
  /** Events that open, meet or break an obligation; all of them unless said. */
  readonly watches?: readonly Watch[];
  /** Time to meet an obligation, µs; null: until nothing more happens. */
  readonly deadlineUs: number | null;
  /** Subjects whose obligation begins at this event. Opening again what is open changes nothing. */
  readonly opens: (event: SimEvent) => Subjects;
  readonly meets: (event: SimEvent) => Subjects;
  /** Broken at once, without waiting for a deadline. */
  readonly breaks?: (event: SimEvent) => { readonly subject: string; readonly text: string } | null;
  /** The breach as a fact: « La commande 1042 est payée, et n’est ni expédiée ni remboursée. » */
  readonly lateText: (subject: string) => string;
}

/** Every obligation must be met in time (`eventually`). Observed: how many are not met yet. */
export function obligations(card: ClaimCard, createRule: (desk: Desk) => ObligationRule): Claim {
  return { card, createJudge: (desk) => obligationJudge(card.id, createRule(desk)) };
}

const listed = (subjects: Subjects): readonly string[] =>
  subjects === null ? [] : typeof subjects === "string" ? [subjects] : subjects;

/** Bookkeeping of the obligations of one claim during one run. */
class Ledger {
  /** Open obligations in time by subject, with the instant they began; oldest first. */
  readonly #inTime = new Map<string, number>();
  /** Open obligations whose deadline has passed. Apart: thousands of them must not be met at each look. */
  readonly #late = new Set<string>();
  #openedCount = 0;
  #breach: { readonly subject: string; readonly text: string } | null = null;

  begin(subject: string, atUs: number): void {
    if (this.#inTime.has(subject) || this.#late.has(subject)) return;
    this.#openedCount++;
    this.#inTime.set(subject, atUs);
  }

  meet(subject: string): void {
    this.#inTime.delete(subject);
    this.#late.delete(subject);
  }

  expire(subject: string, text: string): void {
    if (this.#inTime.delete(subject)) this.#late.add(subject);
    this.fail(subject, text);
  }

  /** The first breach stays: what is repaired later was broken nevertheless. */
  fail(subject: string, text: string): void {
    this.#breach ??= { subject, text };
  }

  /** The oldest open obligation that is not late yet, with its instant. */
  next(): readonly [string, number] | null {
    const first = this.#inTime.entries().next();
    return first.done === true ? null : first.value;
  }

  standing(): ClaimStanding {
    const observed = String(this.#inTime.size + this.#late.size);
    if (this.#breach !== null) return { verdict: "broken", observed, ...this.#breach };
    const oldest = this.next();
    if (oldest !== null) return { verdict: "pending", observed, subject: oldest[0], text: "" };
    const verdict = this.#openedCount === 0 ? "none" : "held";
    return { verdict, observed, subject: null, text: "" };
  }
}

function obligationJudge(id: string, rule: ObligationRule): ClaimJudge {
  const ledger = new Ledger();

  /** True when the event concerns this claim. */
  function note(event: SimEvent): boolean {
    const broken = rule.breaks?.(event) ?? null;
    if (broken !== null) ledger.fail(broken.subject, broken.text);
    const opened = listed(rule.opens(event));
    for (const subject of opened) ledger.begin(subject, event.atUs);
    const met = listed(rule.meets(event));
    for (const subject of met) ledger.meet(subject);
    const isLate = event.kind === "deadline-passed" && event.claim === id;
    if (isLate) ledger.expire(event.obligation, rule.lateText(event.obligation));
    return event.index === 0 || broken !== null || opened.length + met.length > 0 || isLate;
  }

  return {
    ...watching(rule.watches === undefined ? undefined : [...rule.watches, "deadline-passed"]),
    see: (event) => (note(event) ? ledger.standing() : null),
    nextDeadlineUs() {
      const next = rule.deadlineUs === null ? null : ledger.next();
      return next === null ? null : next[1] + (rule.deadlineUs as number);
    },
    overdue(atUs) {
      const next = rule.deadlineUs === null ? null : ledger.next();
      return next !== null && next[1] + (rule.deadlineUs as number) <= atUs ? next[0] : null;
    },
    close(reason) {
      const oldest = ledger.next();
      switch (reason) {
        case "quiet":
          // Nothing more will happen: what is not done never will be.
          if (oldest !== null) ledger.fail(oldest[0], rule.lateText(oldest[0]));
          return ledger.standing();
        case "horizon":
        case "budget": {
          const standing = ledger.standing();
          return standing.verdict === "pending" ? { ...standing, verdict: "unknown" } : standing;
        }
        default:
          return unreachable(reason);
      }
    },
  };
}

export interface SightingRule {
  /** Events in which it can be seen; all of them unless said. */
  readonly watches?: readonly Watch[];
  /** Shown after « observé » until it is seen. */
  readonly initial: string;
  /** The subject for which it is seen at this event, or null. */
  readonly sees: (
    event: SimEvent,
  ) => { readonly subject: string | null; readonly observed: string } | null;
}

/** Must be seen at least once (`sometimes`); not seeing it in one run proves nothing. */
export function sighting(card: ClaimCard, createRule: (desk: Desk) => SightingRule): Claim {
  return {
    card,
    createJudge(desk) {
      const rule = createRule(desk);
      const unseen: ClaimStanding = {
        ...{ verdict: "none", observed: rule.initial, subject: null, text: "" },
      };
      let standing = unseen;
      return {
        ...watching(rule.watches),
        see(event) {
          const seen = standing === unseen ? rule.sees(event) : null;
          if (seen !== null) standing = { ...unseen, ...seen, verdict: "held" };
          return seen !== null || event.index === 0 ? standing : null;
        },
        nextDeadlineUs: () => null,
        overdue: () => null,
        close: () => standing,
      };
    },
  };
}
