/**
 * A backend for one frontend: asks several services for the parts of one page, together or in turn.
 *
 * Stands `gathering.ts` on a node. Parts are processes of their own: the page leaves when it must, a slow part
 * goes on and its answer comes to nobody. `createLoads` puts questions of one instant into one call
 * (`batch-loader.ts`); it lives as long as one request. Shown: `agregat/pages`, pages by kind, and
 * `agregat/manques`, how often each part lacked.
 */
import { oneOf } from "../../base/configuration.ts";
import { us } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Signal } from "../../kernel/signal.ts";
import type { Value } from "../../vocabulary/values.ts";
import type { Context } from "../../world/context.ts";
import type { Outcome } from "../../world/outcome.ts";
import { type Batch, createBatchLoader, type Loaded } from "./batch-loader.ts";
import {
  type Answer,
  checkedPlan,
  createGathering,
  type Gathering,
  type GatheringPlan,
  type PartPlan,
} from "./gathering.ts";

export const ORDERS = ["together", "in-turn"] as const;

export interface AggregatorOptions<V extends Value> extends GatheringPlan<V> {
  readonly order: (typeof ORDERS)[number];
}

/** How each part is asked, by name: a process of its own, shown under that name. */
export type Asks<V extends Value> = Readonly<Record<string, (ctx: Context) => Process<Outcome<V>>>>;

export interface Aggregator<V extends Value> {
  readonly gather: (ctx: Context, asks: Asks<V>) => Process<Answer<V>>;
}

function count(key: string, title: string, { memory }: Context): void {
  const before = (memory.get(key) ?? []) as readonly (readonly [string, number])[];
  const isKnown = before.some(([known]) => known === title);
  const counts = isKnown ? before : [...before, [title, 0] as const];
  memory.set(
    key,
    counts.map(([known, n]) => [known, known === title ? n + 1 : n] as const),
  );
}

const SHOWN = { whole: "entières", degraded: "incomplètes", none: "refusées" } as const;

/** @throws BadConfiguration on parts or deadlines that make no sense. */
export function createAggregator<V extends Value>(options: AggregatorOptions<V>): Aggregator<V> {
  checkedPlan(options);
  oneOf("order", options.order, ORDERS);
  type News = Signal<null>;

  function* askOne(ctx: Context, part: PartPlan<V>, asks: Asks<V>, whole: Whole): Process<void> {
    const { gathering, news } = whole;
    gathering.ask(part.name, ctx.nowUs);
    yield* ctx.spawn(part.name, ctx.subject, function* (own) {
      const ask = asks[part.name];
      const outcome = ask === undefined ? null : yield* ask(own);
      const value = outcome?.kind === "replied" ? outcome.reply : null;
      gathering.receive(part.name, value, own.nowUs);
      news.wakeAll(null);
    });
  }

  interface Whole {
    readonly gathering: Gathering<V>;
    readonly news: News;
  }

  /** Waits for news or for the next deadline, until `isDone`. */
  function* waitUntil(
    ctx: Context,
    { gathering, news }: Whole,
    isDone: () => boolean,
  ): Process<void> {
    while (!isDone()) {
      const restUs = us(Math.max(0, gathering.nextDeadlineUs() - ctx.nowUs));
      yield* ctx.race({ news: news.wait(), late: ctx.sleep(restUs) });
      const { nowUs } = ctx;
      gathering.expire(nowUs);
    }
  }

  return {
    *gather(ctx, asks) {
      const gathering = createGathering(options, ctx.nowUs);
      const whole = { gathering, news: ctx.objects.signal<null>() };
      for (const part of options.parts) {
        if (gathering.isOver() || !gathering.isWaitingFor(part.name)) break;
        yield* askOne(ctx, part, asks, whole);
        const isMine = () => gathering.isOver() || !gathering.isWaitingFor(part.name);
        if (options.order === "in-turn") yield* waitUntil(ctx, whole, isMine);
      }
      yield* waitUntil(ctx, whole, gathering.isOver);
      const answer = gathering.answer();
      count("agregat/pages", SHOWN[answer.kind], ctx);
      for (const { part } of answer.lacking) count("agregat/manques", part, ctx);
      return answer;
    },
  };
}

/** One call for many keys: answers in the order of the keys, null for a key that has none. */
export type AskMany<V extends Value> = (
  ctx: Context,
  keys: readonly string[],
) => Process<Outcome<readonly (V | null)[]>>;

export interface Loads<V extends Value> {
  readonly load: (ctx: Context, key: string) => Process<Loaded<V>>;
  readonly loadMany: (ctx: Context, keys: readonly string[]) => Process<readonly Loaded<V>[]>;
}

/** Made for one request, forgotten with it. @throws BadConfiguration on batches of none. */
export function createLoads<V extends Value>(batchMax: number, askMany: AskMany<V>): Loads<V> {
  type Waiter = (answer: Loaded<V>) => void;
  const loader = createBatchLoader<V, Waiter>(batchMax);
  let isLeaving = false;

  const tell = (told: readonly (readonly [Waiter, Loaded<V>])[]): void => {
    for (const [waiter, answer] of told) waiter(answer);
  };

  function* sendOne(ctx: Context, batch: Batch<V, Waiter>): Process<void> {
    const outcome = yield* askMany(ctx, batch.keys);
    const found = outcome.kind === "replied" ? outcome.reply : null;
    const answers = found?.map(
      (value): Loaded<V> => (value === null ? { kind: "not-found" } : { kind: "found", value }),
    );
    tell(loader.loaded(batch, answers ?? null));
  }

  function* sendBatches(ctx: Context): Process<void> {
    // The end of this instant: those who ask meanwhile leave with us.
    yield* ctx.sleep(us(0));
    isLeaving = false;
    const { batches, told } = loader.take();
    tell(told);
    for (const batch of batches) {
      yield* ctx.spawn("sendBatch", ctx.subject, (own) => sendOne(own, batch));
    }
  }

  function* loadMany(ctx: Context, keys: readonly string[]): Process<readonly Loaded<V>[]> {
    const answers = new Map<number, Loaded<V>>();
    const news = ctx.objects.signal<null>();
    for (const [i, key] of keys.entries()) {
      loader.load(key, (answer) => {
        answers.set(i, answer);
        if (answers.size === keys.length) news.wakeAll(null);
      });
    }
    if (!isLeaving) {
      isLeaving = true;
      yield* ctx.spawn("sendBatches", ctx.subject, sendBatches);
    }
    if (answers.size < keys.length) yield* news.wait();
    return keys.map((_, i) => answers.get(i) as Loaded<V>);
  }

  return {
    *load(ctx, key) {
      const [answer] = yield* loadMany(ctx, [key]);
      return answer as Loaded<V>;
    },
    loadMany,
  };
}
