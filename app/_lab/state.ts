/** The whole state of a laboratory: document, run shown, view, words to the reader. Types only. */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { RunSummary } from "@/simulator/vocabulary/run.ts";
import type { LabDocument } from "./document.ts";
import type { MessageTable, Timeline } from "./folds.ts";
import type { ViewState } from "./view.ts";

/**
 * The run shown. `log` and `timeline` are mutable and grow while batches arrive; `tick` changes
 * with every growth, seek or replacement: a selector that reads them depends on it.
 * The timeline always stands at the playhead.
 */
export interface ShownRun {
  /** Changes when another run is shown. 0: none yet. */
  readonly number: number;
  readonly branch: string;
  readonly log: EventLog;
  readonly timeline: Timeline;
  readonly messages: MessageTable;
  /** Events received and folded. */
  readonly length: number;
  readonly tick: number;
  /** null while the run is being computed. */
  readonly summary: RunSummary | null;
  /** Lives of the promises; empty while the run is being computed. */
  readonly claims: readonly ClaimTrack[];
}

export type EngineStatus =
  | { readonly kind: "idle" }
  | { readonly kind: "running" }
  | { readonly kind: "done" }
  /** `message` is a French sentence for the reader. */
  | { readonly kind: "failed"; readonly message: string };

/** A sentence to the reader that stays until it is put away. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  /** What the reader may do about it, where the sentence stands. */
  readonly remedy: Remedy | null;
}

/** `extend`: a larger budget of events. Else a gesture with its name. */
export type Remedy = "extend" | { readonly title: string; readonly act: () => void };

export interface LabState {
  readonly card: ScenarioCard;
  readonly document: LabDocument;
  readonly past: readonly LabDocument[];
  readonly future: readonly LabDocument[];
  readonly run: ShownRun;
  readonly engine: EngineStatus;
  readonly view: ViewState;
  readonly notices: readonly Notice[];
}
