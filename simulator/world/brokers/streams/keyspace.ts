/**
 * The keys of a server, each a stream, and what the families of commands share.
 */
import { type Reader, RefusedWords, type Reply, SYNTAX } from "./reader.ts";
import { type Entry, REDIS_DEFAULTS, Stream, type StreamSettings } from "./stream.ts";
import { formatId } from "./stream-id.ts";

/** All the streams of one server, by key. */
export interface Keyspace {
  readonly streams: Map<string, Stream>;
  readonly settings: StreamSettings;
}

export const createKeyspace = (settings: StreamSettings = REDIS_DEFAULTS): Keyspace => ({
  streams: new Map(),
  settings,
});

/** Does one command. `nowMs` is the clock of the server. */
export type Command = (keys: Keyspace, reader: Reader, nowMs: number) => Reply;

export const entryReply = ({ id, fields }: Entry): Reply => [formatId(id), fields];

export function streamOf(keys: Keyspace, key: string): Stream {
  const known = keys.streams.get(key);
  if (known !== undefined) return known;
  const stream = new Stream(keys.settings);
  keys.streams.set(key, stream);
  return stream;
}

/** `[COUNT n] [NOACK] STREAMS key id`: one stream at a time here. */
export function sourceOf(reader: Reader) {
  let count = Number.POSITIVE_INFINITY;
  let isWithoutAck = false;
  while (!reader.option("STREAMS", 1)) {
    if (reader.option("COUNT", 1)) {
      const asked = reader.integer();
      count = asked <= 0 ? Number.POSITIVE_INFINITY : asked;
    } else if (reader.option("NOACK")) isWithoutAck = true;
    else throw new RefusedWords(SYNTAX);
  }
  const key = reader.word();
  const word = reader.word();
  if (reader.left > 0) throw new RefusedWords(SYNTAX);
  return { key, word, count, isWithoutAck };
}

/** Names in the order of their bytes, as a radix tree gives them. */
export const byName = <T extends { readonly name: string }>(items: Iterable<T>): readonly T[] =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
