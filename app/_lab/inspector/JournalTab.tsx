/** The tab « Journal »: the events of the selection up to the playhead, latest first. */
"use client";
import { useActions, useLab } from "@/app/_lab/hooks.ts";
import { lightsEvent } from "@/app/_lab/lit.ts";
import { labelEvent } from "@/app/_texte/labels.ts";
import { nodeTitle } from "@/app/_texte/names.ts";
import { narrateShort } from "@/app/_texte/narration-short.ts";
import { formatInstant, formatStep } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { accepts, latestEvents } from "./journal.ts";
import { matches } from "./reading.ts";
import type { TabProps } from "./tab-props.ts";
import styles from "./tabs.module.css";

const EVENTS_MAX = 200;
const REACH_MAX = 20_000;

export function JournalTab({ reading, selection, filter }: TabProps) {
  const { goTo, select, light } = useActions();
  const lit = useLab((s) => s.view.lit);
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
              data-lit={lightsEvent(lit, index) || undefined}
              onPointerEnter={() => light({ kind: "event", index })}
              onPointerLeave={() => light(null)}
              onFocus={() => light({ kind: "event", index })}
              onBlur={() => light(null)}
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
