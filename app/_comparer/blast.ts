/**
 * What stops when a node stops: a run in which it crashes for good, held against the same run without it.
 *
 * Pure folds over the columns of the logs. A command is hit when its client no longer gets the same
 * answer, or when a service that dealt with it no longer sees it; a service is hit when it sees less than
 * half of the subjects that it used to see from that instant on.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

export interface Blast {
  readonly node: string;
  readonly commandsHit: number;
  readonly commands: number;
  readonly servicesHit: readonly string[];
  readonly services: number;
}

/** What a run did with each subject. */
interface Trace {
  /** Nodes that the subject was seen at. */
  readonly seenAt: ReadonlyMap<string, ReadonlySet<string>>;
  readonly answers: ReadonlyMap<string, string>;
}

export function traceOf(log: EventLog): Trace {
  const seenAt = new Map<string, Set<string>>();
  const answers = new Map<string, string>();
  for (let index = 0; index < log.length; index++) {
    const subject = log.subject(index);
    if (subject === null) continue;
    const nodes = seenAt.get(subject) ?? new Set<string>();
    seenAt.set(subject, nodes);
    nodes.add(log.node(index));
    if (log.kind(index) === "command-ended")
      answers.set(subject, log.eventOf("command-ended", index).outcome);
  }
  return { seenAt, answers };
}

/** Subjects of the commands issued at or after an instant. */
function subjectsFrom(log: EventLog, atUs: number): readonly string[] {
  const found = new Set<string>();
  for (let index = Math.max(0, log.indexAt(atUs - 1)); index < log.length; index++) {
    if (log.atUs(index) < atUs || log.kind(index) !== "command-issued") continue;
    const subject = log.subject(index);
    if (subject !== null) found.add(subject);
  }
  return [...found];
}

/** When the crash comes: a third of the commands have been issued. 0 when there are none. */
export function blastInstantUs(log: EventLog): number {
  const issuedUs: number[] = [];
  for (let index = 0; index < log.length; index++)
    if (log.kind(index) === "command-issued") issuedUs.push(log.atUs(index));
  return issuedUs[Math.floor(issuedUs.length / 3)] ?? 0;
}

/** Nodes that can be stopped: ours, not the clients nor other people's. */
export const stoppable = (card: ScenarioCard): readonly string[] =>
  card.nodes.filter(({ place }) => place !== "client" && place !== "external").map(({ id }) => id);

interface BlastOptions {
  readonly card: ScenarioCard;
  readonly node: string;
  /** Instant of the crash, microseconds. */
  readonly atUs: number;
  readonly before: EventLog;
  readonly after: EventLog;
}

export function blastOf({ card, node, atUs, before, after }: BlastOptions): Blast {
  const subjects = subjectsFrom(before, atUs);
  const was = traceOf(before);
  const is = traceOf(after);
  const services = stoppable(card).filter((id) => id !== node);
  const sees = ({ seenAt }: Trace, service: string): number =>
    subjects.filter((subject) => seenAt.get(subject)?.has(service) === true).length;
  const isHit = (subject: string): boolean =>
    was.answers.get(subject) !== is.answers.get(subject) ||
    services.some(
      (service) =>
        was.seenAt.get(subject)?.has(service) === true &&
        is.seenAt.get(subject)?.has(service) !== true,
    );
  const active = services.filter((service) => sees(was, service) > 0);
  return {
    node,
    ...{ commandsHit: subjects.filter(isHit).length, commands: subjects.length },
    servicesHit: active.filter((service) => sees(is, service) * 2 < sees(was, service)),
    services: active.length,
  };
}
