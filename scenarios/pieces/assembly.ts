/**
 * Building the world of a piece briefly: which handler stands at which operation, what starts by itself.
 */

import { ms } from "../../simulator/base/time.ts";
import type { Assembly, Context, Handler, Process } from "../../simulator/scenario.ts";
import type { NodeCard } from "../../simulator/vocabulary/card.ts";

/** Handlers by operation id: the function's own name is the one its card shows. */
export type Serves = Readonly<Record<string, Handler>>;
/** Background processes; the function's own name is shown. */
export type Boots = readonly ((ctx: Context) => Process<void>)[];

export interface NodeParts {
  readonly serves?: Serves;
  readonly boot?: Boots;
}

/** A link of a small network: ten milliseconds, sometimes forty. */
const LATENCY = { p50Us: ms(10), p95Us: ms(20), p99Us: ms(40) } as const;

/** The nodes of a card with what runs on them, by node id. */
export const assembleNodes = (
  cards: readonly NodeCard[],
  parts: Readonly<Record<string, NodeParts>>,
): Assembly["nodes"] =>
  cards.map(({ id, workerCount, queueLimit }) => ({
    id,
    workerCount: workerCount ?? 0,
    queueLimit: queueLimit ?? 0,
    handlers: new Map(
      Object.entries(parts[id]?.serves ?? {}).map(([operation, run]) => [
        operation,
        { name: run.name, run },
      ]),
    ),
    boot: (parts[id]?.boot ?? []).map((run) => ({ name: run.name, run })),
  }));

/** A piece without SQL, on a small network. */
export const assembly = (
  cards: readonly NodeCard[],
  parts: Readonly<Record<string, NodeParts>>,
): Assembly => ({ nodes: assembleNodes(cards, parts), databases: [], latency: () => LATENCY });
