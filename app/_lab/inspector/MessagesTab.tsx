/** The tab « Messages »: those of the selection that have left at the playhead, latest first. */
"use client";
import type { MessageRecord } from "@/app/_lab/folds.ts";
import { useActions, useLab } from "@/app/_lab/hooks.ts";
import type { Selection } from "@/app/_lab/view.ts";
import { roleLabels } from "@/app/_texte/labels.ts";
import { messageWord, nodeTitle } from "@/app/_texte/names.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { messageEnd, messageState } from "./message-state.ts";
import { matches, type Reading } from "./reading.ts";
import type { TabProps } from "./tab-props.ts";
import styles from "./tabs.module.css";

const MESSAGES_MAX = 150;

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
  const { select, light } = useActions();
  const lit = useLab((s) => s.view.lit?.message ?? null);
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
              data-lit={lit === message.id || undefined}
              onPointerEnter={() => light({ kind: "message", message: message.id })}
              onPointerLeave={() => light(null)}
              onFocus={() => light({ kind: "message", message: message.id })}
              onBlur={() => light(null)}
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
