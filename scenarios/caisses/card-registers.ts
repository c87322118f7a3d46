/**
 * Which registers there are, how each is called, and whose store it belongs to.
 *
 * The stage draws three stores of two registers; more of them run all the same, with names made here.
 */
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";

export interface Register {
  /** Node: `m1-c2`. */
  readonly id: string;
  /** As the events of the register name it: `caisse_002`, or `magasin001_caisse02`. */
  readonly name: string;
  /** The store where it really stands: `magasin001`. */
  readonly store: string;
  /** 0, 1, 2… in its store. */
  readonly rank: number;
  /** Nodes of the other registers of its store. */
  readonly neighbours: readonly string[];
}

const padded = (value: number, width: number): string => String(value).padStart(width, "0");

/** Every register of the chain, store after store. */
export function registersOf(parameters: Parameters): readonly Register[] {
  const isFullName = parameters.identifiants === "magasin-caisse";
  let count = 0;
  return Array.from({ length: parameters["magasins"] as number }, (_, i) => {
    const store = `magasin${padded(i + 1, 3)}`;
    const nodeOf = (rank: number): string => `m${i + 1}-c${rank + 1}`;
    const ranks = Array.from({ length: tillsIn(parameters, i) }, (_, rank) => rank);
    return ranks.map((rank): Register => {
      count++;
      const name = isFullName
        ? `${store}_caisse${padded(rank + 1, 2)}`
        : `caisse_${padded(count, 3)}`;
      const neighbours = ranks.filter((other) => other !== rank).map(nodeOf);
      return { id: nodeOf(rank), store, rank, name, neighbours };
    });
  }).flat();
}

/** Registers of a store, by its rank from 0: the first stores may have one more. */
const tillsIn = (parameters: Parameters, store: number): number =>
  (parameters["caisses-par-magasin"] as number) +
  (store < (parameters["magasins-plus-grands"] as number) ? 1 : 0);
