/**
 * The page's end of a campaign: many runs handed to a few workers, their figures gathered as they come.
 *
 * Owns the queue, the workers and what to do when one dies: it is replaced, its run is played again,
 * and the reader is told; a run that kills a second worker is given up, the others go on. Figures come
 * in any order: whoever shows them sorts by seed, so that the number of workers changes nothing.
 */
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import type { CampaignAnswer, CampaignPort, SpawnCampaign } from "./campaign-protocol.ts";
import { FOLD_DIED } from "./protocol.ts";

/** Which design: 0 is the left one. */
export type Side = number;

export interface CampaignPlan {
  /** One design a side: every run of it, but for the seed. */
  readonly sides: readonly Omit<RunRequest, "seed">[];
  readonly seeds: readonly number[];
}

export interface CampaignListener {
  readonly onFigures: (side: Side, figures: RunFigures) => void;
  /** A run has no figures; `message` is a French sentence. */
  readonly onFailed: (side: Side, seed: number, message: string) => void;
  /** A worker died and was replaced: its run is played again. */
  readonly onReplaced: () => void;
  /** Every run has figures or failed. Not called after a cancellation. */
  readonly onDone: () => void;
}

export interface CampaignPool {
  /** A newer campaign cancels the one before: its listener is never called again. */
  readonly run: (plan: CampaignPlan, listener: CampaignListener) => void;
  /** The listener is never called again; workers are free, or gone, within `CANCEL_MS_MAX`. */
  readonly cancel: () => void;
  readonly dispose: () => void;
}

/** A worker that has not let its run go by then is ended. */
export const CANCEL_MS_MAX = 150;
/** Silence after which a worker is given up: it loads SQLite first, then speaks every second. */
const SILENCE_MS_MAX = 15_000;
const CHECK_MS = 1_000;
const DEATHS_MAX = 2;

interface Task {
  readonly side: Side;
  readonly request: RunRequest;
  deaths: number;
}

interface Hand {
  readonly port: CampaignPort;
  task: Task | null;
  /** Of the order in hand; what is said of another is not heard. */
  number: number;
  silentMs: number;
  /** Set while a cancellation is not answered yet. */
  ending: ReturnType<typeof setTimeout> | null;
}

class Pool implements CampaignPool {
  readonly #workers = new Set<Hand>();
  readonly #spawn: SpawnCampaign;
  readonly #workerCount: number;
  #queue: Task[] = [];
  #listener: CampaignListener | null = null;
  #number = 0;
  /** Deaths since any worker answered. */
  #deathsInRow = 0;
  #watch: ReturnType<typeof setInterval> | null = null;

  constructor(spawn: SpawnCampaign, workerCount: number) {
    this.#spawn = spawn;
    this.#workerCount = workerCount;
  }

  run({ sides, seeds }: CampaignPlan, listener: CampaignListener): void {
    this.cancel();
    this.#listener = listener;
    // Seed by seed, both sides: what is shown on the way is already a comparison.
    this.#queue = seeds.flatMap((seed) =>
      sides.map((side, i): Task => ({ side: i, request: { ...side, seed }, deaths: 0 })),
    );
    // Whole seconds are counted, not the clock: a sleeping computer is not a silent worker.
    this.#watch = setInterval(() => this.#listen(), CHECK_MS);
    this.#deathsInRow = 0;
    this.#next();
  }

  cancel(): void {
    this.#settle();
    this.#queue = [];
    for (const worker of this.#workers) {
      if (worker.task === null) continue;
      worker.task = null;
      worker.port.post({ kind: "cancel" });
      worker.ending ??= setTimeout(() => {
        this.#end(worker);
        this.#give();
      }, CANCEL_MS_MAX);
    }
  }

  dispose(): void {
    this.#settle();
    this.#queue = [];
    for (const worker of this.#workers) this.#end(worker);
  }

  #settle(): void {
    this.#listener = null;
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#watch = null;
  }

  #open(): Hand {
    const heard: { worker: Hand | null } = { worker: null };
    const port = this.#spawn({
      onMessage: (answer) => {
        if (heard.worker !== null) this.#hear(heard.worker, answer);
      },
      onDeath: () => {
        if (heard.worker !== null) this.#bury(heard.worker);
      },
    });
    const worker: Hand = { port, task: null, number: 0, silentMs: 0, ending: null };
    heard.worker = worker;
    this.#workers.add(worker);
    return worker;
  }

  #end(worker: Hand): void {
    if (worker.ending !== null) clearTimeout(worker.ending);
    this.#workers.delete(worker);
    worker.port.terminate();
  }

  /** Gives a run to every worker that has none, opening as many as are worth it. */
  #give(): void {
    const idle = [...this.#workers].filter(({ task, ending }) => task === null && ending === null);
    while (this.#queue.length > 0) {
      const worker = idle.pop() ?? (this.#workers.size < this.#workerCount ? this.#open() : null);
      if (worker === null) return;
      const task = this.#queue.shift() as Task;
      worker.task = task;
      worker.number = ++this.#number;
      worker.silentMs = 0;
      worker.port.post({ kind: "fold", number: worker.number, request: task.request });
    }
  }

  #hear(worker: Hand, answer: CampaignAnswer): void {
    if (!this.#workers.has(worker)) return;
    worker.silentMs = 0;
    this.#deathsInRow = 0;
    if (answer.kind === "cancelled") {
      if (worker.ending !== null) clearTimeout(worker.ending);
      worker.ending = null;
      return this.#give();
    }
    const { task } = worker;
    if (task === null || answer.number !== worker.number || answer.kind === "alive") return;
    worker.task = null;
    if (answer.kind === "folded") this.#listener?.onFigures(task.side, answer.figures);
    else this.#listener?.onFailed(task.side, task.request.seed, answer.message);
    this.#next();
  }

  #next(): void {
    this.#give();
    const isBusy = [...this.#workers].some(({ task }) => task !== null);
    if (isBusy || this.#queue.length > 0 || this.#listener === null) return;
    const listener = this.#listener;
    this.#settle();
    listener.onDone();
  }

  #bury(worker: Hand): void {
    if (!this.#workers.has(worker)) return;
    const { task } = worker;
    this.#end(worker);
    if (task === null) return this.#give();
    task.deaths++;
    this.#deathsInRow++;
    if (task.deaths < DEATHS_MAX) {
      this.#queue.unshift(task);
      this.#listener?.onReplaced();
    } else this.#giveUp(task);
    // Nobody ever answers: asking four hundred times more would not help.
    if (this.#deathsInRow > DEATHS_MAX * this.#workerCount) {
      for (const left of this.#queue.splice(0)) this.#giveUp(left);
    }
    this.#next();
  }

  #giveUp({ side, request }: Task): void {
    this.#listener?.onFailed(side, request.seed, FOLD_DIED);
  }

  #listen(): void {
    for (const worker of this.#workers) {
      if (worker.task === null) continue;
      worker.silentMs += CHECK_MS;
      if (worker.silentMs >= SILENCE_MS_MAX) this.#bury(worker);
    }
  }
}

export const createCampaignPool = (spawn: SpawnCampaign, workerCount: number): CampaignPool =>
  new Pool(spawn, workerCount);
