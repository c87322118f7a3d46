/**
 * A few words an event, for the rows of the event table and the tips of the diagrams.
 *
 * The node, the subject and the kind have their own columns: only what they do not say stands here.
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { SimEvent } from "../../simulator/vocabulary/events.ts";
import { parseFault } from "../../simulator/vocabulary/fault-text.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { targetTitle } from "./faults.ts";
import { eventLabels, faultLabels, linkStateLabels, lossLabels } from "./labels.ts";
import {
  formatValue,
  handlerTitle,
  isRefusal,
  messageWord,
  nodeTitle,
  operationOf,
  readMessageId,
} from "./names.ts";
import { narrate } from "./narration.ts";
import { rowsInWords, senseOf } from "./narration-data.ts";
import { formatDecimal, formatDuration } from "./numbers.ts";
import { partText, readingOf } from "./part-words.ts";
import { quoted, typeset } from "./typography.ts";

const STATEMENT_WORDS = {
  read: "lire",
  lock: "lire et verrouiller",
  insert: "ajouter dans",
  update: "modifier",
  delete: "supprimer de",
  other: "exécuter",
} as const;

/** A row's text: « réserver → Inventaire », « lire sagas ». Never empty. */
export function narrateShort(event: SimEvent, card: ScenarioCard, log: EventLog): string {
  return typeset(short(event, card, log));
}

function short(event: SimEvent, card: ScenarioCard, log: EventLog): string {
  switch (event.kind) {
    case "message-sent": {
      const operation = operationOf(card, event.operation);
      const word =
        event.role !== "reply"
          ? operation.request
          : event.status === "refused"
            ? "refus"
            : operation.reply;
      return `${word} → ${nodeTitle(card, event.to)}`;
    }
    case "message-delivered": {
      const isNo = isRefusal(log, event.message, event.index);
      const again = readMessageId(event.message).isCopy ? ", en double" : "";
      return `${messageWord(card, event.message, isNo)} ← ${nodeTitle(card, event.from)}${again}`;
    }
    case "message-lost":
      return `${messageWord(card, event.message)} : ${lossLabels[event.reason]}`;
    case "message-duplicated":
    case "message-delayed":
    case "reply-ignored":
    case "request-queued":
    case "request-started":
    case "request-finished":
      return messageWord(card, event.message);
    case "request-rejected":
      return `${messageWord(card, event.message)} : ${event.reason}`;
    case "call-timed-out":
      return `${operationOf(card, event.operation).request}, ${formatDuration(event.timeoutUs)} sans réponse`;
    case "statement-started": {
      const { verb, table } = senseOf(event.sql);
      return `${STATEMENT_WORDS[verb]} ${table}`.trim();
    }
    case "statement-finished":
      return rowsInWords(event.rowCount);
    case "statement-failed":
      return event.text;
    case "transaction-committed":
      return event.changes.length === 0
        ? "rien à écrire"
        : [...new Set(event.changes.map((change) => `${OP_SIGN[change.op]} ${change.table}`))].join(
            ", ",
          );
    case "transaction-rolled-back":
      return event.reason === "" ? eventLabels[event.kind].word : event.reason;
    case "memory-changed": {
      const reading = readingOf(card, { node: event.node, store: null, key: event.key });
      if (reading !== null) return `${reading.title} : ${partText(reading, event.after)}`;
      return event.after === null
        ? `${event.key} oublié`
        : `${event.key} : ${formatValue(event.after, card)}`;
    }
    case "record-changed":
      return event.key;
    case "process-started":
    case "process-ended":
    case "process-lost":
      return handlerTitle(card, event.handler);
    case "fault-started": {
      const fault = parseFault(event.text, event.fault);
      return fault.kind === "error"
        ? event.text
        : `${faultLabels[fault.value.kind].word}, ${targetTitle(fault.value.target, card)}`;
    }
    case "link-changed":
      return `${nodeTitle(card, event.from)} → ${nodeTitle(card, event.to)} ${linkStateLabels[event.state]}`;
    case "node-slowed":
      return event.factorPercent === 100
        ? "rythme normal"
        : `× ${formatDecimal(event.factorPercent / 100)}`;
    case "command-issued":
      return operationOf(card, event.operation).request;
    case "timer-fired":
      return event.label;
    case "deadline-passed":
      return quoted(card.claims.find((known) => known.id === event.claim)?.title ?? event.claim);
    default:
      return narrate(event, card, log);
  }
}

const OP_SIGN = { c: "+", u: "≠", d: "−" } as const;
