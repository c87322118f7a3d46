/**
 * XINFO, in words: what a stream, its groups and their consumers say of themselves.
 *
 * `radix-tree-nodes` is left out: it counts the inner nodes of a structure that is not modelled.
 */

import { byName, type Command, entryReply } from "./keyspace.ts";
import { RefusedWords, type Reply, SYNTAX } from "./reader.ts";
import type { Stream } from "./stream.ts";
import { formatId, ZERO_ID } from "./stream-id.ts";

const info: Command = (keys, reader, nowMs) => {
  const verb = reader.word().toUpperCase();
  const key = reader.word();
  const stream = keys.streams.get(key);
  if (stream === undefined) throw new RefusedWords("ERR no such key");
  if (verb === "STREAM") return aboutStream(stream);
  if (verb === "GROUPS") return aboutGroups(stream);
  if (verb !== "CONSUMERS") throw new RefusedWords(SYNTAX);
  const name = reader.word();
  const group = stream.groups.get(name);
  if (group === undefined) {
    throw new RefusedWords(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
  }
  return byName(group.consumers.values()).map((consumer) => [
    ...["name", consumer.name],
    ...["pending", consumer.pending.size],
    ...["idle", nowMs - consumer.seenAtMs],
  ]);
};

const aboutStream = (stream: Stream): Reply => [
  ...["length", stream.length],
  ...["radix-tree-keys", stream.packCount],
  ...["last-generated-id", formatId(stream.lastId)],
  ...["max-deleted-entry-id", formatId(stream.maxDeletedId)],
  ...["entries-added", stream.addedCount],
  ...["recorded-first-entry-id", formatId(stream.first?.id ?? ZERO_ID)],
  ...["groups", stream.groups.size],
  ...["first-entry", stream.first === undefined ? null : entryReply(stream.first)],
  ...["last-entry", stream.last === undefined ? null : entryReply(stream.last)],
];

const aboutGroups = (stream: Stream): Reply =>
  // Asked after each command by whoever draws it: one list a group, and no other on the way.
  byName(stream.groups.values()).map((group) => [
    "name",
    group.name,
    "consumers",
    group.consumers.size,
    "pending",
    group.pending.size,
    "last-delivered-id",
    formatId(group.lastId),
    "entries-read",
    group.readCount,
    "lag",
    group.lag,
  ]);

export const INFO_COMMANDS: Readonly<Record<string, readonly [number, Command]>> = {
  XINFO: [3, info],
};
