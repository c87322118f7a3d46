/**
 * Round robin by weight, after `balance roundrobin` of HAProxy 2.6 (`lb_fwrr.c`).
 *
 * A lap has as many places as the weights add up to (in sixteenths). A server of weight w comes every lap/w
 * places, so that a heavy one is spread over the lap and never served in a row. Servers wait in three groups:
 * those that begin, those of this lap, those of the next. Who leaves or comes back in the middle changes the
 * next lap, not this one.
 */
import { assert } from "../../base/assert.ts";
import { type Balance, checkedWeights, WEIGHT_MAX } from "./balance.ts";

const UNIT = 16;
const HEAVIEST = WEIGHT_MAX * UNIT;

interface Runner {
  readonly server: number;
  readonly weight: number;
  /** Place at which it is due; 0 before its first turn. */
  due: number;
  /** What whole steps have left over so far. */
  rest: number;
  /** Where it waits; null: it is out. */
  group: Runner[] | null;
  /** Order within its group; equals come in the order of their arrival. */
  rank: number;
}

/** A group in the order of its ranks. */
function insert(group: Runner[], runner: Runner): void {
  runner.group = group;
  let [low, high] = [0, group.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((group[middle] as Runner).rank <= runner.rank) low = middle + 1;
    else high = middle;
  }
  group.splice(low, 0, runner);
}

class Laps {
  #starting: Runner[] = [];
  readonly #lap: Runner[] = [];
  #next: Runner[] = [];
  /** Where we are in this lap, and how many places this lap and the next one have. */
  #place: number;
  #length: number;
  #nextLength: number;

  constructor(runners: readonly Runner[]) {
    this.#nextLength = runners.reduce((sum, { weight }) => sum + weight, 0);
    this.#length = this.#nextLength;
    this.#place = this.#nextLength;
    for (const runner of runners) if (runner.weight > 0) this.#enter(runner, this.#starting);
  }

  /** Heavy ones first, so that the light ones fall between them. */
  #enter(runner: Runner, group: Runner[]): void {
    runner.rank = HEAVIEST - runner.weight;
    insert(group, runner);
  }

  #leave(runner: Runner): void {
    const { group } = runner;
    if (group !== null) group.splice(group.indexOf(runner), 1);
    runner.group = null;
  }

  /** In this lap if its place lies within, else in the next one. */
  #queue(runner: Runner): void {
    const { due } = runner;
    if (due >= 2 * this.#length || due >= this.#length + this.#nextLength) {
      runner.due -= this.#length;
      this.#enter(runner, this.#next);
      return;
    }
    runner.rank = WEIGHT_MAX * due + Math.floor((HEAVIEST + runner.rest - runner.weight) / UNIT);
    insert(this.#lap, runner);
  }

  /** The one whose place has come; else one that begins; else the next of this lap. */
  #first(): Runner | null {
    const due = this.#lap[0];
    if (due !== undefined && due.due <= this.#place) return due;
    const starting = this.#starting[0];
    if (starting === undefined) return due ?? null;
    starting.due = 0;
    starting.rest = 0;
    return starting;
  }

  #nextLap(): void {
    [this.#starting, this.#next] = [this.#next, this.#starting];
    this.#length = this.#nextLength;
    this.#place = this.#length;
  }

  #advance(runner: Runner): void {
    const { weight } = runner;
    const from = runner.due === 0 ? this.#place : runner.due;
    runner.due = from + Math.floor(this.#nextLength / weight);
    runner.rest += this.#nextLength % weight;
    if (runner.rest < weight) return;
    runner.rest -= weight;
    runner.due++;
  }

  choose(): Runner | null {
    if (this.#nextLength === 0) return null;
    if (this.#length === 0) {
      this.#length = this.#nextLength;
      this.#place = this.#nextLength;
    }
    let runner = this.#first();
    if (runner === null) {
      this.#nextLap();
      runner = this.#first();
    }
    assert(runner !== null, "somebody is up, somebody is next");
    this.#advance(runner);
    this.#leave(runner);
    this.#place++;
    this.#queue(runner);
    return runner;
  }

  down(runner: Runner): void {
    if (runner.group === null) return;
    this.#nextLength -= runner.weight;
    this.#leave(runner);
  }

  up(runner: Runner): void {
    if (runner.group !== null || runner.weight === 0) return;
    this.#nextLength += runner.weight;
    const ahead = this.#nextLength + this.#length - this.#place;
    runner.due = this.#place + Math.floor(ahead / runner.weight);
    this.#queue(runner);
  }
}

export function createTurns(given: readonly number[]): Balance {
  const runners = checkedWeights(given).map(
    (weight, server): Runner => ({
      ...{ server, weight: weight * UNIT, due: 0, rest: 0, rank: 0, group: null },
    }),
  );
  const laps = new Laps(runners);
  return {
    choose: () => laps.choose()?.server ?? null,
    take: () => {},
    release: () => {},
    up: (server) => laps.up(runners[server] as Runner),
    down: (server) => laps.down(runners[server] as Runner),
  };
}
