/**
 * A view on a node of its own that follows the store: reads on from its mark, for ever.
 *
 * A batch is counted event by event; each costs a write. A crash between the count and a mark kept apart
 * makes the same events come again: at least once is all that a follower is promised.
 */
import { durationUs, named } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../../world/context.ts";
import type { StoredEvent } from "./event-log.ts";
import type { EventStoreClient } from "./event-store.ts";
import {
  createProjection,
  type Marking,
  type Projection,
  type ProjectionRule,
} from "./projection.ts";

export interface FollowerOptions<V> {
  /** Shown: `vue/<name>/lu` in the records of the node. */
  readonly name: string;
  readonly store: EventStoreClient;
  readonly rule: ProjectionRule<V>;
  readonly marking: Marking;
  readonly writeUs: DurationUs;
  /** Told after each event counted: what the page shows of the view. */
  readonly show?: (view: V, event: StoredEvent, ctx: Context) => void;
}

export interface Follower<V> {
  /** A background process. */
  readonly follow: (ctx: Context) => Process<void>;
  readonly view: (ctx: Context) => V;
  /** Forgets the view and reads everything again. */
  readonly rebuild: (ctx: Context) => void;
}

/** @throws BadConfiguration on an unknown marking or a write of negative length. */
export function createFollower<V>(options: FollowerOptions<V>): Follower<V> {
  const { name, store, rule, marking, writeUs, show } = options;
  named("name", name);
  durationUs("writeUs", writeUs);
  createProjection(rule, marking);

  const projectionOf = (ctx: Context): Projection<V> =>
    ctx.objects.durable(`vue/${name}`, () => createProjection(rule, marking), projectionOf);

  function* count(ctx: Context, event: StoredEvent): Process<void> {
    yield* ctx.work(writeUs);
    // Without room nothing can be counted: the event will come again.
    while (ctx.objects.isDiskFull) yield* ctx.sleep(writeUs);
    const projection = projectionOf(ctx);
    if (!projection.handle(event)) return;
    show?.(projection.view(), event, ctx);
    if (marking === "after") {
      yield* ctx.work(writeUs);
      projection.mark(event.position);
    }
    ctx.records.set(`vue/${name}`, "lu", projection.readUpTo());
  }

  return {
    *follow(ctx) {
      for (;;) {
        const events = yield* store.follow(ctx, projectionOf(ctx).readUpTo());
        for (const event of events) yield* count(ctx, event);
      }
    },
    view: (ctx) => projectionOf(ctx).view(),
    rebuild: (ctx) => projectionOf(ctx).rebuild(),
  };
}
