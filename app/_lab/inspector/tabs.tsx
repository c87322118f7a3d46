/** The tabs « Messages », « Horloge » and « Journal » of the inspector. */
"use client";
import { useMemo } from "react";
import type { MessageRecord } from "@/app/_lab/folds.ts";
import { useActions } from "@/app/_lab/hooks.ts";
import type { Selection } from "@/app/_lab/view.ts";
import { labelEvent, roleLabels } from "@/app/_texte/labels.ts";
import { messageWord, nodeTitle } from "@/app/_texte/names.ts";
import { narrateShort } from "@/app/_texte/narration-short.ts";
import { formatDuration, formatInstant, formatRate, formatStep } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { lamport, vectorClock } from "@/simulator/observation/causality.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { accepts, latestEvents } from "./journal.ts";
import { KeyValues } from "./KeyValues.tsx";
import { messageEnd, messageState } from "./message-sections.ts";
import {
  fact,
  fieldsOf,
  type InspectRow,
  type InspectSection,
  matches,
  type Reading,
} from "./reading.ts";
import styles from "./tabs.module.css";

const MESSAGES_MAX = 150;
const EVENTS_MAX = 200;
const REACH_MAX = 20_000;

interface TabProps {
  readonly reading: Reading;
  readonly selection: Selection | null;
  readonly filter: string;
}

/** Messages of a selection that have left at the playhead, latest first. */
export function messagesOf(
  { messages, log, playhead }: Reading,
  selection: Selection | null,
): readonly MessageRecord[] {
  const isChosen = (m: MessageRecord): boolean => {
    switch (selection?.kind) {
      case "node":
        return m.from === selection.node || m.to === selection.node;
      case "link":
        return (
          (m.from === selection.from && m.to === selection.to) ||
          (m.from === selection.to && m.to === selection.from)
        );
      case "message":
        return (
          m.id === selection.message ||
          m.replyTo === selection.message ||
          messages.byId(selection.message)?.replyTo === m.id
        );
      case "subject":
        return m.subject === selection.subject;
      case "event":
        return m.subject === log.subject(selection.index);
      default:
        return true;
    }
  };
  const found: MessageRecord[] = [];
  for (let i = messages.all.length - 1; i >= 0 && found.length < MESSAGES_MAX; i--) {
    const message = messages.all[i] as MessageRecord;
    if (message.sentIndex <= playhead && isChosen(message)) found.push(message);
  }
  return found;
}

export function MessagesTab({ reading, selection, filter }: TabProps) {
  const { select } = useActions();
  const { card, playhead } = reading;
  const shown = messagesOf(reading, selection).filter((m) =>
    matches(`${m.id} ${messageWord(card, m.id)} ${m.subject ?? ""}`, filter),
  );
  if (shown.length === 0) return <p className={styles.none}>Aucun message à cet instant.</p>;
  return (
    <ul className={styles.list}>
      {shown.map((message) => {
        const role = roleLabels[message.role];
        const state = messageState(message, playhead);
        const isLost = messageEnd(message, playhead) === "lost";
        return (
          <li key={message.id}>
            <button
              type="button"
              aria-pressed={selection?.kind === "message" && selection.message === message.id}
              onClick={() => select({ kind: "message", message: message.id })}
            >
              <span className={`tone-${isLost ? "fail" : role.tone}`}>
                <Sign name={isLost ? "fail" : role.sign} title={role.word} />
              </span>
              <span className={styles.what}>
                <b>{message.subject}</b>{" "}
                <span className={cx(isLost && styles.struck)}>
                  {messageWord(card, message.id, message.status === "refused")}
                </span>
                <small>
                  {nodeTitle(card, message.from)} → {nodeTitle(card, message.to)}
                </small>
              </span>
              <span className={styles.state}>
                <span className={state.tone && `tone-${state.tone}`}>{state.text}</span>
                <small>{formatStep(message.sentIndex)}</small>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const stampsOf = new WeakMap<EventLog, Int32Array>();
/** Lamport's stamps, worked out once a length of the log. */
export function stamps(log: EventLog): Int32Array {
  let known = stampsOf.get(log);
  if (known === undefined || known.length !== log.length) {
    known = lamport(log);
    stampsOf.set(log, known);
  }
  return known;
}

function nodeOf(reading: Reading, selection: Selection | null): string | null {
  switch (selection?.kind) {
    case "node":
      return selection.node;
    case "event":
      return reading.log.node(selection.index);
    case "message":
      return reading.messages.byId(selection.message)?.to ?? null;
    case "row":
      return (
        reading.card.databases.find((database) => database.id === selection.database)?.node ?? null
      );
    default:
      return reading.playhead < 0 ? null : reading.log.node(reading.playhead);
  }
}

/** What the node's clock shows: true time, skew, and the drift gathered since it began. */
function clockRows(reading: Reading, node: string): readonly InspectRow[] {
  const path = `node/${node}/clock`;
  const clock = fieldsOf(reading.timeline.value(path));
  const offsetUs = Number(clock.offsetUs ?? 0);
  const ppm = Number(clock.partsPerMillion ?? 0);
  const since = reading.timeline
    .history(path)
    .findLast(
      (m, i, all) =>
        m.index <= reading.playhead &&
        fieldsOf(m.value).partsPerMillion === ppm &&
        fieldsOf(all[i - 1]?.value).partsPerMillion !== ppm,
    );
  const sinceUs = since === undefined ? reading.nowUs : reading.log.atUs(since.index);
  const driftUs = Math.round(((reading.nowUs - sinceUs) * ppm) / 1_000_000);
  const shownUs = reading.nowUs + offsetUs + driftUs;
  const signed = (us: number): string => `${us > 0 ? "+\u202f" : ""}${formatDuration(us)}`;
  return [
    { id: "true", label: "heure vraie", values: [fact(formatInstant(reading.nowUs))] },
    {
      id: "shown",
      label: "son horloge",
      values: [
        shownUs < 0
          ? fact(`−\u202f${formatInstant(-shownUs)}`)
          : fact(formatInstant(shownUs), shownUs === reading.nowUs ? undefined : "wait"),
      ],
    },
    {
      id: "skew",
      label: "décalage",
      values: [fact(offsetUs === 0 ? "aucun" : signed(offsetUs))],
    },
    {
      id: "drift",
      label: "dérive",
      values: [fact(ppm === 0 ? "aucune" : `${formatRate(ppm)}, ${signed(driftUs)}`)],
    },
  ];
}

/** The last event of the node at or before the playhead (or the event chosen), −1 when none. */
function lastEventOf(reading: Reading, node: string, selection: Selection | null): number {
  if (selection?.kind === "event") return selection.index;
  for (let i = reading.playhead; i >= 0; i--) if (reading.log.node(i) === node) return i;
  return -1;
}

export function ClockTab({ reading, selection, filter }: TabProps) {
  const node = nodeOf(reading, selection);
  const { card, log } = reading;
  const index = node === null ? -1 : lastEventOf(reading, node, selection);
  const vector = useMemo(() => (index < 0 ? null : vectorClock(log, index)), [log, index]);
  if (node === null) return <p className={styles.none}>Aucune horloge avant le premier pas.</p>;
  const sections: InspectSection[] = [
    {
      id: "clock",
      title: `Horloge de ${nodeTitle(card, node)}`,
      rows: clockRows(reading, node),
    },
  ];
  if (index >= 0) {
    sections.push({
      id: "lamport",
      title: "Estampilles",
      note: `à son ${formatStep(index)}`,
      rows: [
        {
          id: "lamport",
          label: "Lamport",
          values: [fact(String(stamps(log)[index]))],
          step: index,
        },
      ],
    });
    sections.push({
      id: "vector",
      title: "Horloge vectorielle",
      note: "ce qu’il a pu apprendre de chacun",
      rows: [...(vector ?? [])].map(([id, count]) => ({
        id,
        label: nodeTitle(card, id),
        values: [fact(String(count), count === 0 ? "mute" : undefined)],
        select: { kind: "node", node: id } as const,
      })),
    });
  }
  const said = (row: InspectRow): boolean => matches(row.label, filter);
  return (
    <KeyValues
      sections={sections.map((section) => ({ ...section, rows: section.rows.filter(said) }))}
    />
  );
}

export function JournalTab({ reading, selection, filter }: TabProps) {
  const { goTo, select } = useActions();
  const { card, log, messages, playhead } = reading;
  const isAccepted = accepts(log, messages, selection);
  const sent =
    selection?.kind === "message" ? (messages.byId(selection.message)?.sentIndex ?? 0) : 0;
  const oldest = Math.max(0, sent, playhead - REACH_MAX);
  const shown = latestEvents({ from: playhead, oldest, max: EVENTS_MAX }, isAccepted).filter(
    (index) => filter === "" || matches(narrateShort(log.event(index), card, log), filter),
  );
  if (shown.length === 0) return <p className={styles.none}>Rien à cet instant.</p>;
  return (
    <ol className={styles.list}>
      {shown.map((index) => {
        const event = log.event(index);
        const label = labelEvent(event, card);
        return (
          <li key={index} className={cx(index === playhead && styles.current)}>
            <button
              type="button"
              aria-current={index === playhead ? "step" : undefined}
              onClick={() => {
                goTo(index);
                if (selection === null) select({ kind: "event", index });
              }}
            >
              <span className={`tone-${label.tone}`}>
                <Sign name={label.sign} />
              </span>
              <span className={styles.what}>
                {label.word}
                <small>
                  {selection?.kind !== "node" && `${nodeTitle(card, event.node)}, `}
                  {narrateShort(event, card, log)}
                </small>
              </span>
              <span className={styles.state}>
                {formatStep(index)}
                <small>{formatInstant(event.atUs)}</small>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
