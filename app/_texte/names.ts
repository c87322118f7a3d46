/**
 * What things are called in sentences: nodes, subjects, operations, tables, messages.
 *
 * Reads a scenario's card and the stable ids of messages; a thing that the card does not name keeps
 * its id, so that a sentence is never missing. Knows no event kind.
 */
import type { OperationCard, ScenarioCard, TableCard } from "../../simulator/vocabulary/card.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { READER_HANDLER } from "../../simulator/vocabulary/requests.ts";
import type { SqlValue, Value } from "../../simulator/vocabulary/values.ts";
import { definite } from "./grammar.ts";
import { formatMoney } from "./numbers.ts";
import { quoted } from "./typography.ts";

/** The name of a node with its article, for the inside of a sentence. */
export function nodeNamed(card: ScenarioCard, id: string): string {
  return card.nodes.find((node) => node.id === id)?.named ?? id;
}

/** The name of a node as its box shows it. */
export function nodeTitle(card: ScenarioCard, id: string): string {
  return card.nodes.find((node) => node.id === id)?.title ?? id;
}

/** « la commande 1042 », or an empty text when an event is about nothing in particular. */
export function subjectNamed(card: ScenarioCard, subject: string | null): string {
  return subject === null ? "" : `${definite(card.subjectTitle)} ${subject}`;
}

/** « pour la commande 1042 » after a space, or nothing. */
export const forSubject = (card: ScenarioCard, subject: string | null): string =>
  subject === null ? "" : ` pour ${subjectNamed(card, subject)}`;

/**
 * The title of a handler that the card shows. What a part does behind its door has an identifier for the
 * engine's eyes only: the reader is told that it is internal.
 */
export function handlerTitle(card: ScenarioCard, name: string): string {
  if (name === READER_HANDLER) return "votre demande";
  const title = card.handlers.find((handler) => handler.name === name)?.title;
  return title ?? (/^[A-Za-z]+$/.test(name) ? "travail interne" : name);
}

/** The card of an operation; an unknown one is called by its id. */
export function operationOf(card: ScenarioCard, id: string): OperationCard {
  return (
    card.operations.find((operation) => operation.id === id) ?? {
      id,
      request: id,
      reply: id,
      sentence: `demande ${quoted(id)}`,
      isCompensation: false,
    }
  );
}

/** What the stable id of a message says. */
export interface MessageName {
  readonly from: string;
  readonly to: string;
  readonly operation: string;
  readonly subject: string;
  readonly isReply: boolean;
  readonly isCopy: boolean;
}

const MESSAGE_ID =
  /^([^>]+)>([^:]+):([^:]+):(.*?)(?:#(?:f\d{1,4}\.)?\d+)?(\/reply(?:\.\d+)?)?(~\d+)?$/;

/** Reads `<from>><to>:<operation>:<subject>#<n>[/reply][~2]`. The ends are those of *this* message. */
export function readMessageId(message: string): MessageName {
  const match = MESSAGE_ID.exec(message);
  if (match === null) {
    return {
      from: "",
      to: "",
      operation: message,
      subject: "",
      isReply: false,
      isCopy: false,
    };
  }
  const [, a = "", b = "", operation = "", subject = "", reply, copy] = match;
  const isReply = reply !== undefined;
  return {
    from: isReply ? b : a,
    to: isReply ? a : b,
    operation,
    subject,
    isReply,
    isCopy: copy !== undefined,
  };
}

/** The word on a message's track: « réserver », « réservé ». */
export function messageWord(card: ScenarioCard, message: string, isRefused = false): string {
  const name = readMessageId(message);
  const operation = operationOf(card, name.operation);
  if (!name.isReply) return operation.request;
  return isRefused ? "refus" : operation.reply;
}

/** The event that sent this message, found along the causes of `index`; −1 when it is too far. */
export function sendingOf(log: EventLog, message: string, index: number): number {
  let at = index;
  for (let hops = 0; hops < 12 && at >= 0; hops++) {
    if (log.kind(at) === "message-sent" && log.eventOf("message-sent", at).message === message) {
      return at;
    }
    at = log.cause(at);
  }
  return -1;
}

/** True when this reply said no. A copy says what the original said. */
export function isRefusal(log: EventLog, message: string, index: number): boolean {
  const sent = sendingOf(log, message.replace(/~\d+$/, ""), index);
  return sent >= 0 && log.eventOf("message-sent", sent).status === "refused";
}

/** The table of a database, if the card knows it. */
export function tableOf(
  card: ScenarioCard,
  database: string,
  table: string,
): TableCard | undefined {
  return card.databases
    .find((known) => known.id === database)
    ?.tables.find((known) => known.name === table);
}

/** What a row of this table is called, with its article: « le débit ». */
export function rowNamed(table: TableCard | undefined, name: string): string {
  return table?.rowNamed ?? `une ligne de ${name}`;
}

/** The card's word for a state or a step: « débiter » for PROCESS_PAYMENT; other words stay. */
export function wordOf(card: ScenarioCard, text: string): string {
  for (const machine of card.machines) {
    const known = [...machine.steps, ...machine.states].find((word) => word.id === text);
    if (known !== undefined) return known.title;
  }
  return text;
}

/** A plain value on one line, cut at 60 characters; with a card, in its words for states and steps. */
export function formatValue(value: Value | undefined, card?: ScenarioCard): string {
  if (value === null || value === undefined) return "rien";
  if (value === true) return "oui";
  if (value === false) return "non";
  if (typeof value === "string") return cut(card === undefined ? value : wordOf(card, value));
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) {
    return value.length === 0
      ? "rien"
      : cut((value as readonly Value[]).map((item) => formatValue(item, card)).join(", "));
  }
  return cut(
    Object.entries(value)
      .map(([field, inner]) => `${field} ${formatValue(inner, card)}`)
      .join(", "),
  );
}

const cut = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59)}…`);

/** A column's value as a sentence says it: money in euros, the rest as it is. */
export function formatCell(
  card: ScenarioCard,
  table: TableCard | undefined,
  column: number,
  value: SqlValue,
): string {
  if (value === null) return "rien";
  if (table?.columns[column]?.type === "cents" && typeof value === "number") {
    return formatMoney(value);
  }
  return cut(wordOf(card, String(value)));
}
