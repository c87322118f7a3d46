/**
 * Which version a user is sent to: shares in thousandths, by hash of the user or by a draw at each request.
 *
 * By hash as nginx's `split_clients`: murmur2 of the name, cut at the cumulated shares. The same user stays
 * where they are; when the first share grows, only those of the added share move. Shares listed after one
 * that changes are cut elsewhere: more users move than needed. By draw as Envoy's weighted clusters: nobody
 * stays anywhere. Knows no versions, no requests.
 */
import { assert } from "../../base/assert.ts";
import { distinct, required, wholeNumber } from "../../base/configuration.ts";
import { murmur2, utf8 } from "../../world/brokers/partitioned-log/partitioner.ts";

export interface Share {
  readonly name: string;
  /** 0 … 1000; 0 is sent nobody. */
  readonly perMille: number;
}

export interface TrafficSplit {
  /** Always the same for the same key. */
  readonly ofKey: (key: string) => string;
  /** `draw`: 0 … 999, drawn for this request. */
  readonly ofDraw: (draw: number) => string;
}

export const WHOLE = 1_000;
const HASH_MAX = 0xffffffff;

/** @throws BadConfiguration unless the shares have distinct names and make 1000. */
export function createTrafficSplit(shares: readonly Share[]): TrafficSplit {
  distinct(
    "parts",
    shares.map(({ name }) => name),
  );
  for (const { perMille } of shares) wholeNumber("perMille", perMille, { min: 0, max: WHOLE });
  const sum = shares.reduce((total, { perMille }) => total + perMille, 0);
  const problem = `la somme fait ${sum} pour mille. Il en faut ${WHOLE}, sans quoi des usagers n’iraient nulle part.`;
  required("parts", sum === WHOLE, problem);
  const given = shares.filter(({ perMille }) => perMille > 0);
  const last = (given.at(-1) as Share).name;
  // Each share is cut down to a whole hash before they are added, as nginx does; the last takes the rest.
  let hashEnd = 0;
  let drawEnd = 0;
  const ends = given.map(({ name, perMille }) => {
    hashEnd += Math.floor((perMille * HASH_MAX) / WHOLE);
    drawEnd += perMille;
    return { name, hashEnd, drawEnd };
  });
  assert(hashEnd <= HASH_MAX, "the shares do not pass the last hash", hashEnd);
  return {
    ofKey(key) {
      const hash = murmur2(utf8(key), 0) >>> 0;
      return ends.find((end) => hash < end.hashEnd)?.name ?? last;
    },
    ofDraw(draw) {
      assert(draw >= 0 && draw < WHOLE, "a draw is below a thousand", draw);
      return ends.find((end) => draw < end.drawEnd)?.name ?? last;
    },
  };
}
