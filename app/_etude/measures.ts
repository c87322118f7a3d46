/**
 * The mean of each figure over a few seeds, for several designs: what a study's tables of measures hold.
 * The runs are a campaign's: folded in a pool of workers, and thrown away.
 */
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import { type CampaignPool, createCampaignPool } from "../_worker/campaign-pool.ts";
import { spawnCampaign, workersHere } from "../_worker/spawn-campaign.ts";

/** Means by figure id, in the figure's own unit. */
export type MeasuredRow = Readonly<Record<string, number>>;

export interface MeasureWish {
  readonly seeds: number;
  /** Runs folded so far, all designs together. */
  readonly onProgress: (done: number) => void;
}

export interface MeasureBench {
  /** One design a request; a newer measure takes the place of the one before, which throws. @throws Error in French. */
  readonly measure: (
    requests: readonly RunRequest[],
    wish: MeasureWish,
  ) => Promise<readonly MeasuredRow[]>;
  readonly dispose: () => void;
}

const REPLACED = "Une autre mesure a pris la place de celle-ci.";

/** A figure that some seed does not have (nothing to average) is left out of its mean. */
export function meansOf(runs: readonly RunFigures[]): MeasuredRow {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { figures } of runs) {
    for (const [id, { value }] of Object.entries(figures)) {
      const known = sums.get(id) ?? { sum: 0, count: 0 };
      sums.set(id, { sum: known.sum + value, count: known.count + 1 });
    }
  }
  return Object.fromEntries([...sums].map(([id, { sum, count }]) => [id, sum / count]));
}

export function createMeasureBench(): MeasureBench {
  let pool: CampaignPool | null = null;
  /** Tells whoever waits for the former measure that it will not come. */
  let giveWay = (): void => undefined;
  return {
    measure: (requests, { seeds, onProgress }) =>
      new Promise((resolve, reject) => {
        giveWay();
        giveWay = () => reject(new Error(REPLACED));
        pool ??= createCampaignPool(spawnCampaign, workersHere());
        const found: RunFigures[][] = requests.map(() => []);
        let done = 0;
        const first = requests[0]?.seed ?? 1;
        pool.run(
          { sides: requests, seeds: Array.from({ length: seeds }, (_, i) => first + i) },
          {
            onFigures(side, figures) {
              found[side]?.push(figures);
              done++;
              onProgress(done);
            },
            onFailed: (_side, _seed, message) => reject(new Error(message)),
            onReplaced: () => undefined,
            // Whoever came first, the mean is taken in the order of the seeds.
            onDone: () =>
              resolve(found.map((runs) => meansOf(runs.sort((a, b) => a.seed - b.seed)))),
          },
        );
      }),
    dispose: () => pool?.dispose(),
  };
}
