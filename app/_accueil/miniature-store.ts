/**
 * The living miniature: one real run of the published saga, a playhead, one gesture.
 *
 * Owns the runs asked of the engine and where the playhead stands. The gesture asks for the same run
 * with one fault more; the log before the lost reply is the same, so the playhead does not move.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { createTimeline, type Timeline } from "@/simulator/observation/timeline.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import { parseFault } from "@/simulator/vocabulary/fault-text.ts";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import { defaultParameters } from "@/simulator/vocabulary/parameters.ts";
import type { EngineClient } from "../_worker/client.ts";

/** The operation whose answer the reader may lose. */
const AIMED_OPERATION = "debiter";
const VARIANT = "publiee";

export interface MiniatureRun {
  readonly log: EventLog;
  readonly timeline: Timeline;
  readonly claims: readonly ClaimTrack[];
  /** The reply that the reader may lose, the order it is about, the step at which it leaves. */
  readonly message: string;
  readonly subject: string;
  readonly sentIndex: number;
  /** Steps worth a pause, about this order. */
  readonly moments: readonly number[];
  /** Last moment: the first breach, else the end of the order. */
  readonly endIndex: number;
}

export interface MiniatureState {
  readonly status: "loading" | "ready" | "failed";
  /** A French sentence when the engine could not run. */
  readonly problem: string;
  readonly run: MiniatureRun | null;
  readonly isLost: boolean;
  readonly playhead: number;
  readonly isPlaying: boolean;
}

export interface Miniature {
  readonly store: StoreApi<MiniatureState>;
  readonly start: () => void;
  /** The gesture: loses the reply, then plays what follows. */
  readonly lose: () => void;
  readonly play: () => void;
  readonly pause: () => void;
  /** Goes to the next moment; false at the end. */
  readonly step: () => boolean;
  /** Back to the reply in flight, without the fault. */
  readonly rewind: () => void;
  readonly dispose: () => void;
}

const TOLD: ReadonlySet<EventKind> = new Set<EventKind>([
  "message-sent",
  "message-lost",
  "call-timed-out",
  "record-changed",
  "node-crashed",
  "command-ended",
  "request-rejected",
  "reply-ignored",
  "statement-failed",
  "deadline-passed",
]);

function isMoment(log: EventLog, index: number): boolean {
  const kind = log.kind(index);
  if (kind === "transaction-committed") {
    return log.eventOf("transaction-committed", index).changes.length > 0;
  }
  return TOLD.has(kind);
}

/** The first reply that says « débité », or null when the run has none. */
function findReply(log: EventLog): { message: string; subject: string; index: number } | null {
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) !== "message-sent") continue;
    const sent = log.eventOf("message-sent", i);
    if (sent.role === "reply" && sent.operation === AIMED_OPERATION && sent.status === "ok") {
      return { message: sent.message, subject: sent.subject ?? "", index: i };
    }
  }
  return null;
}

const firstBreach = (claims: readonly ClaimTrack[]): number =>
  claims.reduce(
    (first, track) =>
      track.brokenAt >= 0 && (first < 0 || track.brokenAt < first) ? track.brokenAt : first,
    -1,
  );

function readRun(
  card: ScenarioCard,
  log: EventLog,
  claims: readonly ClaimTrack[],
  aim: { message: string; subject: string; index: number },
): MiniatureRun {
  const timeline = createTimeline(log, card.databases);
  timeline.extend();
  let ended = -1;
  const told: number[] = [];
  for (let i = 0; i < log.length; i++) {
    if (log.subject(i) !== aim.subject) continue;
    if (isMoment(log, i)) told.push(i);
    if (log.kind(i) === "command-ended") ended = i;
  }
  const breach = firstBreach(claims);
  const endIndex = Math.max(breach, ended, aim.index);
  const moments = told.filter((index) => index <= endIndex);
  if (moments.at(-1) !== endIndex) moments.push(endIndex);
  return {
    log,
    timeline,
    claims,
    message: aim.message,
    subject: aim.subject,
    sentIndex: aim.index,
    moments,
    endIndex,
  };
}

const FIRST: MiniatureState = {
  status: "loading",
  problem: "",
  run: null,
  isLost: false,
  playhead: -1,
  isPlaying: false,
};

export function createMiniature(card: ScenarioCard, client: EngineClient): Miniature {
  const store = createStore<MiniatureState>(() => FIRST);
  let healthy: MiniatureRun | null = null;

  function show(run: MiniatureRun, changes: Partial<MiniatureState>): void {
    const playhead = changes.playhead ?? store.getState().playhead;
    run.timeline.seek(playhead);
    store.setState({ status: "ready", run, ...changes, playhead });
  }

  function ask(faults: readonly string[], onDone: (run: MiniatureRun) => void): void {
    let log = new EventLog();
    const fail = (problem: string) =>
      store.setState({ status: "failed", problem, isPlaying: false });
    client.run(
      {
        scenario: card.id,
        variant: VARIANT,
        seed: card.defaultSeed,
        parameters: defaultParameters(card.parameters),
        interventions: faults.flatMap((text, i) => {
          const fault = parseFault(text, `f${i + 1}`);
          return fault.kind === "ok" ? [fault.value] : [];
        }),
        untilUs: null,
      },
      {
        onBatch: (batch) => log.appendBatch(batch),
        onRestart: () => {
          log = new EventLog();
        },
        onFailed: fail,
        onDone: (summary) => {
          const aim =
            healthy === null
              ? findReply(log)
              : { message: healthy.message, subject: healthy.subject, index: healthy.sentIndex };
          if (aim === null) fail("Ce parcours ne contient aucun débit à perdre.");
          else onDone(readRun(card, log, summary.claims, aim));
        },
      },
    );
  }

  function goTo(playhead: number): void {
    store.getState().run?.timeline.seek(playhead);
    store.setState({ playhead });
  }

  return {
    store,
    start() {
      ask([], (run) => {
        healthy = run;
        show(run, { playhead: run.sentIndex });
      });
    },
    lose() {
      const { run } = store.getState();
      if (run === null || healthy === null) return;
      const fault = `drop-message:${healthy.message}@event:${healthy.sentIndex}`;
      ask([fault], (lost) => show(lost, { isLost: true, isPlaying: true }));
    },
    play: () => store.setState({ isPlaying: true }),
    pause: () => store.setState({ isPlaying: false }),
    step() {
      const { run, playhead } = store.getState();
      const next = run?.moments.find((index) => index > playhead);
      if (next === undefined) {
        store.setState({ isPlaying: false });
        return false;
      }
      goTo(next);
      return true;
    },
    rewind() {
      if (healthy === null) return;
      client.cancel();
      show(healthy, { playhead: healthy.sentIndex, isLost: false, isPlaying: false });
    },
    dispose: () => client.dispose(),
  };
}
