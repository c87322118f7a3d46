/**
 * The stamp of a run inside a link: its length, its digest, and a few digests of its beginnings.
 * When an old link no longer replays identically, the beginnings say from about which step.
 */
import type { EventLog } from "@/simulator/vocabulary/log.ts";

export interface Stamp {
  readonly length: number;
  readonly digest: string;
  /** First four digits of the digest of the first 1/8, 2/8 … 7/8 of the run. */
  readonly beginnings: readonly string[];
}

const PARTS = 8;
/** Beyond this, digesting the beginnings would be felt. */
const BEGINNINGS_EVENTS_MAX = 20_000;

const beginning = (length: number, part: number): number => Math.floor((length * part) / PARTS);

export function stampOf(log: EventLog, digest: string): Stamp {
  const beginnings: string[] = [];
  if (log.length <= BEGINNINGS_EVENTS_MAX) {
    for (let part = 1; part < PARTS; part++) {
      beginnings.push(log.digest(beginning(log.length, part)).slice(0, 4));
    }
  }
  return { length: log.length, digest, beginnings };
}

export const formatStamp = ({ length, digest, beginnings }: Stamp): string =>
  [length, digest, ...beginnings].join(".");

export function parseStamp(text: string): Stamp | null {
  const [length = "", digest = "", ...beginnings] = text.split(".");
  const isStamp =
    /^\d{1,9}$/.test(length) &&
    /^[0-9a-f]{16}$/.test(digest) &&
    (beginnings.length === 0 || beginnings.length === PARTS - 1) &&
    beginnings.every((part) => /^[0-9a-f]{4}$/.test(part));
  return isStamp ? { length: Number(length), digest, beginnings } : null;
}

/** « … » when this run is not the one that the link was made from; null when it is. */
export function stampProblem(stamp: Stamp, log: EventLog, digest: string): string | null {
  if (stamp.digest === digest) return null;
  let step = 1;
  for (const [i, known] of stamp.beginnings.entries()) {
    const count = beginning(stamp.length, i + 1);
    if (count > log.length || log.digest(count).slice(0, 4) !== known) {
      return `Ce lien vient d’une autre version. L’empreinte diffère entre les pas ${step} et ${count}.`;
    }
    step = count + 1;
  }
  return `Ce lien vient d’une autre version. L’empreinte diffère à partir du pas ${step}.`;
}
