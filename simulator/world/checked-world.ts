/**
 * What a world is made of, checked before anything runs: names, workers, queues, pools, latencies.
 *
 * Owns the refusals; the parts on the nodes check their own settings.
 */
import { distinct, named, required, wholeNumber } from "../base/configuration.ts";
import type { Quantiles } from "../base/random.ts";
import type { DatabaseDefinition } from "./database-pool.ts";
import type { NodeDefinition } from "./node.ts";

export interface WorldParts {
  readonly nodes: readonly NodeDefinition[];
  readonly databases: readonly DatabaseDefinition[];
  readonly latency: (from: string, to: string) => Quantiles;
}

const NODES_MAX = 10_000;
const MANY = { min: 0, max: 1_000_000_000 } as const;
/** Links between the first ones are asked for one by one; all links of thousands would cost more than the run. */
const ASKED_MAX = 100;

/** @throws BadConfiguration that names the field. */
export function checkWorld({ nodes, databases, latency }: WorldParts): void {
  const ids = distinct(
    "nœuds",
    nodes.map(({ id }) => id),
  );
  wholeNumber("nœuds", ids.length, { min: 1, max: NODES_MAX });
  for (const { id, workerCount, queueLimit } of nodes) {
    wholeNumber(`nœuds/${id}/workerCount`, workerCount, MANY);
    wholeNumber(`nœuds/${id}/queueLimit`, queueLimit, MANY);
  }
  checkDatabases(databases, new Set(ids));
  const asked = ids.slice(0, ASKED_MAX);
  for (const from of asked) {
    for (const to of asked) {
      if (from !== to) checkQuantiles(`latence/${from}>${to}`, latency(from, to));
    }
  }
}

function checkDatabases(
  databases: readonly DatabaseDefinition[],
  nodes: ReadonlySet<string>,
): void {
  distinct(
    "bases",
    databases.map(({ id }) => id),
  );
  distinct(
    "bases/node",
    databases.map(({ node }) => node),
  );
  for (const { id, node, poolSize, read, write } of databases) {
    named("bases/node", node);
    required(`bases/${id}/node`, nodes.has(node), `le nœud « ${node} » n’existe pas.`);
    wholeNumber(`bases/${id}/poolSize`, poolSize, { min: 1, max: MANY.max });
    checkQuantiles(`bases/${id}/read`, read);
    checkQuantiles(`bases/${id}/write`, write);
  }
}

/** Lengths of time that half, 95 % and 99 % do not exceed: they may be equal, they cannot go down. */
function checkQuantiles(field: string, { p50Us, p95Us, p99Us }: Quantiles): void {
  const areDurations = [p50Us, p95Us, p99Us].every(
    (value) => Number.isSafeInteger(value) && value >= 0,
  );
  const problem = `${p50Us}, ${p95Us} et ${p99Us} µs : il faut des nombres entiers de microsecondes, aucun plus petit que celui d’avant.`;
  required(field, areDurations && p50Us <= p95Us && p95Us <= p99Us, problem);
}
