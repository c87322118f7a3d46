/**
 * What the page knows of the engine's worker: ask for a run, hear its batches, end.
 * The implementation that starts a worker stands in `engine-client.ts`; tests give their own.
 */
import type { LogBatch } from "@/simulator/vocabulary/log-batch.ts";
import type { RunRequest, RunSummary } from "@/simulator/vocabulary/run.ts";

export interface RunListener {
  readonly onBatch: (batch: LogBatch) => void;
  readonly onDone: (summary: RunSummary) => void;
  /** A French sentence for the reader. */
  readonly onFailed: (message: string) => void;
  /** The worker was restarted: the run starts again from its first event. */
  readonly onRestart: () => void;
}

export interface EngineClient {
  /** A newer request cancels the one before: its listener is never called again. */
  readonly run: (request: RunRequest, listener: RunListener) => void;
  readonly cancel: () => void;
  readonly dispose: () => void;
}
