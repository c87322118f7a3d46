/**
 * The words that coordinator and participants exchange, and the settings they share.
 */

import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../../world/context.ts";
import type { Handler } from "../../../world/node.ts";
import type { Decision } from "./coordinator-log.ts";

export const EXECUTE = "executer";
export const PREPARE = "preparer";
export const SETTLE = "trancher";
export const INQUIRE = "demander-sort";

/** One change a participant, by its node. */
export type Transaction = {
  readonly id: string;
  readonly changes: Readonly<Record<string, Value>>;
};
export type Verdict = { readonly id: string; readonly decision: Decision };
export type Inquiry = { readonly id: string };

/** `forced`: on disk before anybody is told. `lazy`: still in memory when they are; a crash forgets it. */
export const COMMIT_RECORDS = ["forced", "lazy"] as const;
export type CommitRecord = (typeof COMMIT_RECORDS)[number];

export interface TwoPhaseOptions {
  readonly coordinator: string;
  readonly participants: readonly string[];
  /** How long the coordinator waits for votes; who has not voted has voted no. */
  readonly voteTimeoutUs: DurationUs;
  /** How long a participant waits for somebody else's lock before it votes no. */
  readonly lockWaitUs: DurationUs;
  /** Between two reminders, on either side. */
  readonly retryUs: DurationUs;
  /** One forced write. */
  readonly writeUs: DurationUs;
  readonly commitRecord: CommitRecord;
}

/** What a participant keeps under lock. All instant: its disk is its own affair. */
export interface Resource<C extends Value> {
  readonly keysOf: (change: C) => readonly string[];
  /** Why the change cannot be made, or null. Asked with the locks free. */
  readonly refusalOf: (change: C, ctx: Context) => string | null;
  /** Makes the change: once, when it is committed. */
  readonly apply: (change: C, ctx: Context) => void;
}

/** What runs on one node. */
export interface PartOnNode {
  readonly serves: Readonly<Record<string, Handler>>;
  readonly boot: Readonly<Record<string, (ctx: Context) => Process<void>>>;
}

/** Shown on the stage and read by claims: how each transaction stands on a node, by its id. */
export const endsOf = (nodeId: string): string => `sorts-${nodeId}`;
export const PROMISED = "préparée";
export const COMMITTED = "validée";
export const ABORTED = "annulée";
