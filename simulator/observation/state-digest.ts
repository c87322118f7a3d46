/**
 * Digest of a state: 64 bits that depend on which slots are present and what they hold, and on
 * nothing else (neither the order in which slots appeared nor the order of an object's fields).
 */
import { createDigest, type Digest } from "../base/hash.ts";
import { TAG } from "../vocabulary/cells.ts";
import type { Value } from "../vocabulary/values.ts";

function addValue(digest: Digest, value: Value): void {
  if (typeof value === "number") {
    digest.word(TAG.number);
    digest.number(value);
  } else if (typeof value === "string") {
    digest.word(TAG.string);
    digest.text(value);
  } else if (value === null) digest.word(TAG.null);
  else if (value === true) digest.word(TAG.true);
  else if (value === false) digest.word(TAG.false);
  else if (Array.isArray(value)) {
    digest.word(TAG.list);
    digest.word(value.length);
    for (const item of value as readonly Value[]) addValue(digest, item);
  } else {
    const object = value as { readonly [field: string]: Value };
    const fields = Object.keys(object).sort();
    digest.word(TAG.object);
    digest.word(fields.length);
    for (const field of fields) {
      digest.text(field);
      addValue(digest, object[field] as Value);
    }
  }
}

const byPath = (a: readonly [string, Value], b: readonly [string, Value]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;

export function digestOfState(slots: readonly (readonly [string, Value])[]): string {
  const digest = createDigest();
  for (const [path, value] of [...slots].sort(byPath)) {
    digest.text(path);
    addValue(digest, value);
  }
  return digest.hex();
}
