/**
 * The figures of the published table, counted from what clients asked and were told.
 *
 * A demand counts for as many as it stands for in the sample of the calendar. An incident lasts from the first
 * to the last slice of ten seconds in which half of the reports were not fresh.
 */
import type { Measure } from "../../simulator/scenario.ts";
import type { EventKind } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { REPORTS } from "./card-targets.ts";

/** Kinds of events whose fields are read below. */
export const measured: readonly EventKind[] = [
  "command-issued",
  "command-ended",
  "request-started",
  "request-rejected",
];

const SLICE_US = 10_000_000;
/** Of the contract: 99.9 %. */
const BUDGET = 0.001;
const QUIET_SLICES = 6;

interface Told {
  readonly service: string;
  readonly askedAtUs: number;
  readonly counts: number;
  readonly stretch: number;
  endedAtUs: number | null;
  isServed: boolean;
  detail: string;
}

interface Reading {
  readonly demands: readonly Told[];
  readonly alertCount: number;
  /** Calls that reached Reports, refused or not. */
  readonly callCount: number;
}

interface Body {
  readonly service: string;
  /** How many demands it stands for. */
  readonly counts: number;
  /** How many seconds of the calendar its second lasted, while somebody was awaited. */
  readonly stretch: number;
}

function read(log: EventLog): Reading {
  const demands = new Map<string, Told>();
  let alertCount = 0;
  let callCount = 0;
  for (let i = 0; i < log.length; i++) {
    const kind = log.kind(i);
    if (kind === "request-started" || kind === "request-rejected") {
      if (log.node(i) === REPORTS) callCount++;
      continue;
    }
    if (kind !== "command-issued" && kind !== "command-ended") continue;
    const event = log.event(i);
    if (event.kind === "command-issued") {
      if (event.operation === "alerte") alertCount++;
      if (!event.operation.startsWith("api-")) continue;
      const { service, counts, stretch } = event.body as unknown as Body;
      demands.set(event.command, {
        ...{ service, askedAtUs: event.atUs, counts, stretch },
        ...{ endedAtUs: null, isServed: false, detail: "" },
      });
    } else if (event.kind === "command-ended") {
      const told = demands.get(event.command);
      if (told === undefined) continue;
      told.endedAtUs = event.atUs;
      told.isServed = event.outcome === "ok";
      told.detail = event.detail;
    }
  }
  return { demands: [...demands.values()], alertCount, callCount };
}

/** Parts of all demands, 0 to 1, as the calendar counts them. */
function shareOf(demands: readonly Told[], is: (told: Told) => boolean): number {
  let all = 0;
  let some = 0;
  for (const told of demands) {
    all += told.counts;
    if (is(told)) some += told.counts;
  }
  return all === 0 ? 0 : some / all;
}

interface Slice {
  asked: number;
  bad: number;
  stretch: number;
}

/** Lengths of the incidents by the calendar, s. */
export function repairTimes(demands: readonly Told[]): readonly number[] {
  const slices: Slice[] = [];
  for (const { service, askedAtUs, stretch, detail } of demands) {
    if (service !== REPORTS) continue;
    const at = Math.floor(askedAtUs / SLICE_US);
    slices[at] ??= { asked: 0, bad: 0, stretch };
    const slice = slices[at];
    slice.asked++;
    if (detail !== "à jour") slice.bad++;
  }
  const lengths: number[] = [];
  let seconds = 0;
  let quiet = QUIET_SLICES;
  let sinceBad = 0;
  for (const slice of slices) {
    const length = 10 * (slice?.stretch ?? 1);
    if (slice !== undefined && slice.asked >= 3 && 2 * slice.bad >= slice.asked) {
      seconds += sinceBad + length;
      quiet = 0;
      sinceBad = 0;
    } else if (++quiet === QUIET_SLICES && seconds > 0) {
      lengths.push(seconds);
      seconds = 0;
      sinceBad = 0;
    } else if (seconds > 0) sinceBad += length;
  }
  return seconds > 0 ? [...lengths, seconds] : lengths;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const SLOW_US = 1_000_000;

/** Not served, or not within a second. */
const isHurt = ({ isServed, endedAtUs, askedAtUs }: Told): boolean =>
  !isServed || endedAtUs === null || endedAtUs - askedAtUs > SLOW_US;

export function measures(log: EventLog): Readonly<Record<string, Measure>> {
  const { demands, alertCount, callCount } = read(log);
  const failed = shareOf(demands, ({ isServed }) => !isServed);
  const hollow = shareOf(demands, ({ detail }) => detail === "message sans rapport");
  const others = demands.filter(({ service }) => service !== REPORTS);
  const percent = (share: number): number => 100 * share;
  return {
    disponibilite: { value: percent(1 - failed), unit: "%", title: "disponibilité" },
    "disponibilite-vraie": {
      ...{ value: percent(1 - failed - hollow), unit: "%" },
      title: "disponibilité, messages sans rapport déduits",
    },
    "budget-erreur": {
      ...{ value: percent(failed / BUDGET), unit: "%", title: "budget d’erreur consommé" },
    },
    "copies-servies": {
      value: percent(shareOf(demands, ({ detail }) => detail === "copie, annoncée")),
      ...{ unit: "%", title: "réponses servies d’une copie" },
    },
    "autres-touches": {
      value: percent(shareOf(others, isHurt)),
      ...{ unit: "%", title: "demandes aux autres services, perdues ou lentes" },
    },
    reparation: {
      ...{ value: mean(repairTimes(demands)) / 60, unit: "min" },
      title: "temps moyen de réparation",
    },
    "appels-rapports": { value: callCount, unit: "appels", title: "appels reçus par Rapports" },
    "reponses-creuses": {
      ...{ value: percent(hollow), unit: "%", title: "messages sans rapport, dits à jour" },
    },
    alertes: { value: alertCount, unit: "alertes" },
    demandes: { value: demands.length, unit: "demandes", title: "demandes jouées" },
  };
}
