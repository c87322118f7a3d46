/**
 * « Pourquoi ? »: from the event that broke a promise back to its first cause, in a few stops.
 *
 * Combines the chain of causes of the breach with what is *missing* about the same subject (lost
 * process, lost message, timeout that was only a guess, statement that failed or found nothing) and
 * with the reader's own faults. Owns the choice and the order of stops; the page says each one in
 * a sentence. Works for any scenario: it reads the log and the claim's life, nothing else.
 */
import type { ScenarioCard } from "../vocabulary/card.ts";
import type { ClaimTrack } from "../vocabulary/claims.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { causeChain } from "./causality.ts";
import { BACKGROUND_WEIGHT, type Evidence, evidenceOf, type StopRole } from "./why-evidence.ts";
import { openInquiry } from "./why-story.ts";

export type { StopRole } from "./why-evidence.ts";

/** How a stop hangs on the one below it (earlier in time). */
export type StopLink =
  | "same-process"
  | "message"
  | "same-transaction"
  | "absence"
  | "fault"
  | "suspect";

export interface WhyStop {
  /** The event to go to. */
  readonly index: number;
  /** « absence »: something that did not happen, or was lost, is the fact. */
  readonly kind: "event" | "absence" | "fault";
  readonly role: StopRole;
  readonly link: StopLink;
  /** The event the link leads to (departure of the message, first event of the transaction), or −1. */
  readonly linkIndex: number;
}

export interface Explanation {
  /** Index of the breach. */
  readonly breach: number;
  readonly subject: string | null;
  /** The breach as a fact, from the claim. */
  readonly text: string;
  /** From the breach back to the first cause: latest event first. */
  readonly stops: readonly WhyStop[];
}

const STOPS_MAX = 9;
/** Below this many, ordinary causes (who asked for it) fill the story. */
const STOPS_WANTED = 5;

/** The heaviest evidence, latest first. */
function chosen(evidence: readonly Evidence[]): readonly Evidence[] {
  const byWeight = [...evidence].sort((a, b) => b.weight - a.weight || a.index - b.index);
  const strong = byWeight.filter(({ weight }) => weight >= BACKGROUND_WEIGHT).length;
  const count = Math.min(STOPS_MAX, Math.max(strong, STOPS_WANTED));
  return byWeight.slice(0, count).sort((a, b) => b.index - a.index);
}

const kindOf = ({ role }: Evidence, isDeadline: boolean): WhyStop["kind"] => {
  if (role === "fault" || role === "suspect") return "fault";
  if (role === "loss") return "absence";
  return role === "breach" && isDeadline ? "absence" : "event";
};

/** The link drawn under a stop, and the event that it names. */
function linkOf(
  log: EventLog,
  { index, kind, role }: Pick<WhyStop, "index" | "kind" | "role">,
): { readonly link: StopLink; readonly linkIndex: number } {
  if (role === "suspect") return { link: "suspect", linkIndex: -1 };
  if (kind === "fault") return { link: "fault", linkIndex: -1 };
  if (kind === "absence") return { link: "absence", linkIndex: log.cause(index) };
  if (log.kind(index) === "message-delivered")
    return { link: "message", linkIndex: log.cause(index) };
  const [, before = -1] = causeChain(log, index);
  const isCommit = log.kind(index) === "transaction-committed";
  return { link: isCommit ? "same-transaction" : "same-process", linkIndex: before };
}

/** Null when the promise is not broken. The card says which rows are about which subject. */
export function explainBreach(
  log: EventLog,
  card: Pick<ScenarioCard, "databases">,
  track: ClaimTrack,
): Explanation | null {
  const breach = track.brokenAt;
  if (breach < 0 || breach >= log.length) return null;
  const standing = track.changes.find(({ index }) => index === breach);
  const named = standing?.subject ?? null;
  const first = track.changes.find(({ index, subject }) => subject === named && index < breach);
  const opened = named === null || first === undefined ? -1 : first.index;
  const inquiry = openInquiry(log, { breach, named, opened, databases: card.databases });
  const isDeadline = inquiry.anchor !== breach || log.kind(breach) === "deadline-passed";
  const stops = chosen(evidenceOf(inquiry)).map((evidence): WhyStop => {
    const kind = kindOf(evidence, isDeadline);
    const { index, role } = evidence;
    return { index, kind, role, ...linkOf(log, { index, kind, role }) };
  });
  return { breach, subject: inquiry.subject, text: standing?.text ?? "", stops };
}
