/**
 * What both designs are measured by, with the same chronometers.
 *
 * Two durations, because two clocks are read in the published table: until the client is answered, and
 * until the checkout is over. They are one in an orchestration, and two in a choreography.
 */
import type { Measure } from "../../simulator/scenario.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import type { Watch } from "../../simulator/vocabulary/watch.ts";
import type { Standing, Standings } from "./books.ts";

interface Times {
  readonly issuedAtUs: number;
  answeredAtUs: number | null;
  isServed: boolean;
  end: { readonly atUs: number; readonly standing: Standing } | null;
}

const SECOND = 1_000_000;

/** One of a hundred, or of twenty: the value under which that share of them stands. 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : sumOf(values) / values.length;
const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** What is read of a log below, in a design whose checkouts stand as these say. */
export const measuredWith = ({ watches }: Standings): readonly Watch[] => [
  ...(["command-issued", "command-ended"] as const),
  ...watches,
];

/** Of the clients' own checkouts: what the reader asks is not part of the load. */
function timesIn(log: EventLog, standings: Standings): readonly Times[] {
  const checkouts = new Map<string, Times>();
  for (const event of log.watched(measuredWith(standings))) {
    if (event.kind === "command-issued" && event.node === "clients") {
      const fresh = { issuedAtUs: event.atUs, answeredAtUs: null, isServed: false, end: null };
      checkouts.set(event.command, fresh);
    }
    if (event.kind === "command-ended") {
      const known = checkouts.get(event.command);
      if (known !== undefined) {
        known.answeredAtUs = event.atUs;
        known.isServed = event.outcome === "ok";
      }
    }
    for (const [checkout, standing] of standings.read(event)) {
      const known = checkouts.get(checkout);
      const isEnd = standing === "succeeded" || standing === "cancelled";
      if (known !== undefined && known.end === null && isEnd)
        known.end = { atUs: event.atUs, standing };
    }
  }
  return [...checkouts.values()];
}

export function sharedMeasures(
  log: EventLog,
  standings: Standings,
): Readonly<Record<string, Measure>> {
  const all = timesIn(log, standings);
  const served = all.filter(({ isServed }) => isServed);
  const latencies = served.map(({ issuedAtUs, answeredAtUs }) => (answeredAtUs ?? 0) - issuedAtUs);
  const succeeded = all.filter(({ end }) => end?.standing === "succeeded");
  const durations = succeeded.map(({ issuedAtUs, end }) => (end?.atUs ?? 0) - issuedAtUs);
  /** Until the last answer: users that think at the end are not counted as a rate. */
  const spanUs = Math.max(1, ...all.map(({ answeredAtUs }) => answeredAtUs ?? 0));
  const waitedUs = all.map(({ issuedAtUs, answeredAtUs }) => (answeredAtUs ?? spanUs) - issuedAtUs);
  const seconds = (title: string, us: number): Measure => ({
    ...{ title, value: us / SECOND, unit: "s" },
  });
  const share = (title: string, part: number): Measure => ({
    ...{ title, value: percent(part, all.length), unit: "%" },
  });
  const cancelled = all.filter(({ end }) => end?.standing === "cancelled");
  const endless = all.length - succeeded.length - cancelled.length;
  return {
    checkouts: { title: "Checkouts demandés", value: all.length, unit: "checkouts" },
    "latence-moyenne": seconds("Réponse au client, moyenne", meanOf(latencies)),
    "latence-p95": seconds("Réponse au client, 95 %", percentile(latencies, 0.95)),
    "duree-moyenne": seconds("Durée d’un checkout, moyenne", meanOf(durations)),
    "duree-p95": seconds("Durée d’un checkout, 95 %", percentile(durations, 0.95)),
    debit: {
      title: "Débit",
      ...{ value: (served.length * 60 * SECOND) / spanUs, unit: "checkouts/min" },
    },
    "clients-en-attente": {
      title: "Clients en attente",
      ...{ value: sumOf(waitedUs) / spanUs, unit: "clients" },
    },
    termines: share("Checkouts réussis", succeeded.length),
    annules: share("Checkouts annulés", cancelled.length),
    "sans-fin": { title: "Checkouts sans fin", value: endless, unit: "checkouts" },
  };
}
