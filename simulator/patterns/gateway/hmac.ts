/**
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1), and base64url without padding (RFC 4648 §5, RFC 7515 §2).
 *
 * Bytes are whole numbers 0 … 255. Held against the platform's own cryptography in `token.oracle.test.ts`.
 */
import { assert } from "../../base/assert.ts";
import { sha256OfBytes } from "../coordination/sha-256.ts";

export type Bytes = readonly number[];

const BLOCK = 64;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Thirty-two bytes. A key longer than a block is hashed first. */
export function hmacSha256(key: Bytes, message: Bytes): Bytes {
  const short = key.length > BLOCK ? sha256OfBytes(key) : key;
  const padded = Array.from({ length: BLOCK }, (_, i) => short[i] ?? 0);
  const masked = (mask: number): Bytes => padded.map((byte) => byte ^ mask);
  return sha256OfBytes([...masked(0x5c), ...sha256OfBytes([...masked(0x36), ...message])]);
}

export function base64url(bytes: Bytes): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(i, i + 3);
    const word = (a << 16) | (b << 8) | c;
    const length = Math.min(4, bytes.length - i + 1);
    for (let k = 0; k < length; k++) text += LETTERS[(word >> (18 - 6 * k)) & 63];
  }
  assert(text.length === Math.ceil((bytes.length * 4) / 3), "no padding, nothing lost", text);
  return text;
}

/** null when a letter does not belong there, or when one letter is left over. */
export function fromBase64url(text: string): Bytes | null {
  if (text.length % 4 === 1) return null;
  const bytes: number[] = [];
  let word = 0;
  let bitCount = 0;
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    word = ((word << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes.push((word >> bitCount) & 255);
  }
  return bytes;
}
