/** One event of the table: step, instant, node, kind, sentence, order, menu. */
"use client";
import { memo } from "react";
import { useActions, useLab } from "@/app/_lab/hooks.ts";
import { lightsEvent } from "@/app/_lab/lit.ts";
import { labelEvent } from "@/app/_texte/labels.ts";
import { nodeTitle } from "@/app/_texte/names.ts";
import { narrate, splitLead } from "@/app/_texte/narration.ts";
import { formatCount, formatInstant } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import type { MenuAnchor } from "@/app/_ui/Menu.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import styles from "./EventTable.module.css";
import brackets from "./row-brackets.module.css";

interface EventRowProps {
  readonly row: number;
  readonly index: number;
  readonly log: EventLog;
  readonly card: ScenarioCard;
  readonly isCurrent: boolean;
  readonly isPast: boolean;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  readonly onMenu: (anchor: MenuAnchor) => void;
}

export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { row, index, log, card, isCurrent, isPast, isChosen, isTabStop, onMenu } = props;
  const { select, goTo, light } = useActions();
  const isLit = useLab((s) => lightsEvent(s.view.lit, index));
  const event = log.event(index);
  const label = labelEvent(event, card);
  const sentence = narrate(event, card, log);
  // The node stands in its own column: its name is said, and not drawn a second time.
  const { lead, rest } = splitLead(sentence, event, card);
  return (
    <tr
      data-row={row}
      data-own-arrows
      data-lit={isLit || undefined}
      aria-rowindex={row + 2}
      aria-current={isCurrent ? "step" : undefined}
      aria-selected={isChosen}
      tabIndex={isTabStop ? 0 : -1}
      className={cx(
        styles.row,
        isCurrent && styles.current,
        !isPast && !isCurrent && styles.future,
        isChosen && brackets.chosen,
        isChosen && isCurrent && brackets.inked,
      )}
      onPointerEnter={() => light({ kind: "event", index })}
      onPointerLeave={() => light(null)}
      onClick={() => select({ kind: "event", index })}
      onDoubleClick={() => goTo(index)}
      onContextMenu={(pointer) => {
        pointer.preventDefault();
        onMenu({ x: pointer.clientX, y: pointer.clientY });
      }}
    >
      <td className={styles.step}>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Aller au pas ${index + 1}`}
          onClick={(pointer) => {
            pointer.stopPropagation();
            goTo(index);
          }}
        >
          {formatCount(index + 1)}
        </button>
      </td>
      <td className={styles.time}>{formatInstant(event.atUs)}</td>
      <td className={styles.node}>{nodeTitle(card, event.node)}</td>
      <td className={cx(styles.kind, `tone-${label.tone}`)}>
        <Sign name={label.sign} /> <span className={styles.word}>{label.word}</span>
      </td>
      <td className={styles.sentence} title={sentence}>
        <span className={styles.clamp}>
          {lead !== "" && <span className="visually-hidden">{lead}</span>}
          {rest.trim()}
        </span>
      </td>
      <td className={styles.subject}>
        {event.subject !== null && (
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${card.subjectTitle} ${event.subject}, inspecter`}
            onClick={(pointer) => {
              pointer.stopPropagation();
              select({ kind: "subject", subject: event.subject as string });
            }}
          >
            {event.subject}
          </button>
        )}
      </td>
      <td className={styles.more}>
        <button
          type="button"
          tabIndex={isTabStop ? 0 : -1}
          aria-haspopup="menu"
          aria-label={`Actions et pannes au pas ${index + 1}`}
          onClick={(pointer) => {
            pointer.stopPropagation();
            onMenu(pointer.currentTarget);
          }}
        >
          <Sign name="more" />
        </button>
      </td>
    </tr>
  );
});
