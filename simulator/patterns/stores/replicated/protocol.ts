/** What members and clients of a replica set say to each other. */
import type { Value } from "../../../vocabulary/values.ts";
import { operation } from "../../../world/calls.ts";
import type { Heartbeat, VoteReply, VoteRequest } from "./election.ts";
import type { OpTime } from "./oplog.ts";
import type { FetchReply, FetchRequest } from "./replication.ts";
import type { WriteConcern } from "./settings.ts";
import type { Proposal, ReadConcern } from "./writes.ts";

export const BEAT = "battement";
export const VOTE = "vote";
export const FETCH = "journal";
export const WRITE = "écrire";
export const READ = "lire";

export type WriteRequest = {
  readonly proposal: Proposal;
  readonly w: WriteConcern;
  /** How long the primary waits for the others, µs. */
  readonly wtimeoutUs: number;
};

export type WriteReply =
  | { readonly kind: "confirmed"; readonly at: OpTime; readonly operationCount: number }
  /** Written here; the others have not said so in time, or this one leads no more. It may survive. */
  | { readonly kind: "unconfirmed"; readonly at: OpTime }
  | { readonly kind: "duplicate"; readonly id: string }
  | { readonly kind: "disk-full" }
  | { readonly kind: "not-primary"; readonly primaryId: string | null };

export type ReadRequest = {
  readonly collection: string;
  readonly id: string;
  readonly concern: ReadConcern;
  readonly needsPrimary: boolean;
};

export type ReadReply =
  | { readonly kind: "found"; readonly document: Value }
  | { readonly kind: "stale" }
  | { readonly kind: "not-primary"; readonly primaryId: string | null };

export const beatOf = (node: string) => operation<Heartbeat, null>(node, BEAT);
export const voteOf = (node: string) => operation<VoteRequest, VoteReply>(node, VOTE);
export const fetchOf = (node: string) => operation<FetchRequest, FetchReply>(node, FETCH);
export const writeOf = (node: string) => operation<WriteRequest, WriteReply>(node, WRITE);
export const readOf = (node: string) => operation<ReadRequest, ReadReply>(node, READ);
