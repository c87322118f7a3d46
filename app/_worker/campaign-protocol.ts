/**
 * What the page and a worker of a campaign say to each other: a run to fold, its figures. Plain data.
 *
 * The log of a run never crosses: it is folded where it was made.
 */
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";

export type CampaignOrder =
  /** Its number comes back with all that is said of it; one run at a time. */
  | { readonly kind: "fold"; readonly number: number; readonly request: RunRequest }
  | { readonly kind: "cancel" };

export type CampaignAnswer =
  /** Now and then while a run lasts: silence means death. */
  | { readonly kind: "alive"; readonly number: number }
  | { readonly kind: "folded"; readonly number: number; readonly figures: RunFigures }
  /** The run was let go, on order: this worker is free. */
  | { readonly kind: "cancelled" }
  /** `message`: a French sentence for the reader. The same request would fail again. */
  | { readonly kind: "failed"; readonly number: number; readonly message: string };

/** What the pool needs of a worker; tests give their own. */
export interface CampaignPort {
  readonly post: (order: CampaignOrder) => void;
  readonly terminate: () => void;
}

export interface CampaignPortListener {
  readonly onMessage: (answer: CampaignAnswer) => void;
  /** The worker stopped by an error of its own, or could not start. */
  readonly onDeath: () => void;
}

export type SpawnCampaign = (listener: CampaignPortListener) => CampaignPort;
