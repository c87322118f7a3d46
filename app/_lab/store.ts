/**
 * One laboratory: its store, its clock and everything a reader can do to it.
 *
 * `createLab` binds the document (what the reader decided), the run shown (what the engine
 * answered) and the view. Actions are the only way in; components read with `hooks.ts`.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { EngineClient } from "@/app/_worker/client.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { cardFor } from "@/simulator/vocabulary/crowd.ts";
import { budgetText } from "./budget-text.ts";
import { createClock, type LabClock } from "./clock.ts";
import { type Branch, findBranch, type LabDocument, newDocument, shownBranch } from "./document.ts";
import { createDocumentActions, type DocumentActions } from "./document-actions.ts";
import { idleFaults, idleText } from "./re-anchor.ts";
import { claimsOf, createRuns, emptyRecord, type Goal, type RunRecord } from "./runs.ts";
import type { LabState, Notice, ShownRun } from "./state.ts";
import { FIRST_VIEW, type ViewState } from "./view.ts";
import { createViewActions, type ViewActions } from "./view-actions.ts";

export interface LabActions extends DocumentActions, ViewActions {
  /** Asks for the shown branch's run and stands at the goal (default: the playhead's place). */
  readonly start: (goal?: Goal) => void;
  /** Puts a sentence to the reader; the same sentence twice stands once. */
  readonly notify: (text: string, remedy?: Notice["remedy"]) => void;
  readonly dismiss: (id: number) => void;
}

export interface Lab {
  /** Before every id of its elements, when several laboratories stand in one page. */
  readonly idBase: string;
  readonly store: StoreApi<LabState>;
  readonly clock: LabClock;
  readonly actions: LabActions;
  readonly dispose: () => void;
}

/** While a long run is computed, the page shows its growth so often: lanes are drawn whole each time. */
const GROWTH_MS = 250;

export interface LabOptions {
  readonly card: ScenarioCard;
  readonly client: EngineClient;
  readonly document?: LabDocument;
  readonly view?: Partial<ViewState>;
  /** Two runs may share one clock; its own when absent. */
  readonly clock?: LabClock;
  readonly idBase?: string;
}

const shownRun = (record: RunRecord, number: number, branch: string, tick: number): ShownRun => ({
  number,
  branch,
  log: record.log,
  timeline: record.timeline,
  messages: record.messages,
  length: record.log.length,
  tick,
  summary: record.summary,
  claims: claimsOf(record),
});

export function createLab(options: LabOptions): Lab {
  const { card, client, document, view } = options;
  const first = document ?? newDocument(card);
  const store = createStore<LabState>(() => ({
    card: cardFor(card, shownBranch(first).setup.parameters),
    document: first,
    past: [],
    future: [],
    run: shownRun(emptyRecord(card.databases), 0, first.shown, 0),
    engine: { kind: "idle" },
    view: { ...FIRST_VIEW, ...view },
    notices: [],
  }));
  const clock = options.clock ?? createClock();
  let notices = 0;
  let grownMs = 0;
  /** Where the run asked for was to be shown, until it is: an engine that failed is asked again. */
  let awaited: Goal | null = null;

  const notify = (text: string, remedy: Notice["remedy"] = null): void => {
    if (store.getState().notices.some((notice) => notice.text === text)) return;
    notices++;
    const id = notices;
    store.setState((state) => ({ notices: [...state.notices, { id, text, remedy }] }));
  };

  const databasesOf = ({ setup }: Branch) => cardFor(card, setup.parameters).databases;
  const runs = createRuns(client, databasesOf, {
    onShow(record, branch, playhead) {
      awaited = null;
      record.timeline.seek(playhead);
      const { run, view: old } = store.getState();
      store.setState({
        run: shownRun(record, run.number + 1, branch.id, run.tick + 1),
        view: {
          ...old,
          playhead,
          lit: null,
          flagA: old.flagA !== null && old.flagA < record.log.length ? old.flagA : null,
        },
      });
      clock.set(playhead < 0 ? 0 : record.log.atUs(playhead));
    },
    onGrow(record) {
      const { run } = store.getState();
      const nowMs = performance.now();
      if (run.log !== record.log || nowMs - grownMs < GROWTH_MS) return;
      grownMs = nowMs;
      store.setState({
        run: { ...run, length: record.log.length, tick: run.tick + 1 },
      });
    },
    onDone(record) {
      const { run, engine } = store.getState();
      if (run.log === record.log) {
        store.setState({
          run: shownRun(record, run.number, run.branch, run.tick + 1),
        });
      }
      if (engine.kind !== "failed") store.setState({ engine: { kind: "done" } });
      if (record.summary?.endReason === "budget") notify(budgetText(record.summary), "extend");
      const branch = findBranch(store.getState().document, run.branch);
      if (branch?.change === "variant") {
        const isSent = (id: string): boolean => record.messages.byId(id) !== undefined;
        for (const fault of idleFaults(branch.setup.faults, isSent)) notify(idleText(fault, card));
      }
    },
    onFailed(message) {
      store.setState({ engine: { kind: "failed", message } });
      notify(message);
    },
  });

  const start = (goal?: Goal): void => {
    const state = store.getState();
    const branch = state.document.branches.find((b) => b.id === state.document.shown);
    if (branch === undefined) return;
    const parent = state.document.branches.find((b) => b.id === branch.parent) ?? null;
    store.setState({
      // The nodes of this very world: parameters may make more than the card draws.
      card: cardFor(card, branch.setup.parameters),
      engine: { kind: "running" },
      view: { ...state.view, isPlaying: false },
    });
    awaited = goal ?? awaited ?? { kind: "index", index: state.view.playhead };
    runs.start(card.id, branch, parent, awaited);
  };

  const actions: LabActions = {
    start,
    notify,
    dismiss: (id) =>
      store.setState((state) => ({
        notices: state.notices.filter((n) => n.id !== id),
      })),
    ...createViewActions(store, clock),
    ...createDocumentActions(store, clock, { start, notify }),
  };
  return { idBase: options.idBase ?? "", store, clock, actions, dispose: () => runs.dispose() };
}
