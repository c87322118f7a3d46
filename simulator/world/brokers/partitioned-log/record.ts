/**
 * What a partitioned log holds: records at offsets, and the batches in which producers send them.
 *
 * Plain data, so that a record travels in a message and stands in the event log as it is. Owns the shapes
 * and their labels; refuses to know who writes or reads them.
 */

/** Who wrote a batch: id and epoch of the producer session, number of the first record in its series. */
export type ProducerMark = {
  readonly id: number;
  readonly epoch: number;
  /** −1 where nothing is numbered: offset commits, markers. */
  readonly sequence: number;
};

/** A marker ends a transaction of its producer in this partition; consumers never see it. */
export type Marker = "commit" | "abort";

export type LogRecord = {
  readonly offset: number;
  /** Offset of the first record of its batch: a batch is recognised as a whole when it comes again. */
  readonly batchAt: number;
  /** Leadership under which it was appended: tells two histories of one offset apart (KIP-101). */
  readonly leaderEpoch: number;
  readonly atUs: number;
  readonly key: string | null;
  /** null with a key: a tombstone. */
  readonly value: string | null;
  /** Absent when its producer gave none. */
  readonly headers?: RecordHeaders;
  /** null: a producer without idempotence. */
  readonly producer: ProducerMark | null;
  readonly isTransactional: boolean;
  readonly marker: Marker | null;
};

/** What a record says beside its value: the id by which a consumer knows it again. */
export type RecordHeaders = Readonly<Record<string, string>>;

/** A record before it has an offset. */
export type KeyValue = {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers?: RecordHeaders;
};

/** Records of one producer for one partition: appended together or not at all. */
export type Batch = {
  readonly records: readonly KeyValue[];
  readonly producer: ProducerMark | null;
  readonly isTransactional: boolean;
};

export type Acks = 0 | 1 | "all";
export type Isolation = "read_uncommitted" | "read_committed";

/** `topic-partition`, as tools of the real thing write it. */
export const partitionName = (topic: string, partition: number): string => `${topic}-${partition}`;

export const plainBatch = (...records: readonly KeyValue[]): Batch => ({
  ...{ records, producer: null, isTransactional: false },
});
