/**
 * One French sentence an event, as a person would have written it: the narration line of the
 * transport, the announcements of screen readers, the stops of « Pourquoi ? ».
 *
 * Exhaustive over the vocabulary: a new kind of event without a sentence does not compile.
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { EventOf, SimEvent } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { tellFaultText } from "./faults.ts";
import { endReasonLabels } from "./labels.ts";
import { nodeNamed, subjectNamed } from "./names.ts";
import * as data from "./narration-data.ts";
import * as messages from "./narration-messages.ts";
import * as nodes from "./narration-nodes.ts";
import { countOf } from "./numbers.ts";
import { quoted, sentence } from "./typography.ts";

/** The event as one sentence. `log` is only read around the event (its causes). */
export function narrate(event: SimEvent, card: ScenarioCard, log: EventLog): string {
  switch (event.kind) {
    case "run-started":
      return sentence(
        `le monde est prêt : ${countOf(card.nodes.length, "nœud")}, ${countOf(card.databases.length, "base")}`,
      );
    case "run-ended":
      return tellEnd(event);
    case "fault-started":
      return tellFaultText(event.text, card);
    case "fault-ended":
      return nodes.tellFaultEnd(event, card, log);
    case "node-crashed":
      return nodes.tellCrash(event, card);
    case "node-restarted":
      return nodes.tellRestart(event, card);
    case "node-paused":
      return nodes.tellPause(event, card);
    case "node-resumed":
      return nodes.tellResume(event, card);
    case "node-slowed":
      return nodes.tellSlowed(event, card);
    case "clock-shifted":
    case "clock-drifted":
      return nodes.tellClock(event, card);
    case "link-changed":
      return nodes.tellLink(event, card);
    case "node-degraded":
      return nodes.tellDegraded(event, card);
    case "process-started":
    case "process-ended":
    case "process-lost":
      return nodes.tellProcess(event, card);
    case "memory-changed":
      return nodes.tellMemory(event, card);
    case "record-changed":
      return data.tellRecord(event, card);
    case "note":
      return sentence(event.text);
    case "timer-fired":
      return nodes.tellTimer(event, card);
    case "message-sent":
      return messages.tellSent(event, card);
    case "message-delivered":
      return messages.tellDelivered(event, card, log);
    case "message-lost":
      return messages.tellLost(event, card);
    case "message-duplicated":
      return messages.tellDuplicated(event, card);
    case "message-delayed":
      return messages.tellDelayed(event, card);
    case "reply-ignored":
      return messages.tellIgnored(event, card, log);
    case "request-queued":
      return messages.tellQueued(event, card);
    case "request-started":
      return messages.tellStarted(event, card);
    case "request-finished":
      return messages.tellFinished(event, card);
    case "request-rejected":
      return messages.tellRejected(event, card);
    case "call-timed-out":
      return messages.tellTimedOut(event, card);
    case "statement-started":
      return data.tellStatement(event, card);
    case "statement-waiting":
      return data.tellWaiting(event, card);
    case "statement-finished":
      return data.tellResult(event, card, log);
    case "statement-failed":
      return data.tellFailure(event, card);
    case "transaction-begun":
      return data.tellBegun(event, card);
    case "transaction-committed":
      return data.tellCommit(event, card);
    case "transaction-rolled-back":
      return data.tellRollback(event, card);
    case "command-issued":
      return messages.tellIssued(event, card);
    case "command-ended":
      return messages.tellEnded(event, card, log);
    case "deadline-passed":
      return tellDeadline(event, card, log);
    default:
      return unknownKind(event);
  }
}

/** Compile-time proof that every kind was told. */
function unknownKind(event: never): never {
  throw new Error(`Ce genre d’événement n’a pas de phrase : ${JSON.stringify(event)}`);
}

function tellEnd(event: EventOf<"run-ended">): string {
  switch (event.reason) {
    case "quiet":
      return sentence("plus rien ne bouge : le parcours est terminé");
    case "horizon":
      return sentence("la durée prévue est écoulée : le parcours s’arrête ici");
    case "budget": {
      const detail = event.detail === "" ? endReasonLabels.budget : event.detail;
      return sentence(`${detail.replace(/\.$/, "")}. Aucune promesse n’est déclarée tenue`);
    }
  }
}

function tellDeadline(
  event: EventOf<"deadline-passed">,
  card: ScenarioCard,
  log: EventLog,
): string {
  const claim = card.claims.find((known) => known.id === event.claim);
  const about = event.subject ?? event.obligation;
  // « En moins de 3 s après la fin d’une panne »: what is owed, is owed to a fault.
  const fault = nodes.faultTitleIn(log, { fault: about, before: event.index }, card);
  const named = fault === null ? subjectNamed(card, about) : `votre panne ${quoted(fault)}`;
  return sentence(
    `le délai de la promesse ${quoted(claim?.title ?? event.claim)} est passé pour ${named}`,
  );
}

/** A sentence whose first words name the node: the page sets them in bold. */
export interface Narration {
  readonly lead: string;
  readonly rest: string;
}

/** Splits « L’orchestrateur s’arrête… » into its lead and the rest; no lead when it begins otherwise. */
export function splitLead(text: string, event: SimEvent, card: ScenarioCard): Narration {
  const named = sentence(nodeNamed(card, event.node)).slice(0, -1);
  return named !== "" && text.startsWith(`${named} `)
    ? { lead: named, rest: text.slice(named.length) }
    : { lead: "", rest: text };
}
