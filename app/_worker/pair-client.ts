/**
 * The page's side of the comparison: asks, hears the answer to its latest question only, ends.
 */
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { LOG_START, transferList } from "@/simulator/vocabulary/log-batch.ts";
import type {
  CompareAnswer,
  ComparedSide,
  CompareRequest,
  Comparison,
  PairNames,
} from "./pair-protocol.ts";

export type { Comparison } from "./pair-protocol.ts";

/** Two long runs are compared in a few seconds; a worker that ended without a word never answers. */
const SILENCE_MS_MAX = 60_000;

export type SideToCompare = Omit<ComparedSide, "batch"> & { readonly log: EventLog };

export interface Comparer {
  /** `onAnswer` hears null when the worker failed; it is never called for an older question. */
  readonly compare: (
    sides: readonly [SideToCompare, SideToCompare],
    names: PairNames,
    onAnswer: (comparison: Comparison | null) => void,
  ) => void;
  readonly dispose: () => void;
}

/** What the client needs of a worker; tests give their own. */
export interface ComparePort {
  readonly post: (request: CompareRequest, transfers: Transferable[]) => void;
  readonly terminate: () => void;
}

export interface ComparePortListener {
  readonly onMessage: (answer: CompareAnswer) => void;
  readonly onDeath: () => void;
}

export type SpawnCompare = (listener: ComparePortListener) => ComparePort;

export const spawnCompare: SpawnCompare = (listener) => {
  const worker = new Worker(new URL("./pair.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = (event: MessageEvent<CompareAnswer>) => listener.onMessage(event.data);
  worker.onerror = (event) => {
    event.preventDefault();
    listener.onDeath();
  };
  worker.onmessageerror = () => listener.onDeath();
  return {
    post: (request, transfers) => worker.postMessage(request, transfers),
    terminate: () => worker.terminate(),
  };
};

export function createComparer(spawn: SpawnCompare = spawnCompare): Comparer {
  let port: ComparePort | null = null;
  let number = 0;
  let pending: ((comparison: Comparison | null) => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const bury = (): void => {
    clearTimeout(timer);
    port?.terminate();
    port = null;
  };
  const settle = (comparison: Comparison | null): void => {
    const answer = pending;
    pending = null;
    clearTimeout(timer);
    answer?.(comparison);
  };
  const open = (): ComparePort =>
    spawn({
      onMessage(answer) {
        if (answer.number === number) settle(answer.comparison);
      },
      onDeath() {
        bury();
        settle(null);
      },
    });

  return {
    compare(sides, names, onAnswer) {
      number++;
      pending = onAnswer;
      port ??= open();
      clearTimeout(timer);
      timer = setTimeout(() => {
        bury();
        settle(null);
      }, SILENCE_MS_MAX);
      const [left, right] = sides.map(({ log, ...side }) => ({
        ...side,
        batch: log.batchSince(LOG_START),
      })) as unknown as readonly [ComparedSide, ComparedSide];
      port.post({ number, sides: [left, right], names }, [
        ...transferList(left.batch),
        ...transferList(right.batch),
      ]);
    },
    dispose() {
      pending = null;
      bury();
    },
  };
}
