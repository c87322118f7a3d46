/**
 * A hash chain: each line of a journal is sealed over the line before it.
 *
 * A line changed, removed or moved in the middle breaks every seal after it (NFC-2). A *cut tail* breaks
 * none: what remains is a whole, shorter chain; only a head written down elsewhere, an anchor, tells.
 * Corrections are new lines, never edits (NFC-1). This teaches the mechanism; it is no proof of
 * compliance (NFC-3).
 */
import { sha256 } from "./sha-256.ts";

export interface SealedLine {
  /** 1, 2, 3… */
  readonly number: number;
  readonly body: string;
  /** Over the number, the body and the seal before it. */
  readonly seal: string;
}

/** The last line as somebody else wrote it down. */
export interface Anchor {
  readonly number: number;
  readonly seal: string;
}

/** The seal before the first line: no line at all. */
export const FIRST_SEAL = "0".repeat(64);

const sealOf = (number: number, body: string, before: string): string =>
  sha256([number, before, body].join("\n"));

/** The line that follows `last`; null begins a journal. */
export function sealNext(last: SealedLine | null, body: string): SealedLine {
  const number = (last?.number ?? 0) + 1;
  return { number, body, seal: sealOf(number, body, last?.seal ?? FIRST_SEAL) };
}

export type Verification =
  | { readonly kind: "intact"; readonly lines: number }
  /** The first line that does not follow from those before it. */
  | { readonly kind: "broken"; readonly at: number; readonly problem: "number" | "seal" }
  /** A whole chain, but not the one that was anchored: shorter, or another one. */
  | { readonly kind: "not-anchored"; readonly expected: Anchor };

/** Recomputes the whole chain; with an anchor, also that the anchored line is still in it. */
export function verifyChain(lines: readonly SealedLine[], anchor: Anchor | null): Verification {
  let before = FIRST_SEAL;
  for (const [i, line] of lines.entries()) {
    const expected = i + 1;
    if (line.number !== expected) return { kind: "broken", at: expected, problem: "number" };
    if (line.seal !== sealOf(expected, line.body, before)) {
      return { kind: "broken", at: expected, problem: "seal" };
    }
    before = line.seal;
  }
  if (anchor !== null && lines[anchor.number - 1]?.seal !== anchor.seal) {
    return { kind: "not-anchored", expected: anchor };
  }
  return { kind: "intact", lines: lines.length };
}
