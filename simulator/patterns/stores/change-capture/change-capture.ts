/**
 * Change data capture, ready to stand in a scenario: what the database's node and the workers run.
 */
import type { PartOfNode } from "../../../world/node-parts.ts";
import { capturing } from "./connector.ts";
import { type CaptureOptions, connectorsOf, replicationSettings } from "./options.ts";
import { replicationParts } from "./replication.ts";

/** By node id: the database's node and those of the connectors. @throws BadConfiguration */
export function createChangeCapture(options: CaptureOptions): Readonly<Record<string, PartOfNode>> {
  const parts: Record<string, PartOfNode> = {
    [options.database.node]: replicationParts(replicationSettings(options)),
  };
  const connectors = connectorsOf(options);
  for (const node of new Set(connectors.map((connector) => connector.node))) {
    const own = parts[node] ?? { serves: {}, boot: {} };
    const capture = connectors.filter((connector) => connector.node === node).map(capturing);
    parts[node] = { ...own, boot: { ...own.boot, capture } };
  }
  return parts;
}
