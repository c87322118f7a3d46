/**
 * One digest a random run, the same list asked of Node, Chromium and Firefox.
 *
 * Owns the number and the seed of the requests, so that nobody compares two different lists. The first
 * entry is a digest of our own mathematics, the only place where two JavaScript engines could differ.
 */
import { scenarios } from "../../scenarios/catalogue.ts";
import { BadConfiguration } from "../base/configuration.ts";
import { createDigest } from "../base/hash.ts";
import { exp, ln } from "../base/maths.ts";
import { createRandom } from "../base/random.ts";
import { ms } from "../base/time.ts";
import { type Scenario, simulate } from "../simulation.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { RunRequest } from "../vocabulary/run.ts";
import type { SqlEngine } from "../world/database/sql-engine.ts";
import { messagesSent, type RequestSource, randomRequest } from "./random-requests.ts";

export const REQUEST_COUNT = 1_000;
export const REQUEST_SEED = 2026;

export const sourcesOf = (sql: SqlEngine): readonly RequestSource[] =>
  [...scenarios.values()].map((scenario) =>
    messagesSent(scenario, (request) => messageIds(simulate(scenario, request, { sql }).log)),
  );

/** Settings that a part refuses together are refused in the same words everywhere. */
export function digestOf(request: RunRequest, sql: SqlEngine): string {
  try {
    return simulate(scenarios.get(request.scenario) as Scenario, request, { sql }).log.digest();
  } catch (error) {
    if (error instanceof BadConfiguration) return error.message;
    throw error;
  }
}

/**
 * The list itself: one digest for the mathematics, then one a run. `pause` is awaited between runs: a
 * browser collects what the databases leave behind only when it gets its turn.
 */
export async function digestList(
  sql: SqlEngine,
  count: number,
  pause: () => Promise<void> = async () => {},
): Promise<readonly string[]> {
  const sources = sourcesOf(sql);
  const digests = [mathsDigest()];
  for (let index = 0; index < count; index++) {
    digests.push(digestOf(randomRequest(sources, REQUEST_SEED, index), sql));
    await pause();
  }
  return digests;
}

/** Every bit of 100 000 logarithms and exponentials, and of some draws. */
export function mathsDigest(): string {
  const digest = createDigest();
  const random = createRandom(REQUEST_SEED, "mathematics");
  for (let i = 0; i < 100_000; i++) {
    digest.number(ln((random.word() + 1) / 4_294_967_296));
    digest.number(exp((random.word() - 2_147_483_648) / 107_374_182));
  }
  for (let i = 0; i < 10_000; i++) {
    digest.number(random.exponential(ms(80)));
    digest.number(random.logNormal(ms(80), 0.7));
  }
  return digest.hex();
}

function messageIds(log: EventLog): readonly string[] {
  const ids: string[] = [];
  for (let index = 0; index < log.length; index++) {
    if (log.kind(index) === "message-sent") ids.push(log.eventOf("message-sent", index).message);
  }
  return ids;
}
