/**
 * Least connections by weight, after `balance leastconn` of HAProxy 2.6 (`lb_fwlc.c`).
 *
 * Servers stand in line by their load: requests in progress and one more, over the weight; an idle one comes
 * first. Among equals, whoever changed its place last stands last: that is a round robin among the idle. A
 * server that fails at once is always idle: this rule sends it everything (LBL-3).
 */
import { assert } from "../../base/assert.ts";
import { type Balance, checkedWeights } from "./balance.ts";

/** Loads are whole numbers, coarse on purpose: two servers may stand equal though their ratios differ. */
const SCALE = 256 * 16;
const WEIGHT_UNIT = 16;

interface Place {
  readonly server: number;
  load: number;
}

export function createLeastConnections(given: readonly number[]): Balance {
  const weights = checkedWeights(given);
  const inProgress = weights.map(() => 0);
  const line: Place[] = [];

  function loadOf(server: number): number {
    const count = inProgress[server] as number;
    if (count === 0) return 0;
    return Math.floor(((count + 1) * SCALE) / ((weights[server] as number) * WEIGHT_UNIT));
  }

  /** Behind those that are as loaded. */
  function enter(server: number): void {
    const load = loadOf(server);
    let [low, high] = [0, line.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((line[middle] as Place).load <= load) low = middle + 1;
      else high = middle;
    }
    line.splice(low, 0, { server, load });
  }

  function leave(server: number): boolean {
    const at = line.findIndex((place) => place.server === server);
    if (at >= 0) line.splice(at, 1);
    return at >= 0;
  }

  function count(server: number, by: 1 | -1): void {
    const next = (inProgress[server] as number) + by;
    assert(next >= 0, "whoever ends had begun", server);
    inProgress[server] = next;
    if (line.some((place) => place.server === server && place.load === loadOf(server))) return;
    if (leave(server)) enter(server);
  }

  weights.forEach((weight, server) => {
    if (weight > 0) enter(server);
  });

  return {
    choose: () => line[0]?.server ?? null,
    take: (server) => count(server, 1),
    release: (server) => count(server, -1),
    up(server) {
      if (weights[server] === 0 || line.some((place) => place.server === server)) return;
      enter(server);
    },
    down: (server) => void leave(server),
  };
}
