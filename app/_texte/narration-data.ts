/**
 * Sentences for what is read and written: SQL statements, transactions, records outside SQL.
 *
 * A commit is told as a business fact wherever the card names the rows: « écrit le débit de 89,90 € »;
 * a changed state is told with the words of the card's state machine.
 */
import type {
  ColumnCard,
  MachineCard,
  ScenarioCard,
  TableCard,
} from "../../simulator/vocabulary/card.ts";
import type { EventOf } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import type { Row, RowChange, Value } from "../../simulator/vocabulary/values.ts";
import { agree, enumerate, ofNamed } from "./grammar.ts";
import {
  formatCell,
  formatValue,
  forSubject,
  nodeNamed,
  rowNamed,
  subjectNamed,
  tableOf,
} from "./names.ts";
import { countOf, formatCount, formatMoney } from "./numbers.ts";
import { partText, readingOf } from "./part-words.ts";
import { quoted, sentence } from "./typography.ts";

const CHANGES_TOLD_MAX = 3;

/** Verb and table of a statement, as far as a sentence needs them. */
interface StatementSense {
  readonly verb: "read" | "lock" | "insert" | "update" | "delete" | "other";
  readonly table: string;
}

export function senseOf(sql: string): StatementSense {
  const text = sql.replace(/\s+/g, " ").trim();
  const table = (pattern: RegExp): string => pattern.exec(text)?.[1]?.replace(/"/g, "") ?? "";
  if (/^insert/i.test(text)) return { verb: "insert", table: table(/into ("?\w+"?)/i) };
  if (/^update/i.test(text)) return { verb: "update", table: table(/^update ("?\w+"?)/i) };
  if (/^delete/i.test(text)) return { verb: "delete", table: table(/from ("?\w+"?)/i) };
  if (/^(?:select|with)/i.test(text)) {
    const isLocking = /for (?:no key )?(?:update|share)|for key share/i.test(text);
    return {
      verb: isLocking ? "lock" : "read",
      table: table(/from ("?\w+"?)/i),
    };
  }
  return { verb: "other", table: "" };
}

const inTable = (table: string): string => (table === "" ? "" : ` la table ${table}`);

export function tellStatement(event: EventOf<"statement-started">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const { verb, table } = senseOf(event.sql);
  const about = forSubject(card, event.subject);
  switch (verb) {
    case "read":
      return sentence(
        `${node} ${agree(node, "interroge", "interrogent")}${inTable(table)}${about}`,
      );
    case "lock":
      return sentence(
        `${node} ${agree(node, "interroge", "interrogent")}${inTable(table)} et ${agree(node, "verrouille", "verrouillent")} ce qui s’y trouve${about}`,
      );
    case "insert":
      return sentence(
        `${node} ${agree(node, "ajoute", "ajoutent")} ${rowNamed(tableOf(card, event.database, table), table)}${about}`,
      );
    case "update":
      return sentence(
        `${node} ${agree(node, "modifie", "modifient")} ${rowNamed(tableOf(card, event.database, table), table)}${about}`,
      );
    case "delete":
      return sentence(
        `${node} ${agree(node, "supprime", "suppriment")} ${rowNamed(tableOf(card, event.database, table), table)}${about}`,
      );
    case "other":
      return sentence(`${node} ${agree(node, "exécute", "exécutent")} une instruction SQL${about}`);
  }
}

/** The SQL of a statement that ends at `index`, found among its causes then just before. */
export function sqlOf(log: EventLog, statement: string, index: number): string {
  const isIt = (at: number): boolean =>
    log.kind(at) === "statement-started" &&
    log.eventOf("statement-started", at).statement === statement;
  for (let at = log.cause(index), hops = 0; at >= 0 && hops < 6; at = log.cause(at), hops++) {
    if (isIt(at)) return log.eventOf("statement-started", at).sql;
  }
  for (let at = index - 1; at >= 0 && at > index - 400; at--) {
    if (isIt(at)) return log.eventOf("statement-started", at).sql;
  }
  return "";
}

export function tellResult(
  event: EventOf<"statement-finished">,
  card: ScenarioCard,
  log: EventLog,
): string {
  const node = nodeNamed(card, event.node);
  const { verb, table } = senseOf(sqlOf(log, event.statement, event.index));
  const about = forSubject(card, event.subject);
  const place = table === "" ? "" : ` dans ${table}`;
  if (verb === "read" || verb === "lock") {
    if (event.rowCount === 0) {
      return sentence(
        `${node} ne ${agree(node, "trouve", "trouvent")} aucune ligne${place}${about}`,
      );
    }
    const verbs = verb === "lock" ? "lit et verrouille" : agree(node, "lit", "lisent");
    return sentence(`${node} ${verbs} ${countOf(event.rowCount, "ligne")}${place}${about}`);
  }
  if (event.rowCount === 0) {
    return sentence(`l’instruction ${ofNamed(node)} ne touche aucune ligne${place}${about}`);
  }
  return sentence(
    `l’instruction ${ofNamed(node)} touche ${countOf(event.rowCount, "ligne")}${place}${about}`,
  );
}

export function tellWaiting(event: EventOf<"statement-waiting">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const others = countOf(event.blockers.length, "autre transaction", "autres transactions");
  return sentence(
    `${node} ${agree(node, "attend", "attendent")} un verrou tenu par ${others}${forSubject(card, event.subject)}`,
  );
}

export function tellFailure(event: EventOf<"statement-failed">, card: ScenarioCard): string {
  return sentence(
    `la base ${ofNamed(nodeNamed(card, event.node))} refuse l’instruction${forSubject(card, event.subject)} : ${quoted(event.text)}`,
  );
}

export function tellBegun(event: EventOf<"transaction-begun">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  return sentence(
    `${node} ${agree(node, "ouvre", "ouvrent")} une transaction${forSubject(card, event.subject)}`,
  );
}

export function tellRollback(
  event: EventOf<"transaction-rolled-back">,
  card: ScenarioCard,
): string {
  const reason = event.reason === "" ? "" : ` (${event.reason})`;
  return sentence(
    `la transaction ${ofNamed(nodeNamed(card, event.node))} est annulée${reason}${forSubject(card, event.subject)} : rien n’est écrit`,
  );
}

function machineOf(card: ScenarioCard, database: string, table: string): MachineCard | undefined {
  return card.machines.find((known) => known.database === database && known.table === table);
}

const columnAt = (table: TableCard | undefined, name: string): number =>
  table?.columns.findIndex((column) => column.name === name) ?? -1;

/** « de 89,90 € » when a row carries money. */
function moneyOf(table: TableCard | undefined, row: Row): string {
  const column = table?.columns.findIndex((known) => known.type === "cents") ?? -1;
  const value = column < 0 ? null : row[column];
  return typeof value === "number" ? ` de ${formatMoney(value)}` : "";
}

/** « débiter » when a cell of the row names a step of a state machine. */
function stepOf(row: Row, card: ScenarioCard): string {
  const steps = card.machines.flatMap((machine) => machine.steps);
  const step = steps.find((known) => row.includes(known.id));
  return step === undefined ? "" : ` ${quoted(step.title)}`;
}

/** The business key of a row, else of the event. */
function subjectOfRow(
  table: TableCard | undefined,
  row: Row,
  fallback: string | null,
): string | null {
  // The stock belongs to nobody, even when an order is what makes it change.
  if (table?.subject === null) return null;
  const column = table === undefined ? -1 : columnAt(table, table.subject);
  const value = column < 0 ? null : row[column];
  return value === null || value === undefined ? fallback : String(value);
}

/** « la saga de la commande 1042 passe à « en cours », étape « paiement » ». */
function tellState(
  machine: MachineCard,
  table: TableCard | undefined,
  change: RowChange,
  about: string,
): string | null {
  const after = change.after;
  const state = columnAt(table, machine.stateColumn);
  if (after === null || state < 0) return null;
  const step = machine.stepColumn === null ? -1 : columnAt(table, machine.stepColumn);
  const stateTitle = machine.states.find((known) => known.id === after[state])?.title;
  const stepTitle = machine.steps.find((known) => known.id === after[step])?.title;
  const name = rowNamed(table, change.table);
  const stateChanged = change.before === null || change.before[state] !== after[state];
  const stepChanged = step >= 0 && (change.before?.[step] ?? null) !== after[step];
  const where = stepChanged && stepTitle !== undefined ? `étape ${quoted(stepTitle)}` : "";
  if (stateChanged) {
    const what = quoted(stateTitle ?? String(after[state]));
    const verb = change.before === null ? "commence" : "passe";
    return `${name}${about} ${verb} à l’état ${what}${where === "" ? "" : `, ${where}`}`;
  }
  return where === "" ? null : `${name}${about} entre dans l’${where}`;
}

function tellChange(
  change: RowChange,
  event: EventOf<"transaction-committed">,
  card: ScenarioCard,
): string {
  const table = tableOf(card, event.database, change.table);
  const row = change.after ?? change.before ?? [];
  const subject = subjectOfRow(table, row, event.subject);
  const about = subject === null ? "" : ` ${ofNamed(subjectNamed(card, subject))}`;
  const machine = machineOf(card, event.database, change.table);
  const state = machine === undefined ? null : tellState(machine, table, change, about);
  const node = nodeNamed(card, event.node);
  if (state !== null) return `${node} ${agree(node, "écrit", "écrivent")} : ${state}`;
  const step = machine === undefined ? stepOf(row, card) : "";
  const name = `${rowNamed(table, change.table)}${step}${moneyOf(table, row)}${about}`;
  if (change.op === "c") return `${node} ${agree(node, "écrit", "écrivent")} ${name}`;
  if (change.op === "d") return `${node} ${agree(node, "supprime", "suppriment")} ${name}`;
  const touched = changedColumns(card, table, change);
  const what = touched.length === 0 ? "" : ` : ${enumerate(touched)}`;
  return `${node} ${agree(node, "modifie", "modifient")} ${name}${what}`;
}

/** « libre 10 → 9 » for each changed column; instants of update are left out. */
function changedColumns(
  words: ScenarioCard,
  table: TableCard | undefined,
  change: RowChange,
): string[] {
  const { before, after } = change;
  if (before === null || after === null) return [];
  const touched: string[] = [];
  for (let column = 0; column < after.length; column++) {
    const card = table?.columns[column];
    if (before[column] === after[column] || card?.type === "instant" || card?.type === "json") {
      continue;
    }
    const title = card?.title ?? card?.name ?? `colonne ${column + 1}`;
    const values = [before[column] ?? null, after[column] ?? null].map((value) =>
      formatCell(words, table, column, value),
    );
    touched.push(`${title} ${values.join(" → ")}`);
  }
  return touched;
}

export function tellCommit(event: EventOf<"transaction-committed">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  if (event.changes.length === 0) {
    return sentence(
      `${node} ${agree(node, "valide", "valident")} une transaction qui n’écrit rien${forSubject(card, event.subject)}`,
    );
  }
  const told = event.changes.slice(0, CHANGES_TOLD_MAX).map((change, i) => {
    const text = tellChange(change, event, card);
    return i === 0 ? text : text.slice(node.length + 1);
  });
  const left = event.changes.length - CHANGES_TOLD_MAX;
  const rest = left > 0 ? ` ; et ${countOf(left, "autre ligne", "autres lignes")}` : "";
  return sentence(told.join(" ; ") + rest);
}

/** Money in a record: a whole number under a field whose name ends in « Cents ». */
function recordMoney(value: Value): string {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return "";
  for (const [field, inner] of Object.entries(value)) {
    if (/cents$/i.test(field) && typeof inner === "number") return ` de ${formatMoney(inner)}`;
  }
  return "";
}

export function tellRecord(event: EventOf<"record-changed">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const reading = readingOf(card, { node: event.node, store: event.store, key: event.key });
  if (reading !== null && event.after !== null) {
    const shows = agree(node, "montre", "montrent");
    return sentence(
      `${node} ${shows} ${quoted(reading.title)} : ${partText(reading, event.after)}`,
    );
  }
  const store = card.stores.find((known) => known.id === event.store);
  const name = store?.recordNamed ?? "une ligne de registre";
  const about = event.subject === null ? "" : ` ${ofNamed(subjectNamed(card, event.subject))}`;
  if (event.after === null) {
    return sentence(`${node} ${agree(node, "efface", "effacent")} ${name}${about}`);
  }
  const money = recordMoney(event.after);
  if (event.before === null) {
    return sentence(
      `${node} ${agree(node, "inscrit", "inscrivent")} ${name}${money}${about}, sous ${quoted(event.key)}`,
    );
  }
  const touched = changedFields(event.before, event.after, store?.fields ?? []);
  const what = touched === "" ? formatValue(event.after, card) : touched;
  return sentence(
    `${node} ${agree(node, "modifie", "modifient")} ${name}${money}${about} : ${what}`,
  );
}

/** « état débité → remboursé » for the fields of a record that changed. */
function changedFields(before: Value, after: Value, fields: readonly ColumnCard[]): string {
  const left = asFields(before);
  const right = asFields(after);
  return enumerate(
    fields
      .filter(({ name }) => left[name] !== right[name])
      .map(({ name, title }) => `${title} ${String(left[name])} → ${String(right[name])}`),
  );
}

const asFields = (value: Value): Readonly<Record<string, Value>> =>
  value === null || typeof value !== "object" || Array.isArray(value)
    ? {}
    : (value as Readonly<Record<string, Value>>);

/** Rows in a few words, for tables: « 3 lignes ». */
export const rowsInWords = (rowCount: number): string =>
  rowCount === 0 ? "aucune ligne" : `${formatCount(rowCount)} ${rowCount < 2 ? "ligne" : "lignes"}`;
