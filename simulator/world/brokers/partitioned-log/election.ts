/**
 * What the controller decides: who leads a partition, and which replicas count as in sync.
 *
 * A clean election takes the first live replica in sync, in the order of assignment; when none is left the
 * partition has no leader, unless `unclean.leader.election.enable` lets any live replica lead and the records
 * that it never had are lost. The ISR is never emptied: its last member stays in it while it is down.
 * Simplified: one controller instead of a quorum (KRaft), which therefore never disagrees with itself.
 */
import { assert } from "../../../base/assert.ts";
import type { Leadership } from "./replication.ts";

export interface PartitionAssignment {
  /** Brokers that hold a replica, the preferred leader first. */
  readonly replicas: readonly string[];
  /** Topic setting; false unless said. */
  readonly allowsUnclean: boolean;
}

export type IsrAnswer =
  | { readonly kind: "accepted"; readonly leadership: Leadership }
  /** The proposal speaks of an older state than the controller's, or names a broker that is down. */
  | { readonly kind: "refused"; readonly error: "INVALID_UPDATE_VERSION" | "INELIGIBLE_REPLICA" };

export class Controller {
  readonly #assignments: ReadonlyMap<string, PartitionAssignment>;
  readonly #leaderships = new Map<string, Leadership>();
  readonly #live = new Set<string>();

  constructor(assignments: ReadonlyMap<string, PartitionAssignment>) {
    this.#assignments = assignments;
    for (const [partition, { replicas }] of assignments) {
      assert(replicas.length > 0, "a partition has a replica", partition);
      for (const broker of replicas) this.#live.add(broker);
      const leader = replicas[0] as string;
      this.#leaderships.set(partition, { leader, epoch: 0, isr: [...replicas], version: 0 });
    }
  }

  get leaderships(): ReadonlyMap<string, Leadership> {
    return this.#leaderships;
  }

  isLive(broker: string): boolean {
    return this.#live.has(broker);
  }

  /** Its lease expired, or it begins a new life. Returns the partitions that changed. */
  brokerDown(broker: string): readonly string[] {
    if (!this.#live.delete(broker)) return [];
    return this.#reconsider((partition, { isr, leader }) => {
      const rest = isr.filter((id) => id !== broker);
      if (rest.length === isr.length && leader !== broker) return null;
      const kept = rest.length > 0 ? rest : isr;
      return leader === broker ? this.#elect(partition, kept) : { isr: kept, leader };
    });
  }

  brokerUp(broker: string): readonly string[] {
    if (this.#live.has(broker)) return [];
    this.#live.add(broker);
    return this.#reconsider((partition, { isr, leader }) => {
      const holds = this.#assignmentOf(partition).replicas.includes(broker);
      return leader === null && holds ? this.#elect(partition, isr) : null;
    });
  }

  /** A leader's proposal, made when it knew `version`. */
  changeIsr(partition: string, proposal: IsrProposal): IsrAnswer {
    const known = this.#leaderships.get(partition);
    assert(known !== undefined, "the controller knows the partition", partition);
    const { leader, isr, version } = proposal;
    if (known.leader !== leader || known.version !== version) {
      // Asked again because the answer was lost: the same answer.
      const isSame = known.leader === leader && sameMembers(known.isr, isr);
      if (isSame && known.version === version + 1) return { kind: "accepted", leadership: known };
      return { kind: "refused", error: "INVALID_UPDATE_VERSION" };
    }
    if (isr.some((id) => !this.#live.has(id))) {
      return { kind: "refused", error: "INELIGIBLE_REPLICA" };
    }
    assert(isr.includes(leader), "a leader is in sync with itself", partition);
    const leadership: Leadership = { ...known, isr: [...isr], version: known.version + 1 };
    this.#leaderships.set(partition, leadership);
    return { kind: "accepted", leadership };
  }

  #assignmentOf(partition: string): PartitionAssignment {
    return this.#assignments.get(partition) as PartitionAssignment;
  }

  #elect(partition: string, isr: readonly string[]): Pick<Leadership, "leader" | "isr"> {
    const { replicas, allowsUnclean } = this.#assignmentOf(partition);
    const live = replicas.filter((id) => this.#live.has(id));
    const clean = live.find((id) => isr.includes(id));
    if (clean !== undefined) return { leader: clean, isr: isr.filter((id) => this.#live.has(id)) };
    const [unclean] = live;
    // Whoever is elected uncleanly is in sync with nobody but itself: what the others had is cut.
    if (allowsUnclean && unclean !== undefined) return { leader: unclean, isr: [unclean] };
    return { leader: null, isr };
  }

  #reconsider(
    decide: (
      partition: string,
      leadership: Leadership,
    ) => Pick<Leadership, "leader" | "isr"> | null,
  ): readonly string[] {
    const changed: string[] = [];
    for (const [partition, known] of this.#leaderships) {
      const decided = decide(partition, known);
      if (decided === null) continue;
      const { leader, isr } = decided;
      const epoch = leader === known.leader ? known.epoch : known.epoch + 1;
      if (leader === known.leader && sameMembers(isr, known.isr)) continue;
      this.#leaderships.set(partition, { leader, isr, epoch, version: known.version + 1 });
      changed.push(partition);
    }
    return changed;
  }
}

export type IsrProposal = {
  readonly leader: string;
  readonly isr: readonly string[];
  readonly version: number;
};

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));
