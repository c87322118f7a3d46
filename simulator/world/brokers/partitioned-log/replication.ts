/**
 * One replica of a partition: what a leader acknowledges, what a follower copies (KAF-5).
 *
 * The leader remembers how far each follower asked; the high watermark is the lowest end among the current
 * in-sync replicas (ISR), and only what is below it is shown to consumers or acknowledged to `acks=all`. A
 * follower whose history differs from the leader's cuts its own (the leader says where: truncation on fetch,
 * Kafka ≥ 2.7). Changes of the ISR are proposed to the controller and count once it has answered; until then
 * a replica that is joining counts already, one that is leaving counts still (KIP-497).
 * Pure: time comes in as an argument; knows no network. Elections are in `election.ts`.
 */
import { assert } from "../../../base/assert.ts";
import type { PartitionLog } from "./partition.ts";
import type { Judgement, SequenceError } from "./producer-state.ts";
import type { Acks, Batch, LogRecord, Marker, ProducerMark } from "./record.ts";

/** Leadership of a partition, as the controller decided it. */
export type Leadership = {
  /** null: nobody may lead. */
  readonly leader: string | null;
  /** Grows with each election. */
  readonly epoch: number;
  readonly isr: readonly string[];
  /** Grows with each change, of leader or of ISR: an answer about an older one is stale. */
  readonly version: number;
};

export interface ReplicaSettings {
  readonly minInsyncReplicas: number;
  /** `replica.lag.time.max.ms`: how long a follower may stay behind before it is proposed to leave. */
  readonly lagMaxUs: number;
}

interface Follower {
  endOffset: number;
  /** Last instant at which it was known to have everything. */
  caughtUpAtUs: number;
  /** Leader's end when it last asked: reaching it means that it was caught up then. */
  leaderEndAtFetch: number;
  fetchedAtUs: number;
}

export type AppendError = SequenceError | "NOT_LEADER_OR_FOLLOWER" | "NOT_ENOUGH_REPLICAS";

export type Appended =
  | { readonly kind: "appended"; readonly firstOffset: number; readonly lastOffset: number }
  | { readonly kind: "duplicate"; readonly firstOffset: number; readonly lastOffset: number }
  | { readonly kind: "refused"; readonly error: AppendError };

export type FollowerFetch =
  | { readonly kind: "records"; readonly records: readonly LogRecord[] }
  | { readonly kind: "diverging"; readonly epoch: number; readonly endOffset: number }
  /** The leader no longer has what is asked: begin again at its start. */
  | { readonly kind: "out-of-range"; readonly startOffset: number };

const NOBODY: Leadership = { leader: null, epoch: -1, isr: [], version: -1 };

export class Replica {
  readonly id: string;
  readonly log: PartitionLog;
  readonly #settings: ReplicaSettings;
  readonly #followers = new Map<string, Follower>();
  #leadership: Leadership = NOBODY;
  /** ISR proposed to the controller and not answered yet. */
  #proposed: readonly string[] | null = null;
  #highWatermark: number;
  /** Where the log ended when this broker began to lead: all that may have been acknowledged lies before. */
  #epochStart = 0;

  /** `id`: the broker it stands on. A restarted broker learns the high watermark anew. */
  constructor(id: string, log: PartitionLog, settings: ReplicaSettings) {
    this.id = id;
    this.log = log;
    this.#settings = settings;
    this.#highWatermark = log.startOffset;
  }

  get leadership(): Leadership {
    return this.#leadership;
  }

  get isLeader(): boolean {
    return this.#leadership.leader === this.id;
  }

  get highWatermark(): number {
    return this.#highWatermark;
  }

  get lastStableOffset(): number {
    return this.log.producers.lastStableOffset(this.#highWatermark);
  }

  /** Takes in a decision of the controller; an older one than known is ignored. */
  lead(leadership: Leadership, nowUs: number): boolean {
    if (leadership.version <= this.#leadership.version) return false;
    const isNewEpoch = leadership.epoch > this.#leadership.epoch;
    this.#leadership = leadership;
    this.#proposed = null;
    if (isNewEpoch) {
      this.#epochStart = this.log.endOffset;
      this.#followers.clear();
      for (const id of leadership.isr) if (id !== this.id) this.#follower(id, nowUs);
    }
    if (this.isLeader) this.#raiseHighWatermark();
    return true;
  }

  // ---- the leader's side ----------------------------------------------------------------------

  /** Judges and writes a batch. With `acks=all`, refused while the ISR is smaller than the minimum. */
  append(batch: Batch, acks: Acks, nowUs: number): Appended {
    if (!this.isLeader) return { kind: "refused", error: "NOT_LEADER_OR_FOLLOWER" };
    if (acks === "all" && this.isUnderMinimum) {
      return { kind: "refused", error: "NOT_ENOUGH_REPLICAS" };
    }
    const judged: Judgement = this.log.producers.judge(batch);
    if (judged.kind !== "append") return judged;
    const firstOffset = this.log.endOffset;
    this.log.append(batch, { leaderEpoch: this.#leadership.epoch, atUs: nowUs });
    this.#raiseHighWatermark();
    return { kind: "appended", firstOffset, lastOffset: this.log.endOffset - 1 };
  }

  /**
   * Ends a transaction here. A marker of an older epoch than the producer's last one is refused; with
   * `isStrict` (an epoch a transaction) so is one that would end the transaction *after* its own (KIP-1228).
   */
  appendMarker(
    marker: Marker,
    producer: ProducerMark,
    { nowUs, isStrict }: { readonly nowUs: number; readonly isStrict: boolean },
  ): Appended {
    if (!this.isLeader) return { kind: "refused", error: "NOT_LEADER_OR_FOLLOWER" };
    const { producers } = this.log;
    const isLate =
      isStrict &&
      producer.epoch === producers.epochOf(producer.id) &&
      producers.hasOpenTransaction(producer.id);
    if (isLate || producer.epoch < producers.epochOf(producer.id)) {
      return { kind: "refused", error: "INVALID_PRODUCER_EPOCH" };
    }
    const stamp = { leaderEpoch: this.#leadership.epoch, atUs: nowUs };
    const { offset } = this.log.appendMarker(marker, producer, stamp);
    this.#raiseHighWatermark();
    return { kind: "appended", firstOffset: offset, lastOffset: offset };
  }

  /** Only acts with `acks=all`: `acks=1` is accepted by a leader alone. */
  get isUnderMinimum(): boolean {
    return this.#leadership.isr.length < this.#settings.minInsyncReplicas;
  }

  /** True once everything below `offset` is on all replicas in sync. */
  isReplicated(offset: number): boolean {
    return this.#highWatermark >= offset;
  }

  /** What a follower is given that has everything below `from`, written last under `lastEpoch`. */
  serveFollower({ from, lastEpoch, countMax }: FollowerAsk): FollowerFetch {
    const { log } = this;
    assert(this.isLeader, "followers ask the leader", this.id);
    if (lastEpoch >= 0) {
      const known = log.endOfEpoch(lastEpoch);
      if (known.epoch < lastEpoch || known.endOffset < from) return { kind: "diverging", ...known };
    }
    if (from < log.startOffset || from > log.endOffset) {
      return { kind: "out-of-range", startOffset: log.startOffset };
    }
    return { kind: "records", records: log.read(from, log.endOffset, countMax) };
  }

  /** A follower asked from `endOffset` on, so it has everything below: said once for each fetch. */
  noteFollower(id: string, endOffset: number, nowUs: number): void {
    const follower = this.#follower(id, nowUs);
    if (endOffset >= this.log.endOffset) follower.caughtUpAtUs = nowUs;
    else if (endOffset >= follower.leaderEndAtFetch) follower.caughtUpAtUs = follower.fetchedAtUs;
    follower.endOffset = endOffset;
    follower.leaderEndAtFetch = this.log.endOffset;
    follower.fetchedAtUs = nowUs;
    this.#raiseHighWatermark();
  }

  #follower(id: string, nowUs: number): Follower {
    const known = this.#followers.get(id);
    if (known !== undefined) return known;
    // A new leader gives each of them the benefit of the doubt for as long as a follower may lag.
    const fresh: Follower = {
      ...{ endOffset: -1, caughtUpAtUs: nowUs },
      ...{ leaderEndAtFetch: this.log.endOffset, fetchedAtUs: nowUs },
    };
    this.#followers.set(id, fresh);
    return fresh;
  }

  #raiseHighWatermark(): void {
    let lowest = this.log.endOffset;
    const inSync = new Set([...this.#leadership.isr, ...(this.#proposed ?? [])]);
    for (const id of inSync) {
      if (id !== this.id) lowest = Math.min(lowest, this.#followers.get(id)?.endOffset ?? -1);
    }
    this.#highWatermark = Math.max(this.#highWatermark, lowest);
  }

  /** The ISR as it should be, or null when the present one is right or a proposal is under way. */
  isrToPropose(nowUs: number): readonly string[] | null {
    if (!this.isLeader || this.#proposed !== null) return null;
    const { isr } = this.#leadership;
    const kept = isr.filter((id) => id === this.id || !this.#isLate(id, nowUs));
    const joining = [...this.#followers.keys()].filter(
      (id) => !isr.includes(id) && this.#mayJoin(id, nowUs),
    );
    if (kept.length === isr.length && joining.length === 0) return null;
    return [...kept, ...joining];
  }

  #isLate(id: string, nowUs: number): boolean {
    const follower = this.#followers.get(id);
    if (follower === undefined) return true;
    // Who has everything is not late, however long it has been silent: nothing was there to ask for.
    if (follower.endOffset >= this.log.endOffset) return false;
    return nowUs - follower.caughtUpAtUs > this.#settings.lagMaxUs;
  }

  /**
   * It has everything that was ever acknowledged to `acks=all`, and asked not long ago. A new leader's high
   * watermark may lie below what the former one acknowledged: its whole log does not (KAFKA-7128).
   */
  #mayJoin(id: string, nowUs: number): boolean {
    const follower = this.#followers.get(id) as Follower;
    const isRecent = nowUs - follower.fetchedAtUs <= this.#settings.lagMaxUs;
    const needed = Math.max(this.#highWatermark, this.#epochStart);
    return isRecent && follower.endOffset >= needed && !this.#isLate(id, nowUs);
  }

  propose(isr: readonly string[]): void {
    this.#proposed = isr;
  }

  /**
   * The controller said no. Without an answer the proposal stands: it may have been accepted, and a replica
   * that may be elected must be waited for.
   */
  forgetProposal(): void {
    this.#proposed = null;
  }

  // ---- the follower's side --------------------------------------------------------------------

  /** Takes in what the leader sent. Returns false when nothing changed. */
  follow(fetched: FollowerFetch, leaderHighWatermark: number): boolean {
    assert(!this.isLeader, "a leader follows nobody", this.id);
    const before = this.log.endOffset;
    const beforeWatermark = this.#highWatermark;
    switch (fetched.kind) {
      case "diverging": {
        const own = this.log.endOfEpoch(fetched.epoch);
        this.#cut(Math.min(fetched.endOffset, own.endOffset));
        break;
      }
      case "out-of-range":
        this.log.restartAt(fetched.startOffset);
        break;
      case "records":
        this.log.copy(fetched.records.filter(({ offset }) => offset >= before));
        break;
    }
    this.#highWatermark = Math.min(
      Math.max(this.#highWatermark, leaderHighWatermark),
      this.log.endOffset,
    );
    return before !== this.log.endOffset || beforeWatermark !== this.#highWatermark;
  }

  #cut(offset: number): void {
    this.log.truncateTo(offset);
    this.#highWatermark = Math.min(this.#highWatermark, offset);
  }
}

export interface FollowerAsk {
  readonly from: number;
  readonly lastEpoch: number;
  readonly countMax: number;
}
