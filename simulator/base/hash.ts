/**
 * Hashing: a 64-bit digest of numbers and strings, and one uniform draw from a name.
 *
 * Two independent 32-bit lanes of murmur3's mixing (integer multiplications and shifts only), so
 * the bits are the same in Node, Chromium and Firefox. Not cryptographic: it tells equal runs from
 * different ones, it does not resist an adversary.
 */

const C1 = 0xcc9e2d51 | 0;
const C2 = 0x1b873593 | 0;

const rotl = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** murmur3's body step: folds one 32-bit word into a lane. */
export function mix32(lane: number, word: number): number {
  let k = Math.imul(word, C1);
  k = rotl(k, 15);
  k = Math.imul(k, C2);
  return (Math.imul(rotl(lane ^ k, 13), 5) + 0xe6546b64) | 0;
}

/** murmur3's finaliser: every input bit reaches every output bit. */
export function avalanche32(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Hash of a text's UTF-16 units, 32 bits, unsigned. */
export function hashText(text: string, seed = 0): number {
  let lane = seed | 0;
  for (let i = 0; i < text.length; i++) lane = mix32(lane, text.charCodeAt(i));
  return avalanche32(lane ^ text.length) >>> 0;
}

export interface Digest {
  readonly word: (value: number) => void;
  /** Any double: its two 32-bit halves; −0 counts as 0. */
  readonly number: (value: number) => void;
  readonly text: (value: string) => void;
  /** 16 hexadecimal digits of everything folded in so far. */
  readonly hex: () => string;
}

const doubleView = new Float64Array(1);
const halves = new Int32Array(doubleView.buffer);

export function createDigest(): Digest {
  let a = 0x9747b28c | 0;
  let b = 0x2f6e2b1 | 0;
  let count = 0;
  const word = (value: number): void => {
    a = mix32(a, value);
    b = mix32(b, value ^ (0x5bd1e995 | 0));
    count = (count + 1) | 0;
  };
  return {
    word,
    number(value) {
      if (value === (value | 0)) {
        word(value | 0);
        return;
      }
      doubleView[0] = value;
      word(halves[0] as number);
      word(halves[1] as number);
    },
    text(value) {
      word(value.length);
      for (let i = 0; i < value.length; i++) word(value.charCodeAt(i));
    },
    hex() {
      const high = avalanche32(a ^ count) >>> 0;
      const low = avalanche32(b ^ Math.imul(count, 0x9e3779b1)) >>> 0;
      return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
    },
  };
}
