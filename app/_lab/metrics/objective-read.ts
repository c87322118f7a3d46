/** The objective’s fold of each log, read once and extended as it grows. */
import { createObjectiveTable, type ObjectiveTable } from "@/simulator/observation/objective.ts";
import type { ObjectiveCard } from "@/simulator/vocabulary/followed.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

const tables = new WeakMap<EventLog, ObjectiveTable>();

export function objectiveOf(log: EventLog, objective: ObjectiveCard): ObjectiveTable {
  const table = tables.get(log) ?? createObjectiveTable(log, objective);
  tables.set(log, table);
  table.extend();
  return table;
}
