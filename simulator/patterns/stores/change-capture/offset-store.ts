/**
 * Where a connector goes on from: the last position in the offsets topic of Kafka Connect.
 *
 * The topic is compacted: what counts is the last record of a key, so it is read to its end. Read committed, it
 * ends only when no transaction is open there: that of a dead worker is settled before anything is believed.
 */
import { type DurationUs, ms } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import {
  askLeader,
  forgetLeader,
  RETRY_US,
} from "../../../world/brokers/partitioned-log/client.ts";
import { visible } from "../../../world/brokers/partitioned-log/consumer-state.ts";
import { partitionOfKey } from "../../../world/brokers/partitioned-log/partitioner.ts";
import type { NewRecord } from "../../../world/brokers/partitioned-log/producer.ts";
import {
  askBroker,
  type FetchedPartition,
} from "../../../world/brokers/partitioned-log/protocol.ts";
import { type Isolation, partitionName } from "../../../world/brokers/partitioned-log/record.ts";
import type { Context } from "../../../world/context.ts";
import type { Position } from "./change-event.ts";
import type { ConnectorSettings } from "./options.ts";

const FETCHED_MAX = 500;
const WAIT_US = ms(100);

const keyOf = ({ prefix }: ConnectorSettings): string =>
  JSON.stringify([prefix, { server: prefix }]);

export const offsetRecord = (settings: ConnectorSettings, position: Position): NewRecord => ({
  topic: settings.offsetsTopic,
  key: keyOf(settings),
  value: JSON.stringify(position),
});

/** Insists until it knows; null when nothing was ever written for this connector. */
export function* readOffset(ctx: Context, settings: ConnectorSettings): Process<Position | null> {
  const { cluster, offsetsTopic, delivery, requestTimeoutUs } = settings;
  const key = keyOf(settings);
  const partition = partitionName(
    offsetsTopic,
    partitionOfKey(key, cluster.partitionCount(offsetsTopic)),
  );
  const isolation: Isolation = delivery === "exactly-once" ? "read_committed" : "read_uncommitted";
  let found: string | null = null;
  let from = 0;
  for (;;) {
    const answer = yield* askLeader(ctx, cluster, {
      ...{ partition, operation: (broker) => askBroker(broker).fetch },
      body: {
        ...{ partitions: [{ partition, from }], isolation },
        ...{ countMax: FETCHED_MAX, waitMaxUs: WAIT_US },
      },
      timeoutUs: (requestTimeoutUs + WAIT_US) as DurationUs,
      untilUs: ctx.nowUs + requestTimeoutUs,
    });
    const fetched = answer.kind === "answered" ? answer.reply[0] : undefined;
    if (fetched === undefined) continue;
    if (fetched.error === "NOT_LEADER_OR_FOLLOWER") {
      void forgetLeader(ctx, partition);
      yield* ctx.sleep(RETRY_US);
    } else if (fetched.error === "OFFSET_OUT_OF_RANGE") {
      found = null;
      from = fetched.startOffset;
    } else {
      found = lastOf(fetched, key) ?? found;
      from = (fetched.records.at(-1)?.offset ?? from - 1) + 1;
      if (from >= fetched.highWatermark) {
        return found === null ? null : (JSON.parse(found) as Position);
      }
    }
  }
}

/** Value of the last visible record of this key. */
function lastOf({ records, aborted }: FetchedPartition, key: string): string | null {
  return visible(records, aborted).findLast((record) => record.key === key)?.value ?? null;
}
