/**
 * The state machines of the run shown, for views: one subject's life, and where it stands.
 * The fold itself is `simulator/observation/machines.ts`, read once a log.
 */

import {
  createMachineTable,
  type MachineChange,
  type MachineInstance,
  type MachineTable,
  stateAt,
  stateCard,
} from "@/simulator/observation/machines.ts";
import type { MachineCard, MachineState, ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

const tables = new WeakMap<EventLog, MachineTable>();

/** Every machine of a log, read once. */
export function machinesOf(log: EventLog, card: ScenarioCard): MachineTable {
  let table = tables.get(log);
  if (table === undefined) {
    table = createMachineTable(log, card);
    tables.set(log, table);
  }
  table.extend();
  return table;
}

/** The latest instance about a subject, or null: a repaired order may have had several. */
export function machineOf(
  log: EventLog,
  card: ScenarioCard,
  machine: MachineCard,
  subject: string,
): MachineInstance | null {
  const about = machinesOf(log, card)
    .about(subject)
    .filter((instance) => instance.machine === machine.id);
  return about.at(-1) ?? null;
}

export interface MachineAt {
  readonly stateId: string;
  readonly state: MachineState | null;
  readonly step: string | null;
  /** Event since which this state holds. */
  readonly sinceIndex: number;
}

/** How an instance stands after event `index`; null before it begins or once its row is gone. */
export function standsAt(
  machine: MachineCard,
  instance: MachineInstance,
  index: number,
): MachineAt | null {
  const past = instance.changes.filter((change) => change.index <= index);
  const last = past.at(-1);
  if (last === undefined || last.state === null) return null;
  let sinceIndex = last.index;
  for (const change of past.toReversed()) {
    if (change.state !== last.state) break;
    sinceIndex = change.index;
  }
  return {
    stateId: last.state,
    state: stateCard(machine, last.state) ?? null,
    step: last.step,
    sinceIndex,
  };
}

/** A state entered: the first change of a stretch in the same state. */
export interface Visit {
  readonly state: string;
  readonly index: number;
  readonly isExpected: boolean;
}

export function visitsOf(changes: readonly MachineChange[]): readonly Visit[] {
  const visits: Visit[] = [];
  for (const { state, index, isExpected } of changes) {
    if (state === null || visits.at(-1)?.state === state) continue;
    visits.push({ state, index, isExpected });
  }
  return visits;
}

export interface Standing {
  readonly instance: MachineInstance;
  /** State id at the playhead. */
  readonly state: string;
}

export interface Census {
  /** Instances that have begun and whose row is there, by first appearance. */
  readonly standings: readonly Standing[];
  /** How many stand in each state, in the card's order; states unknown to the card come last. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Every instance of a machine as it stands after event `index`. */
export function censusAt(
  log: EventLog,
  card: ScenarioCard,
  { machine, index }: { readonly machine: MachineCard; readonly index: number },
): Census {
  const table = machinesOf(log, card);
  const standings = table.instances(machine.id).flatMap((instance): Standing[] => {
    const state = stateAt(instance, index)?.state ?? null;
    return state === null ? [] : [{ instance, state }];
  });
  return { standings, counts: table.census(machine.id, index) };
}
