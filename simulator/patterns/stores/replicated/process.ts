/**
 * A member at work on its node: the state machine, those who wait for it to move, and what the stage sees.
 *
 * The disk is a durable object, the member a volatile one: a crash takes what the journal did not have.
 */
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../../world/context.ts";
import { freshDisk, type Member, startMember } from "./member.ts";
import type { Entry, Operation } from "./oplog.ts";
import type { ReplicaSetSettings } from "./settings.ts";

export interface MemberProcess {
  readonly member: Member;
  /** The set was started long ago: true on the first member, once. */
  readonly isFirstPrimary: boolean;
  /** Woken when the log, the confirmed part, the applied part or the role has changed. */
  readonly moved: Signal<null>;
  /** What it was the last time that anybody was woken. */
  seen: string;
}

const JITTER_PERCENT = 15;
const CELLS_MAX = 12;

/** `primary`, `secondary`, `candidate`, `stale` or `arbiter`. */
export const ROLE_KEY = "jeu/rôle";
export const TERM_KEY = "jeu/mandat";
/** The last entries of the log, with what is confirmed. */
export const LOG_KEY = "jeu/journal";
/** Store of the entries that this node has undone. */
export const undoneStore = (nodeId: string): string => `annulees-${nodeId}`;

export const memberOf = (ctx: Context, settings: ReplicaSetSettings): MemberProcess =>
  ctx.objects.volatile("membre", () => start(ctx, settings));

function start(ctx: Context, settings: ReplicaSetSettings): MemberProcess {
  const id = ctx.nodeId;
  let isNew = false;
  const disk = ctx.objects.durable("membre", () => {
    isNew = true;
    return freshDisk(settings);
  });
  const luck = ctx.random;
  const jitterMax = Math.floor((settings.electionTimeoutUs * JITTER_PERCENT) / 100) + 1;
  const drawJitterUs = (): number => luck.integerBelow(jitterMax);
  return {
    member: startMember({ id, settings, disk, nowUs: ctx.nowUs, drawJitterUs }),
    isFirstPrimary: isNew && id === settings.members[0],
    moved: ctx.objects.signal<null>(),
    seen: "",
  };
}

const stateOf = ({ isArbiter, role, campaign }: Member): string => {
  if (isArbiter) return "arbiter";
  return campaign === null ? role : "candidate";
};

/** To be called after anything that may have changed the member. */
export function settled(process: MemberProcess, ctx: Context): void {
  const { member, moved } = process;
  const { disk, commitIndex, appliedIndex, primaryId } = member;
  const { term, index } = disk.oplog.last;
  const position = [index, term, commitIndex, appliedIndex, disk.durableIndex].join("/");
  const now = [stateOf(member), disk.term, primaryId, position].join(" ");
  if (now === process.seen) return;
  process.seen = now;
  ctx.memory.set(ROLE_KEY, stateOf(member));
  ctx.memory.set(TERM_KEY, disk.term);
  if (!member.isArbiter) ctx.memory.set(LOG_KEY, strip(member));
  moved.wakeAll(null);
}

function strip({ disk, commitIndex, appliedIndex }: Member) {
  const { oplog } = disk;
  const first = Math.max(oplog.first, oplog.lastIndex - CELLS_MAX + 1);
  const marks = [
    { at: Math.max(first, commitIndex), title: "confirmé" },
    { at: Math.max(first, appliedIndex), title: "appliqué" },
  ];
  return { first, cells: oplog.slice(first, CELLS_MAX).map(labelOf), marks };
}

/** The first thing that the entry does, briefly. */
export function labelOf({ operations, term }: Entry): string {
  const [operation] = operations;
  return operation === undefined ? "" : labelOfOperation(operation, term);
}

function labelOfOperation(operation: Operation, term: number): string {
  switch (operation.op) {
    case "noop":
      return `mandat ${term}`;
    case "drop":
      return `−${operation.collection}`;
    case "delete":
      return `−${operation.id}`;
    default:
      return operation.id;
  }
}
