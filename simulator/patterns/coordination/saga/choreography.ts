/**
 * A choreographed saga on its nodes: services that react to each other's events, and a watchdog.
 *
 * Events travel through an event store that every service follows from its own mark, at least once. What a
 * service did, that it has seen the event, and what it has to say are one write (inbox, effect, outbox); a
 * relay says it until it is heard. `publishing: "direct"` says it once, after the write: a crash or a loss
 * in between, and nobody will ever say it (42). Without a deadline nobody notices (43).
 */
import { durationUs, oneOf } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../../world/context.ts";
import type { StoredEvent } from "../event-store/event-log.ts";
import type { EventStoreClient } from "../event-store/event-store.ts";
import {
  type Chain,
  type ChainEnd,
  type ChainStep,
  checkedChain,
  endOf,
  type Reaction,
  reactionOf,
} from "./chain.ts";
import { createKeyedSteps, type KeyedSteps } from "./keyed-steps.ts";
import { createMouth, type Mouth } from "./mouth.ts";

export const PUBLISHINGS = ["outbox", "direct"] as const;
export type Publishing = (typeof PUBLISHINGS)[number];

export interface ChoreographyOptions {
  readonly chain: Chain;
  readonly store: EventStoreClient;
  readonly publishing: Publishing;
  /** After which the watchdog gives a saga up, on the initiator's clock; null: no watchdog. */
  readonly deadlineUs: DurationUs | null;
  /** Between two attempts to say something, and between two looks of the watchdog. */
  readonly retryUs: DurationUs;
  /** One write of a service. */
  readonly writeUs: DurationUs;
}

/** What a service does for its step. All instant: it is one write with the rest. */
export interface StepEffects {
  /** Makes the effect, or says why it will not. */
  readonly execute: (saga: string, data: Value, ctx: Context) => string | null;
  readonly undo: (saga: string, data: Value, ctx: Context) => void;
}

type Boot = (ctx: Context) => Process<void>;

export interface Choreography {
  /** Background processes of the service that owns this step. */
  readonly service: (step: string, effects: StepEffects) => Readonly<Record<string, Boot>>;
  /** Background processes of whoever begins sagas: hears of their ends, watches their deadlines. */
  readonly initiator: Readonly<Record<string, Boot>>;
  readonly begin: (ctx: Context, saga: string, data: Value) => Process<void>;
  readonly standingOf: (saga: string, ctx: Context) => ChainEnd | "in-progress" | null;
}

/** A saga under way. */
interface Begun {
  readonly atUs: number;
  readonly data: Value;
}

/** Store of what is shown of each saga, by its id: `{ saga, etat }`. */
export const CHOREOGRAPHED = "sagas";
const STANDING = { completed: "terminée", compensated: "compensée" } as const;

/** @throws BadConfiguration on a chain without a way back, or a deadline of no length. */
export function createChoreography(options: ChoreographyOptions): Choreography {
  const { store, deadlineUs, retryUs, writeUs } = options;
  const chain = checkedChain(options.chain);
  oneOf("publishing", options.publishing, PUBLISHINGS);
  if (deadlineUs !== null) durationUs("deadlineUs", deadlineUs, 1);
  durationUs("retryUs", retryUs, 1);
  durationUs("writeUs", writeUs);
  const mouth: Mouth = createMouth({
    ...{ store, publishing: options.publishing, retryUs, preparationUs: writeUs },
  });

  /** Reads on from the mark, for ever; an event counts as seen when `handle` has done with it. */
  function* followWith(ctx: Context, handle: (event: StoredEvent) => Process<void>): Process<void> {
    const mark = ctx.objects.durable("marque", () => ({ position: 0 }));
    for (;;) {
      const events = yield* store.follow(ctx, mark.position);
      for (const event of events) {
        yield* handle(event);
        mark.position = event.position;
      }
    }
  }

  const stepsOf = (ctx: Context): KeyedSteps => ctx.objects.durable("étapes", createKeyedSteps);

  /** Effect and memory; what is to be said of it, or null when it was said before. */
  function act(
    reaction: Reaction,
    event: StoredEvent,
    { step, effects, ctx }: Actor,
  ): string | null {
    const saga = event.stream;
    const { data } = event;
    const steps = stepsOf(ctx);
    const before = steps.stateOf(saga);
    if (reaction === "execute") {
      const done = steps.execute(saga, () => effects.execute(saga, data, ctx));
      if (before !== "unknown") return null;
      return done.kind === "done" ? step.doneType : step.backType;
    }
    // The last step is past giving up once it is done: its « done » is on its way.
    if (reaction === "give-up" && before === "done") return null;
    if (before === "undone" || before === "refused") return null;
    steps.undo(saga, () => effects.undo(saga, data, ctx));
    return step.backType;
  }

  function* react(ctx: Context, event: StoredEvent, actor: Omit<Actor, "ctx">): Process<void> {
    const reaction = reactionOf(chain, actor.index, event.type);
    if (reaction === null) return;
    ctx.subject = event.stream;
    yield* ctx.work(writeUs);
    while (ctx.objects.isDiskFull) yield* ctx.sleep(retryUs);
    const type = act(reaction, event, { ...actor, ctx });
    if (type !== null) yield* mouth.say(ctx, { stream: event.stream, type, data: event.data });
    ctx.subject = null;
  }

  function service(name: string, effects: StepEffects): Readonly<Record<string, Boot>> {
    const index = chain.steps.findIndex((step) => step.name === name);
    const step = chain.steps[index] as ChainStep;
    return {
      relay: mouth.relay,
      *react(ctx) {
        yield* followWith(ctx, (event) => react(ctx, event, { index, step, effects }));
      },
    };
  }

  const endsOf = (ctx: Context): Map<string, ChainEnd> =>
    ctx.objects.durable("finies", () => new Map<string, ChainEnd>());
  const begunOf = (ctx: Context): Map<string, Begun> =>
    ctx.objects.durable("commencées", () => new Map<string, Begun>());

  function* hearEnds(ctx: Context): Process<void> {
    // biome-ignore lint/correctness/useYield: an end is written down at once.
    yield* followWith(ctx, function* hearOne({ stream, type }) {
      const end = endOf(chain, type);
      if (end === null || !begunOf(ctx).delete(stream)) return;
      const ends = endsOf(ctx);
      ends.set(stream, end);
      ctx.records.set(CHOREOGRAPHED, stream, { saga: stream, etat: STANDING[end] });
    });
  }

  /** Looks at its own clock: who has been under way for too long is given up, once. */
  function* watchDeadlines(ctx: Context): Process<void> {
    if (deadlineUs === null) return;
    const expired = ctx.objects.durable("expirées", () => new Set<string>());
    for (;;) {
      yield* ctx.sleep(retryUs);
      for (const [saga, { atUs, data }] of begunOf(ctx)) {
        if (expired.has(saga) || ctx.clockUs < atUs + deadlineUs) continue;
        expired.add(saga);
        ctx.records.set(CHOREOGRAPHED, saga, { saga, etat: "expirée" });
        yield* mouth.say(ctx, { stream: saga, type: chain.expiredType, data });
      }
    }
  }

  return {
    service,
    initiator: { relay: mouth.relay, hearEnds, watchDeadlines },
    *begin(ctx, saga, data) {
      yield* ctx.work(writeUs);
      const begun = begunOf(ctx);
      if (begun.has(saga) || endsOf(ctx).has(saga)) return;
      begun.set(saga, { atUs: ctx.clockUs, data });
      ctx.records.set(CHOREOGRAPHED, saga, { saga, etat: "en cours" });
      yield* mouth.say(ctx, { stream: saga, type: chain.beginType, data });
    },
    standingOf: (saga, ctx) =>
      endsOf(ctx).get(saga) ?? (begunOf(ctx).has(saga) ? "in-progress" : null),
  };
}

/** Who reacts, and with what. */
interface Actor {
  readonly index: number;
  readonly step: ChainStep;
  readonly effects: StepEffects;
  readonly ctx: Context;
}
