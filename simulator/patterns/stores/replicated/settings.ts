/**
 * Settings of a replica set, checked when the scenario is built, and the majorities that follow from them.
 *
 * Defaults are MongoDB's: an election after 10 s of silence, a beat every 2 s, a journal every 100 ms.
 */
import { distinct, durationUs, required, wholeNumber } from "../../../base/configuration.ts";
import { type DurationUs, ms, seconds } from "../../../base/time.ts";

/** How many members must have a write before it is confirmed: so many, or enough never to lose it. */
export type WriteConcern = number | "majority";

export interface ReplicaSetOptions {
  /** Node ids of the members that hold data; the first one is primary when the run begins. */
  readonly members: readonly string[];
  /** Node ids of members that vote and hold nothing. */
  readonly arbiters?: readonly string[];
  /** Silence of the primary after which a member stands for election, µs; up to 15 % more by lot. */
  readonly electionTimeoutUs?: DurationUs;
  /** Between two beats to each other member, µs. */
  readonly heartbeatUs?: DurationUs;
  /** A write waits at most so long in memory before the journal is on the disk, µs. */
  readonly journalUs?: DurationUs;
  /** What a secondary needs to apply one entry, µs. */
  readonly applyUs?: DurationUs;
  /** Entries that a member keeps; confirmed ones beyond are forgotten. */
  readonly oplogMax?: number;
  /** Entries in one answer to a secondary. */
  readonly batchMax?: number;
  /** Confirmation of a write that does not say its own; absent: MongoDB’s own (setDefaultRWConcern). */
  readonly w?: WriteConcern;
}

export interface ReplicaSetSettings extends Required<Omit<ReplicaSetOptions, "w">> {
  readonly voters: readonly string[];
  /** Voters needed to elect, arbiters included. */
  readonly voteMajority: number;
  /** Members with data needed to confirm for good: an arbiter has nothing to confirm. */
  readonly writeMajority: number;
  readonly defaultConcern: WriteConcern;
}

/** Members that vote, at most. */
const VOTERS_MAX = 7;

const majorityOf = (count: number): number => Math.floor(count / 2) + 1;

/** @throws BadConfiguration */
export function settingsOf(options: ReplicaSetOptions): ReplicaSetSettings {
  const { members, arbiters = [] } = options;
  const voters = [...members, ...arbiters];
  distinct("members", voters);
  required("members", members.length > 0, "il faut au moins un membre qui tienne les données.");
  wholeNumber("members", voters.length, { min: 1, max: VOTERS_MAX });
  const heartbeatUs = options.heartbeatUs ?? seconds(2);
  const electionTimeoutUs = options.electionTimeoutUs ?? seconds(10);
  durationUs("heartbeatUs", heartbeatUs, ms(1));
  durationUs("electionTimeoutUs", electionTimeoutUs, ms(1));
  required(
    "electionTimeoutUs",
    electionTimeoutUs > heartbeatUs,
    "plus court que « heartbeatUs », les membres éliraient sans cesse un nouveau primaire.",
  );
  const voteMajority = majorityOf(voters.length);
  const range = { min: 1, max: 1_000_000 };
  return {
    ...{ members, arbiters, voters, heartbeatUs, electionTimeoutUs, voteMajority },
    journalUs: durationUs("journalUs", options.journalUs ?? ms(100)) as DurationUs,
    applyUs: durationUs("applyUs", options.applyUs ?? ms(1)) as DurationUs,
    oplogMax: wholeNumber("oplogMax", options.oplogMax ?? 100_000, range),
    batchMax: wholeNumber("batchMax", options.batchMax ?? 200, range),
    writeMajority: Math.min(voteMajority, members.length),
    defaultConcern: checkedConcern(options.w ?? implicitConcern(options), options),
  };
}

/** « majority », unless arbiters leave so few members with data that one failure would stop all writes. */
function implicitConcern({ members, arbiters = [] }: ReplicaSetOptions): WriteConcern {
  const isShort = members.length <= majorityOf(members.length + arbiters.length);
  return arbiters.length > 0 && isShort ? 1 : "majority";
}

/** @throws BadConfiguration when more members are asked for than there are. */
export function checkedConcern(
  w: WriteConcern,
  { members }: Pick<ReplicaSetOptions, "members">,
): WriteConcern {
  if (w === "majority") return w;
  return wholeNumber("w", w, { min: 1, max: members.length });
}
