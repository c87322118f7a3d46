/**
 * One label, one sign, one colour for every kind that the engine knows.
 *
 * Each table is a `Readonly<Record<…>>` over the vocabulary's own union: a kind without a French
 * name does not compile. Words and signs come from `app/_ui/signs.ts`, the table of signs.
 */

import type { MachineState, Place, ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { Verdict } from "../../simulator/vocabulary/claims.ts";
import type {
  EndReason,
  EventKind,
  LinkState,
  LossReason,
  MessageRole,
  SimEvent,
} from "../../simulator/vocabulary/events.ts";
import type { FaultKind } from "../../simulator/vocabulary/interventions.ts";
import { isReaderCommand } from "../../simulator/vocabulary/requests.ts";
import {
  eventKinds,
  faultKinds,
  type Kind,
  messageKinds,
  nodeKinds,
  placeKinds,
  promiseKinds,
  sagaKinds,
} from "../_ui/signs.ts";
import { operationOf } from "./names.ts";

const is = (kind: Kind, word: string): Kind => ({ ...kind, word });
const quiet = (word: string): Kind => ({
  ...eventKinds.local,
  tone: "mute",
  word,
});
const hand = (kind: Kind, word: string): Kind => ({
  ...kind,
  tone: "ink",
  word,
});

/** Every kind of event: its sign, its tone, and its name in the « genre » column and in filters. */
export const eventLabels: Readonly<Record<EventKind, Kind>> = {
  "run-started": quiet("début"),
  "run-ended": quiet("fin"),
  "fault-started": hand(faultKinds.crash, "panne injectée"),
  "fault-ended": hand(faultKinds.crash, "fin de panne"),
  "node-crashed": is(nodeKinds.down, "arrêt brutal"),
  "node-restarted": is(nodeKinds.starting, "redémarrage"),
  "node-paused": is(nodeKinds.paused, "mise en pause"),
  "node-resumed": is(nodeKinds.up, "reprise"),
  "node-slowed": is(nodeKinds.slowed, "changement de rythme"),
  "clock-shifted": is(eventKinds.timer, "décalage d’horloge"),
  "clock-drifted": is(eventKinds.timer, "dérive d’horloge"),
  "link-changed": is(nodeKinds.isolated, "état d’un lien"),
  "node-degraded": is(nodeKinds.overloaded, "mode dégradé"),
  "process-started": is(eventKinds.local, "début de traitement"),
  "process-ended": is(eventKinds.local, "fin de traitement"),
  "process-lost": is(eventKinds.refused, "traitement perdu"),
  "memory-changed": is(eventKinds.local, "mémoire"),
  "record-changed": is(eventKinds.write, "registre"),
  note: quiet("note"),
  "timer-fired": is(eventKinds.timer, "minuteur"),
  "message-sent": is(messageKinds.request, "envoi"),
  "message-delivered": is(eventKinds.acknowledged, "réception"),
  "message-lost": is(messageKinds.lost, "message perdu"),
  "message-duplicated": is(messageKinds.duplicate, "message en double"),
  "message-delayed": is(messageKinds.delayed, "message retardé"),
  "reply-ignored": is(messageKinds.timeout, "réponse ignorée"),
  "request-queued": is(eventKinds.local, "mise en file"),
  "request-started": is(eventKinds.local, "prise en charge"),
  "request-finished": is(eventKinds.acknowledged, "requête traitée"),
  "request-rejected": is(eventKinds.refused, "requête refusée"),
  "call-timed-out": is(messageKinds.timeout, "délai dépassé"),
  "statement-started": is(eventKinds.read, "instruction SQL"),
  "statement-waiting": is(promiseKinds.pending, "attente d’un verrou"),
  "statement-finished": is(eventKinds.read, "résultat SQL"),
  "statement-failed": is(eventKinds.refused, "erreur SQL"),
  "transaction-begun": is(eventKinds.local, "début de transaction"),
  "transaction-committed": is(eventKinds.write, "écriture"),
  "transaction-rolled-back": is(eventKinds.refused, "annulation"),
  "command-issued": is(messageKinds.request, "demande d’un client"),
  "command-ended": is(eventKinds.acknowledged, "réponse au client"),
  "deadline-passed": is(messageKinds.timeout, "échéance passée"),
};

export const verdictLabels: Readonly<Record<Verdict, Kind>> = {
  held: promiseKinds.held,
  broken: promiseKinds.broken,
  pending: promiseKinds.pending,
  unknown: promiseKinds.undecided,
  none: promiseKinds.none,
};

export const roleLabels: Readonly<Record<MessageRole, Kind>> = {
  request: messageKinds.request,
  reply: messageKinds.reply,
  event: is(messageKinds.request, "événement"),
};

/** How a message ended. */
export type MessageEnd = "delivered" | "lost" | "flying";

export const messageEndLabels: Readonly<Record<MessageEnd, Kind>> = {
  delivered: is(eventKinds.acknowledged, "remis"),
  lost: messageKinds.lost,
  flying: is(messageKinds.request, "en vol"),
};

/** Why a request or a reply was lost, after « se perd : ». */
export const lossLabels: Readonly<Record<LossReason, string>> = {
  loss: "perte sur le lien",
  partition: "le lien est coupé",
  "node-down": "personne pour la recevoir",
  dropped: "c’est votre panne",
};

/** The states of a node as the timeline's slot `node/<id>/status` holds them. */
export type NodeStatus = "up" | "down" | "paused" | "slowed" | "overload";

export const nodeStatusLabels: Readonly<Record<NodeStatus, Kind>> = {
  up: nodeKinds.up,
  down: nodeKinds.down,
  paused: nodeKinds.paused,
  slowed: nodeKinds.slowed,
  overload: nodeKinds.overloaded,
};

export const linkStateLabels: Readonly<Record<LinkState, string>> = {
  open: "ouvert",
  cut: "coupé",
  held: "retenu",
};

export const faultLabels: Readonly<Record<FaultKind, Kind>> = {
  ...faultKinds,
  hold: hand(faultKinds.delay, "rétention"),
};

export const machineLabels: Readonly<Record<MachineState["sign"], Kind>> = {
  "saga-new": sagaKinds.started,
  "saga-run": sagaKinds.running,
  "saga-done": sagaKinds.completed,
  "saga-undo": sagaKinds.compensating,
  "saga-undone": sagaKinds.compensated,
  "saga-stuck": sagaKinds.stuck,
};

export const placeLabels: Readonly<Record<Place, Kind>> = {
  client: placeKinds.client,
  service: placeKinds.service,
  orchestrator: placeKinds.orchestrator,
  gateway: placeKinds.gateway,
  broker: placeKinds.broker,
  db: placeKinds.database,
  register: placeKinds.register,
  external: placeKinds.external,
};

export const endReasonLabels: Readonly<Record<EndReason, string>> = {
  quiet: "plus rien ne bouge",
  horizon: "fin de la durée prévue",
  budget: "budget atteint, verdict indéterminé",
};

export const outcomeLabels: Readonly<Record<"ok" | "refused" | "timed-out", Kind>> = {
  ok: is(eventKinds.acknowledged, "acceptée"),
  refused: eventKinds.refused,
  "timed-out": messageKinds.timeout,
};

const isWrite = (sql: string): boolean => /^\s*(insert|update|delete)/i.test(sql);

/**
 * The label of this very event: a reply is not a request, a compensation has its own sign, a write is
 * not a read. Falls back on `eventLabels`.
 */
export function labelEvent(event: SimEvent, card: ScenarioCard): Kind {
  switch (event.kind) {
    case "fault-started":
    case "fault-ended": {
      const kind = ("text" in event ? event.text.split(":")[0] : "") as FaultKind;
      const label = faultLabels[kind];
      if (kind === "request") return { ...label, word: "votre demande" };
      return label ? { ...label, word: eventLabels[event.kind].word } : eventLabels[event.kind];
    }
    case "message-sent":
      if (event.role === "reply") {
        return event.status === "refused"
          ? { ...messageKinds.reply, tone: "fail", word: "refus" }
          : messageKinds.reply;
      }
      return operationOf(card, event.operation).isCompensation
        ? messageKinds.compensation
        : roleLabels[event.role];
    case "statement-started":
      return isWrite(event.sql) ? is(eventKinds.write, "instruction SQL") : eventLabels[event.kind];
    case "request-finished":
      return event.status === "refused"
        ? is(eventKinds.refused, "requête refusée")
        : eventLabels[event.kind];
    case "process-ended":
      return event.outcome === "failed"
        ? is(eventKinds.refused, "traitement échoué")
        : eventLabels[event.kind];
    case "link-changed":
      return event.state === "open"
        ? is(eventKinds.acknowledged, "lien rétabli")
        : is(nodeKinds.isolated, event.state === "cut" ? "lien coupé" : "lien retenu");
    case "command-issued":
      return isReaderCommand(event.command)
        ? is(faultKinds.request, "votre demande")
        : eventLabels[event.kind];
    case "command-ended":
      return {
        ...outcomeLabels[event.outcome],
        word: isReaderCommand(event.command)
          ? "réponse à votre demande"
          : eventLabels[event.kind].word,
      };
    default:
      return eventLabels[event.kind];
  }
}
