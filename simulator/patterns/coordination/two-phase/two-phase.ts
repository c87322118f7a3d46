/**
 * Two-phase commit with presumed abort: all participants make their change, or none does.
 *
 * The price is blocking: from its yes to the verdict a participant holds its locks, and a coordinator that
 * is gone keeps everybody waiting (Gray 1978). Owns the settings; the two ends have their own files.
 */
import {
  BadConfiguration,
  distinct,
  durationUs,
  named,
  oneOf,
} from "../../../base/configuration.ts";
import type { Value } from "../../../vocabulary/values.ts";
import { type Operation, operation } from "../../../world/calls.ts";
import { createCoordinator } from "./coordinator.ts";
import { createParticipant } from "./participant.ts";
import {
  COMMIT_RECORDS,
  EXECUTE,
  type PartOnNode,
  type Resource,
  type Transaction,
  type TwoPhaseOptions,
} from "./protocol.ts";

export interface TwoPhase {
  readonly coordinator: PartOnNode;
  readonly participant: <C extends Value>(resource: Resource<C>) => PartOnNode;
  /** What a client asks: « committed », refused (nothing happened), or no answer: unknown. */
  readonly execute: Operation<Transaction, string>;
}

/** @throws BadConfiguration on participants that share a name or are the coordinator, or on no time at all. */
export function createTwoPhase(options: TwoPhaseOptions): TwoPhase {
  const { coordinator, participants } = options;
  named("coordinator", coordinator);
  distinct("participants", participants);
  if (participants.length === 0) {
    throw new BadConfiguration("participants", "il n’y en a aucun : il en faut au moins un.");
  }
  if (participants.includes(coordinator)) {
    throw new BadConfiguration("participants", `« ${coordinator} » est déjà le coordinateur.`);
  }
  for (const field of ["voteTimeoutUs", "retryUs"] as const) durationUs(field, options[field], 1);
  for (const field of ["lockWaitUs", "writeUs"] as const) durationUs(field, options[field]);
  oneOf("commitRecord", options.commitRecord, COMMIT_RECORDS);
  return {
    coordinator: createCoordinator(options),
    participant: (resource) => createParticipant(options, resource),
    execute: operation(coordinator, EXECUTE),
  };
}
