/**
 * Which partition a record goes to: KAF-1.
 *
 * A key is hashed with murmur2 of its UTF-8 bytes and taken modulo the number of partitions, as the Java
 * client and kafkajs' default partitioner do; adding partitions therefore moves keys. Without a key, clients
 * differ: kafkajs takes turns, Java ≥ 2.4 stays on one partition for a while (KIP-480, KIP-794).
 * Held against kafkajs in `partitioner.oracle.test.ts`.
 */
import { assert } from "../../../base/assert.ts";

const SEED = 0x9747b28c | 0;
const M = 0x5bd1e995;
const R = 24;

/** Signed 32 bits, as Java's `Utils.murmur2` with its seed; nginx hashes with seed 0. */
export function murmur2(bytes: readonly number[], seed = SEED): number {
  const { length } = bytes;
  let h = seed ^ length;
  const tail = length - (length % 4);
  for (let i = 0; i < tail; i += 4) {
    let k = byte(bytes, i) | (byte(bytes, i + 1) << 8);
    k |= (byte(bytes, i + 2) << 16) | (byte(bytes, i + 3) << 24);
    k = Math.imul(k, M);
    k ^= k >>> R;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  for (let i = length - 1; i >= tail; i--) h ^= byte(bytes, i) << (8 * (i - tail));
  if (length > tail) h = Math.imul(h, M);
  h ^= h >>> 13;
  h = Math.imul(h, M);
  return h ^ (h >>> 15);
}

const byte = (bytes: readonly number[], i: number): number => bytes[i] as number;

/** Drops the sign bit. Not the absolute value: −1 becomes 2 147 483 647. */
export const toPositive = (hash: number): number => hash & 0x7fffffff;

export function partitionOfKey(key: string, partitionCount: number): number {
  assert(partitionCount >= 1, "a topic has at least one partition", partitionCount);
  return toPositive(murmur2(utf8(key))) % partitionCount;
}

/** Where a record without a key goes. */
export interface KeylessPlacement {
  readonly next: (partitionCount: number) => number;
}

/** kafkajs: each record to the next partition. `start`: the real one begins at random. */
export function takingTurns(start = 0): KeylessPlacement {
  let turn = start;
  return { next: (partitionCount) => toPositive(++turn) % partitionCount };
}

/**
 * Java ≥ 3.3 (KIP-794): stays on a partition until `stickyCount` records went there, then draws another.
 * The real one counts bytes (`batch.size`). `draw(bound)` is uniform in [0, bound).
 */
export function sticking(stickyCount: number, draw: (bound: number) => number): KeylessPlacement {
  let partition = -1;
  let sentCount = 0;
  return {
    next(partitionCount) {
      if (partition < 0 || sentCount >= stickyCount || partition >= partitionCount) {
        partition = draw(partitionCount);
        sentCount = 0;
      }
      sentCount++;
      return partition;
    },
  };
}

/** UTF-8 of a text; half a surrogate pair becomes U+FFFD, as Node's `Buffer.from` does. */
export function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const read = character.codePointAt(0) as number;
    const code = read >= 0xd800 && read <= 0xdfff ? 0xfffd : read;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63));
      bytes.push(0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return bytes;
}
