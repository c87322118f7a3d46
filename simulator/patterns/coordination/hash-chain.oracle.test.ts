/** Seals against the platform's own cryptography, and every way of forging a journal. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../base/random.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { bodyOf, createTillJournal, verifyJournal } from "./closings.ts";
import { FIRST_SEAL, type SealedLine, sealNext, verifyChain } from "./hash-chain.ts";
import { sha256 } from "./sha-256.ts";

type Chain = typeof import("./hash-chain.ts");

const real = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

function chainOf(bodies: readonly string[], seal = sealNext): SealedLine[] {
  const lines: SealedLine[] = [];
  for (const body of bodies) lines.push(seal(lines.at(-1) ?? null, body));
  return lines;
}

const BODIES = Array.from({ length: 12 }, (_, i) => `sale T${i} ${100 * i}`);

/** The seals recomputed by the platform, straight from the words of the rule. */
function realSeals(bodies: readonly string[]): readonly string[] {
  let before = FIRST_SEAL;
  return bodies.map((body, i) => {
    before = real(`${i + 1}\n${before}\n${body}`);
    return before;
  });
}

/** Every journal that differs from the true one by one change: what changed, and whether it is a cut tail. */
function forgeries(lines: readonly SealedLine[]) {
  const random = createRandom(1, "forgery");
  const found: { readonly lines: readonly SealedLine[]; readonly isCutTail: boolean }[] = [];
  for (const [i, line] of lines.entries()) {
    const at = random.integerBelow(line.body.length);
    const letter = line.body[at] === "x" ? "y" : "x";
    const body = line.body.slice(0, at) + letter + line.body.slice(at + 1);
    found.push({ lines: lines.with(i, { ...line, body }), isCutTail: false });
    const seal = (line.seal[at] === "0" ? "1" : "0") + line.seal.slice(1);
    if (seal !== line.seal)
      found.push({ lines: lines.with(i, { ...line, seal }), isCutTail: false });
    found.push({ lines: lines.toSpliced(i, 1), isCutTail: i === lines.length - 1 });
    if (i > 0) {
      const swapped = lines.with(i, lines[i - 1] as SealedLine).with(i - 1, line);
      found.push({ lines: swapped, isCutTail: false });
    }
    if (i > 0) found.push({ lines: lines.slice(0, i), isCutTail: true });
  }
  return found;
}

/** Finds whatever was changed in the middle, and never a cut tail without its anchor. */
function chainIsHonest({ sealNext: seal, verifyChain: verify }: Chain): boolean {
  const lines = chainOf(BODIES, seal);
  const seals = realSeals(BODIES);
  if (!lines.every((line, i) => line.seal === seals[i])) return false;
  if (verify(lines, null).kind !== "intact") return false;
  const last = lines.at(-1) as SealedLine;
  return forgeries(lines).every((forged) => {
    const isSeen = verify(forged.lines, null).kind !== "intact";
    const isSeenAnchored = verify(forged.lines, last).kind !== "intact";
    return isSeenAnchored && isSeen !== forged.isCutTail;
  });
}

describe("chaîne de hachage", () => {
  test("the model's SHA-256 is the platform's, for any text and any length", () => {
    for (let length = 0; length < 200; length++) {
      const text = "é".repeat(length % 7) + "a".repeat(length);
      expect(sha256(text)).toBe(real(text));
    }
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => sha256(text) === real(text)));
  });

  test("NFC-2: any change in the middle is noticed; a cut tail only against an anchor kept elsewhere", async () => {
    expect(chainIsHonest(await import("./hash-chain.ts"))).toBe(true);
    const lines = chainOf(BODIES);
    expect(verifyChain(lines.slice(0, 5), null)).toEqual({ kind: "intact", lines: 5 });
    expect(verifyChain(lines.slice(0, 5), lines.at(-1) ?? null).kind).toBe("not-anchored");
    // An honest chain holds all its anchors, and goes on holding them as it grows.
    for (const anchor of lines) expect(verifyChain(lines, anchor).kind).toBe("intact");
  });

  test("NFC-2: whoever seals everything again after a change is caught by the anchor alone", () => {
    const forged = chainOf(BODIES.with(3, "sale T3 0"));
    expect(verifyChain(forged, null).kind).toBe("intact");
    expect(verifyChain(forged, chainOf(BODIES)[7] ?? null).kind).toBe("not-anchored");
  });

  test("NFC-1: corrections are new lines, closings add up and repeat the perpetual total", () => {
    const journal = createTillJournal();
    journal.sell("T1", 1_500);
    journal.sell("T2", 500);
    journal.correct("T2", 500);
    journal.close("2026-11-20");
    journal.sell("T3", 700);
    journal.close("2026-11-21");
    expect(journal.lines.map(({ body }) => body)).toEqual([
      "sale T1 1500",
      "sale T2 500",
      "correction T2 500",
      "closing 2026-11-20 1500 1500",
      "sale T3 700",
      "closing 2026-11-21 700 2200",
    ]);
    expect(verifyJournal(journal, null).kind).toBe("intact");
    // A closing that lies about one of its sums, sealed properly all the same: the other sum is no alibi.
    for (const [totalCents, perpetualCents] of [
      [700, 2_100],
      [600, 2_200],
    ] as const) {
      const lie = { kind: "closing", period: "2026-11-21", totalCents, perpetualCents } as const;
      const entries = journal.entries.with(5, lie);
      const lines = chainOf(entries.map(bodyOf));
      expect(verifyJournal({ lines, entries }, null)).toMatchObject({ kind: "broken", at: 6 });
    }
  });

  test("planted errors in the chain are all noticed", async () => {
    await plantedErrors<Chain>({
      file: import.meta.resolve("./hash-chain.ts"),
      survives: chainIsHonest,
      errors: [
        {
          name: "the seal forgets the one before",
          find: "[number, before, body]",
          replace: "[number, body]",
        },
        {
          name: "the body is not sealed",
          find: "[number, before, body]",
          replace: "[number, before]",
        },
        { name: "verification does not move on", find: "before = line.seal;", replace: "" },
        {
          name: "the anchor is not looked at",
          find: "if (anchor !== null &&",
          replace: "if (anchor === null &&",
        },
        {
          name: "numbers are not checked, nor sealed",
          find: "sealOf(expected, line.body, before)",
          replace: "line.seal",
        },
      ],
    });
  });
});
