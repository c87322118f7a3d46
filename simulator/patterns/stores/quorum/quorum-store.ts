/**
 * A store that stays consistent by majorities: any two quorums share a replica (CP).
 *
 * The register of Attiya, Bar-Noy and Dolev (1995), for several writers: a write first reads the youngest
 * stamp of a read quorum, then writes a younger one to a write quorum; a read writes back what it found
 * before it answers, or a later read might find something older. On the smaller side of a cut nothing is
 * answered: consistency is paid with availability. A write without an answer may have happened.
 */
import { distinct, durationUs, required, wholeNumber } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { askAll } from "../../../world/ask-all.ts";
import type { Context } from "../../../world/context.ts";
import { READ, type ReadRequest, WRITE, type WriteRequest } from "./replica.ts";
import { type Stamped, youngest } from "./stamp.ts";

export interface QuorumOptions {
  readonly replicas: readonly string[];
  readonly readQuorum: number;
  readonly writeQuorum: number;
  /** False: a read answers at once what it found. Cheaper, and no longer linearizable. */
  readonly writesBack: boolean;
  readonly timeoutUs: DurationUs;
}

export type ReadOutcome =
  | { readonly kind: "found"; readonly value: string | null }
  | { readonly kind: "unavailable" };

/** `unknown`: no quorum confirmed it; it may have been written, and may yet be seen. */
export type WriteOutcome =
  | { readonly kind: "written" }
  | { readonly kind: "unavailable" }
  | { readonly kind: "unknown" };

export interface QuorumStore {
  readonly read: (ctx: Context, key: string) => Process<ReadOutcome>;
  readonly write: (ctx: Context, key: string, value: string) => Process<WriteOutcome>;
}

/** @throws BadConfiguration on two replicas of one name, a quorum larger than the cluster, two that may miss each other. */
export function createQuorumStore(options: QuorumOptions): QuorumStore {
  const { replicas, readQuorum, writeQuorum, writesBack, timeoutUs } = options;
  distinct("replicas", replicas);
  required("replicas", replicas.length > 0, "il faut au moins une réplique.");
  durationUs("timeoutUs", timeoutUs, 1);
  const range = { min: 1, max: replicas.length };
  wholeNumber("readQuorum", readQuorum, range);
  wholeNumber("writeQuorum", writeQuorum, range);
  required(
    "readQuorum",
    readQuorum + writeQuorum > replicas.length,
    `${readQuorum} lectures et ${writeQuorum} écritures peuvent se manquer parmi ${replicas.length} répliques : leur somme doit dépasser ce nombre.`,
  );

  /** What a read quorum holds, or null when there is none. */
  function* findYoungest(ctx: Context, key: string): Process<Stamped | null> {
    const { replies, isEnough } = yield* askAll<ReadRequest, Stamped>(ctx, {
      ...{ nodes: replicas, operation: READ, body: { key } },
      ...{ neededCount: readQuorum, timeoutUs },
    });
    return isEnough ? youngest(replies.map(({ reply }) => reply)) : null;
  }

  function* spread(ctx: Context, body: WriteRequest): Process<boolean> {
    const { isEnough } = yield* askAll<WriteRequest, null>(ctx, {
      ...{ nodes: replicas, operation: WRITE, body },
      ...{ neededCount: writeQuorum, timeoutUs },
    });
    return isEnough;
  }

  /** A name for one writing, never used again: after a crash either. */
  const nextWriter = (ctx: Context): string => {
    const count = ctx.objects.durable("écritures", () => ({ value: 0 }));
    count.value++;
    return `${ctx.nodeId}/${count.value}`;
  };

  return {
    *read(ctx, key) {
      const found = yield* findYoungest(ctx, key);
      if (found === null) return { kind: "unavailable" };
      const isConfirmed = !writesBack || (yield* spread(ctx, { key, stamped: found }));
      return isConfirmed ? { kind: "found", value: found.value } : { kind: "unavailable" };
    },
    *write(ctx, key, value) {
      const writer = nextWriter(ctx);
      const found = yield* findYoungest(ctx, key);
      if (found === null) return { kind: "unavailable" };
      const stamp = { counter: found.stamp.counter + 1, writer };
      const isWritten = yield* spread(ctx, { key, stamped: { value, stamp } });
      return isWritten ? { kind: "written" } : { kind: "unknown" };
    },
  };
}
