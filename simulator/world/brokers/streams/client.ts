/**
 * A client of Redis Streams: its commands as functions, and which server it speaks to.
 *
 * It keeps speaking to the same server until that one is silent or says that it is a replica; then it tries
 * the other one. It never repeats a command by itself: after a silence nobody knows whether an XADD was
 * done, and only the caller knows what doing it twice would mean.
 */
import { type DurationUs, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import { operation } from "../../calls.ts";
import type { Context } from "../../context.ts";
import { type Outcome, replied } from "../../outcome.ts";
import type { RedisSettings } from "./options.ts";
import type { CommandRequest } from "./serve.ts";
import type { Reply } from "./words.ts";

export type Fields = Readonly<Record<string, string>>;

/** An entry as a reader gets it; `fields` null: deleted since it was delivered. */
export interface ReadEntry {
  readonly id: string;
  readonly fields: Fields | null;
}

export interface ReadGroupOptions {
  readonly stream: string;
  readonly group: string;
  readonly consumer: string;
  /** `>`: never delivered; `0`: this consumer's own pending entries. */
  readonly from?: string;
  readonly count?: number;
  /** How long the server keeps the request when there is nothing, µs; absent: not at all. */
  readonly blockUs?: DurationUs;
}

export interface AutoClaimRequest {
  readonly stream: string;
  readonly group: string;
  readonly consumer: string;
  readonly minIdleUs: DurationUs;
  /** Cursor of the scan: `0-0` at first. */
  readonly start?: string;
  readonly count?: number;
}

export interface AutoClaimReply {
  readonly cursor: string;
  readonly entries: readonly ReadEntry[];
  readonly deleted: readonly string[];
}

export interface AddOptions {
  /** Keeps about so many entries (`MAXLEN ~`). */
  readonly aboutMax?: number;
}

export interface RedisClient {
  /** Any command, in words. */
  readonly command: (
    ctx: Context,
    words: readonly string[],
    extraUs?: number,
  ) => Process<Outcome<Reply>>;
  /** Id of the new entry. */
  readonly add: (
    ctx: Context,
    stream: string,
    fields: Fields,
    options?: AddOptions,
  ) => Process<Outcome<string>>;
  /** Makes the group, and the stream if need be; one that exists is left as it is. True: made now. */
  readonly createGroup: (ctx: Context, stream: string, group: string) => Process<Outcome<boolean>>;
  readonly readGroup: (
    ctx: Context,
    options: ReadGroupOptions,
  ) => Process<Outcome<readonly ReadEntry[]>>;
  /** How many of them were pending. */
  readonly acknowledge: (
    ctx: Context,
    stream: string,
    group: string,
    ids: readonly string[],
  ) => Process<Outcome<number>>;
  readonly autoClaim: (ctx: Context, request: AutoClaimRequest) => Process<Outcome<AutoClaimReply>>;
  /** How many replicas have everything written so far. */
  readonly waitForReplicas: (
    ctx: Context,
    count: number,
    timeoutUs: DurationUs,
  ) => Process<Outcome<number>>;
}

const TIMEOUT = seconds(2);
const MS = 1_000;

export function createClient({ nodes }: RedisSettings): RedisClient {
  function* command(ctx: Context, words: readonly string[], extraUs = 0): Process<Outcome<Reply>> {
    const target = ctx.objects.volatile(`redis ${nodes[0]}`, () => ({ index: 0 }));
    const asked = target.index;
    const id = (words[0] ?? "").toLowerCase();
    const server = operation<CommandRequest, Value>(nodes[asked] as string, id);
    const timeoutUs = (TIMEOUT + extraUs) as DurationUs;
    const outcome = yield* ctx.call(server, { words }, { timeoutUs });
    // Others of this node may have changed servers meanwhile: one silence moves once.
    if (isElsewhere(outcome) && target.index === asked) target.index = (asked + 1) % nodes.length;
    return outcome as Outcome<Reply>;
  }

  const readGroup: RedisClient["readGroup"] = function* (ctx, options) {
    const { stream, group, consumer, from = ">", count, blockUs } = options;
    const words = [
      ...["XREADGROUP", "GROUP", group, consumer],
      ...(count === undefined ? [] : ["COUNT", String(count)]),
      ...(blockUs === undefined ? [] : ["BLOCK", String(Math.floor(blockUs / MS))]),
      ...["STREAMS", stream, from],
    ];
    return mapped(yield* command(ctx, words, blockUs ?? 0), (reply) =>
      reply === null ? [] : entriesOf(part(part(reply, 0), 1)),
    );
  };

  const autoClaim: RedisClient["autoClaim"] = function* (ctx, request) {
    const { stream, group, consumer, minIdleUs, start = "0-0", count } = request;
    const idle = String(Math.floor(minIdleUs / MS));
    const limit = count === undefined ? [] : ["COUNT", String(count)];
    const words = ["XAUTOCLAIM", stream, group, consumer, idle, start, ...limit];
    return mapped(yield* command(ctx, words), (reply) => ({
      cursor: String(part(reply, 0)),
      entries: entriesOf(part(reply, 1)),
      deleted: listOf(part(reply, 2)).map(String),
    }));
  };

  return {
    command,
    *add(ctx, stream, fields, { aboutMax } = {}) {
      const trim = aboutMax === undefined ? [] : ["MAXLEN", "~", String(aboutMax)];
      const words = ["XADD", stream, ...trim, "*", ...Object.entries(fields).flat()];
      return mapped(yield* command(ctx, words), String);
    },
    *createGroup(ctx, stream, group) {
      const made = yield* command(ctx, ["XGROUP", "CREATE", stream, group, "0", "MKSTREAM"]);
      const isThere = made.kind === "refused" && made.reason.startsWith("BUSYGROUP");
      return isThere ? replied(false) : mapped(made, () => true);
    },
    readGroup,
    *acknowledge(ctx, stream, group, ids) {
      return mapped(yield* command(ctx, ["XACK", stream, group, ...ids]), Number);
    },
    autoClaim,
    *waitForReplicas(ctx, count, timeoutUs) {
      const words = ["WAIT", String(count), String(Math.floor(timeoutUs / MS))];
      return mapped(yield* command(ctx, words, timeoutUs), Number);
    },
  };
}

/** Silent, or a replica: the primary may be the other one. */
const isElsewhere = (outcome: Outcome<Value>): boolean =>
  outcome.kind === "timed-out" ||
  (outcome.kind === "refused" && /^(?:READONLY|UNBLOCKED force)/.test(outcome.reason));

const mapped = <A, B>(outcome: Outcome<A>, change: (value: A) => B): Outcome<B> =>
  outcome.kind === "replied" ? replied(change(outcome.reply)) : outcome;

const listOf = (reply: Reply): readonly Reply[] =>
  Array.isArray(reply) ? (reply as readonly Reply[]) : [];

const part = (reply: Reply, at: number): Reply => listOf(reply)[at] ?? null;

function entriesOf(reply: Reply): readonly ReadEntry[] {
  return listOf(reply).map((entry) => {
    const fields = part(entry, 1);
    return { id: String(part(entry, 0)), fields: fields === null ? null : fieldsOf(fields) };
  });
}

function fieldsOf(reply: Reply): Fields {
  const words = listOf(reply).map(String);
  const fields: Record<string, string> = {};
  for (let i = 0; i + 1 < words.length; i += 2) fields[words[i] ?? ""] = words[i + 1] ?? "";
  return fields;
}
