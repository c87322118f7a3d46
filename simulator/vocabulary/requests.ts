/**
 * Requests of the reader: use cases of the running system, asked from one of its nodes.
 *
 * Owns the names under which a request stands in the log, and the check of one against a scenario.
 * A request is an intervention like a fault (`interventions.ts`); it breaks nothing.
 */
import type { RequestCard, ScenarioCard } from "./card.ts";
import type { FaultTarget } from "./interventions.ts";

export type RequestTarget = FaultTarget & { readonly kind: "request" };

/** The process that asks, on the node from which the request leaves. */
export const READER_HANDLER = "readerRequest";

/** Which intervention asked, and what: the id of its command in the log says both. */
export interface ReaderCommand {
  readonly fault: string;
  readonly request: string;
}

export const readerCommand = ({ fault, request }: ReaderCommand): string =>
  `demande:${fault}:${request}`;

/** null for a command of the scenario's own clients. */
export function readReaderCommand(command: string): ReaderCommand | null {
  const [, fault, request] = /^demande:(f\d{1,4}):([^:]+)$/.exec(command) ?? [];
  return fault === undefined || request === undefined ? null : { fault, request };
}

/** The reader’s own hand is no load: figures about clients leave it out. */
export const isReaderCommand = (command: string): boolean => command.startsWith("demande:");

export const requestsOf = (card: ScenarioCard): readonly RequestCard[] => card.requests ?? [];

export const requestCard = (card: ScenarioCard, id: string): RequestCard | null =>
  requestsOf(card).find((known) => known.id === id) ?? null;

/** Those about what the scenario's events are about (its orders, its checkouts). */
export const requestsAbout = (card: ScenarioCard): readonly RequestCard[] =>
  requestsOf(card).filter(
    ({ subject }) => subject?.title.toLowerCase() === card.subjectTitle.toLowerCase(),
  );

/** Why this scenario cannot be asked that, in French; null when it can. */
export function checkRequest(card: ScenarioCard, target: RequestTarget): string | null {
  const known = requestsOf(card);
  if (known.length === 0) return `Le scénario « ${card.id} » ne prend pas de demande.`;
  const request = requestCard(card, target.request);
  if (request === null) {
    return `Demande inconnue : « ${target.request} ». Demandes : ${known.map(({ id }) => id).join(", ")}.`;
  }
  if (request.subject !== null && target.subject === null) {
    return `La demande « ${request.id} » vise une clé (${request.subject.title.toLowerCase()}) : écrivez par exemple « ${request.id}/${request.subject.example} ».`;
  }
  if (request.subject === null && target.subject !== null) {
    return `La demande « ${request.id} » ne vise aucune clé : écrivez « ${request.id} » seul.`;
  }
  return null;
}
