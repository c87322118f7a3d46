/**
 * The commands of Redis 7.0 on streams, in words: `["XADD", "commandes", "*", "n", "1"]` → its reply.
 *
 * Owns the table of commands and their refusals; each family has its file. This is what is compared with
 * redis-server 7.0.15, word by word, and what the golden transcripts replay. Blocking is not done here.
 */
import type { Command, Keyspace } from "./keyspace.ts";
import { Reader, RefusedWords, type Reply } from "./reader.ts";
import { ENTRY_COMMANDS } from "./words-entries.ts";
import { GROUP_COMMANDS } from "./words-groups.ts";
import { INFO_COMMANDS } from "./words-info.ts";

export { createKeyspace, type Keyspace } from "./keyspace.ts";
export type { Reply } from "./reader.ts";

const COMMANDS: Readonly<Record<string, readonly [number, Command]>> = {
  ...ENTRY_COMMANDS,
  ...GROUP_COMMANDS,
  ...INFO_COMMANDS,
};

/** The reply to one command, as redis-server 7.0.15 gives it. */
export function execute(keys: Keyspace, words: readonly string[], nowMs: number): Reply {
  const [name = "", ...rest] = words;
  const found = COMMANDS[name.toUpperCase()];
  if (found === undefined) return { error: `ERR unknown command '${name}'` };
  const [atLeast, command] = found;
  if (words.length < atLeast) {
    return { error: `ERR wrong number of arguments for '${name.toLowerCase()}' command` };
  }
  try {
    return command(keys, new Reader(rest), nowMs);
  } catch (error) {
    if (error instanceof RefusedWords) return { error: error.message };
    throw error;
  }
}
