/**
 * A register of living instances: leases renewed by heartbeats, and a doubt about mass death.
 *
 * After the Eureka server (`AbstractInstanceRegistry`, `Lease`, `MeasuredRate`). A renewal is worth two lease
 * lengths, because it writes an instant already one length ahead: a slip that its authors keep. Nobody is
 * evicted while the heartbeats of the last full window are not more than 85 % of those expected: so many do
 * not die at once, the network must be cut. Owns leases and counts; time and luck come in as arguments.
 */
import { assert } from "../../base/assert.ts";
import { durationUs, wholeNumber } from "../../base/configuration.ts";

export interface RegistryOptions {
  /** Lease length, µs (90 s in Eureka). */
  readonly leaseUs: number;
  /** How often an instance is expected to renew, µs (30 s). */
  readonly renewalUs: number;
  /** Heartbeats are counted over windows of this length, µs (60 s). */
  readonly rateWindowUs: number;
  /** Share of the expected heartbeats that must be passed before anybody is evicted, percent (85). */
  readonly renewalPercent: number;
  readonly selfPreservation: boolean;
  /** Clients expected before anybody registers: those copied from peers; Spring Cloud says 1. */
  readonly initialClientCount: number;
}

export interface Registry {
  readonly register: (instance: string, nowUs: number) => void;
  /** False: not known, it must register again. */
  readonly renew: (instance: string, nowUs: number) => boolean;
  /** An orderly departure. False: it was not there. */
  readonly cancel: (instance: string) => boolean;
  /** Those evicted now. `pick(bound)` draws below `bound`: which of the expired go first. */
  readonly evict: (nowUs: number, pick: (bound: number) => number) => readonly string[];
  /** Counts again how many clients to expect, unless too many are missing (every 15 min in Eureka). */
  readonly recount: () => void;
  /** In order of registration. */
  readonly instances: () => readonly string[];
  /** True: nobody is evicted at this instant, whatever expires. */
  readonly isPreserving: (nowUs: number) => boolean;
  /** Heartbeats of the last full window, and the count that must be passed. */
  readonly renewals: (nowUs: number) => { readonly seen: number; readonly threshold: number };
}

function checkOptions(options: RegistryOptions): void {
  durationUs("leaseUs", options.leaseUs, 1);
  durationUs("renewalUs", options.renewalUs, 1);
  durationUs("rateWindowUs", options.rateWindowUs, options.renewalUs);
  wholeNumber("renewalPercent", options.renewalPercent, { min: 0, max: 100 });
  wholeNumber("initialClientCount", options.initialClientCount, { min: 0, max: 1_000_000 });
}

/** Heartbeats by window: the last full one is what counts. */
function createMeasuredRate(windowUs: number) {
  let window = 0;
  let current = 0;
  let last = 0;
  function turn(nowUs: number): void {
    const now = Math.floor(nowUs / windowUs);
    assert(now >= window, "time does not go back", nowUs);
    if (now > window) {
      last = now === window + 1 ? current : 0;
      current = 0;
    }
    window = now;
  }
  return {
    add(nowUs: number): void {
      turn(nowUs);
      current++;
    },
    lastWindow(nowUs: number): number {
      turn(nowUs);
      return last;
    },
  };
}

/** @throws BadConfiguration on a lease of 0, a window shorter than a renewal, a share above 100. */
export function createRegistry(options: RegistryOptions): Registry {
  checkOptions(options);
  const { leaseUs, renewalUs, rateWindowUs, renewalPercent, selfPreservation } = options;
  /** Instance → the instant its lease counts from. */
  const leases = new Map<string, number>();
  const rate = createMeasuredRate(rateWindowUs);
  let expectedClientCount = options.initialClientCount;

  const share = (count: number): number => Math.floor((count * renewalPercent) / 100);
  const threshold = (): number =>
    Math.floor((expectedClientCount * rateWindowUs * renewalPercent) / (renewalUs * 100));

  function isPreserving(nowUs: number): boolean {
    if (!selfPreservation) return false;
    return !(threshold() > 0 && rate.lastWindow(nowUs) > threshold());
  }

  function remove(instance: string): boolean {
    if (!leases.delete(instance)) return false;
    if (expectedClientCount > 0) expectedClientCount--;
    return true;
  }

  return {
    register(instance, nowUs) {
      // Nobody expected yet: the first recount will say how many there are.
      if (!leases.has(instance) && expectedClientCount > 0) expectedClientCount++;
      leases.set(instance, nowUs);
    },
    renew(instance, nowUs) {
      if (!leases.has(instance)) return false;
      rate.add(nowUs);
      leases.set(instance, nowUs + leaseUs);
      return true;
    },
    cancel: remove,
    evict(nowUs, pick) {
      if (isPreserving(nowUs)) return [];
      const expired = [...leases].filter(([, fromUs]) => nowUs > fromUs + leaseUs);
      const names = expired.map(([instance]) => instance);
      // However many expired, one pass takes no more than the share that may be missing.
      const count = Math.min(names.length, leases.size - share(leases.size));
      const evicted: string[] = [];
      for (let i = 0; i < count; i++) {
        const [name = ""] = names.splice(pick(names.length), 1);
        evicted.push(name);
        remove(name);
      }
      return evicted;
    },
    recount() {
      const mayShrink = leases.size * 100 > expectedClientCount * renewalPercent;
      if (mayShrink || !selfPreservation) expectedClientCount = leases.size;
    },
    instances: () => [...leases.keys()],
    isPreserving,
    renewals: (nowUs) => ({ seen: rate.lastWindow(nowUs), threshold: threshold() }),
  };
}
