/**
 * A growing column of 32-bit integers: what the folds keep one number per event or per change in.
 *
 * Owns growth by doubling and nothing else; readers index `values` directly up to `length`.
 */

const FIRST_CAPACITY = 256;

export class IntColumn {
  values = new Int32Array(FIRST_CAPACITY);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] as number;
  }
}

/** Number of leading items of a sorted column that are ≤ `value`. */
export function countUpTo(sorted: ArrayLike<number>, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
