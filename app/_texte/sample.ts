/**
 * A small world and one event of every kind: what the tests of texts read aloud.
 *
 * The card has one node of each article (« l’ », « le », « les », none) so that elision is exercised.
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { EventFields, EventKind } from "../../simulator/vocabulary/events.ts";
import { EventLog } from "../../simulator/vocabulary/log.ts";

const box = { x: 0, y: 0, width: 100, height: 60 };
const node = (id: string, title: string, named: string, place: "client" | "service") => ({
  id,
  title,
  named,
  place,
  ...box,
  phone: box,
  readings: [],
  workerCount: null,
  queueLimit: null,
});

export const sampleCard: ScenarioCard = {
  id: "exemple",
  title: "Exemple",
  group: "Cas de production",
  summary: "Un exemple.",
  patterns: [],
  level: 1,
  minutes: [15],
  subjectTitle: "Commande",
  variants: [{ id: "publiee", title: "telle que publiée", summary: "", file: "services.ts" }],
  defaultVariant: "publiee",
  parameters: [],
  nodes: [
    node("clients", "Clients", "les clients", "client"),
    node("orchestrateur", "Orchestrateur", "l’orchestrateur", "service"),
    node("inventaire", "Inventaire", "Inventaire", "service"),
    node("paiement", "Paiement", "Paiement", "service"),
    node("prestataire", "Prestataire", "le prestataire", "service"),
  ],
  links: [{ a: "clients", b: "orchestrateur" }],
  databases: [
    {
      id: "sagas",
      title: "sagas",
      node: "orchestrateur",
      tables: [
        {
          name: "sagas",
          key: ["id"],
          subject: "order_id",
          rowNamed: "la saga",
          columns: [
            { name: "id", type: "text", title: "id" },
            { name: "order_id", type: "text", title: "commande" },
            { name: "status", type: "text", title: "état" },
            { name: "current_step", type: "text", title: "étape" },
          ],
        },
      ],
    },
    {
      id: "payments",
      title: "payments",
      node: "paiement",
      tables: [
        {
          name: "payments",
          key: ["id"],
          subject: "order_id",
          rowNamed: "le débit",
          columns: [
            { name: "id", type: "text", title: "id" },
            { name: "order_id", type: "text", title: "commande" },
            { name: "amount_cents", type: "cents", title: "montant" },
            { name: "status", type: "text", title: "état" },
          ],
        },
      ],
    },
  ],
  stores: [
    {
      id: "debits",
      title: "Débits",
      node: "prestataire",
      fields: [{ name: "amountCents", type: "cents", title: "montant" }],
      recordNamed: "le prélèvement",
    },
  ],
  operations: [
    {
      id: "reserve",
      request: "réserver",
      reply: "réservé",
      sentence: "demande de réserver le stock",
      isCompensation: false,
    },
    {
      id: "charge",
      request: "débiter",
      reply: "débité",
      sentence: "demande de débiter",
      isCompensation: false,
    },
    {
      id: "refund",
      request: "rembourser",
      reply: "remboursé",
      sentence: "demande de rembourser",
      isCompensation: true,
    },
    {
      id: "order",
      request: "passer commande",
      reply: "commandé",
      sentence: "demande de commande",
      isCompensation: false,
    },
  ],
  handlers: [{ name: "runSaga", title: "dérouler la saga", file: "services.ts" }],
  machines: [
    {
      id: "saga",
      title: "Saga",
      database: "sagas",
      table: "sagas",
      stateColumn: "status",
      stepColumn: "current_step",
      states: [
        { id: "STARTED", title: "démarrée", sign: "saga-new" },
        { id: "IN_PROGRESS", title: "en cours", sign: "saga-run" },
      ],
      transitions: [["STARTED", "IN_PROGRESS"]],
      steps: [{ id: "PROCESS_PAYMENT", title: "paiement" }],
    },
  ],
  claims: [
    {
      id: "paye",
      kind: "eventually",
      title: "Payé, donc expédié ou remboursé",
      sentence: "",
      expected: "0",
    },
    { id: "debit", kind: "always", title: "Débité une seule fois", sentence: "", expected: "≤ 1" },
  ],
  incidents: [],
  horizonUs: 1_800_000_000,
  defaultSeed: 42,
};

const REQUEST = "orchestrateur>inventaire:reserve:1042#1";
const CHARGE = "orchestrateur>paiement:charge:1042#1";

/** One plausible event of every kind; the keys prove that none is missing. */
export const sampleFields: { readonly [K in EventKind]: readonly [string, EventFields[K]] } = {
  "run-started": ["", {}],
  "run-ended": [
    "",
    { reason: "budget", detail: "le budget de 1 000 000 d’événements est atteint" },
  ],
  "fault-started": ["orchestrateur", { fault: "f1", text: "crash:orchestrateur@event:38+1400ms" }],
  "fault-ended": ["orchestrateur", { fault: "f1" }],
  "node-crashed": ["orchestrateur", { lostProcessCount: 3 }],
  "node-restarted": ["orchestrateur", {}],
  "node-paused": ["prestataire", {}],
  "node-resumed": ["clients", {}],
  "node-slowed": ["paiement", { factorPercent: 500 }],
  "clock-shifted": ["inventaire", { offsetUs: -120_000_000 }],
  "clock-drifted": ["prestataire", { partsPerMillion: 10_000 }],
  "link-changed": ["orchestrateur", { from: "orchestrateur", to: "inventaire", state: "cut" }],
  "node-degraded": ["paiement", { mode: "disk-full", isOn: true }],
  "process-started": ["orchestrateur", { handler: "runSaga", request: null }],
  "process-ended": [
    "orchestrateur",
    { handler: "runSaga", outcome: "failed", detail: "le service refuse" },
  ],
  "process-lost": ["orchestrateur", { handler: "runSaga", request: null }],
  "memory-changed": [
    "orchestrateur",
    { key: "étapes finies", before: [], after: ["stock", "paiement"] },
  ],
  "record-changed": [
    "prestataire",
    { store: "debits", key: "order-1042", before: null, after: { amountCents: 8990 } },
  ],
  note: ["orchestrateur", { text: "aucune étape connue, la saga repart du début" }],
  "timer-fired": ["orchestrateur", { label: "reprise des sagas" }],
  "message-sent": [
    "orchestrateur",
    {
      message: REQUEST,
      to: "inventaire",
      operation: "reserve",
      role: "request",
      replyTo: null,
      status: "ok",
      body: null,
      arrivesAtUs: 2_000,
    },
  ],
  "message-delivered": ["orchestrateur", { message: `${REQUEST}/reply`, from: "inventaire" }],
  "message-lost": [
    "orchestrateur",
    { message: `${CHARGE}/reply`, from: "paiement", reason: "dropped" },
  ],
  "message-duplicated": [
    "orchestrateur",
    { message: REQUEST, copy: `${REQUEST}~2`, to: "inventaire", arrivesAtUs: 3_000 },
  ],
  "message-delayed": ["orchestrateur", { message: REQUEST, arrivesAtUs: 2_412_000 }],
  "reply-ignored": ["orchestrateur", { message: `${CHARGE}/reply`, replyTo: CHARGE }],
  "request-queued": ["inventaire", { message: REQUEST, queueDepth: 2, busyWorkers: 4 }],
  "request-started": [
    "inventaire",
    { message: REQUEST, handler: "reserve", queueDepth: 1, busyWorkers: 4 },
  ],
  "request-finished": [
    "inventaire",
    { message: REQUEST, status: "ok", queueDepth: 0, busyWorkers: 0 },
  ],
  "request-rejected": ["paiement", { message: CHARGE, reason: "la file est pleine" }],
  "call-timed-out": [
    "orchestrateur",
    { message: CHARGE, to: "paiement", operation: "charge", timeoutUs: 3_000_000 },
  ],
  "statement-started": [
    "orchestrateur",
    {
      database: "sagas",
      statement: "s1",
      transaction: null,
      sql: "SELECT * FROM sagas",
      params: [],
    },
  ],
  "statement-waiting": [
    "orchestrateur",
    { database: "sagas", statement: "s1", blockers: ["t1"], lock: "row" },
  ],
  "statement-finished": [
    "orchestrateur",
    { database: "sagas", statement: "s1", columns: ["id"], rows: [], rowCount: 0 },
  ],
  "statement-failed": [
    "orchestrateur",
    { database: "sagas", statement: "s1", code: "ERROR", text: "no such column: orderid" },
  ],
  "transaction-begun": ["orchestrateur", { database: "sagas", transaction: "t1" }],
  "transaction-committed": [
    "paiement",
    {
      database: "payments",
      transaction: "t2",
      lsn: 1,
      changes: [
        { table: "payments", op: "c", before: null, after: ["p1", "1042", 8990, "débité"] },
      ],
    },
  ],
  "transaction-rolled-back": ["paiement", { database: "payments", transaction: "t2", reason: "" }],
  "command-issued": ["clients", { command: "c1", operation: "order", body: null }],
  "command-ended": ["clients", { command: "c1", outcome: "timed-out", detail: "" }],
  "deadline-passed": ["clients", { claim: "paye", obligation: "1042" }],
};

/** A log that holds one event of each kind, in the order of the vocabulary. */
export function sampleLog(): EventLog {
  const log = new EventLog();
  for (const [kind, [place, fields]] of Object.entries(sampleFields)) {
    appendSample(log, kind as EventKind, place, fields as never);
  }
  return log;
}

/** Appends one event about the order 1042 and returns its index. */
export function appendSample<K extends EventKind>(
  log: EventLog,
  kind: K,
  place: string,
  fields: EventFields[K],
  cause = log.length - 1,
): number {
  const isWorld = kind === "run-started" || kind === "run-ended" || kind.startsWith("fault");
  return log.append(
    kind,
    {
      atUs: log.length * 64_000,
      node: place,
      process: 0,
      line: 0,
      cause,
      subject: isWorld ? null : "1042",
    },
    fields,
  );
}
