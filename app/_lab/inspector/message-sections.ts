/** A message, or a link with what travels on it, as sections of the inspector. */
import type { MessageRecord } from "@/app/_lab/folds.ts";
import { linkStateLabels, roleLabels } from "@/app/_texte/labels.ts";
import { messageWord, nodeTitle } from "@/app/_texte/names.ts";
import { formatDuration, formatInstant, formatStep } from "@/app/_texte/numbers.ts";
import type { LinkState } from "@/simulator/vocabulary/events.ts";
import { messageEnd, messageState } from "./message-state.ts";
import { flightRow } from "./node-sections.ts";
import {
  fact,
  fieldsOf,
  type InspectRow,
  type InspectSection,
  type InspectValue,
  type Reading,
  rawOf,
  slotValue,
} from "./reading.ts";

function itself(reading: Reading, message: MessageRecord): InspectSection {
  const { card, playhead } = reading;
  const end = messageEnd(message, playhead);
  const role = roleLabels[message.role];
  const rows: InspectRow[] = [
    {
      id: "role",
      label: "genre",
      sign: { name: role.sign, tone: role.tone, word: role.word },
      values: [fact(message.isCopy ? `${role.word}, en double` : role.word)],
    },
    {
      id: "from",
      label: "de",
      values: [fact(nodeTitle(card, message.from))],
      select: { kind: "node", node: message.from },
    },
    {
      id: "to",
      label: "vers",
      values: [fact(nodeTitle(card, message.to))],
      select: { kind: "node", node: message.to },
    },
    { id: "state", label: "état", values: [messageState(message, playhead)] },
    {
      id: "sent",
      label: "parti",
      values: [fact(formatInstant(message.sentAtUs)), fact(formatStep(message.sentIndex))],
      step: message.sentIndex,
    },
  ];
  if (end === "flying") {
    const arrives = slotValue(reading, `message/${message.id}`, (value) =>
      value === undefined ? "" : formatInstant(Number(fieldsOf(value).arrivesAtUs)),
    );
    // A message that has just left has no former arrival.
    const isNew = arrives.before === "";
    rows.push({
      id: "arrives",
      label: "arriverait",
      values: [isNew ? { ...arrives, before: null } : arrives],
    });
  } else if (end !== "unsent") {
    rows.push(
      {
        id: "ended",
        label: end === "lost" ? "perdu" : "arrivé",
        values: [fact(formatInstant(message.endAtUs)), fact(formatStep(message.endIndex))],
        step: message.endIndex,
      },
      {
        id: "took",
        label: "en route",
        values: [fact(formatDuration(message.endAtUs - message.sentAtUs))],
      },
    );
  }
  if (message.replyTo !== null) {
    rows.push({
      id: "replyTo",
      label: "répond à",
      values: [fact(messageWord(card, message.replyTo))],
      select: { kind: "message", message: message.replyTo },
    });
  }
  if (message.subject !== null) {
    rows.push({
      id: "subject",
      label: card.subjectTitle.toLocaleLowerCase("fr"),
      values: [fact(message.subject)],
      select: { kind: "subject", subject: message.subject },
    });
  }
  rows.push({ id: "id", label: "identifiant", values: [fact(message.id)] });
  return { id: "message", title: "Le message", rows };
}

function body(message: MessageRecord): InspectSection {
  const value = message.body;
  const entries =
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value)
      : value === null
        ? []
        : [["contenu", value] as const];
  return {
    id: "body",
    title: "Son contenu",
    rows: entries.map(([name, field]) => ({
      id: `body/${name}`,
      label: name,
      values: [fact(rawOf(field) || "–")],
    })),
    empty: "Vide.",
  };
}

export function messageSections(reading: Reading, id: string): readonly InspectSection[] {
  const message = reading.messages.byId(id);
  if (message === undefined) return [];
  const answers = reading.messages.all.filter(
    (other) => other.replyTo === id && other.sentIndex <= reading.playhead,
  );
  const known: InspectSection[] = [itself(reading, message), body(message)];
  if (answers.length > 0) {
    known.push({
      id: "answers",
      title: "Ses réponses",
      rows: answers.map((answer) => ({
        id: answer.id,
        label: messageWord(reading.card, answer.id, answer.status === "refused"),
        values: [messageState(answer, reading.playhead)],
        select: { kind: "message", message: answer.id },
      })),
    });
  }
  return known;
}

function direction(reading: Reading, from: string, to: string): InspectSection {
  const { card, playhead } = reading;
  const path = `link/${from}>${to}`;
  const sent = reading.messages.all.filter(
    (m) => m.from === from && m.to === to && m.sentIndex <= playhead,
  );
  const count = (end: ReturnType<typeof messageEnd>): number =>
    sent.filter((message) => messageEnd(message, playhead) === end).length;
  const state = slotValue(
    reading,
    path,
    (value) => linkStateLabels[(value ?? "open") as LinkState],
  );
  const isOpen = reading.timeline.value(path) === undefined;
  const flying = reading.timeline
    .entries("message/")
    .filter(([, value]) => fieldsOf(value).from === from && fieldsOf(value).to === to);
  return {
    id: path,
    title: `${nodeTitle(card, from)} → ${nodeTitle(card, to)}`,
    rows: [
      {
        id: `${path}/state`,
        label: "état",
        values: [isOpen ? state : { ...state, tone: "fail" }],
      },
      { id: `${path}/delivered`, label: "remis", values: [fact(String(count("delivered")))] },
      { id: `${path}/lost`, label: "perdus", values: [fact(String(count("lost")))] },
      ...flying.map(([, value]) => flightRow(reading, value)),
    ],
  };
}

export const linkSections = (
  reading: Reading,
  from: string,
  to: string,
): readonly InspectSection[] => [direction(reading, from, to), direction(reading, to, from)];
