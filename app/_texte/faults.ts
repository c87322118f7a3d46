/**
 * Faults in words: a short title for the fault track, a sentence for the narration.
 *
 * A fault is the reader's hand: sentences speak to « vous ». Reads interventions or their text form.
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import { parseFault } from "../../simulator/vocabulary/fault-text.ts";
import type { FaultTarget, Intervention } from "../../simulator/vocabulary/interventions.ts";
import { ofNamed, toNamed } from "./grammar.ts";
import { faultLabels } from "./labels.ts";
import { messageWord, nodeNamed, nodeTitle, readMessageId } from "./names.ts";
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatInstant,
  formatStep,
} from "./numbers.ts";
import { requestAct, requestTitle } from "./requests.ts";
import { sideNamed, sideTitle } from "./sides.ts";
import { quoted, sentence, typeset } from "./typography.ts";

/** What a fault aims at, as the track writes it: « Orchestrateur → Livraison », « débité 1042 ». */
export function targetTitle(target: FaultTarget, card: ScenarioCard): string {
  switch (target.kind) {
    case "node":
      return nodeTitle(card, target.node);
    case "request":
      return requestTitle(card, target);
    case "message":
      return `${messageWord(card, target.message)} ${readMessageId(target.message).subject}`.trim();
    case "link": {
      const ends = [target.from, target.to].map((side) => sideTitle(card, side));
      return ends.join(target.isBothWays ? " ↔ " : " → ");
    }
  }
}

/** « × 5 », « 50 % », « − 2 min », or nothing. */
export function amountText(fault: Intervention): string {
  if (fault.amount === null) return "";
  switch (fault.kind) {
    case "slow":
      return typeset(`× ${formatDecimal(fault.amount / 100, 2)}`);
    case "loss":
    case "duplicate":
    case "reorder":
      return typeset(`${formatCount(fault.amount)} %`);
    case "drift":
      return typeset(`${formatDecimal(fault.amount / 1_000, 3)} ms par seconde`);
    default:
      return formatDuration(fault.amount);
  }
}

/** One line for the track and lists: « Arrêt brutal, Orchestrateur, 1,4 s ». */
export function faultTitle(fault: Intervention, card: ScenarioCard): string {
  const word = faultLabels[fault.kind].word;
  const parts = [
    `${word.charAt(0).toLocaleUpperCase("fr")}${word.slice(1)}`,
    targetTitle(fault.target, card),
    amountText(fault),
    fault.durationUs === null ? "" : formatDuration(fault.durationUs),
  ];
  return typeset(parts.filter((part) => part !== "").join(", "));
}

/** When it acts: « au pas 38 », « à 2,412 s », « dès son envoi » for a message marked from the start. */
export function faultInstant(fault: Intervention): string {
  if (fault.target.kind === "message" && fault.at.kind === "time" && fault.at.atUs === 0) {
    return "dès son envoi";
  }
  return fault.at.kind === "event"
    ? `au ${formatStep(fault.at.index)}`
    : `à ${formatInstant(fault.at.atUs)}`;
}

/** « entre l’orchestrateur et Paiement », « de l’orchestrateur vers Paiement ». */
function between(target: FaultTarget & { readonly kind: "link" }, card: ScenarioCard): string {
  const from = sideNamed(card, target.from);
  const to = sideNamed(card, target.to);
  return target.isBothWays ? `entre ${from} et ${to}` : `${ofNamed(from)} vers ${to}`;
}

/** « la requête « réserver » destinée à Inventaire ». */
export function messageNamed(card: ScenarioCard, message: string, isRefused = false): string {
  const name = readMessageId(message);
  const word = quoted(messageWord(card, message, isRefused));
  const about = name.subject === "" ? "" : ` de ${name.subject}`;
  const what = name.isReply ? `la réponse ${word}${about}` : `la requête ${word}${about}`;
  return name.to === "" ? what : `${what} destinée ${toNamed(nodeNamed(card, name.to))}`;
}

/** The act itself, after « vous »: « arrêtez l’orchestrateur ». */
function act(fault: Intervention, card: ScenarioCard): string {
  const { target } = fault;
  const amount = amountText(fault);
  if (target.kind === "message") {
    const what = messageNamed(card, target.message);
    switch (fault.kind) {
      case "duplicate-message":
        return `envoyez deux fois ${what}`;
      case "delay-message":
        return `retardez ${what} de ${amount}`;
      case "poison":
        return `rendez illisible ${what}`;
      default:
        return `perdez ${what}`;
    }
  }
  if (target.kind === "link") {
    const where = between(target, card);
    switch (fault.kind) {
      case "hold":
        return `retenez les messages ${where}`;
      case "loss":
        return `perdez ${amount} des messages ${where}`;
      case "duplicate":
        return `doublez ${amount} des messages ${where}`;
      case "delay":
        return `retardez de ${amount} les messages ${where}`;
      case "reorder":
        return `laissez ${amount} des messages ${where} se faire dépasser`;
      default:
        return target.isBothWays ? `coupez le lien ${where}` : `coupez le sens ${where}`;
    }
  }
  if (target.kind === "request") return requestAct(card, target);
  const node = nodeNamed(card, target.node);
  switch (fault.kind) {
    case "pause":
      return `figez ${node}`;
    case "slow":
      return `ralentissez ${node} (${amount})`;
    case "skew":
      return `décalez l’horloge ${ofNamed(node)} de ${amount}`;
    case "drift":
      return `faites dériver l’horloge ${ofNamed(node)} de ${amount}`;
    case "refuse":
      return `faites refuser toute requête ${toNamed(node)}`;
    case "disk-full":
      return `remplissez le disque ${ofNamed(node)}`;
    default:
      return `arrêtez ${node}`;
  }
}

/** « Vous arrêtez l’orchestrateur pendant 1,4 s. » */
export function tellFault(fault: Intervention, card: ScenarioCard): string {
  const length = fault.durationUs === null ? "" : ` pendant ${formatDuration(fault.durationUs)}`;
  return sentence(`vous ${act(fault, card)}${length}`);
}

/** The same from the text form that the log keeps; an unreadable text is quoted as it is. */
export function tellFaultText(text: string, card: ScenarioCard): string {
  const fault = parseFault(text, "f0");
  return fault.kind === "ok"
    ? tellFault(fault.value, card)
    : sentence(`vous injectez la panne ${quoted(text)}`);
}
