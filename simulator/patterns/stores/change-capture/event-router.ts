/**
 * The outbox event router of Debezium: rows of an outbox table become the events that they hold (DBZ-1, DBZ-2).
 *
 * Only what is inserted is routed (and what the first copy reads, which Debezium treats alike): a delete is
 * housekeeping, ignored without a word; an update makes no sense and is skipped with a warning
 * (`table.op.invalid.behavior` = warn). Tombstones are dropped: the router sits behind the envelope.
 * Follows `EventRouterDelegate` of Debezium 2.x with its default settings.
 */
import { StoryError } from "../../../kernel/process.ts";
import type { SqlValue } from "../../../vocabulary/values.ts";
import type { ChangeEvent, Columns, OutgoingRecord } from "./change-event.ts";

export type Routed =
  | { readonly kind: "routed"; readonly record: OutgoingRecord }
  | { readonly kind: "ignored" }
  | { readonly kind: "warned"; readonly text: string };

/** Columns that the router reads, by their default names. */
export const OUTBOX_COLUMNS = ["id", "aggregatetype", "aggregateid", "payload"] as const;

/** « route.topic.replacement » */
export const outboxTopic = (aggregateType: string): string => `outbox.event.${aggregateType}`;

export function route({ envelope, key }: ChangeEvent): Routed {
  const { op, after } = envelope;
  if (op === "d") return { kind: "ignored" };
  if (op === "u") {
    const row = JSON.stringify(key);
    return {
      kind: "warned",
      text: `ligne ${row} de la boîte d’envoi modifiée : le routeur l’ignore`,
    };
  }
  return { kind: "routed", record: recordIn(after as Columns) };
}

function recordIn(row: Columns): OutgoingRecord {
  const aggregate = field(row, "aggregateid");
  const payload = field(row, "payload");
  return {
    topic: outboxTopic(String(field(row, "aggregatetype"))),
    key: aggregate === null ? null : String(aggregate),
    value: payload === null ? null : String(payload),
    headers: { id: String(field(row, "id")) },
  };
}

/** @throws StoryError: the task fails, as a ConnectException would make it. */
function field(row: Columns, name: (typeof OUTBOX_COLUMNS)[number]): SqlValue {
  const value = row[name];
  if (value === undefined) throw new StoryError(`la boîte d’envoi n’a pas de colonne « ${name} »`);
  return value;
}
