import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { avalanche32, createDigest, hashText, mix32 } from "./hash.ts";

const digestOf = (write: (digest: ReturnType<typeof createDigest>) => void): string => {
  const digest = createDigest();
  write(digest);
  return digest.hex();
};

describe("hashing", () => {
  test("gives the same bits for ever: links and goldens depend on them", () => {
    expect(["", "a", "abc", "commande 1042 — débit"].map((text) => hashText(text))).toEqual([
      0, 721651713, 3445827480, 3951350841,
    ]);
    expect(hashText("abc", 7)).toBe(1068774711);
    expect([mix32(0, 1), avalanche32(1)]).toEqual([651101558, 1364076727]);
    expect(digestOf(() => {})).toBe("ebb6c2285b1a7a5d");
    const something = digestOf((digest) => {
      digest.text("abc");
      digest.number(0.1);
      digest.number(-0);
      digest.word(7);
    });
    expect(something).toBe("8e33ed4a9082e08b");
  });

  test("a text's hash is a whole 32-bit number", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, seed) => {
        const hash = hashText(text, seed);
        expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
      }),
    );
  });

  test("spreads names evenly: no sixteenth of the range holds much more than its share", () => {
    const counts = new Array<number>(16).fill(0);
    for (let i = 0; i < 16_000; i++) {
      const part = Math.floor(hashText(`latency/a>b:x:${i}#1`) / 2 ** 28);
      counts[part] = (counts[part] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

describe("a digest", () => {
  test("tells −0 as 0, and every other number apart", () => {
    const of = (value: number): string => digestOf((digest) => digest.number(value));
    expect(of(-0)).toBe(of(0));
    const numbers = [
      0,
      1,
      -1,
      0.1,
      0.2,
      2 ** 31,
      2 ** 32,
      2 ** 53,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ];
    expect(new Set(numbers.map(of)).size).toBe(numbers.length);
  });

  test("depends on the order and on the limits of what is folded in", () => {
    const texts = (...all: string[]): string =>
      digestOf((digest) => {
        for (const text of all) digest.text(text);
      });
    expect(texts("ab", "c")).not.toBe(texts("a", "bc"));
    expect(texts("a", "b")).not.toBe(texts("b", "a"));
    expect(texts("")).not.toBe(texts());
  });

  test("is 16 hexadecimal digits, different for different texts", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const [x, y] = [a, b].map((text) => digestOf((digest) => digest.text(text)));
        expect(x).toMatch(/^[0-9a-f]{16}$/);
        expect(x === y).toBe(a === b);
      }),
    );
  });
});
