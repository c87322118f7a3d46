/**
 * Readers that found nothing and wait: who is served when entries come, and in which order.
 *
 * The longest waiting is served first and takes all that its COUNT allows; the next ones get what is left.
 * A plain list: the waiting itself (signals, timeouts) is the business of whoever owns the token.
 */
import { isError } from "./command-log.ts";
import { execute, type Keyspace, type Reply } from "./words.ts";

export interface BlockedRead<T> {
  readonly token: T;
  readonly key: string;
  /** The command without BLOCK, « $ » replaced by the id that it meant. */
  readonly words: readonly string[];
}

export interface ServedRead<T> extends BlockedRead<T> {
  readonly reply: Reply;
}

const KEY_GONE = "UNBLOCKED the stream key no longer exists";
const GROUP_GONE = "NOGROUP the consumer group this client was blocked on no longer exists";

export class BlockedReaders<T> {
  readonly #readers = new Map<T, BlockedRead<T>>();

  get count(): number {
    return this.#readers.size;
  }

  block(read: BlockedRead<T>): void {
    this.#readers.set(read.token, read);
  }

  /** Its time is over, or its caller is gone. */
  leave(token: T): void {
    this.#readers.delete(token);
  }

  /** Everybody at once: the server changes roles. */
  leaveAll(): readonly T[] {
    const tokens = [...this.#readers.keys()];
    this.#readers.clear();
    return tokens;
  }

  /** After a command that touched `key`: those who can be served now, already served. */
  serve(keys: Keyspace, key: string, nowMs: number): readonly ServedRead<T>[] {
    const served: ServedRead<T>[] = [];
    const isThere = keys.streams.has(key);
    for (const read of this.#readers.values()) {
      if (read.key !== key) continue;
      const isInGroup = (read.words[0] ?? "").toUpperCase() === "XREADGROUP";
      // Without its key a group is nowhere; a plain reader waits for the key to come back.
      if (!isThere && !isInGroup) continue;
      const reply = isThere ? execute(keys, read.words, nowMs) : { error: KEY_GONE };
      if (reply === null) continue;
      this.#readers.delete(read.token);
      served.push({ ...read, reply: isThere && isError(reply) ? { error: GROUP_GONE } : reply });
    }
    return served;
  }
}

/** The key for which such a command, once done, may end the waiting of somebody; null: none. */
export function keyServedBy(words: readonly string[]): string | null {
  const [name, verb] = words.map((word) => word.toUpperCase());
  if (name === "XADD" || name === "DEL") return words[1] ?? null;
  return name === "XGROUP" && verb === "DESTROY" ? (words[2] ?? null) : null;
}

export interface Blocking {
  readonly words: readonly string[];
  /** Longest wait, ms; 0: as long as it takes. null: does not block. */
  readonly blockMs: number | null;
  readonly key: string;
}

/** Takes BLOCK out of XREAD or XREADGROUP; reading one's own history never blocks. */
export function withoutBlock(keys: Keyspace, words: readonly string[]): Blocking {
  const name = (words[0] ?? "").toUpperCase();
  if (!name.startsWith("XREAD")) return { words, blockMs: null, key: "" };
  const upper = words.map((word) => word.toUpperCase());
  const streams = upper.indexOf("STREAMS");
  const at = upper.indexOf("BLOCK");
  const key = words[streams + 1] ?? "";
  const id = words.at(-1) ?? "";
  if (at < 0 || at > streams) return { words, blockMs: null, key };
  const isNew = name === "XREAD" || id === ">";
  const last = keys.streams.get(key)?.lastId;
  const since = name === "XREAD" && id === "$" ? `${last?.ms ?? 0}-${last?.seq ?? 0}` : id;
  return {
    words: words.with(-1, since).toSpliced(at, 2),
    blockMs: isNew ? Number(words[at + 1]) : null,
    key,
  };
}
