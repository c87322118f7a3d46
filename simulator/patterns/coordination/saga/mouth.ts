/**
 * How a service says what happened: kept on its disk and relayed until it is heard, or said once.
 *
 * An event's id is its saga and its type: said twice, it is stored once. Owns what is still to be said;
 * refuses to know what it means.
 */
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../../world/context.ts";
import type { EventStoreClient } from "../event-store/event-store.ts";

export interface Saying {
  /** The saga: all its events stand in one stream. */
  readonly stream: string;
  readonly type: string;
  readonly data: Value;
}

export interface Mouth {
  /** Writes it down to be relayed in the same instant as whatever led to it; or says it at once, once. */
  readonly say: (ctx: Context, saying: Saying) => Process<void>;
  /** A background process: relays what was written down, in order, until it is heard. */
  readonly relay: (ctx: Context) => Process<void>;
}

export interface MouthOptions {
  readonly store: EventStoreClient;
  readonly publishing: "outbox" | "direct";
  readonly retryUs: DurationUs;
  /** What it takes to get a message on its way when nothing was written down. */
  readonly preparationUs: DurationUs;
}

export function createMouth({ store, publishing, retryUs, preparationUs }: MouthOptions): Mouth {
  const outboxOf = (ctx: Context): Map<string, Saying> =>
    ctx.objects.durable("boîte d’envoi", () => new Map<string, Saying>());
  const newsOf = (ctx: Context): Signal<null> =>
    ctx.objects.volatile("à dire", () => ctx.objects.signal<null>());

  function* publish(ctx: Context, { stream, type, data }: Saying): Process<boolean> {
    const events = [{ id: `${stream}/${type}`, type, data }];
    const outcome = yield* store.append(ctx, { stream, expected: "any", events });
    return outcome.kind === "replied";
  }

  return {
    *say(ctx, saying) {
      if (publishing === "direct") {
        // The effect is on disk, and nothing there says that somebody must still hear of it.
        yield* ctx.work(preparationUs);
        yield* publish(ctx, saying);
        return;
      }
      const outbox = outboxOf(ctx);
      const news = newsOf(ctx);
      outbox.set(`${saying.stream}/${saying.type}`, saying);
      ctx.memory.set("à dire", outbox.size);
      news.wakeAll(null);
    },
    *relay(ctx) {
      if (publishing === "direct") return;
      const outbox = outboxOf(ctx);
      for (;;) {
        const [first] = outbox;
        if (first === undefined) {
          yield* newsOf(ctx).wait();
          continue;
        }
        const [key, saying] = first;
        ctx.subject = saying.stream;
        if (yield* publish(ctx, saying)) outbox.delete(key);
        else yield* ctx.sleep(retryUs);
        ctx.memory.set("à dire", outbox.size);
        ctx.subject = null;
      }
    },
  };
}
