/**
 * The commands of consumer groups, in words: XGROUP, XREADGROUP, XACK, XPENDING, XCLAIM, XAUTOCLAIM.
 */
import type { Group, Pending } from "./group.ts";
import { byName, type Command, entryReply, type Keyspace, sourceOf, streamOf } from "./keyspace.ts";
import { idOf, Reader, RefusedWords, type Reply, SYNTAX } from "./reader.ts";
import type { Stream } from "./stream.ts";
import { compareIds, formatId, type StreamId, ZERO_ID } from "./stream-id.ts";

interface Found {
  readonly stream: Stream;
  readonly group: Group;
}

function findGroup(keys: Keyspace, key: string, name: string): Found | null {
  const stream = keys.streams.get(key);
  const group = stream?.groups.get(name);
  return stream === undefined || group === undefined ? null : { stream, group };
}

function groupOf(keys: Keyspace, key: string, name: string, place = ""): Found {
  const found = findGroup(keys, key, name);
  if (found !== null) return found;
  throw new RefusedWords(`NOGROUP No such key '${key}' or consumer group '${name}'${place}`);
}

const NO_KEY =
  "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.";

interface Position {
  readonly word: string;
  readonly isMaking: boolean;
  readonly readCount: number | null;
}

/** `id|$ [MKSTREAM] [ENTRIESREAD n]`. */
function positionOf(reader: Reader, isCreating: boolean): Position {
  const word = reader.word();
  let isMaking = false;
  let readCount: number | null = null;
  while (reader.left > 0) {
    if (isCreating && reader.option("MKSTREAM")) isMaking = true;
    else if (reader.option("ENTRIESREAD", 1)) {
      const asked = reader.integer();
      if (asked < -1) throw new RefusedWords("ERR value for ENTRIESREAD must be positive or -1");
      readCount = asked === -1 ? null : asked;
    } else throw new RefusedWords(UNKNOWN_GROUP_WORDS);
  }
  return { word, isMaking, readCount };
}

const UNKNOWN_GROUP_WORDS =
  "ERR unknown subcommand or wrong number of arguments for 'CREATE'. Try XGROUP HELP.";

const GROUP_ARITY: Readonly<Record<string, readonly [number, number]>> = {
  CREATE: [3, 6],
  SETID: [3, 5],
  DESTROY: [2, 2],
  CREATECONSUMER: [3, 3],
  DELCONSUMER: [3, 3],
};

const group: Command = (keys, reader, nowMs) => {
  const verb = reader.word().toUpperCase();
  const arity = GROUP_ARITY[verb];
  if (arity === undefined)
    throw new RefusedWords(`ERR unknown subcommand '${verb}'. Try XGROUP HELP.`);
  if (reader.left < arity[0] || reader.left > arity[1]) {
    const name = `xgroup|${verb.toLowerCase()}`;
    throw new RefusedWords(`ERR wrong number of arguments for '${name}' command`);
  }
  const key = reader.word();
  const name = reader.word();
  if (verb === "CREATE") return createGroup(keys, key, name, reader);
  // The position is read before key and group are looked for, as Redis does.
  const position = verb === "SETID" ? positionOf(reader, false) : null;
  const stream = keys.streams.get(key);
  if (stream === undefined) throw new RefusedWords(NO_KEY);
  if (verb === "DESTROY") return stream.groups.delete(name) ? 1 : 0;
  const found = stream.groups.get(name);
  if (found === undefined) {
    throw new RefusedWords(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
  }
  if (position !== null) return setPosition(stream, found, position);
  const consumer = reader.word();
  if (verb === "DELCONSUMER") return found.deleteConsumer(consumer) ?? 0;
  if (found.consumers.has(consumer)) return 0;
  found.consumer(consumer, nowMs);
  return 1;
};

function createGroup(keys: Keyspace, key: string, name: string, reader: Reader): Reply {
  const { word, isMaking, readCount } = positionOf(reader, true);
  if (!isMaking && !keys.streams.has(key)) throw new RefusedWords(NO_KEY);
  const lastId = word === "$" ? (keys.streams.get(key)?.lastId ?? ZERO_ID) : idOf(word);
  if (streamOf(keys, key).createGroup(name, lastId, readCount) !== null) return "OK";
  throw new RefusedWords("BUSYGROUP Consumer Group name already exists");
}

function setPosition(stream: Stream, found: Group, { word, readCount }: Position): Reply {
  found.lastId = word === "$" ? stream.lastId : idOf(word);
  found.readCount = readCount;
  return "OK";
}

const LAST_IN_GROUP =
  "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.";

const readGroup: Command = (keys, reader, nowMs) => {
  if (!reader.option("GROUP", 2)) throw new RefusedWords(SYNTAX);
  const name = reader.word();
  const consumer = reader.word();
  const { key, word, count, isWithoutAck } = sourceOf(reader);
  const found = groupOf(keys, key, name, " in XREADGROUP with GROUP option");
  if (word === "$") throw new RefusedWords(LAST_IN_GROUP);
  if (word === ">") {
    const entries = found.group.read(consumer, count, isWithoutAck, nowMs);
    return entries.length === 0 ? null : [[key, entries.map(entryReply)]];
  }
  const history = found.group.history(consumer, idOf(word), count, nowMs);
  return [[key, history.map(({ id, fields }) => [formatId(id), fields])]];
};

const acknowledge: Command = (keys, reader) => {
  const found = findGroup(keys, reader.word(), reader.word());
  if (found === null) return 0;
  return reader.ids().filter((id) => found.group.acknowledge(id)).length;
};

const pending: Command = (keys, reader, nowMs) => {
  const key = reader.word();
  const name = reader.word();
  if (reader.left === 0) return summary(groupOf(keys, key, name).group);
  let minIdleMs = 0;
  if (reader.option("IDLE")) minIdleMs = reader.integer();
  if (reader.left < 3 || reader.left > 4) throw new RefusedWords(SYNTAX);
  const words = [reader.word(), reader.word()] as const;
  const count = Math.max(0, reader.integer());
  const start = new Reader([words[0]]).bound("start");
  const end = new Reader([words[1]]).bound("end");
  const consumer = reader.left > 0 ? reader.word() : null;
  return groupOf(keys, key, name)
    .group.listPending({ start, end, count, minIdleMs, consumer }, nowMs)
    .map((item) => pendingReply(item, nowMs));
};

const pendingReply = (item: Pending, nowMs: number): Reply => [
  formatId(item.id),
  item.consumer.name,
  Math.max(0, nowMs - item.deliveredAtMs),
  item.deliveryCount,
];

function summary({ pending: list, consumers }: Group): Reply {
  const [first, last] = [list.first(), list.last()];
  if (first === undefined || last === undefined) return [0, null, null, null];
  const holders = byName(consumers.values()).filter((consumer) => consumer.pending.size > 0);
  return [
    list.size,
    formatId(first.id),
    formatId(last.id),
    holders.map((consumer) => [consumer.name, String(consumer.pending.size)]),
  ];
}

interface ClaimWords {
  deliveredAtMs: number | null;
  deliveryCount: number | null;
  isForced: boolean;
  isJustId: boolean;
  lastId: StreamId;
}

function claimWords(reader: Reader, nowMs: number): ClaimWords {
  const words: ClaimWords = {
    ...{ deliveredAtMs: null, deliveryCount: null },
    ...{ isForced: false, isJustId: false, lastId: ZERO_ID },
  };
  while (reader.left > 0) {
    if (reader.option("FORCE")) words.isForced = true;
    else if (reader.option("JUSTID")) words.isJustId = true;
    else if (reader.option("IDLE", 1)) {
      words.deliveredAtMs = nowMs - reader.integer("ERR Invalid IDLE option argument for XCLAIM");
    } else if (reader.option("TIME", 1)) {
      words.deliveredAtMs = reader.integer("ERR Invalid TIME option argument for XCLAIM");
    } else if (reader.option("RETRYCOUNT", 1)) {
      words.deliveryCount = reader.integer("ERR Invalid RETRYCOUNT option argument for XCLAIM");
    } else if (reader.option("LASTID", 1)) words.lastId = reader.id();
    else throw new RefusedWords(`ERR Unrecognized XCLAIM option '${reader.peek()}'`);
  }
  return words;
}

const claim: Command = (keys, reader, nowMs) => {
  const found = groupOf(keys, reader.word(), reader.word());
  const consumer = reader.word();
  const minIdleMs = Math.max(0, reader.integer("ERR Invalid min-idle-time argument for XCLAIM"));
  const ids: StreamId[] = [];
  while (reader.left > 0 && /^\d/.test(reader.peek())) ids.push(reader.id());
  const words = claimWords(reader, nowMs);
  if (compareIds(words.lastId, found.group.lastId) > 0) found.group.lastId = words.lastId;
  const { deliveredAtMs, deliveryCount, isForced, isJustId } = words;
  const options = { minIdleMs, deliveredAtMs, deliveryCount, isForced, isJustId };
  const claimed = found.group.claim(consumer, ids, options, nowMs);
  return claimed.map((entry) => (isJustId ? formatId(entry.id) : entryReply(entry)));
};

const autoClaim: Command = (keys, reader, nowMs) => {
  const [key, name, consumer] = [reader.word(), reader.word(), reader.word()];
  const minIdleMs = Math.max(
    0,
    reader.integer("ERR Invalid min-idle-time argument for XAUTOCLAIM"),
  );
  const start = reader.bound("start");
  let count: number | undefined;
  let isJustId = false;
  while (reader.left > 0) {
    if (reader.option("COUNT", 1)) {
      count = reader.integer();
      if (count < 1) throw new RefusedWords("ERR COUNT must be > 0");
    } else if (reader.option("JUSTID")) isJustId = true;
    else throw new RefusedWords(SYNTAX);
  }
  const found = groupOf(keys, key, name);
  const options = { minIdleMs, start, isJustId, ...(count === undefined ? {} : { count }) };
  const { cursor, claimed, deleted } = found.group.autoClaim(consumer, options, nowMs);
  return [
    formatId(cursor),
    claimed.map((entry) => (isJustId ? formatId(entry.id) : entryReply(entry))),
    deleted.map(formatId),
  ];
};

export const GROUP_COMMANDS: Readonly<Record<string, readonly [number, Command]>> = {
  XGROUP: [2, group],
  XREADGROUP: [7, readGroup],
  XACK: [4, acknowledge],
  XPENDING: [3, pending],
  XCLAIM: [6, claim],
  XAUTOCLAIM: [6, autoClaim],
};
