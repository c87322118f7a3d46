/** The small axis under the miniature: one stroke a bundle of steps, the playhead in ink. */
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { formatTick } from "../_texte/numbers.ts";
import { Sign } from "../_ui/Sign.tsx";
import styles from "./Miniature.module.css";
import type { MiniatureState } from "./miniature-store.ts";

const BINS = 110;
const TONES = ["info", "ok", "wait", "fail"] as const;

function weight(log: EventLog, index: number): number {
  switch (log.kind(index)) {
    case "message-lost":
    case "statement-failed":
    case "request-rejected":
      return 3;
    case "call-timed-out":
    case "reply-ignored":
      return 2;
    case "transaction-committed":
      return 1;
    default:
      return 0;
  }
}

interface Stroke {
  readonly bin: number;
  readonly height: number;
  readonly tone: (typeof TONES)[number];
}

function strokes(log: EventLog, last: number, endUs: number): readonly Stroke[] {
  const counts = new Array<number>(BINS).fill(0);
  const worst = new Array<number>(BINS).fill(0);
  for (let i = 0; i <= last; i++) {
    const bin = Math.min(BINS - 1, Math.floor((log.atUs(i) / endUs) * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
    worst[bin] = Math.max(worst[bin] ?? 0, weight(log, i));
  }
  return counts.flatMap((count, bin) =>
    count === 0
      ? []
      : [{ bin, height: Math.min(16, 3 + count * 1.4), tone: TONES[worst[bin] ?? 0] ?? "info" }],
  );
}

interface AxisProps {
  readonly state: MiniatureState;
  readonly instant: string;
}

export function MiniatureAxis({ state, instant }: AxisProps) {
  const { run, playhead, isLost } = state;
  if (run === null) {
    return <div className={styles.axis} aria-hidden="true" />;
  }
  const nowUs = run.log.atUs(playhead);
  const spanUs = isLost ? run.log.atUs(run.endIndex) : run.log.atUs(run.sentIndex) * 2;
  const endUs = Math.max(1, spanUs, nowUs);
  const now = (100 * nowUs) / endUs;
  return (
    <div className={styles.axis}>
      <div className={styles.lane} aria-hidden="true">
        {strokes(run.log, playhead, endUs).map((stroke) => (
          <i
            key={stroke.bin}
            style={{
              left: `${(100 * stroke.bin) / BINS}%`,
              height: stroke.height,
              background: `var(--${stroke.tone})`,
            }}
          />
        ))}
        <span className={styles.past} style={{ width: `${now}%` }} />
        <span className={styles.future} style={{ left: `${now}%` }} />
        {isLost && (
          <Sign
            name="fault"
            className={styles.struck}
            style={{ left: `${(100 * run.log.atUs(run.sentIndex)) / endUs}%` }}
          />
        )}
        <span className={styles.head} style={{ left: `${now}%` }} />
      </div>
      <div className={styles.ticks}>
        <span>{formatTick(0)}</span>
        <span className={styles.now} style={{ left: `clamp(36px, ${now}%, 100% - 200px)` }}>
          <b>{instant}</b>
          {playhead >= run.endIndex ? "" : isLost ? "sans la réponse" : "la suite dépend de vous"}
        </span>
      </div>
    </div>
  );
}
