/**
 * A consumer group as its coordinator sees it: members, generations, rebalances (KAF-2, KAF-9).
 *
 * Follows `GroupCoordinator` of the classic protocol: Empty → PreparingRebalance (waits until every known
 * member has joined again, or their time is over) → CompletingRebalance (waits for the leader's sharing out)
 * → Stable. A member that is not heard of for its session timeout is removed, and does not know it: its next
 * word is answered UNKNOWN_MEMBER_ID, whatever it did meanwhile.
 * Pure: time comes in, what must be answered comes out as `GroupAnswer`s. Committed offsets are in `offsets.ts`.
 * Left out: static members (KIP-345), cooperative rebalancing (KIP-429), the protocol of KIP-848.
 */
import { assert } from "../../../base/assert.ts";
import type { Assignment } from "./assignment.ts";

export type GroupState = "Empty" | "PreparingRebalance" | "CompletingRebalance" | "Stable";

export type GroupError = "UNKNOWN_MEMBER_ID" | "ILLEGAL_GENERATION" | "REBALANCE_IN_PROGRESS";

/** An answer to a member that waited. */
export type GroupAnswer =
  | {
      readonly kind: "joined";
      readonly member: string;
      readonly generation: number;
      /** Whoever shares out: it alone is told the members. */
      readonly leader: string;
      readonly members: readonly string[];
    }
  | { readonly kind: "synced"; readonly member: string; readonly partitions: readonly string[] }
  | { readonly kind: "refused"; readonly member: string; readonly error: GroupError };

export interface GroupSettings {
  /** `group.initial.rebalance.delay.ms`: an empty group waits for others to come. 3 s by default. */
  readonly initialDelayUs: number;
}

export interface JoinRequest {
  /** Id that `reserve` gave. */
  readonly member: string;
  readonly sessionTimeoutUs: number;
  /** Java: `max.poll.interval.ms`. How long the others wait for it to join again. */
  readonly rebalanceTimeoutUs: number;
}

interface Member {
  readonly id: string;
  readonly sessionTimeoutUs: number;
  readonly rebalanceTimeoutUs: number;
  expiresAtUs: number;
  isJoining: boolean;
  isSyncing: boolean;
  partitions: readonly string[];
}

/** What is written to the offsets topic, so that another coordinator can go on. */
export type GroupSnapshot = {
  readonly generation: number;
  readonly leader: string | null;
  readonly lastMember: number;
  readonly members: readonly {
    readonly id: string;
    readonly sessionTimeoutUs: number;
    readonly rebalanceTimeoutUs: number;
    readonly partitions: readonly string[];
  }[];
};

export class Group {
  readonly #settings: GroupSettings;
  /** In order of arrival: the first one shares out. */
  readonly #members = new Map<string, Member>();
  #state: GroupState = "Empty";
  #generation = 0;
  #leader: string | null = null;
  #lastMember = 0;
  /** Ids given to members that have not joined with them yet (KIP-394). */
  readonly #reserved = new Set<string>();
  /** Earliest instant at which a rebalance may complete, and the latest. */
  #joinFromUs = 0;
  #joinUntilUs = 0;

  constructor(settings: GroupSettings) {
    this.#settings = settings;
  }

  get state(): GroupState {
    return this.#state;
  }

  get generation(): number {
    return this.#generation;
  }

  get memberIds(): readonly string[] {
    return [...this.#members.keys()];
  }

  /** What each member reads; empty while it is being shared out. */
  get assignment(): Assignment {
    return Object.fromEntries([...this.#members.values()].map((m) => [m.id, m.partitions]));
  }

  /** An id for a newcomer: it joins with it, so that a repeated request is not a second member. */
  reserve(client: string): string {
    const id = `${client}-${++this.#lastMember}`;
    this.#reserved.add(id);
    return id;
  }

  /** Enters the group, or answers a rebalance. The answer comes once everybody has joined. */
  join(request: JoinRequest, nowUs: number): readonly GroupAnswer[] {
    const known = this.#members.get(request.member);
    if (known === undefined && !this.#reserved.delete(request.member)) {
      return [{ kind: "refused", member: request.member, error: "UNKNOWN_MEMBER_ID" }];
    }
    const member = known ?? this.#admit(request, nowUs);
    member.isJoining = true;
    member.expiresAtUs = nowUs + member.sessionTimeoutUs;
    const answers = this.#state === "PreparingRebalance" ? [] : this.#prepare(nowUs);
    return [...answers, ...this.#completeJoin(nowUs)];
  }

  #admit(request: JoinRequest, nowUs: number): Member {
    const id = request.member;
    const member: Member = {
      ...{ id, isJoining: true, isSyncing: false, partitions: [] },
      sessionTimeoutUs: request.sessionTimeoutUs,
      rebalanceTimeoutUs: request.rebalanceTimeoutUs,
      expiresAtUs: nowUs + request.sessionTimeoutUs,
    };
    this.#members.set(id, member);
    return member;
  }

  #prepare(nowUs: number): readonly GroupAnswer[] {
    // Whoever waits for its share will get none of this generation.
    const answers = [...this.#members.values()]
      .filter(({ isSyncing }) => isSyncing)
      .map((member): GroupAnswer => {
        member.isSyncing = false;
        // Its session did not run while it waited here.
        member.expiresAtUs = nowUs + member.sessionTimeoutUs;
        return { kind: "refused", member: member.id, error: "REBALANCE_IN_PROGRESS" };
      });
    this.#joinFromUs = this.#state === "Empty" ? nowUs + this.#settings.initialDelayUs : nowUs;
    const patience = [...this.#members.values()].map(
      ({ rebalanceTimeoutUs }) => rebalanceTimeoutUs,
    );
    this.#joinUntilUs = Math.max(this.#joinFromUs, nowUs + Math.max(0, ...patience));
    this.#state = "PreparingRebalance";
    return answers;
  }

  #completeJoin(nowUs: number): readonly GroupAnswer[] {
    const absent = [...this.#members.values()].filter(({ isJoining }) => !isJoining);
    const isTime = nowUs >= this.#joinFromUs && absent.length === 0;
    if (!isTime && nowUs < this.#joinUntilUs) return [];
    // Nobody has come back: wait on, sessions will tell who is gone.
    if (absent.length === this.#members.size && absent.length > 0) return [];
    for (const { id } of absent) this.#members.delete(id);
    this.#generation++;
    if (this.#members.size === 0) {
      this.#state = "Empty";
      this.#leader = null;
      return [];
    }
    if (this.#leader === null || !this.#members.has(this.#leader)) {
      this.#leader = this.memberIds[0] as string;
    }
    this.#state = "CompletingRebalance";
    return [...this.#members.values()].map((member) => this.#joined(member, nowUs));
  }

  #joined(member: Member, nowUs: number): GroupAnswer {
    member.isJoining = false;
    member.expiresAtUs = nowUs + member.sessionTimeoutUs;
    const leader = this.#leader as string;
    const members = member.id === leader ? this.memberIds : [];
    return { kind: "joined", member: member.id, generation: this.#generation, leader, members };
  }

  /** Asks for its share; the leader brings everybody's. */
  sync(word: MemberWord, shares: Assignment | null, nowUs: number): readonly GroupAnswer[] {
    const error = this.#errorOf(word);
    if (error !== null) return [{ kind: "refused", member: word.member, error }];
    const member = this.#members.get(word.member) as Member;
    if (this.#state === "PreparingRebalance") {
      return [{ kind: "refused", member: member.id, error: "REBALANCE_IN_PROGRESS" }];
    }
    member.expiresAtUs = nowUs + member.sessionTimeoutUs;
    if (this.#state === "Stable") return [this.#synced(member, nowUs)];
    member.isSyncing = true;
    if (member.id !== this.#leader || shares === null) return [];
    this.#state = "Stable";
    for (const each of this.#members.values()) each.partitions = shares[each.id] ?? [];
    this.#assertDisjoint();
    return [...this.#members.values()]
      .filter(({ isSyncing }) => isSyncing)
      .map((each) => this.#synced(each, nowUs));
  }

  #synced(member: Member, nowUs: number): GroupAnswer {
    member.isSyncing = false;
    member.expiresAtUs = nowUs + member.sessionTimeoutUs;
    return { kind: "synced", member: member.id, partitions: member.partitions };
  }

  #assertDisjoint(): void {
    const all = [...this.#members.values()].flatMap(({ partitions }) => partitions);
    assert(new Set(all).size === all.length, "a partition has one reader in a group", all.join());
  }

  /** « I am alive »; null when all is well. */
  heartbeat(word: MemberWord, nowUs: number): GroupError | null {
    const error = this.#errorOf(word);
    if (error !== null) return error;
    this.#touch(word.member, nowUs);
    return this.#state === "PreparingRebalance" ? "REBALANCE_IN_PROGRESS" : null;
  }

  /**
   * May this member commit? While others are being waited for it still may; between its joining and its
   * share it may not. A generation below 0 is somebody who only stores offsets, in an empty group.
   */
  mayCommit(word: MemberWord, nowUs: number): GroupError | null {
    if (word.generation < 0 && this.#state === "Empty") return null;
    const error = this.#errorOf(word);
    if (error !== null) return error;
    if (this.#state === "CompletingRebalance") return "REBALANCE_IN_PROGRESS";
    this.#touch(word.member, nowUs);
    return null;
  }

  #errorOf({ member, generation }: MemberWord): GroupError | null {
    if (!this.#members.has(member)) return "UNKNOWN_MEMBER_ID";
    return generation === this.#generation ? null : "ILLEGAL_GENERATION";
  }

  #touch(id: string, nowUs: number): void {
    const member = this.#members.get(id) as Member;
    member.expiresAtUs = nowUs + member.sessionTimeoutUs;
  }

  leave(id: string, nowUs: number): readonly GroupAnswer[] {
    return this.#members.delete(id) ? this.#afterLoss(nowUs) : [];
  }

  #afterLoss(nowUs: number): readonly GroupAnswer[] {
    const answers = this.#state === "PreparingRebalance" ? [] : this.#prepare(nowUs);
    return [...answers, ...this.#completeJoin(nowUs)];
  }

  /** Lets time pass: removes members that are silent, completes a rebalance whose time has come. */
  tick(nowUs: number): readonly GroupAnswer[] {
    const silent = [...this.#members.values()].filter(
      (m) => !isAwaited(m) && m.expiresAtUs <= nowUs,
    );
    for (const { id } of silent) this.#members.delete(id);
    if (silent.length > 0) return this.#afterLoss(nowUs);
    return this.#state === "PreparingRebalance" ? this.#completeJoin(nowUs) : [];
  }

  /** When `tick` has something to do, or null. */
  nextTickUs(nowUs: number): number | null {
    const instants = [...this.#members.values()]
      .filter((member) => !isAwaited(member))
      .map(({ expiresAtUs }) => expiresAtUs);
    if (this.#state === "PreparingRebalance") {
      instants.push(...[this.#joinFromUs, this.#joinUntilUs].filter((atUs) => atUs > nowUs));
    }
    return instants.length === 0 ? null : Math.min(...instants);
  }

  snapshot(): GroupSnapshot {
    const members = [...this.#members.values()].map(
      ({ id, sessionTimeoutUs, rebalanceTimeoutUs, partitions }) => ({
        ...{ id, sessionTimeoutUs, rebalanceTimeoutUs, partitions },
      }),
    );
    return {
      generation: this.#generation,
      leader: this.#leader,
      lastMember: this.#lastMember,
      members,
    };
  }

  /** Goes on where another coordinator stopped; everybody's session begins anew. */
  restore(snapshot: GroupSnapshot, nowUs: number): void {
    this.#members.clear();
    for (const member of snapshot.members) {
      const expiresAtUs = nowUs + member.sessionTimeoutUs;
      this.#members.set(member.id, { ...member, expiresAtUs, isJoining: false, isSyncing: false });
    }
    this.#generation = snapshot.generation;
    this.#leader = snapshot.leader;
    this.#lastMember = snapshot.lastMember;
    this.#state = this.#members.size === 0 ? "Empty" : "Stable";
  }
}

/** What a member says of itself with each request. */
export type MemberWord = { readonly member: string; readonly generation: number };

/** The coordinator itself makes it wait: its session does not run. */
const isAwaited = ({ isJoining, isSyncing }: Member): boolean => isJoining || isSyncing;
