/**
 * The reader's requests in words: what is asked, of whom, and what came of it.
 *
 * A request is the reader's hand, like a fault: sentences speak to « vous ». Knows cards and events.
 */
import { replyBehind } from "../../simulator/observation/reply.ts";
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { EventOf } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import {
  type ReaderCommand,
  type RequestTarget,
  requestCard,
} from "../../simulator/vocabulary/requests.ts";
import type { Value } from "../../simulator/vocabulary/values.ts";
import { agree } from "./grammar.ts";
import { formatValue, forSubject, nodeNamed } from "./names.ts";
import { quoted, sentence } from "./typography.ts";

const titleOf = (card: ScenarioCard, id: string): string => requestCard(card, id)?.title ?? id;

/** On the track and in the name of a branch: « Où en est ce checkout ? 7-3 ». */
export const requestTitle = (card: ScenarioCard, { request, subject }: RequestTarget): string =>
  `${titleOf(card, request)}${subject === null ? "" : ` ${subject}`}`;

/** The act itself, after « vous »: « demandez « Où en est… ? » pour la commande 7, depuis la boutique ». */
export function requestAct(card: ScenarioCard, { request, subject }: RequestTarget): string {
  const from = requestCard(card, request)?.from;
  const where = from === undefined ? "" : `, depuis ${nodeNamed(card, from)}`;
  return `demandez ${quoted(titleOf(card, request))}${forSubject(card, subject)}${where}`;
}

/** A field as the card calls the column or the record's field of that name; else its own name. */
export function fieldTitle(card: ScenarioCard, name: string): string {
  const columns = [
    ...card.stores.flatMap(({ fields }) => fields),
    ...card.databases.flatMap(({ tables }) => tables.flatMap((table) => table.columns)),
  ];
  return columns.find((column) => column.name === name)?.title ?? name;
}

const ITEMS_MAX = 3;

/** A reply on one line: « commande 7, état en cours », the first of a list and how many there are. */
export function replyText(value: Value, card: ScenarioCard): string {
  if (typeof value !== "object" || value === null) return formatValue(value, card);
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    if (items.length === 0) return "rien";
    const shown = items.slice(0, ITEMS_MAX).map((item) => replyText(item, card));
    return `${shown.join(" ; ")}${items.length > ITEMS_MAX ? `… (${items.length})` : ""}`;
  }
  return Object.entries(value)
    .map(([field, inner]) => `${fieldTitle(card, field)} ${formatValue(inner, card)}`)
    .join(", ");
}

/** « La boutique envoie votre demande « Où en est… ? » pour la commande 7. » */
export function tellReaderIssued(
  { request }: ReaderCommand,
  event: EventOf<"command-issued">,
  card: ScenarioCard,
): string {
  const from = nodeNamed(card, event.node);
  const what = `votre demande ${quoted(titleOf(card, request))}${forSubject(card, event.subject)}`;
  return sentence(`${from} ${agree(from, "envoie", "envoient")} ${what}`);
}

/** « Votre demande « Où en est… ? » a sa réponse : état TERMINÉE. » */
export function tellReaderEnded(
  { request }: ReaderCommand,
  event: EventOf<"command-ended">,
  { card, log }: { readonly card: ScenarioCard; readonly log: EventLog },
): string {
  const what = `votre demande ${quoted(titleOf(card, request))}${forSubject(card, event.subject)}`;
  switch (event.outcome) {
    case "ok":
      return sentence(`${what} a sa réponse : ${replyText(replyBehind(log, event.index), card)}`);
    case "refused":
      return sentence(`${what} est refusée : ${event.detail}`);
    case "timed-out":
      return sentence(`${what} reste sans réponse : son délai est passé`);
  }
}
