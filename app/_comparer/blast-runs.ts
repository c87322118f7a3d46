/**
 * The runs behind « what stops when this node stops »: one without any fault, then one a node, a side after
 * the other, in a worker of their own. Says how far it is; can be ended at any time.
 */
import { defaultSetup, runRequest, type Setup } from "@/app/_lab/document.ts";
import type { EngineClient } from "@/app/_worker/client.ts";
import { type DurationUs, instantUs, seconds } from "@/simulator/base/time.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import { type Blast, blastInstantUs, blastOf, stoppable } from "./blast.ts";

export interface BlastSide {
  readonly card: ScenarioCard;
  readonly setup: Setup;
}

export interface BlastProgress {
  readonly done: number;
  readonly total: number;
  readonly left: readonly Blast[];
  readonly right: readonly Blast[];
  /** A French sentence, when a run failed. */
  readonly failed: string | null;
}

const FOREVER = seconds(365 * 86_400) as DurationUs;

function crashed(setup: Setup, node: string, atUs: number): Setup {
  const intervention = {
    ...({ id: "f1", kind: "crash", target: { kind: "node", node }, amount: null } as const),
    ...{ at: { kind: "time", atUs: instantUs(atUs) } as const, durationUs: FOREVER },
  };
  return { ...setup, faults: [{ intervention, isEnabled: true }] };
}

function play(client: EngineClient, { card, setup }: BlastSide): Promise<EventLog> {
  return new Promise((resolve, reject) => {
    let log = new EventLog();
    client.run(runRequest(card.id, setup), {
      onBatch: (batch) => log.appendBatch(batch),
      onDone: () => resolve(log),
      onFailed: (message) => reject(new Error(message)),
      onRestart() {
        log = new EventLog();
      },
    });
  });
}

/** The same world without the reader's faults. */
const faultless = ({ card, setup }: BlastSide): BlastSide => ({
  card,
  setup: { ...defaultSetup(card), ...setup, faults: [] },
});

/** Returns the way to end it; `tell` hears every step. */
export function measureBlasts(
  client: EngineClient,
  sides: readonly [BlastSide, BlastSide],
  tell: (progress: BlastProgress) => void,
): () => void {
  let isEnded = false;
  const found: [Blast[], Blast[]] = [[], []];
  const total = sides.reduce((sum, { card }) => sum + 1 + stoppable(card).length, 0);
  let done = 0;
  const say = (failed: string | null = null): void => {
    if (!isEnded) tell({ done, total, left: [...found[0]], right: [...found[1]], failed });
  };
  const measure = async (): Promise<void> => {
    for (const [index, side] of sides.map(faultless).entries()) {
      const before = await play(client, side);
      done++;
      say();
      const atUs = blastInstantUs(before);
      for (const node of stoppable(side.card)) {
        if (isEnded) return;
        const setup = crashed(side.setup, node, atUs);
        const after = await play(client, { ...side, setup });
        found[index as 0 | 1].push(blastOf({ card: side.card, node, atUs, before, after }));
        done++;
        say();
      }
    }
  };
  say();
  measure().catch((error: Error) => say(error.message));
  return () => {
    isEnded = true;
    client.dispose();
  };
}
