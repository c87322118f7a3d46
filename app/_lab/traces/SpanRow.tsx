/** One span: its name in the tree, its node, its bar, how long it took, the step where it began. */
"use client";
import { useActions, useCard, useSelection } from "@/app/_lab/hooks.ts";
import brackets from "@/app/_lab/table/row-brackets.module.css";
import { eventLabels } from "@/app/_texte/labels.ts";
import { nodeTitle } from "@/app/_texte/names.ts";
import { formatCount, formatDuration, formatStep } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import styles from "./Traces.module.css";
import type { SpanStanding, WaterfallRow } from "./waterfall.ts";

/** Why a span failed, in the words of the table of signs. */
const REASONS: Readonly<Record<string, string>> = {
  "timed-out": "délai dépassé",
  refused: "refusée",
  lost: "perdu à l’arrêt",
  failed: "échoué",
  "rolled-back": "annulée",
  cancelled: "interrompu",
};

const STANDING_WORDS: Readonly<Record<SpanStanding, string>> = {
  future: "pas encore commencé",
  open: "en cours",
  ok: "terminé",
  error: "en échec",
};

interface SpanRowProps {
  readonly row: WaterfallRow;
  /** Place of an instant on the axis, px. */
  readonly x: (atUs: number) => number;
  readonly nowX: number;
  readonly width: number;
}

export function SpanRow({ row, x, nowX, width }: SpanRowProps) {
  const card = useCard();
  const selection = useSelection();
  const { select, goTo } = useActions();
  const { span, depth, title, standing, untilUs } = row;
  const left = Math.max(0, Math.min(width, x(span.startUs)));
  const right = Math.max(left, Math.min(width, x(untilUs)));
  const isChosen = selection?.kind === "event" && selection.index === span.startIndex;
  const words =
    standing === "error" ? (REASONS[span.reason] ?? span.reason) : STANDING_WORDS[standing];
  const isLate = standing === "error" && span.reason === "timed-out";
  const marks = span.marks.filter((mark) => mark.atUs <= untilUs);
  return (
    <tr
      className={cx(
        styles.row,
        styles[standing],
        isLate && styles.late,
        isChosen && brackets.chosen,
      )}
    >
      <th scope="row" className={styles.name}>
        <button
          type="button"
          style={{ paddingLeft: `${depth * 12}px` }}
          aria-pressed={isChosen}
          onClick={() => select({ kind: "event", index: span.startIndex })}
        >
          {title}
        </button>
      </th>
      <td className={styles.node}>{nodeTitle(card, span.node)}</td>
      <td className={styles.bars}>
        <div className={styles.lane}>
          <span className={styles.now} style={{ left: nowX }} />
          {standing !== "future" && (
            <span
              className={cx(styles.bar, styles[span.kind])}
              style={{ left, width: Math.max(3, right - left) }}
            />
          )}
          {marks.map((mark) => {
            const label = eventLabels[mark.name as EventKind];
            return (
              <span
                key={mark.index}
                className={cx(styles.mark, `tone-${label?.tone ?? "info"}`)}
                style={{ left: x(mark.atUs) }}
              >
                <Sign name={label?.sign ?? "info"} title={label?.word} />
              </span>
            );
          })}
          {(standing === "error" || standing === "open") && (
            <span
              className={cx(styles.words, right > width * 0.72 && styles.before)}
              style={right > width * 0.72 ? { right: width - left + 6 } : { left: right + 6 }}
            >
              {words}
            </span>
          )}
          {standing !== "error" && standing !== "open" && (
            <span className="visually-hidden">{words}</span>
          )}
        </div>
      </td>
      <td className={styles.took}>
        {standing === "future" ? "" : formatDuration(untilUs - span.startUs)}
      </td>
      <td className={styles.step}>
        <button
          type="button"
          aria-label={`Aller au ${formatStep(span.startIndex)}`}
          onClick={() => goTo(span.startIndex)}
        >
          {formatCount(span.startIndex + 1)}
        </button>
      </td>
    </tr>
  );
}
