/**
 * An objective kept or missed, at any step: demands served and lost, the budget of errors, alerts; by slices of
 * the period. A fold of commands and of the calendar that the card names; knows no scenario.
 */
import type { ObjectiveCard } from "../vocabulary/followed.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { Value } from "../vocabulary/values.ts";
import { countUpTo } from "./columns.ts";

export interface ObjectiveSlice {
  readonly served: number;
  readonly lost: number;
}

export interface AlertSpan {
  /** Places on the period, 0…1. */
  readonly from: number;
  /** null: still open. */
  readonly to: number | null;
}

export interface ObjectiveAt {
  readonly served: number;
  readonly lost: number;
  /** 1: all that may be lost in the whole run has been lost; more: beyond. */
  readonly budgetUsed: number;
  readonly alerts: readonly AlertSpan[];
  /** Equal parts of the period, by when the demand was made. */
  readonly slices: readonly ObjectiveSlice[];
}

export interface ObjectiveTable {
  /** Reads what was appended to the log. */
  readonly extend: () => void;
  readonly at: (index: number, sliceCount: number) => ObjectiveAt;
  /** Place of an instant of the run on the period, 0…1. */
  readonly shareAt: (atUs: number) => number;
  /** What the whole axis stands for, µs: the period when the calendar runs fast, else the run so far. */
  readonly spanUs: () => number;
  /** The calendar runs faster than the run. */
  readonly isFast: () => boolean;
}

interface Demand {
  readonly askedAtUs: number;
  readonly weight: number;
  readonly isAlert: boolean;
  /** Step at which it was issued, and at which it ended (−1: not yet). */
  readonly issued: number;
  ended: number;
  isServed: boolean;
}

interface Stretch {
  readonly fromUs: number;
  readonly elapsedUs: number;
  readonly speed: number;
}

const numberIn = (value: Value, name: string): number => {
  const found =
    Array.isArray(value) && value.find((pair) => Array.isArray(pair) && pair[0] === name);
  return Array.isArray(found) ? Number(found[1]) : 1;
};

const weightIn = (body: Value, field: string): number => {
  const weight = (body as { readonly [field: string]: Value } | null)?.[field];
  return typeof weight === "number" ? weight : 1;
};

export function createObjectiveTable(log: EventLog, objective: ObjectiveCard): ObjectiveTable {
  const demands = new Map<string, Demand>();
  const stretches: Stretch[] = [{ fromUs: 0, elapsedUs: 0, speed: 1 }];
  const { calendar, operations, alertOperation, targetPpm } = objective;
  let length = 0;

  const starts: number[] = [0];

  const calendarAt = (atUs: number): number => {
    const known = countUpTo(starts, starts.length, atUs);
    const { fromUs, elapsedUs, speed } = stretches[Math.max(0, known - 1)] as Stretch;
    return elapsedUs + (atUs - fromUs) * speed;
  };

  function see(index: number): void {
    const kind = log.kind(index);
    if (kind === "memory-changed") {
      if (log.node(index) !== calendar.node) return;
      const { atUs, key, after } = log.eventOf(kind, index);
      if (key !== calendar.key) return;
      const speed = numberIn(after, calendar.speed);
      stretches.push({ fromUs: atUs, elapsedUs: calendarAt(atUs), speed });
      starts.push(atUs);
    } else if (kind === "command-issued") {
      const { command, operation, body, atUs } = log.eventOf(kind, index);
      const isAlert = operation === alertOperation;
      if (!isAlert && !operation.startsWith(operations)) return;
      const weight = isAlert ? 1 : weightIn(body, objective.weightField);
      demands.set(command, {
        ...{ askedAtUs: atUs, weight, isAlert, issued: index, ended: -1, isServed: false },
      });
    } else if (kind === "command-ended") {
      const { command, outcome } = log.eventOf(kind, index);
      const demand = demands.get(command);
      if (demand === undefined) return;
      demand.ended = index;
      demand.isServed = outcome === "ok";
    }
  }

  const isFast = (): boolean => stretches.some(({ speed }) => speed > 1);
  const spanUs = (): number =>
    isFast() ? objective.periodUs : Math.max(1, length === 0 ? 1 : log.atUs(length - 1));
  const shareAt = (atUs: number): number => Math.min(1, calendarAt(atUs) / spanUs());

  /** What may be lost in the whole run, in demands. */
  function budget(): number {
    let all = 0;
    for (const { isAlert, ended, weight } of demands.values())
      if (!isAlert && ended >= 0) all += weight;
    return (all * (1_000_000 - targetPpm)) / 1_000_000;
  }

  return {
    ...{ shareAt, spanUs, isFast },
    extend() {
      for (; length < log.length; length++) see(length);
    },
    at(index, sliceCount) {
      const slices = Array.from({ length: sliceCount }, () => ({ served: 0, lost: 0 }));
      const alerts: AlertSpan[] = [];
      for (const { askedAtUs, weight, isAlert, issued, ended, isServed } of demands.values()) {
        if (issued > index) continue;
        const hasEnded = ended >= 0 && ended <= index;
        const from = shareAt(askedAtUs);
        if (isAlert) alerts.push({ from, to: hasEnded ? shareAt(log.atUs(ended)) : null });
        else if (hasEnded) {
          const slice = slices[Math.min(sliceCount - 1, Math.floor(from * sliceCount))];
          if (slice !== undefined) slice[isServed ? "served" : "lost"] += weight;
        }
      }
      const sum = (of: "served" | "lost"): number =>
        slices.reduce((all, slice) => all + slice[of], 0);
      const lost = sum("lost");
      const allowed = budget();
      return {
        ...{ served: sum("served"), lost, alerts, slices },
        budgetUsed: allowed === 0 ? 0 : lost / allowed,
      };
    },
  };
}
