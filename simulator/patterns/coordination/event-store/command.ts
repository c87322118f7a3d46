/**
 * A command on a stream: load, decide, append what was decided, and again when somebody came in between.
 *
 * The decision holds for the version that it was made on, so that version is expected. `expects: "any"`
 * drops the check: two commands that read the same past both succeed. The ids of the events come from the
 * command: asked again after no answer, it is appended once and decided once.
 */
import { oneOf, wholeNumber } from "../../../base/configuration.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../../world/context.ts";
import {
  type AggregateRule,
  checkedRule,
  load,
  type Snapshot,
  snapshotDue,
  usable,
} from "./aggregate.ts";
import type { NewEvent } from "./event-log.ts";
import type { EventStoreClient } from "./event-store.ts";

export const EXPECTATIONS = ["version-read", "any"] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

export interface CommandOptions<S extends Value> {
  readonly store: EventStoreClient;
  readonly rule: AggregateRule<S>;
  readonly expects: Expectation;
  readonly attemptsMax: number;
}

export interface Command<S> {
  readonly stream: string;
  /** Unique to this command, whoever carries it out. */
  readonly id: string;
  /** What follows from this state, or why nothing may. */
  readonly decide: (state: S) => readonly Omit<NewEvent, "id">[] | { readonly refusal: string };
}

export type CommandEnd =
  | { readonly kind: "done"; readonly version: number }
  | { readonly kind: "refused"; readonly reason: string }
  /** The store did not say: it may be done. The same command may be run again. */
  | { readonly kind: "unknown" }
  | { readonly kind: "too-many-conflicts" };

export interface Commands<S> {
  readonly run: (ctx: Context, command: Command<S>) => Process<CommandEnd>;
}

/** @throws BadConfiguration on no attempt, an unknown expectation or a bad snapshot interval. */
export function createCommands<S extends Value>(options: CommandOptions<S>): Commands<S> {
  const { store, rule, expects, attemptsMax } = options;
  wholeNumber("attemptsMax", attemptsMax, { min: 1, max: 1_000 });
  oneOf("expects", expects, EXPECTATIONS);
  checkedRule(rule);

  /** Kept by whoever runs commands, on its disk: losing one costs reading, nothing else. */
  const snapshots = (ctx: Context): Map<string, Snapshot<S>> =>
    ctx.objects.durable("instantanés", () => new Map<string, Snapshot<S>>());

  function* loadStream(ctx: Context, stream: string, about: string) {
    const snapshot = usable(rule, snapshots(ctx).get(stream) ?? null);
    const afterVersion = snapshot?.version ?? 0;
    const read = yield* store.read(ctx, { stream, afterVersion, about });
    if (read.kind !== "replied") return null;
    const loaded = load(rule, snapshot, read.reply.events);
    const due = snapshotDue(rule, loaded);
    if (due !== null && !ctx.objects.isDiskFull) snapshots(ctx).set(stream, due);
    ctx.memory.set("relus", loaded.readCount);
    return { ...loaded, isKnown: read.reply.isKnown };
  }

  return {
    *run(ctx, { stream, id, decide }) {
      for (let attempt = 1; attempt <= attemptsMax; attempt++) {
        const loaded = yield* loadStream(ctx, stream, `${id}/1`);
        if (loaded === null) return { kind: "unknown" };
        // An earlier attempt of this very command was heard, and its answer lost.
        if (loaded.isKnown) return { kind: "done", version: loaded.version };
        const decided = decide(loaded.state);
        if ("refusal" in decided) return { kind: "refused", reason: decided.refusal };
        const events = decided.map((event, i) => ({ ...event, id: `${id}/${i + 1}` }));
        const expected = expects === "any" ? "any" : loaded.version;
        const outcome = yield* store.append(ctx, { stream, expected, events });
        if (outcome.kind !== "replied") return { kind: "unknown" };
        const { isAccepted, version } = outcome.reply;
        if (isAccepted) return { kind: "done", version };
      }
      return { kind: "too-many-conflicts" };
    },
  };
}
