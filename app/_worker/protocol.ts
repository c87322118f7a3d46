/**
 * What the page and the engine's worker say to each other. Plain data; batches are transferred.
 *
 * Commands go through comlink; the log comes back on one message port, a batch a frame at most,
 * because a proxied callback per event would cost more than the event.
 */
import type { LogBatch } from "@/simulator/vocabulary/log-batch.ts";
import type { RunRequest, RunSummary } from "@/simulator/vocabulary/run.ts";

export interface EngineApi {
  /** Where batches and endings are posted. */
  readonly connect: (port: MessagePort) => void;
  /** Starts a run; a run in progress is forgotten. Its number comes back with all it posts. */
  readonly run: (number: number, request: RunRequest) => void;
  readonly cancel: () => void;
}

export type EngineMessage =
  | { readonly kind: "batch"; readonly number: number; readonly batch: LogBatch }
  | { readonly kind: "done"; readonly number: number; readonly summary: RunSummary }
  /** `message`: a French sentence for the reader. */
  | { readonly kind: "failed"; readonly number: number; readonly message: string };

/** What the client needs of a worker; tests give one of their own. */
export interface EnginePort {
  readonly run: (number: number, request: RunRequest) => void;
  readonly cancel: () => void;
  readonly terminate: () => void;
}

export interface EnginePortListener {
  readonly onMessage: (message: EngineMessage) => void;
  /** The worker stopped by an error of its own, or could not start. */
  readonly onDeath: () => void;
}

export const NO_WEBASSEMBLY =
  "Ce navigateur ne sait pas exécuter WebAssembly\u00a0: les pages se lisent, le laboratoire reste fermé.";
export const ENGINE_DIED =
  "Le simulateur s’est arrêté deux fois de suite sans répondre. Vos branches et vos pannes sont gardées\u00a0: rechargez la page, ou revenez à une autre branche.";

/** A bug of ours, said with the step where it happened. */
export const contradiction = (step: number): string =>
  `Le simulateur s’est contredit au pas ${step}. Copiez ce lien\u00a0: il rejoue l’erreur.`;

/** Two settings within their ranges that a part refuses together; its message names the field. */
export const badSettings = ({ message }: { readonly message: string }): string =>
  `Ces réglages ne vont pas ensemble. ${message} Changez l’un d’eux.`;

/** One run of a campaign that contradicts itself: the laboratory replays it. */
export const brokenRun = (seed: number): string =>
  `Le simulateur s’est contredit à la graine ${seed}. Ouvrez-la dans le laboratoire\u00a0: elle rejoue l’erreur.`;
export const FOLD_DIED =
  "Deux moteurs de suite se sont arrêtés en jouant cette graine\u00a0: elle est laissée de côté.";
