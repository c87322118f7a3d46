/**
 * Sentences for what travels: messages, requests at their receiver, calls, commands of clients.
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { EventOf } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { readReaderCommand } from "../../simulator/vocabulary/requests.ts";
import { messageNamed } from "./faults.ts";
import { agree, isFeminine, ofNamed, toNamed } from "./grammar.ts";
import { lossLabels } from "./labels.ts";
import {
  forSubject,
  isRefusal,
  messageWord,
  nodeNamed,
  operationOf,
  readMessageId,
  subjectNamed,
} from "./names.ts";
import { countOf, formatDuration, formatInstant } from "./numbers.ts";
import { tellReaderEnded, tellReaderIssued } from "./requests.ts";
import { quoted, sentence } from "./typography.ts";

export function tellSent(event: EventOf<"message-sent">, card: ScenarioCard): string {
  const from = nodeNamed(card, event.node);
  const to = toNamed(nodeNamed(card, event.to));
  const about = forSubject(card, event.subject);
  const operation = operationOf(card, event.operation);
  if (event.role === "reply") {
    const answers = agree(from, "répond", "répondent");
    return event.status === "refused"
      ? sentence(`${from} ${answers} non à ${quoted(operation.request)}${about}`)
      : sentence(`${from} ${answers} ${quoted(operation.reply)} ${to}${about}`);
  }
  if (event.role === "event") {
    return sentence(
      `${from} ${agree(from, "publie", "publient")} ${quoted(operation.request)} vers ${nodeNamed(card, event.to)}${about}`,
    );
  }
  return operation.isCompensation
    ? sentence(
        `${from} ${agree(from, "demande", "demandent")} une compensation ${to} : ${quoted(operation.request)}${about}`,
      )
    : sentence(
        `${from} ${agree(from, "envoie", "envoient")} ${quoted(operation.request)} ${to}${about}`,
      );
}

export function tellDelivered(
  event: EventOf<"message-delivered">,
  card: ScenarioCard,
  log: EventLog,
): string {
  const name = readMessageId(event.message);
  const node = nodeNamed(card, event.node);
  const receives = `${node} ${agree(node, "reçoit", "reçoivent")}`;
  const refused = name.isReply && isRefusal(log, event.message, event.index);
  const word = quoted(messageWord(card, event.message, refused));
  const source = ofNamed(nodeNamed(card, event.from));
  const again = name.isCopy ? ", en double" : "";
  const about = forSubject(card, event.subject);
  if (!name.isReply) return sentence(`${receives} ${word}${about}${again}`);
  return refused
    ? sentence(`${receives} le refus ${source}${about}${again}`)
    : sentence(`${receives} la réponse ${word} ${source}${about}${again}`);
}

export const tellLost = (event: EventOf<"message-lost">, card: ScenarioCard): string =>
  sentence(`${messageNamed(card, event.message)} se perd : ${lossLabels[event.reason]}`);

export const tellDuplicated = (event: EventOf<"message-duplicated">, card: ScenarioCard): string =>
  sentence(`${messageNamed(card, event.message)} part en double`);

export const tellDelayed = (event: EventOf<"message-delayed">, card: ScenarioCard): string =>
  sentence(
    `${messageNamed(card, event.message)} prend du retard : arrivée prévue à ${formatInstant(event.arrivesAtUs)}`,
  );

export function tellIgnored(
  event: EventOf<"reply-ignored">,
  card: ScenarioCard,
  log: EventLog,
): string {
  const node = nodeNamed(card, event.node);
  const refused = isRefusal(log, event.message, event.index);
  const word = quoted(messageWord(card, event.message, refused));
  return sentence(
    `la réponse ${word} arrive trop tard${forSubject(card, event.subject)} : ${node} ne l’${agree(node, "attend", "attendent")} plus`,
  );
}

export function tellQueued(event: EventOf<"request-queued">, card: ScenarioCard): string {
  const word = quoted(messageWord(card, event.message));
  const others = countOf(event.queueDepth, "requête");
  return sentence(
    `la requête ${word} attend son tour chez ${nodeNamed(card, event.node)}${forSubject(card, event.subject)} : ${others} en file`,
  );
}

export function tellStarted(event: EventOf<"request-started">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const word = quoted(messageWord(card, event.message));
  return sentence(
    `${node} ${agree(node, "prend", "prennent")} en charge ${word}${forSubject(card, event.subject)}`,
  );
}

export function tellFinished(event: EventOf<"request-finished">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const word = quoted(messageWord(card, event.message));
  const about = forSubject(card, event.subject);
  return event.status === "refused"
    ? sentence(`${node} ${agree(node, "achève", "achèvent")} ${word} sur un refus${about}`)
    : sentence(`${node} ${agree(node, "achève", "achèvent")} ${word}${about}`);
}

export function tellRejected(event: EventOf<"request-rejected">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const word = quoted(messageWord(card, event.message));
  const reason = event.reason === "" ? "" : ` : ${event.reason}`;
  return sentence(
    `${node} ${agree(node, "refuse", "refusent")} ${word} sans rien faire${forSubject(card, event.subject)}${reason}`,
  );
}

/** A timeout is a guess: the sentence says so every time. */
export function tellTimedOut(event: EventOf<"call-timed-out">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const word = quoted(operationOf(card, event.operation).request);
  const ends = agree(node, "n’attend plus", "n’attendent plus");
  return sentence(
    `${node} ${ends} ${nodeNamed(card, event.to)} après ${formatDuration(event.timeoutUs)} : rien ne dit si ${word} a eu lieu${forSubject(card, event.subject)}`,
  );
}

export function tellIssued(event: EventOf<"command-issued">, card: ScenarioCard): string {
  const asked = readReaderCommand(event.command);
  if (asked !== null) return tellReaderIssued(asked, event, card);
  const word = quoted(operationOf(card, event.operation).request);
  const subject = subjectNamed(card, event.subject);
  return subject === ""
    ? sentence(`un client demande ${word}`)
    : sentence(`un client demande ${word} : ce sera ${subject}`);
}

export function tellEnded(
  event: EventOf<"command-ended">,
  card: ScenarioCard,
  log: EventLog,
): string {
  const asked = readReaderCommand(event.command);
  if (asked !== null) return tellReaderEnded(asked, event, { card, log });
  const subject = subjectNamed(card, event.subject) || "la demande";
  const isHer = event.subject === null || isFeminine(card.subjectTitle.toLocaleLowerCase("fr"));
  const detail = event.detail === "" ? "" : ` (${event.detail})`;
  switch (event.outcome) {
    case "ok":
      return sentence(
        `${subject} est ${isHer ? "acceptée" : "accepté"}, et le client le sait${detail}`,
      );
    case "refused":
      return sentence(
        `${subject} est ${isHer ? "refusée" : "refusé"}, et le client le sait${detail}`,
      );
    case "timed-out":
      return sentence(
        `le client n’a pas de réponse : il ne sait pas si ${subject} a abouti${detail}`,
      );
  }
}
