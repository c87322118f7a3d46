/**
 * Building the world of a piece briefly: which handler stands at which operation, what starts by itself.
 */

import { assert } from "../../simulator/base/assert.ts";
import { ms } from "../../simulator/base/time.ts";
import { type Assembly, type Boots, bootList, type Handler } from "../../simulator/scenario.ts";
import type { NodeCard } from "../../simulator/vocabulary/card.ts";

/**
 * One handler under the name that its card shows: `{ readPrice }`. The name is written, never read from
 * the function: a bundler that puts two files together renames functions, and luck hangs on names.
 */
export type NamedHandler = Readonly<Record<string, Handler>>;
/** Handlers by operation id; one without a name of its own (a part's) goes by the operation's id. */
export type Serves = Readonly<Record<string, Handler | NamedHandler>>;

export interface NodeParts {
  readonly serves?: Serves;
  readonly boot?: Boots;
}

function named(given: NamedHandler) {
  const [[name, run] = [], second] = Object.entries(given);
  assert(
    name !== undefined && run !== undefined && second === undefined,
    "an operation has one handler, under one name",
    Object.keys(given).join(", "),
  );
  return { name, run };
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
      Object.entries(parts[id]?.serves ?? {}).map(([operation, given]) => [
        operation,
        typeof given === "function" ? { name: operation, run: given } : named(given),
      ]),
    ),
    boot: bootList(parts[id]?.boot ?? {}),
  }));

/** A piece without SQL, on a small network. */
export const assembly = (
  cards: readonly NodeCard[],
  parts: Readonly<Record<string, NodeParts>>,
): Assembly => ({ nodes: assembleNodes(cards, parts), databases: [], latency: () => LATENCY });
