/**
 * State machines read from rows: which state each instance was in, at every step.
 *
 * There is no event « the saga changes state »: the row is the state. Each commit of the machine's
 * table is a possible change. Owns instances and their changes; the card gives names and signs.
 */
import { assert } from "../base/assert.ts";
import type { MachineCard, MachineState, ScenarioCard } from "../vocabulary/card.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { createRowReader, type NamedRow } from "./row-changes.ts";
import { createRowKeys } from "./row-keys.ts";

export interface MachineChange {
  readonly index: number;
  readonly atUs: number;
  /** State id, or null when the row was deleted. */
  readonly state: string | null;
  /** Value of the step column, or null. */
  readonly step: string | null;
  /** False when the card does not list this transition: worth showing. */
  readonly isExpected: boolean;
}

export interface MachineInstance {
  readonly machine: string;
  /** Primary key as JSON, as in `row/<database>/<table>/<key>`. */
  readonly key: string;
  readonly subject: string | null;
  readonly changes: readonly MachineChange[];
}

export interface MachineTable {
  /** Reads what was appended to the log, at most so many events of it. True while there is more. */
  readonly extend: (eventsMax?: number) => boolean;
  /** Instances of one machine, by first appearance. */
  readonly instances: (machine: string) => readonly MachineInstance[];
  /** Instances about a subject (an order), of any machine. */
  readonly about: (subject: string) => readonly MachineInstance[];
  /** How many instances are in each state after event `index`, by state id, in the card's order. */
  readonly census: (machine: string, index: number) => ReadonlyMap<string, number>;
}

/** Where an instance stands after event `index`; null before its first row. */
export function stateAt(instance: MachineInstance, index: number): MachineChange | null {
  return instance.changes.findLast((change) => change.index <= index) ?? null;
}

/** The card of a state, or undefined for one that the card does not know. */
export const stateCard = (machine: MachineCard, state: string | null): MachineState | undefined =>
  machine.states.find(({ id }) => id === state);

interface Instance extends MachineInstance {
  readonly changes: MachineChange[];
}

const textOf = (row: NamedRow, column: string | null): string | null => {
  const value = column === null ? null : row[column];
  return value === null || value === undefined ? null : String(value);
};

type Cards = Pick<ScenarioCard, "machines" | "databases">;

export function createMachineTable(log: EventLog, { machines, databases }: Cards): MachineTable {
  const rows = createRowReader(databases);
  const keys = createRowKeys(databases);
  const byMachine = new Map<string, Map<string, Instance>>(
    machines.map(({ id }) => [id, new Map()]),
  );
  let length = 0;

  const tableOf = ({ database, table }: MachineCard) =>
    databases.find(({ id }) => id === database)?.tables.find(({ name }) => name === table);

  function note(machine: MachineCard, index: number): void {
    const table = tableOf(machine);
    assert(table !== undefined, `a card describes ${machine.database}.${machine.table}`);
    const instances = byMachine.get(machine.id) as Map<string, Instance>;
    for (const { before, after } of rows(log.event(index), machine.database, machine.table)) {
      const row = after ?? before;
      if (row === null) continue;
      const values = table.columns.map(({ name }) => row[name] ?? null);
      const key = keys.keyOf(machine.database, machine.table, values);
      let instance = instances.get(key);
      if (instance === undefined) {
        instance = { machine: machine.id, key, subject: textOf(row, table.subject), changes: [] };
        instances.set(key, instance);
      }
      const state = after === null ? null : textOf(after, machine.stateColumn);
      const step = after === null ? null : textOf(after, machine.stepColumn);
      const last = instance.changes.at(-1);
      if (last !== undefined && last.state === state && last.step === step) continue;
      const isExpected =
        last === undefined ||
        last.state === state ||
        machine.transitions.some(([from, to]) => from === last.state && to === state);
      instance.changes.push({ index, atUs: log.atUs(index), state, step, isExpected });
    }
  }

  const instancesOf = (machine: string): readonly MachineInstance[] => [
    ...(byMachine.get(machine)?.values() ?? []),
  ];

  return {
    extend(eventsMax = Number.POSITIVE_INFINITY) {
      const until = Math.min(log.length, length + eventsMax);
      for (; length < until; length++) {
        if (log.kind(length) !== "transaction-committed") continue;
        for (const machine of machines) note(machine, length);
      }
      return length < log.length;
    },
    instances: instancesOf,
    about: (subject) =>
      machines.flatMap(({ id }) => instancesOf(id).filter((one) => one.subject === subject)),
    census(machine, index) {
      const states = machines.find(({ id }) => id === machine)?.states ?? [];
      const counts = new Map<string, number>(states.map(({ id }) => [id, 0]));
      for (const instance of byMachine.get(machine)?.values() ?? []) {
        const state = stateAt(instance, index)?.state ?? null;
        if (state !== null) counts.set(state, (counts.get(state) ?? 0) + 1);
      }
      return counts;
    },
  };
}
