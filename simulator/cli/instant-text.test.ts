import { expect, test } from "vitest";
import { instantText } from "./instant-text.ts";

const plain = (us: number): string => instantText(us).replaceAll(/[\u202F\u00A0]/g, " ");

test.each([
  [0, "0 s"],
  [1, "1 µs"],
  [999, "999 µs"],
  [1_000, "1 ms"],
  [818_001, "818 ms"],
  [999_600, "1 s"],
  [2_412_000, "2,412 s"],
  [59_999_600, "1 min"],
  [603_885_299, "10 min 3,885 s"],
  [3_600_000_000, "1 h"],
  [3_723_000_000, "1 h 2 min 3 s"],
  [400 * 86_400_000_000, "400 j"],
  [-120_000_000, "− 2 min"],
])("%i µs se lit « %s »", (us, text) => {
  expect(plain(us)).toBe(text);
});

test("aucune espace ordinaire : une durée ne se coupe pas en fin de ligne", () => {
  for (let us = 1; us < 1e14; us = us * 7 + 3) expect(instantText(us)).not.toContain(" ");
});
