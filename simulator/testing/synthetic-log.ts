/**
 * Long plausible logs without an engine, for property tests and benchmarks of the folds.
 *
 * Services call one another, write rows and memory, crash and come back; messages are lost, delayed
 * and doubled. The same seed gives the same log.
 */
import { createRandom, type Random } from "../base/random.ts";
import type { EventFields, EventKind } from "../vocabulary/events.ts";
import { EventLog } from "../vocabulary/log.ts";
import type { Row } from "../vocabulary/values.ts";

export interface SyntheticLogOptions {
  readonly seed: number;
  readonly events: number;
  /** Number of orders the story is about; more orders, more rows. */
  readonly subjects?: number;
}

const NODES = ["clients", "orchestrateur", "inventaire", "paiement", "livraison"] as const;

interface Flying {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly sentIndex: number;
  readonly isReply: boolean;
  readonly process: number;
}

interface Story {
  readonly log: EventLog;
  readonly random: Random;
  readonly subjects: number;
  nowUs: number;
  readonly flying: Flying[];
  readonly rows: Map<string, Row>;
  processes: number;
  statements: number;
}

const pick = <T>(story: Story, items: readonly T[]): T =>
  items[story.random.integerBelow(items.length)] as T;

function add<K extends EventKind>(
  story: Story,
  node: string,
  kind: K,
  fields: EventFields[K],
  head: { readonly subject: string | null; readonly cause: number; readonly process?: number },
): number {
  story.nowUs += story.random.integerBelow(400);
  return story.log.append(
    kind,
    {
      ...{ atUs: story.nowUs, node, line: 1 + story.random.integerBelow(90) },
      ...{ process: head.process ?? 0, cause: head.cause, subject: head.subject },
    },
    fields,
  );
}

function send(story: Story, from: string, subject: string, cause: number): void {
  const to = pick(story, NODES);
  const process = ++story.processes;
  const id = `${from}>${to}:faire:${subject}#${process}`;
  const sentIndex = add(
    story,
    from,
    "message-sent",
    {
      ...{ message: id, to, operation: "faire", role: "request", replyTo: null, status: "ok" },
      body: { subject, quantity: process % 7 },
      arrivesAtUs: story.nowUs + 20_000,
    },
    { subject, cause, process },
  );
  story.flying.push({ id, from, to, subject, sentIndex, isReply: false, process });
}

function write(
  story: Story,
  node: string,
  subject: string,
  at: { cause: number; process: number },
): number {
  const statement = `s${++story.statements}`;
  const head = { ...at, subject };
  const sql = "INSERT INTO payments VALUES (?, ?, ?)";
  const params = [subject, story.statements];
  const started = add(
    story,
    node,
    "statement-started",
    { database: "payments", statement, transaction: null, sql, params },
    head,
  );
  const finished = add(
    story,
    node,
    "statement-finished",
    { database: "payments", statement, columns: [], rows: [], rowCount: 1 },
    { ...head, cause: started },
  );
  const before = story.rows.get(subject) ?? null;
  const after: Row = [subject, story.statements, "débité"];
  story.rows.set(subject, after);
  return add(
    story,
    node,
    "transaction-committed",
    {
      ...{ database: "payments", transaction: statement, lsn: story.statements },
      changes: [{ table: "payments", op: before === null ? "c" : "u", before, after }],
    },
    { ...head, cause: finished },
  );
}

function arrive(story: Story): void {
  const at = story.random.integerBelow(story.flying.length);
  const [message] = story.flying.splice(at, 1) as [Flying];
  const { id, from, to, subject, sentIndex } = message;
  const luck = story.random.integerBelow(100);
  if (luck < 4) {
    add(
      story,
      to,
      "message-lost",
      { message: id, from, reason: "loss" },
      { subject, cause: sentIndex },
    );
    return;
  }
  if (luck < 8 && !id.includes("~")) {
    // A message doubled twice has two different copies.
    const copy = `${id}~${++story.processes}`;
    const arrivesAtUs = story.nowUs + 30_000;
    const fields = { message: id, copy, to, arrivesAtUs };
    const cause = add(story, from, "message-duplicated", fields, { subject, cause: sentIndex });
    story.flying.push(message, { ...message, id: copy, sentIndex: cause });
    return;
  }
  const delivered = add(
    story,
    to,
    "message-delivered",
    { message: id, from },
    { subject, cause: sentIndex },
  );
  if (!message.isReply) serve(story, message, delivered);
}

function serve(story: Story, { id, from, to, subject }: Flying, delivered: number): void {
  const process = ++story.processes;
  const load = { queueDepth: story.random.integerBelow(4), busyWorkers: 1 };
  const started = add(
    story,
    to,
    "request-started",
    { message: id, handler: "faire", ...load },
    { subject, cause: delivered, process },
  );
  const key = `étape/${subject}`;
  const remembered = add(
    story,
    to,
    "memory-changed",
    { key, before: null, after: { steps: story.random.integerBelow(5) } },
    { subject, cause: started, process },
  );
  const cause = write(story, to, subject, { cause: remembered, process });
  const finished = add(
    story,
    to,
    "request-finished",
    { message: id, status: "ok", ...load },
    { subject, cause, process },
  );
  const reply = `${id}/reply`;
  const sentIndex = add(
    story,
    to,
    "message-sent",
    {
      ...{ message: reply, to: from, operation: "faire", role: "reply", replyTo: id },
      ...{ status: "ok", body: null, arrivesAtUs: story.nowUs + 20_000 },
    },
    { subject, cause: finished },
  );
  story.flying.push({ id: reply, from: to, to: from, subject, sentIndex, isReply: true, process });
}

/** A log of exactly `events` events, or a few more when the last act is not over. */
export function syntheticLog({ seed, events, subjects = 50 }: SyntheticLogOptions): EventLog {
  const log = new EventLog();
  const random = createRandom(seed, "synthetic-log");
  const story: Story = {
    ...{ log, random, subjects, nowUs: 0, processes: 0, statements: 0 },
    ...{ flying: [], rows: new Map() },
  };
  add(story, "clients", "run-started", {}, { subject: null, cause: -1 });
  while (log.length < events) {
    const luck = random.integerBelow(1_000);
    const subject = `c${1 + random.integerBelow(subjects)}`;
    if (luck < 3) {
      const node = pick(story, NODES);
      const head = { subject: null, cause: -1 };
      const cause = add(story, node, "node-crashed", { lostProcessCount: 0 }, head);
      add(story, node, "node-restarted", {}, { subject: null, cause });
    } else if (story.flying.length === 0 || (luck < 250 && story.flying.length < 40)) {
      send(story, pick(story, NODES), subject, random.integerBelow(log.length));
    } else arrive(story);
  }
  return log;
}
