/**
 * The thin wire between a study and the laboratory beside it: the study asks for states, the laboratory
 * says how it stands. Neither needs the other's components.
 */
import { createStore, type StoreApi } from "zustand/vanilla";

/** What a study may know of the laboratory beside it. */
export interface LabGlance {
  readonly scenario: string;
  readonly step: number;
  readonly stepCount: number;
  readonly variant: string;
  readonly faultCount: number;
  /** Parameters that differ from their default. */
  readonly changedParameters: number;
  /** Claims broken in the run shown, or null while it is computed. */
  readonly broken: readonly string[] | null;
  /** The address of this very state. */
  readonly address: string;
}

/** One study a page: one glance. */
export const labGlance: StoreApi<{ readonly glance: LabGlance | null }> = createStore(() => ({
  glance: null,
}));
