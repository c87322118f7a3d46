/** The tracks of the miniature and what travels on them; the aimed reply is a button in brackets. */

import { card } from "@/scenarios/saga-fintech/card.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { messageWord, operationOf } from "../_texte/names.ts";
import { cx } from "../_ui/cx.ts";
import { Sign, type SignName } from "../_ui/Sign.tsx";
import styles from "./Miniature.module.css";
import {
  type MiniatureLayout,
  narrowLayout,
  pointAt,
  svgPath,
  visibleShare,
  wideLayout,
} from "./miniature-layout.ts";
import type { MiniatureState } from "./miniature-store.ts";

interface TracksProps {
  readonly state: MiniatureState;
  /** Loses the aimed reply; null when nothing may be lost now. */
  readonly onLose: (() => void) | null;
}

interface Flying {
  readonly id: string;
  readonly track: string;
  readonly share: number;
  readonly word: string;
  readonly sign: SignName;
  readonly tone: string;
}

function flyingOf({ run, playhead }: MiniatureState): readonly Flying[] {
  if (run === null || playhead < 0) return [];
  const nowUs = run.log.atUs(playhead);
  return run.timeline.entries("message/").map(([, value]) => {
    const message = value as { readonly [field: string]: Value };
    const id = String(message.id);
    const isReply = message.role === "reply";
    const isUndo = operationOf(card, String(message.operation)).isCompensation;
    const isRefused = message.status === "refused";
    return {
      id,
      track: `${String(message.from)}>${String(message.to)}`,
      share: visibleShare(Number(message.sentAtUs), Number(message.arrivesAtUs), nowUs),
      word: messageWord(card, id, isRefused),
      sign: isReply ? "reply" : "request",
      tone: isRefused ? "tone-fail" : isUndo ? "tone-undo" : "tone-info",
    };
  });
}

/** The track on which the reader's fault just struck, to draw the ✕ there. */
function lossOf({ run, playhead }: MiniatureState): string | null {
  if (run === null || playhead < 0 || run.log.kind(playhead) !== "message-lost") return null;
  const lost = run.log.eventOf("message-lost", playhead);
  return `${lost.from}>${lost.node === lost.from ? "" : lost.node}`;
}

function Sheet({
  layout,
  className,
  state,
  onLose,
}: TracksProps & { readonly layout: MiniatureLayout; readonly className: string | undefined }) {
  const flying = flyingOf(state);
  const lost = lossOf(state);
  const lostTrack = lost === null ? undefined : layout.tracks[lost];
  return (
    <div className={className} style={{ width: layout.width, height: layout.height }}>
      <svg
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        width={layout.width}
        height={layout.height}
        aria-hidden="true"
      >
        {Object.entries(layout.tracks).map(([id, points]) => (
          <path key={id} d={svgPath(points)} className={styles.track} />
        ))}
      </svg>
      {flying.map((message) => {
        const points = layout.tracks[message.track];
        if (points === undefined) return null;
        const place = pointAt(points, message.share);
        const style = { left: place.x, top: place.y };
        const turn = { rotate: `${place.angle}deg` };
        if (onLose !== null && message.id === state.run?.message) {
          return (
            <button
              key={message.id}
              type="button"
              className={cx(styles.token, styles.aimed, "brackets", message.tone)}
              style={style}
              onClick={onLose}
            >
              <Sign name={message.sign} style={turn} />
              <span className="visually-hidden">
                Perdre la réponse « {message.word} » de la commande {state.run.subject}
              </span>
            </button>
          );
        }
        return (
          <span key={message.id} className={cx(styles.token, message.tone)} style={style}>
            <Sign name={message.sign} style={turn} />
            <span className={styles.word}>{message.word}</span>
          </span>
        );
      })}
      {lostTrack !== undefined && (
        <span
          className={cx(styles.token, "tone-fail")}
          style={{ left: pointAt(lostTrack, 0.5).x, top: pointAt(lostTrack, 0.5).y }}
        >
          <Sign name="fail" />
          <span className={styles.word}>perdu</span>
        </span>
      )}
    </div>
  );
}

export function MiniatureTracks(props: TracksProps) {
  return (
    <>
      <Sheet {...props} layout={wideLayout} className={styles.wide} />
      <Sheet {...props} layout={narrowLayout} className={styles.narrow} />
    </>
  );
}
