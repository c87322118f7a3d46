/**
 * The parts of one database, shared by the files that execute statements.
 */

import type { Capture } from "./capture.ts";
import type { CaptureTriggers } from "./capture-triggers.ts";
import type { CommitRecord } from "./commit-log.ts";
import type { Deliveries } from "./deliveries.ts";
import type { Draws } from "./draws.ts";
import type { LockTable } from "./lock-table.ts";
import type { Residency } from "./residency.ts";
import type { StartViews } from "./start-views.ts";
import type { Tables } from "./table-shape.ts";
import type { Transaction } from "./transaction.ts";

/** All that a database needs from the world around it. */
export interface DatabaseEnvironment {
  /** Simulated time, in whole microseconds. */
  nowUs(): number;
  /** Calls `fire` once, `delayUs` later; the returned function cancels it. */
  setTimer(delayUs: number, fire: () => void): () => void;
  /** Values of `gen_random_uuid()`. Without it the function is refused. */
  drawUuid?(): string;
}

export interface Core {
  readonly name: string;
  readonly environment: DatabaseEnvironment;
  readonly tables: Tables;
  readonly residency: Residency;
  readonly capture: Capture;
  readonly triggers: CaptureTriggers;
  readonly locks: LockTable;
  readonly startViews: StartViews;
  readonly draws: Draws;
  readonly log: CommitRecord[];
  /** Transactions that have written or locked something. */
  readonly open: Set<Transaction>;
  readonly deliveries: Deliveries;
  readonly deadlockTimeoutUs: number;
  readonly onCommit: ((record: CommitRecord) => void) | undefined;
}
