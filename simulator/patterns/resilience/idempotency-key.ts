/**
 * Idempotency keys: the same request sent twice acts once, and is answered the same.
 *
 * After the IETF draft « The Idempotency-Key HTTP Header Field » (06): no key is 400, the same key with
 * another payload 422, the same key still being served 409, the same key once served replays the stored
 * answer. Keys belong to their caller (defect 25), and expire. The record of the key and the effect are
 * written in *one transaction*; `separate` writes them in two, and leaves a window in which a crash makes
 * the effect happen twice (`after`) or the key stay busy until it expires (`before`).
 */
import { durationUs, oneOf } from "../../base/configuration.ts";
import { hashText } from "../../base/hash.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Value } from "../../vocabulary/values.ts";
import type { Context } from "../../world/context.ts";
import { type Refusal, refuse } from "../../world/node.ts";
import { requiredTable, requiredUnique } from "../coordination/outbox/declared-tables.ts";

/** To be created in the database of the node that serves. */
const TABLE = "idempotency_keys";
export const IDEMPOTENCY_KEYS = `CREATE TABLE ${TABLE} (
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status TEXT NOT NULL,
  answer TEXT,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (caller, key)
)`;

/**
 * `together`: key and effect in one transaction. `before`: the key is committed as busy, then the
 * effect, then the answer. `after`: looked up, then the effect, then the key: check, then act.
 */
export const RECORDINGS = ["together", "before", "after"] as const;
export type Recording = (typeof RECORDINGS)[number];

export interface IdempotencyOptions {
  /** Of the database of the node that serves: the keys stand there. */
  readonly schema: readonly string[];
  readonly recording: Recording;
  /** How long an answer is kept, µs. Published: whoever asks later acts again. */
  readonly keptUs: DurationUs;
}

export type KeyedRequest = {
  readonly caller: string;
  /** null: the caller gave none. */
  readonly key: string | null;
  readonly payload: Value;
};

export interface Idempotency {
  /** Serves `request` by `effect` unless it was served before. SQL of `effect` runs where the key does. */
  readonly serve: (
    ctx: Context,
    request: KeyedRequest,
    effect: (ctx: Context) => Process<Value>,
  ) => Process<Value | Refusal>;
}

export const NO_KEY = "400 : clé d’idempotence absente";
export const OTHER_PAYLOAD = "422 : clé déjà employée pour une autre demande";
export const STILL_RUNNING = "409 : demande en cours avec cette clé";

interface Known {
  readonly fingerprint: string;
  readonly status: string;
  readonly answer: string;
}

const fingerprintOf = (payload: Value): string => hashText(JSON.stringify(payload)).toString(16);

/** What the row of a key says to a request that bears it. */
function replay({ fingerprint, status, answer }: Known, payload: Value): Value | Refusal {
  if (fingerprint !== fingerprintOf(payload)) return refuse(OTHER_PAYLOAD);
  return status === "DONE" ? (JSON.parse(answer) as Value) : refuse(STILL_RUNNING);
}

/** The row of this key, or null when there is none or it has expired. */
function* look(ctx: Context, { caller, key }: KeyedRequest): Process<Known | null> {
  const row = yield* ctx.db.one(
    `SELECT fingerprint, status, answer FROM idempotency_keys
     WHERE caller = $1 AND key = $2 AND expires_at > $3`,
    [caller, key, ctx.nowUs],
  );
  return row as unknown as Known | null;
}

/** True when the key is now this request's own. An expired one is taken over. */
function* claim(ctx: Context, request: KeyedRequest, keptUs: number): Process<boolean> {
  const { caller, key, payload } = request;
  const taken = yield* ctx.db.run(
    `INSERT INTO idempotency_keys (caller, key, fingerprint, status, answer, expires_at)
     VALUES ($1, $2, $3, 'RUNNING', NULL, $4)
     ON CONFLICT (caller, key) DO UPDATE
     SET fingerprint = excluded.fingerprint, status = 'RUNNING', expires_at = excluded.expires_at
     WHERE idempotency_keys.expires_at <= $5`,
    [caller, key, fingerprintOf(payload), ctx.nowUs + keptUs, ctx.nowUs],
  );
  return taken.rowCount === 1;
}

function* finish(ctx: Context, { caller, key }: KeyedRequest, answer: Value): Process<Value> {
  yield* ctx.db.run(
    "UPDATE idempotency_keys SET status = 'DONE', answer = $3 WHERE caller = $1 AND key = $2",
    [caller, key, JSON.stringify(answer)],
  );
  return answer;
}

const COLUMNS = ["caller", "key", "fingerprint", "status", "answer", "expires_at"] as const;

/** @throws BadConfiguration on a table that lacks, keys that are not unique in it, answers kept for no time. */
export function createIdempotency({ schema, recording, keptUs }: IdempotencyOptions): Idempotency {
  requiredTable("schema", schema, { table: TABLE, columns: COLUMNS });
  requiredUnique("schema", schema, { table: TABLE, columns: ["caller", "key"] });
  oneOf("recording", recording, RECORDINGS);
  durationUs("keptUs", keptUs, 1);

  type Effect = (ctx: Context) => Process<Value>;

  function* claimed(ctx: Context, request: KeyedRequest, effect: Effect): Process<Value | Refusal> {
    // A second request with this key waits here for the first one's transaction (PGS-2).
    if (yield* claim(ctx, request, keptUs)) return yield* finish(ctx, request, yield* effect(ctx));
    const known = yield* look(ctx, request);
    return known === null ? refuse(STILL_RUNNING) : replay(known, request.payload);
  }

  function* checked(ctx: Context, request: KeyedRequest, effect: Effect): Process<Value | Refusal> {
    const known = yield* look(ctx, request);
    if (known !== null) return replay(known, request.payload);
    // Between this look and the row below, anybody else sees nothing either.
    const answer = yield* effect(ctx);
    yield* claim(ctx, request, keptUs);
    return yield* finish(ctx, request, answer);
  }

  return {
    *serve(ctx, request, effect) {
      if (request.key === null || request.key === "") return refuse(NO_KEY);
      if (recording === "after") return yield* checked(ctx, request, effect);
      if (recording === "before") return yield* claimed(ctx, request, effect);
      return yield* ctx.transaction((within) => claimed(within, request, effect));
    },
  };
}
