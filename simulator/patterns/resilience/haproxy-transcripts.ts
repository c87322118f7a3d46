/**
 * What HAProxy was asked and what it did, and the same on the model.
 *
 * Shared by the comparison with the real server and by the tests that replay its transcripts.
 */
import type { Balance } from "./balance.ts";
import { createLeastConnections } from "./least-connections.ts";
import { createServerHealth, type HealthOptions } from "./server-health.ts";
import { createTurns } from "./turns.ts";

export type BalanceStep =
  | { readonly kind: "ask" }
  /** The `rank`-th of the requests in progress ends. */
  | { readonly kind: "end"; readonly rank: number }
  | { readonly kind: "down"; readonly server: number }
  | { readonly kind: "up"; readonly server: number };

export interface BalanceTranscript {
  readonly name: string;
  readonly algorithm: "roundrobin" | "leastconn";
  readonly weights: readonly number[];
  readonly steps: readonly BalanceStep[];
  /** The server of each « ask », in order; null: none was up. */
  readonly chosen: readonly (number | null)[];
}

export interface HealthTranscript {
  readonly name: string;
  readonly rise: number;
  readonly fall: number;
  readonly observe: HealthOptions["observe"];
  /** Checks, then answers to requests, good or bad. */
  readonly checks: readonly boolean[];
  readonly answers: readonly boolean[];
  /** « 2 UP »: points and state after each check that HAProxy found worth a line. */
  readonly statuses: readonly string[];
}

export interface BalanceModels {
  readonly createTurns: (weights: readonly number[]) => Balance;
  readonly createLeastConnections: (weights: readonly number[]) => Balance;
}

const MODELS: BalanceModels = { createTurns, createLeastConnections };

export function playBalance(
  { algorithm, weights, steps }: BalanceTranscript,
  models: BalanceModels = MODELS,
): readonly (number | null)[] {
  const create = algorithm === "roundrobin" ? models.createTurns : models.createLeastConnections;
  const balance = create(weights);
  const chosen: (number | null)[] = [];
  const held: number[] = [];
  for (const step of steps) {
    if (step.kind === "ask") {
      const server = balance.choose();
      chosen.push(server);
      if (server === null) continue;
      balance.take(server);
      held.push(server);
    } else if (step.kind === "end") {
      const [server] = held.splice(step.rank % Math.max(1, held.length), 1);
      if (server !== undefined) balance.release(server);
    } else balance[step.kind](step.server);
  }
  return chosen;
}

export function playHealth(
  { rise, fall, observe, checks, answers }: HealthTranscript,
  create: typeof createServerHealth = createServerHealth,
): readonly string[] {
  const health = create({ rise, fall, observe });
  const statuses: string[] = [];
  const told = (): string => `${health.points()} ${health.isUp() ? "UP" : "DOWN"}`;
  function note(happens: () => void, isFirst: boolean): void {
    const before = told();
    happens();
    // The first check is always worth a line: nothing was known before.
    if (told() !== before || isFirst) statuses.push(told());
  }
  for (const [i, isGood] of checks.entries()) note(() => health.checked(isGood), i === 0);
  for (const isGood of answers) note(() => health.observed(isGood), false);
  return statuses;
}
