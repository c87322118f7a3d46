/**
 * Replays on the model what was played on redis-server, and says where they differ.
 *
 * Owns the form of a transcript and the two liberties taken with replies: idle times are compared in
 * ages of 1 000 s (schedules give them explicitly by XCLAIM … IDLE, one age apart, so that the real
 * milliseconds of the server never matter), and the inner nodes of its radix tree are not compared.
 */
import { createKeyspace, execute, type Keyspace, type Reply } from "./words.ts";

/** One command as it was sent, its reply, and the server's clock when the command reads it. */
export type Step = readonly [words: string, reply: Reply, nowMs?: number];

export interface Transcript {
  readonly name: string;
  /** `stream-node-max-entries` of the server. */
  readonly pack: number;
  /** The server's clock at the beginning, ms. */
  readonly nowMs: number;
  readonly steps: readonly Step[];
}

export interface Mismatch {
  readonly step: number;
  readonly words: string;
  readonly server: Reply;
  readonly model: Reply;
}

/** One age, ms: longer than any schedule really lasts. */
export const AGE_MS = 1_000_000;

/** What counts of a reply. */
export function normalized(words: string, reply: Reply): Reply {
  if (!Array.isArray(reply)) return reply;
  const [name, verb, , ...rest] = words.split(" ");
  if (name === "XPENDING" && rest.length > 0) return (reply as Reply[]).map(withAge(2));
  if (name !== "XINFO") return reply;
  if (verb === "CONSUMERS") return (reply as Reply[]).map(withAge(5));
  const at = reply.indexOf("radix-tree-nodes");
  return at < 0 ? reply : (reply as Reply[]).toSpliced(at, 2);
}

const withAge =
  (at: number) =>
  (item: Reply): Reply =>
    Array.isArray(item) && typeof item[at] === "number"
      ? (item as Reply[]).with(at, Math.floor(item[at] / AGE_MS))
      : item;

/** The words of a model: the module itself, or a changed copy of it. */
export interface Words {
  readonly createKeyspace: typeof createKeyspace;
  readonly execute: (keys: Keyspace, words: readonly string[], nowMs: number) => Reply;
}

/** The first difference, or null: what comes after a difference follows from it. */
export function mismatchOf(
  { pack, nowMs, steps }: Transcript,
  words: Words = { createKeyspace, execute },
): Mismatch | null {
  const keys = words.createKeyspace({ packMax: pack });
  for (const [step, [text, server, atMs]] of steps.entries()) {
    const model = normalized(text, words.execute(keys, text.split(" "), atMs ?? nowMs));
    if (JSON.stringify(model) !== JSON.stringify(server))
      return { step, words: text, server, model };
  }
  return null;
}
