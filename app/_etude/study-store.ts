/**
 * What one reader does with one study: the state asked of the laboratory, the bets, the ticks.
 *
 * Kept in this browser only; nothing here is graded or sent. The engine is loaded at the first need.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { MeasuredRow, MeasureWish } from "./measures.ts";
import { type Bet, keepProgress, NO_PROGRESS, type Progress, readProgress } from "./progress.ts";
import { type StudySetup, setupFragment } from "./setup.ts";
import type { StudyEngine, StudyRun } from "./study-engine.ts";

export interface Asked {
  readonly scenario: string;
  /** Fragment that the laboratory must follow. */
  readonly fragment: string;
  /** The flag or link that asked, to mark it. */
  readonly by: string;
  /** Grows at each asking: the same place twice is asked twice. */
  readonly count: number;
}

export interface StudyState {
  readonly asked: Asked | null;
  /** The text has asked for a state, be its run still to come: what plays by itself gives way. */
  readonly isAsked: boolean;
  /** The flag or link whose run is still to come. */
  readonly waiting: string | null;
  readonly progress: Progress;
  /** False until the browser's storage was read: the server knows nothing of the reader. */
  readonly isRead: boolean;
  /** A sentence when answers could not be kept or read back, until it is put away. */
  readonly problem: string | null;
}

export interface Place {
  readonly marker: string;
  /** The view to see it in; absent: the one that the reader has. */
  readonly view?: string | undefined;
}

export interface Study {
  readonly slug: string;
  readonly store: StoreApi<StudyState>;
  readonly read: () => void;
  readonly dismiss: () => void;
  readonly bet: (id: string, bet: Bet) => void;
  readonly pass: (id: string, mark?: string) => void;
  readonly run: (setup: StudySetup) => Promise<StudyRun>;
  readonly measure: (
    setups: readonly StudySetup[],
    wish: MeasureWish,
  ) => Promise<readonly MeasuredRow[]>;
  /** Puts the laboratory at a place of a run. */
  readonly goTo: (setup: StudySetup, place: Place, by: string) => Promise<void>;
  readonly goToIndex: (setup: StudySetup, index: number, by: string) => void;
  readonly dispose: () => void;
}

export function createStudy(slug: string): Study {
  const key = `contretemps.etude.${slug}`;
  const store = createStore<StudyState>(() => ({
    asked: null,
    isAsked: false,
    waiting: null,
    progress: NO_PROGRESS,
    isRead: false,
    problem: null,
  }));
  /** Said once: the same sentence does not come back at every answer. */
  let said = "";
  let engine: Promise<StudyEngine> | null = null;

  const open = () => {
    engine ??= import("./study-engine.ts").then(({ createStudyEngine }) => createStudyEngine());
    return engine;
  };

  function keep(mine: Progress): void {
    const { progress, problem } = keepProgress(key, mine);
    store.setState({ progress });
    if (problem !== null && problem !== said) store.setState({ problem });
    said = problem ?? "";
  }

  function ask(setup: StudySetup, index: number, by: string, view?: string): void {
    const count = (store.getState().asked?.count ?? 0) + 1;
    const at = setupFragment(setup, index);
    const fragment = view === undefined ? at : `${at}&vue=${view}`;
    store.setState({ asked: { scenario: setup.scenario, fragment, by, count }, isAsked: true });
  }

  return {
    slug,
    store,
    read: () => store.setState({ ...readProgress(key), isRead: true }),
    dismiss: () => store.setState({ problem: null }),
    bet(id, bet) {
      const { progress } = store.getState();
      keep({ ...progress, bets: { ...progress.bets, [id]: bet } });
    },
    pass(id, mark = "ok") {
      const { progress } = store.getState();
      if (progress.passed[id] === mark) return;
      keep({ ...progress, passed: { ...progress.passed, [id]: mark } });
    },
    async run(setup) {
      return (await open()).run(setup);
    },
    async measure(setups, wish) {
      return (await open()).measure(setups, wish);
    },
    async goTo(setup, { marker, view }, by) {
      store.setState({ isAsked: true, waiting: by });
      try {
        const run = await (await open()).run(setup);
        ask(setup, run.stepOf(marker), by, view);
      } finally {
        if (store.getState().waiting === by) store.setState({ waiting: null });
      }
    },
    goToIndex: ask,
    dispose() {
      void engine?.then((made) => made.dispose());
      engine = null;
    },
  };
}
