/**
 * What can be done at an event: go there, and every fault on its node, its message, its link, placed
 * just after this very event. The same commands as on the drawing.
 */
import type { FaultOrder } from "@/app/_lab/document-actions.ts";
import type { MessageTable } from "@/app/_lab/folds.ts";
import { faultLabels } from "@/app/_texte/labels.ts";
import { messageWord, nodeTitle } from "@/app/_texte/names.ts";
import { formatDecimal, formatDuration } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import type { SignName } from "@/app/_ui/Sign.tsx";
import { instantUs } from "@/simulator/base/time.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { isBusinessKey } from "@/simulator/vocabulary/fault-text.ts";
import {
  FAULT_KINDS,
  type FaultKind,
  type FaultTarget,
  faultRule,
  type Instant,
} from "@/simulator/vocabulary/interventions.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { requestsAbout } from "@/simulator/vocabulary/requests.ts";

export interface FaultOffer {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly sign: SignName;
  readonly order: FaultOrder;
  /** First offer on another target: a rule above it. */
  readonly isFirst: boolean;
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase("fr") + text.slice(1);

/** « 10 s », « × 5 », « 50 %, 10 s ». */
function defaultHint(kind: FaultKind): string {
  const rule = faultRule(kind);
  const amount =
    rule.defaultAmount === null
      ? ""
      : kind === "slow"
        ? `× ${formatDecimal(rule.defaultAmount / 100)}`
        : rule.unit === "percent"
          ? `${rule.defaultAmount} %`
          : rule.unit === "us"
            ? formatDuration(rule.defaultAmount)
            : "";
  const length = rule.defaultDurationUs === null ? "" : formatDuration(rule.defaultDurationUs);
  return typeset([amount, length].filter(Boolean).join(", "));
}

interface Place {
  readonly card: ScenarioCard;
  readonly log: EventLog;
  readonly messages: MessageTable;
}

/** The message an event is about, or null. */
function messageOf(log: EventLog, index: number): string | null {
  const event = log.event(index);
  return "message" in event ? event.message : null;
}

interface Aim {
  readonly target: FaultTarget;
  readonly title: string;
  /** Just after this event. */
  readonly at: number;
}

function aims({ card, log, messages }: Place, index: number): readonly Aim[] {
  const found: Aim[] = [];
  const id = messageOf(log, index);
  const message = id === null ? undefined : messages.byId(id);
  if (message !== undefined) {
    found.push({
      target: { kind: "message", message: message.id },
      title: `${messageWord(card, message.id)} ${message.subject ?? ""}`.trim(),
      // A message can only be touched from its departure on, and before its end.
      at: message.endIndex >= 0 && message.endIndex <= index ? message.sentIndex : index,
    });
    found.push({
      target: { kind: "link", from: [message.from], to: [message.to], isBothWays: false },
      title: `${nodeTitle(card, message.from)} → ${nodeTitle(card, message.to)}`,
      at: index,
    });
  }
  const node = log.node(index);
  if (card.nodes.some((known) => known.id === node)) {
    found.push({
      target: { kind: "node", node },
      title: nodeTitle(card, node),
      at: index,
    });
  }
  return found;
}

/** What may be asked just after an event about its key. */
function requestOffers({ card, log }: Place, index: number): readonly FaultOffer[] {
  const subject = log.subject(index);
  if (subject === null || !isBusinessKey(subject)) return [];
  const at: Instant = { kind: "time", atUs: instantUs(log.atUs(index) + 1) };
  return requestsAbout(card).map(({ id: request, title }, i) => ({
    ...{ id: `request:${request}`, label: typeset(title), hint: subject, sign: "ask" as const },
    order: { kind: "request", target: { kind: "request", request, subject }, at },
    isFirst: i === 0,
  }));
}

/** Every fault that makes sense just after an event, after what may be asked there. */
export function faultOffers(place: Place, index: number): readonly FaultOffer[] {
  const faults = aims(place, index).flatMap((aim): readonly FaultOffer[] =>
    FAULT_KINDS.filter((kind) => faultRule(kind).target === aim.target.kind).map((kind, i) => ({
      id: `${aim.target.kind}:${kind}`,
      label: `${capital(faultLabels[kind].word)}${aim.target.kind === "message" ? "" : `, ${aim.title}`}`,
      hint: aim.target.kind === "message" && i === 0 ? aim.title : defaultHint(kind),
      sign: faultLabels[kind].sign,
      order: { kind, target: aim.target, at: { kind: "event", index: aim.at } },
      isFirst: i === 0,
    })),
  );
  return [...requestOffers(place, index), ...faults];
}
