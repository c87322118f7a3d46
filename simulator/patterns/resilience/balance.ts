/**
 * Which server is next: what every way of balancing answers, and the settings they share.
 *
 * Servers are numbered from 0. A server that is down is never chosen; the choice itself takes no time and knows
 * neither requests nor health. Follows HAProxy 2.6: `turns.ts` (roundrobin), `least-connections.ts` (leastconn),
 * and here `random(2)`, the power of two choices.
 */
import { required, wholeNumber } from "../../base/configuration.ts";
import type { Random } from "../../base/random.ts";

export interface Balance {
  /** The next server, or null when all are down. The choice counts as a turn; `take` says that it is used. */
  readonly choose: () => number | null;
  /** A request is on its way to this server. */
  readonly take: (server: number) => void;
  /** It is over, well or badly. */
  readonly release: (server: number) => void;
  readonly up: (server: number) => void;
  readonly down: (server: number) => void;
}

export const WEIGHT_MAX = 256;

/** @throws BadConfiguration without servers, on a weight outside 0 … 256, when all weights are 0. */
export function checkedWeights(weights: readonly number[]): readonly number[] {
  required("servers", weights.length > 0, "il faut au moins un serveur.");
  for (const weight of weights) wholeNumber("weight", weight, { min: 0, max: WEIGHT_MAX });
  required(
    "weight",
    weights.some((weight) => weight > 0),
    "tous les poids valent 0 : aucun serveur ne recevrait rien. Donnez-en un plus grand à l’un d’eux.",
  );
  return weights;
}

/**
 * Two servers drawn by weight, perhaps the same one twice; the one with fewer requests for its weight is
 * chosen, the second when equal. Needs no order and no memory beyond the counts.
 */
export function createTwoChoices(given: readonly number[], random: Random): Balance {
  const weights = checkedWeights(given);
  const served = weights.map(() => 0);
  const isUp = weights.map(() => true);
  const open = (i: number): number => (isUp[i] === true ? (weights[i] as number) : 0);

  function draw(): number | null {
    const total = weights.reduce((sum, _, i) => sum + open(i), 0);
    if (total === 0) return null;
    let left = random.integerBelow(total);
    return weights.findIndex((_, i) => {
      left -= open(i);
      return left < 0;
    });
  }

  const isBusier = (a: number, b: number): boolean =>
    (served[a] as number) * (weights[b] as number) > (served[b] as number) * (weights[a] as number);

  return {
    choose() {
      const first = draw();
      const second = draw();
      if (first === null || second === null) return null;
      return isBusier(second, first) ? first : second;
    },
    take(server) {
      served[server] = (served[server] as number) + 1;
    },
    release(server) {
      served[server] = (served[server] as number) - 1;
    },
    up(server) {
      isUp[server] = true;
    },
    down(server) {
      isUp[server] = false;
    },
  };
}
