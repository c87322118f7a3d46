/** The figures of the published table, read in the log; and the size of an event, which it does not give. */
import type { Measure } from "../../simulator/scenario.ts";
import type { EventKind, SimEvent } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import type { RowChange } from "../../simulator/vocabulary/values.ts";
import { CENTRE } from "./card-names.ts";
import { createHybridStamps, type HybridStamps } from "./hybrid-stamps.ts";

export const measured: readonly EventKind[] = [
  ...(["command-issued", "command-ended", "transaction-committed"] as const),
  ...(["message-sent", "message-delivered"] as const),
];

interface Tally {
  issued: number;
  served: number;
  refused: number;
  /** Instant of the end of each sale, µs. */
  readonly endedAt: Map<string, number>;
  /** Sales at the centre, with how long they took to come, µs. */
  readonly arrived: Map<string, number>;
  again: number;
  events: number;
  bytes: number;
  clockBytes: number;
  hybridBytes: number;
  readonly hybrid: HybridStamps;
  readonly revenue: Map<string, number>;
}

const lengthOf = (value: unknown): number => String(value ?? "").length;

function written(tally: Tally, { op, after }: RowChange, register: string): void {
  if (op !== "c" || after === null) return;
  tally.events++;
  tally.hybridBytes += JSON.stringify(tally.hybrid.write(register, after[6] as number)).length;
  tally.clockBytes += lengthOf(after[7]);
  for (const at of [1, 2, 3, 4, 5, 6, 7, 8]) tally.bytes += lengthOf(after[at]);
}

function arrived(tally: Tally, sale: string, atUs: number): void {
  if (tally.arrived.has(sale)) tally.again++;
  else tally.arrived.set(sale, atUs - (tally.endedAt.get(sale) ?? atUs));
}

function commit(tally: Tally, event: Extract<SimEvent, { kind: "transaction-committed" }>): void {
  for (const change of event.changes) {
    const { table, op, after } = change;
    if (table === "ticket_events") written(tally, change, event.node);
    if (event.node !== CENTRE || after === null) continue;
    if (table === "central_events" && op === "c" && after[3] === "TICKET_CLOS") {
      arrived(tally, after[1] as string, event.atUs);
    }
    if (table === "tickets" && after[4] === "CLOS") {
      arrived(tally, after[2] as string, event.atUs);
    }
    if (table === "chiffre_affaires") {
      tally.revenue.set(`${after[0]}/${after[1]}`, after[2] as number);
    }
  }
}

/** What registers tell each other of the shelf is what carries their times. */
function hear({ hybrid }: Tally, event: SimEvent): void {
  if (event.kind === "message-sent" && event.operation === "rayon") {
    hybrid.send(event.node, event.message);
  } else if (event.kind === "message-delivered") {
    hybrid.hear(event.node, event.message, event.atUs);
  }
}

function tallyOf(log: EventLog): Tally {
  const tally: Tally = {
    ...{ issued: 0, served: 0, refused: 0, again: 0, events: 0, bytes: 0, clockBytes: 0 },
    ...{ hybridBytes: 0, hybrid: createHybridStamps() },
    ...{ endedAt: new Map(), arrived: new Map(), revenue: new Map() },
  };
  const watched = new Set(measured);
  for (let i = 0; i < log.length; i++) {
    if (!watched.has(log.kind(i))) continue;
    const event = log.event(i);
    if (event.kind === "transaction-committed") commit(tally, event);
    hear(tally, event);
    if (event.kind === "command-issued" && event.operation === "vente") tally.issued++;
    if (event.kind !== "command-ended" || event.command.includes("/")) continue;
    if (event.outcome === "ok") {
      tally.served++;
      tally.endedAt.set(event.command, event.atUs);
    } else tally.refused++;
  }
  return tally;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const per = (sum: number, count: number): number => (count === 0 ? 0 : sum / count);

export function measures(log: EventLog): Readonly<Record<string, Measure>> {
  const tally = tallyOf(log);
  const lost = [...tally.endedAt.keys()].filter((sale) => !tally.arrived.has(sale)).length;
  const delays = [...tally.arrived.values()];
  const revenue = [...tally.revenue.values()].reduce((sum, cents) => sum + cents, 0);
  return {
    ventes: { value: tally.served, unit: "ventes", title: "Ventes encaissées" },
    "ventes-possibles": {
      ...{ value: 100 * per(tally.served, tally.served + tally.refused), unit: "%" },
      title: "Clients qui ont pu payer",
    },
    perdues: { value: lost, unit: "ventes", title: "Ventes inconnues du siège" },
    "recues-deux-fois": { value: tally.again, unit: "ventes", title: "Ventes reçues deux fois" },
    "delai-median": {
      ...{ value: percentile(delays, 0.5) / 1_000_000, unit: "s" },
      title: "De la caisse au siège, médiane",
    },
    "delai-p99": {
      ...{ value: percentile(delays, 0.99) / 1_000_000, unit: "s" },
      title: "De la caisse au siège, p99",
    },
    "octets-evenement": {
      ...{ value: per(tally.bytes, tally.events), unit: "octets" },
      title: "Taille d’un événement",
    },
    "octets-horloge": {
      ...{ value: per(tally.clockBytes, tally.events), unit: "octets" },
      title: "Dont son horloge",
    },
    "octets-hybride": {
      ...{ value: per(tally.hybridBytes, tally.events), unit: "octets" },
      title: "Ce que tiendrait une horloge hybride",
    },
    "chiffre-affaires": {
      ...{ value: revenue / 100, unit: "€", title: "Chiffre d’affaires projeté" },
    },
  };
}
