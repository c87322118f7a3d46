/**
 * Runs asked for and runs kept: one in progress, the last finished ones by setup.
 *
 * The reader keeps seeing the former run until the new one has reached the place where they stood:
 * nothing flashes. Owns the check that a branch repeats its parent up to where it leaves it.
 */
import type { EngineClient } from "@/app/_worker/client.ts";
import type { DatabaseCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import { firstDifference } from "@/simulator/vocabulary/log-difference.ts";
import type { RunSummary } from "@/simulator/vocabulary/run.ts";
import { type Branch, runRequest, setupKey } from "./document.ts";
import { createMessageTable, createTimeline, type MessageTable, type Timeline } from "./folds.ts";

/** A run's log and folds. Grows while batches arrive. */
export interface RunRecord {
  readonly log: EventLog;
  readonly timeline: Timeline;
  readonly messages: MessageTable;
  summary: RunSummary | null;
}

/** Where the reader wants to stand in the new run. */
export type Goal =
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "time"; readonly atUs: number };

export interface RunsListener {
  /** The new run is long enough (or over): show it, standing at `playhead`. */
  readonly onShow: (record: RunRecord, branch: Branch, playhead: number) => void;
  /** More of the shown run. */
  readonly onGrow: (record: RunRecord) => void;
  readonly onDone: (record: RunRecord) => void;
  readonly onFailed: (message: string) => void;
}

const KEPT_RUNS_MAX = 12;
const KEPT_EVENTS_MAX = 500_000;

export const emptyRecord = (databases: readonly DatabaseCard[] = []): RunRecord => {
  const log = new EventLog();
  return {
    log,
    timeline: createTimeline(log, databases),
    messages: createMessageTable(log),
    summary: null,
  };
};

const contradiction = (index: number): string =>
  `Le simulateur s’est contredit au pas ${index + 1}. Copiez ce lien\u00a0: il rejoue l’erreur.`;

/** First event among those shared in which a branch differs from its parent, or −1. */
export function prefixContradiction(child: EventLog, parent: EventLog, leavesAt: number): number {
  const shared = leavesAt + 1;
  if (shared <= 0) return -1;
  if (child.length < shared || parent.length < shared) {
    return Math.min(child.length, parent.length);
  }
  return firstDifference(child, parent, shared);
}

export interface Runs {
  /** Shows this branch's run, kept or new. `parent`: what it must repeat, when it is kept. */
  readonly start: (scenario: string, branch: Branch, parent: Branch | null, goal: Goal) => void;
  readonly kept: (branch: Branch) => RunRecord | null;
  readonly dispose: () => void;
}

export function createRuns(
  client: EngineClient,
  databasesOf: (branch: Branch) => readonly DatabaseCard[],
  listener: RunsListener,
): Runs {
  const keptRuns = new Map<string, RunRecord>();

  const keep = (key: string, record: RunRecord): void => {
    keptRuns.delete(key);
    keptRuns.set(key, record);
    const size = (): number => [...keptRuns.values()].reduce((sum, r) => sum + r.log.length, 0);
    while (keptRuns.size > KEPT_RUNS_MAX || (keptRuns.size > 1 && size() > KEPT_EVENTS_MAX)) {
      keptRuns.delete(keptRuns.keys().next().value as string);
    }
  };

  const place = (log: EventLog, goal: Goal): number =>
    goal.kind === "time" ? log.indexAt(goal.atUs) : Math.min(goal.index, log.length - 1);

  const reaches = (log: EventLog, goal: Goal): boolean =>
    log.length > 0 &&
    (goal.kind === "time"
      ? log.atUs(log.length - 1) > goal.atUs
      : log.length > Math.max(0, goal.index));

  return {
    start(scenario, branch, parent, goal) {
      const key = setupKey(branch.setup);
      const known = keptRuns.get(key);
      if (known !== undefined) {
        client.cancel();
        keep(key, known);
        listener.onShow(known, branch, place(known.log, goal));
        listener.onDone(known);
        return;
      }
      const parentRun = parent === null ? null : (keptRuns.get(setupKey(parent.setup)) ?? null);
      const databases = databasesOf(branch);
      let record = emptyRecord(databases);
      let isShown = false;
      const show = (): void => {
        if (isShown) return;
        isShown = true;
        listener.onShow(record, branch, place(record.log, goal));
      };
      client.run(runRequest(scenario, branch.setup), {
        onBatch(batch) {
          record.log.appendBatch(batch);
          record.timeline.extend();
          record.messages.extend();
          if (isShown) listener.onGrow(record);
          else if (reaches(record.log, goal)) show();
        },
        onDone(summary) {
          record.summary = summary;
          show();
          const contradicted =
            parentRun === null
              ? -1
              : prefixContradiction(record.log, parentRun.log, branch.leavesAt);
          if (contradicted >= 0) listener.onFailed(contradiction(contradicted));
          else keep(key, record);
          listener.onDone(record);
        },
        onFailed: (message) => listener.onFailed(message),
        onRestart() {
          record = emptyRecord(databases);
          isShown = false;
        },
      });
    },
    kept: (branch) => keptRuns.get(setupKey(branch.setup)) ?? null,
    dispose() {
      keptRuns.clear();
      client.dispose();
    },
  };
}

export const claimsOf = (record: RunRecord): readonly ClaimTrack[] => record.summary?.claims ?? [];
