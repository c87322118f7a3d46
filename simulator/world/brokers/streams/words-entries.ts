/**
 * The commands on entries alone, in words: XADD, XTRIM, XRANGE, XDEL, XREAD, XLEN, DEL.
 */
import { type Command, entryReply, sourceOf, streamOf } from "./keyspace.ts";
import { idOf, newIdOf, RefusedWords, SYNTAX, trimOf, trimWords } from "./reader.ts";
import { formatId, sameId, ZERO_ID } from "./stream-id.ts";

const SMALL_ID = "ERR The ID specified in XADD is equal or smaller than the target stream top item";

const add: Command = (keys, reader, nowMs) => {
  const key = reader.word();
  const options = trimWords(reader);
  const asked = newIdOf(reader.word("ERR wrong number of arguments for 'xadd' command"));
  const trim = trimOf(options);
  const fields = reader.rest();
  if (fields.length < 2 || fields.length % 2 === 1) {
    throw new RefusedWords("ERR wrong number of arguments for 'xadd' command");
  }
  if (asked.kind === "explicit" && sameId(asked.id, ZERO_ID)) {
    throw new RefusedWords("ERR The ID specified in XADD must be greater than 0-0");
  }
  if (options.isExistingOnly && !keys.streams.has(key)) return null;
  const stream = streamOf(keys, key);
  const id = stream.add(asked, fields, nowMs);
  if (id === null) throw new RefusedWords(SMALL_ID);
  if (trim !== null) stream.trim(trim);
  return formatId(id);
};

const trim: Command = (keys, reader) => {
  const key = reader.word();
  const asked = trimOf(trimWords(reader));
  if (asked === null || reader.left > 0) throw new RefusedWords(SYNTAX);
  return keys.streams.get(key)?.trim(asked) ?? 0;
};

const range: Command = (keys, reader) => {
  const key = reader.word();
  const start = reader.bound("start");
  const end = reader.bound("end");
  let count = Number.POSITIVE_INFINITY;
  while (reader.left > 0) {
    if (!reader.option("COUNT", 1)) throw new RefusedWords(SYNTAX);
    count = Math.max(0, reader.integer());
  }
  const stream = keys.streams.get(key);
  if (stream === undefined) return [];
  // COUNT 0 asks for nothing, and Redis answers with the null list.
  return count === 0 ? null : stream.range(start, end, count).map(entryReply);
};

const remove: Command = (keys, reader) => {
  const stream = keys.streams.get(reader.word());
  const ids = reader.ids();
  return stream === undefined ? 0 : ids.filter((id) => stream.delete(id)).length;
};

const READ_ALONE =
  "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.";

const read: Command = (keys, reader) => {
  const { key, word, count } = sourceOf(reader);
  const stream = keys.streams.get(key);
  if (word === ">") throw new RefusedWords(READ_ALONE);
  const after = word === "$" ? (stream?.lastId ?? ZERO_ID) : idOf(word);
  const entries = stream?.after(after, count) ?? [];
  return entries.length === 0 ? null : [[key, entries.map(entryReply)]];
};

/** Number of words at least, the name included, and what to do. */
export const ENTRY_COMMANDS: Readonly<Record<string, readonly [number, Command]>> = {
  XADD: [5, add],
  XTRIM: [4, trim],
  XRANGE: [4, range],
  XDEL: [3, remove],
  XREAD: [4, read],
  XLEN: [2, (keys, reader) => keys.streams.get(reader.word())?.length ?? 0],
  DEL: [2, (keys, reader) => (keys.streams.delete(reader.word()) ? 1 : 0)],
};
