/**
 * What a part brings to a node: handlers by operation, background processes by name.
 *
 * Names are written, never read from functions: a bundler that puts two files together renames functions,
 * and the stage, the source in step and luck all hang on names. Knows no part.
 */
import { assert } from "../base/assert.ts";
import type { Process } from "../kernel/process.ts";
import type { Context } from "./context.ts";
import type { Handler, Node } from "./node.ts";

/** What a node does by itself, from its boot on. */
export type Boot = (ctx: Context) => Process<void>;

/** Background processes by name; several may share one: `{ pack: [packer("Ana"), packer("Bob")] }`. */
export type Boots = Readonly<Record<string, Boot | readonly Boot[]>>;

/** Handlers by operation id, and background processes, of one node. */
export interface PartOfNode {
  readonly serves: Readonly<Record<string, Handler>>;
  readonly boot: Boots;
}

/** In the order of the record. */
export function bootList(boots: Boots): Node["boot"] {
  assert(!Array.isArray(boots), "background processes have names: `boot: { visit }`");
  return Object.entries(boots).flatMap(([name, runs]) =>
    (typeof runs === "function" ? [runs] : runs).map((run) => ({ name, run })),
  );
}
