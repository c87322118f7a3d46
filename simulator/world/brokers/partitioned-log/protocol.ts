/**
 * What clients, brokers and the controller say to each other: operations by broker, bodies, error names.
 *
 * Names of errors are those of the Kafka protocol; a refusal's reason is one of them. Operation ids are
 * French because the reader sees them on messages.
 */
import { operation } from "../../calls.ts";
import type { Assignment } from "./assignment.ts";
import type { IsrProposal } from "./election.ts";
import type { MemberWord } from "./group.ts";
import type { AbortedTransaction } from "./producer-state.ts";
import type { Acks, Batch, Isolation, LogRecord, Marker, ProducerMark } from "./record.ts";
import type { FollowerFetch, Leadership } from "./replication.ts";
import type { Session } from "./transactions.ts";

export type Produce = {
  readonly partition: string;
  readonly acks: Acks;
  readonly batch: Batch;
};
export type Produced = { readonly firstOffset: number };

export type Fetch = {
  readonly partitions: readonly { readonly partition: string; readonly from: number }[];
  readonly isolation: Isolation;
  readonly countMax: number;
  readonly waitMaxUs: number;
};
export type FetchedPartition = {
  readonly partition: string;
  readonly error: null | "NOT_LEADER_OR_FOLLOWER" | "OFFSET_OUT_OF_RANGE";
  readonly records: readonly LogRecord[];
  /** Undone transactions among them: the client skips their records. */
  readonly aborted: readonly Readonly<Pick<AbortedTransaction, "producerId" | "firstOffset">>[];
  readonly highWatermark: number;
  readonly startOffset: number;
};

export type FollowerAsks = {
  readonly follower: string;
  readonly asks: readonly {
    readonly partition: string;
    readonly epoch: number;
    readonly from: number;
    readonly lastEpoch: number;
  }[];
  readonly waitMaxUs: number;
};
export type FollowerAnswers = readonly {
  readonly partition: string;
  readonly epoch: number;
  readonly fetched: FollowerFetch;
  readonly highWatermark: number;
}[];

export type PartitionLeadership = Leadership & { readonly partition: string };
/** `version` grows with each decision of the controller. */
export type Metadata = {
  readonly version: number;
  readonly leaderships: readonly PartitionLeadership[];
};

export type Beat = { readonly broker: string; readonly life: number; readonly version: number };
export type IsrChange = IsrProposal & { readonly partition: string };

export type Join = {
  readonly group: string;
  readonly client: string;
  /** "" the first time: an id comes back, to join with. */
  readonly member: string;
  readonly sessionTimeoutUs: number;
  readonly rebalanceTimeoutUs: number;
};
export type Joined =
  | { readonly kind: "named"; readonly member: string }
  | {
      readonly kind: "joined";
      readonly generation: number;
      readonly leader: string;
      readonly members: readonly string[];
    };
export type Sync = MemberWord & { readonly group: string; readonly shares: Assignment | null };
export type Word = MemberWord & { readonly group: string };
export type PartitionOffset = { readonly partition: string; readonly next: number };
export type Commit = Word & { readonly offsets: readonly PartitionOffset[] };
export type TransactionalCommit = Commit & { readonly producer: ProducerMark };
export type Positions = { readonly group: string; readonly partitions: readonly string[] };

export type OpenSession = { readonly transactionalId: string | null; readonly timeoutUs: number };
export type AddPartitions = Session & {
  readonly transactionalId: string;
  readonly partitions: readonly string[];
};
export type EndTransaction = Session & {
  readonly transactionalId: string;
  readonly result: Marker;
};
export type WriteMarker = {
  readonly partition: string;
  readonly marker: Marker;
  readonly producer: ProducerMark;
};

/** Everything a broker can be asked, by id. */
export const askBroker = (broker: string) => ({
  produce: operation<Produce, Produced>(broker, "produire"),
  fetch: operation<Fetch, readonly FetchedPartition[]>(broker, "lire"),
  replicate: operation<FollowerAsks, FollowerAnswers>(broker, "copier"),
  metadata: operation<null, readonly PartitionLeadership[]>(broker, "qui-dirige"),
  announce: operation<Metadata, null>(broker, "annoncer"),
  join: operation<Join, Joined>(broker, "rejoindre"),
  sync: operation<Sync, readonly string[]>(broker, "partager"),
  beat: operation<Word, null>(broker, "battement"),
  leave: operation<Word, null>(broker, "quitter"),
  commit: operation<Commit, null>(broker, "valider"),
  positions: operation<Positions, readonly (number | null)[]>(broker, "positions"),
  openSession: operation<OpenSession, Session>(broker, "ouvrir-session"),
  addPartitions: operation<AddPartitions, null>(broker, "inscrire-partitions"),
  commitInside: operation<TransactionalCommit, null>(broker, "valider-dans-transaction"),
  end: operation<EndTransaction, Session>(broker, "finir-transaction"),
  writeMarker: operation<WriteMarker, null>(broker, "marquer"),
});

export const askController = (controller: string) => ({
  beat: operation<Beat, Metadata>(controller, "battement-courtier"),
  changeIsr: operation<IsrChange, PartitionLeadership>(controller, "changer-copies-a-jour"),
});
