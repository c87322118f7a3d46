/**
 * A client of a replica set: it looks for the primary, and says what is known of each write.
 *
 * It never repeats a write by itself: after a silence nobody knows whether it was done. (Real drivers repeat
 * it once, under a number that the server recognizes.)
 */
import { type DurationUs, ms, seconds, us } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../../world/context.ts";
import type { OpTime } from "./oplog.ts";
import { readOf, writeOf } from "./protocol.ts";
import { checkedConcern, type ReplicaSetSettings, type WriteConcern } from "./settings.ts";
import type { Change, ReadConcern } from "./writes.ts";

export interface WriteOptions {
  /** Absent: the set's own default. */
  readonly w?: WriteConcern;
  /** How long the primary waits for the others to confirm, µs. */
  readonly wtimeoutUs?: DurationUs;
  /** How long to look for a primary, µs. */
  readonly selectionUs?: DurationUs;
  /** All changes of a transaction become visible together. */
  readonly transaction?: string;
}

export type Written =
  | { readonly kind: "confirmed"; readonly at: OpTime; readonly operationCount: number }
  | { readonly kind: "duplicate"; readonly id: string }
  /** Written on one member at least; it may stay, or be undone. */
  | { readonly kind: "unconfirmed" }
  /** Nobody answered: perhaps done, perhaps not. */
  | { readonly kind: "unknown" }
  /** Certainly not done. */
  | { readonly kind: "disk-full" }
  | { readonly kind: "no-primary" };

export interface ReadOptions {
  /** `primary`, or the id of a member: that one may lag. */
  readonly from?: string;
  readonly concern?: ReadConcern;
  readonly selectionUs?: DurationUs;
}

export type Found =
  | { readonly kind: "found"; readonly document: Value }
  | { readonly kind: "silent" }
  | { readonly kind: "no-primary" };

export interface ReplicaSetClient {
  readonly write: (
    ctx: Context,
    changes: readonly Change[],
    options?: WriteOptions,
  ) => Process<Written>;
  readonly read: (
    ctx: Context,
    place: { readonly collection: string; readonly id: string },
    options?: ReadOptions,
  ) => Process<Found>;
  /** The member that this client takes for the primary. */
  readonly primary: (ctx: Context) => Believed;
}

export interface Believed {
  readonly id: string;
  /** Somebody says that another one leads, or nobody knows: look further. */
  readonly correct: (hint: string | null) => void;
}

/** Between two questions to members that know of no primary. */
const LOOK_AGAIN = ms(500);
/** What the network may add to the primary's own patience. */
const MARGIN = seconds(1);

export function createReplicaSetClient(settings: ReplicaSetSettings): ReplicaSetClient {
  const { members } = settings;

  function primary(ctx: Context): Believed {
    const belief = ctx.objects.volatile("jeu/primaire cru", () => ({ id: members[0] as string }));
    const next = members[(members.indexOf(belief.id) + 1) % members.length] as string;
    return {
      id: belief.id,
      correct(hint) {
        belief.id = hint === null || hint === belief.id ? next : hint;
      },
    };
  }

  return {
    primary,
    *write(ctx, changes, options = {}) {
      const w = checkedConcern(options.w ?? settings.defaultConcern, settings);
      const wtimeoutUs = options.wtimeoutUs ?? seconds(5);
      const proposal = { changes, transaction: options.transaction ?? null };
      const lateAtUs = ctx.nowUs + (options.selectionUs ?? seconds(30));
      while (ctx.nowUs <= lateAtUs) {
        const believed = primary(ctx);
        const question = { proposal, w, wtimeoutUs };
        const timeoutUs = us(wtimeoutUs + MARGIN);
        const outcome = yield* ctx.call(writeOf(believed.id), question, { timeoutUs });
        if (outcome.kind !== "replied") {
          believed.correct(null);
          return { kind: "unknown" };
        }
        if (outcome.reply.kind !== "not-primary") return outcome.reply;
        believed.correct(outcome.reply.primaryId);
        yield* ctx.sleep(LOOK_AGAIN);
      }
      return { kind: "no-primary" };
    },
    *read(ctx, place, options = {}) {
      const { from = "primary", concern = "local" } = options;
      const needsPrimary = from === "primary";
      const lateAtUs = ctx.nowUs + (options.selectionUs ?? seconds(30));
      while (ctx.nowUs <= lateAtUs) {
        const believed = primary(ctx);
        const node = needsPrimary ? believed.id : from;
        const question = { ...place, concern, needsPrimary };
        const outcome = yield* ctx.call(readOf(node), question, { timeoutUs: MARGIN });
        if (outcome.kind === "replied" && outcome.reply.kind === "found") return outcome.reply;
        if (!needsPrimary) return { kind: "silent" };
        const isHint = outcome.kind === "replied" && outcome.reply.kind === "not-primary";
        believed.correct(
          isHint && outcome.reply.kind === "not-primary" ? outcome.reply.primaryId : null,
        );
        yield* ctx.sleep(LOOK_AGAIN);
      }
      return { kind: "no-primary" };
    },
  };
}
