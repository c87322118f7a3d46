/**
 * Requests about records: produce, fetch, the copies of followers, and who leads what.
 *
 * Fetches are long polls: an answer leaves when there is something to say or when its time is over.
 */
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { type Refusal, refuse } from "../../node.ts";
import { type Broker, brokerOf, learn, led, touch, untilReady, untilReplicated } from "./broker.ts";
import type { Settings } from "./options.ts";
import type {
  Fetch,
  FetchedPartition,
  FollowerAnswers,
  FollowerAsks,
  Metadata,
  PartitionLeadership,
  Produce,
  Produced,
  WriteMarker,
} from "./protocol.ts";
import type { LogRecord } from "./record.ts";

type Asked = Fetch["partitions"][number];
type FollowerAsk = FollowerAsks["asks"][number];

/** How many records a follower is given at once. */
const COPIED_MAX = 1_000;

export const producing = (settings: Settings) =>
  function* produce(ctx: Context, request: Produce): Process<Produced | Refusal> {
    const broker = brokerOf(ctx, settings);
    yield* ctx.work(settings.requestUs);
    const replica = led(broker, request.partition);
    if (replica === null) return refuse("NOT_LEADER_OR_FOLLOWER");
    const appended = replica.append(request.batch, request.acks, ctx.nowUs);
    if (appended.kind === "refused") return refuse(appended.error);
    touch(ctx, broker, request.partition);
    const { firstOffset, lastOffset } = appended;
    if (request.acks !== "all") return { firstOffset };
    const failure = yield* untilReplicated(ctx, broker, request.partition, lastOffset + 1);
    return failure ?? { firstOffset };
  };

export const markingEnd = (settings: Settings) =>
  function* writeMarker(ctx: Context, request: WriteMarker): Process<null | Refusal> {
    const broker = brokerOf(ctx, settings);
    yield* ctx.work(settings.requestUs);
    const replica = led(broker, request.partition);
    if (replica === null) return refuse("NOT_LEADER_OR_FOLLOWER");
    const appended = replica.appendMarker(request.marker, request.producer, {
      ...{ nowUs: ctx.nowUs, isStrict: settings.epochPerTransaction },
    });
    if (appended.kind === "refused") return refuse(appended.error);
    touch(ctx, broker, request.partition);
    return yield* untilReplicated(ctx, broker, request.partition, appended.lastOffset + 1);
  };

export const fetching = (settings: Settings) =>
  function* fetch(ctx: Context, request: Fetch): Process<readonly FetchedPartition[]> {
    const broker = brokerOf(ctx, settings);
    yield* ctx.work(settings.requestUs);
    const untilUs = ctx.nowUs + request.waitMaxUs;
    const isNews = ({ error, records }: FetchedPartition): boolean =>
      error !== null || records.length > 0;
    const asks = new Map(request.partitions.map((asked) => [asked.partition, asked]));
    const isReady = (partition: string): boolean =>
      isNews(readFor(broker, { ...request, countMax: 1 }, asks.get(partition) as Asked));
    yield* untilReady(ctx, broker, { partitions: [...asks.keys()], untilUs, isReady });
    return request.partitions.map((asked) => readFor(broker, request, asked));
  };

function readFor(
  broker: Broker,
  { isolation, countMax }: Fetch,
  { partition, from }: Asked,
): FetchedPartition {
  const replica = led(broker, partition);
  const none = { partition, records: [], aborted: [], highWatermark: -1, startOffset: -1 };
  if (replica === null) return { ...none, error: "NOT_LEADER_OR_FOLLOWER" };
  const { log, highWatermark } = replica;
  const bounds = { highWatermark, startOffset: log.startOffset };
  if (from < log.startOffset || from > log.endOffset) {
    return { ...none, ...bounds, error: "OFFSET_OUT_OF_RANGE" };
  }
  const isStable = isolation === "read_committed";
  const below = isStable ? replica.lastStableOffset : highWatermark;
  const records = log.read(from, below, countMax);
  const aborted = isStable && records.length > 0 ? abortedAmong(replica.log, records) : [];
  return { ...none, ...bounds, error: null, records, aborted };
}

const abortedAmong = (log: { readonly producers: AbortedIndex }, records: readonly LogRecord[]) => {
  const first = records[0] as LogRecord;
  const last = records[records.length - 1] as LogRecord;
  return log.producers
    .abortedBetween(first.offset, last.offset + 1)
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
};

type AbortedIndex = {
  readonly abortedBetween: (
    from: number,
    to: number,
  ) => readonly { readonly producerId: number; readonly firstOffset: number }[];
};

export const replicating = (settings: Settings) =>
  function* replicate(ctx: Context, request: FollowerAsks): Process<FollowerAnswers> {
    const broker = brokerOf(ctx, settings);
    yield* ctx.work(settings.requestUs);
    const untilUs = ctx.nowUs + request.waitMaxUs;
    noteFollower(ctx, broker, request);
    const asks = new Map(request.asks.map((ask) => [ask.partition, ask]));
    const isReady = (partition: string): boolean =>
      hasNewsFor(broker, asks.get(partition) as FollowerAsk);
    yield* untilReady(ctx, broker, { partitions: [...asks.keys()], untilUs, isReady });
    return request.asks.flatMap((ask) => copyFor(broker, ask));
  };

/** A partition that is led elsewhere by now is not answered for: that is news too, the follower looks again. */
function hasNewsFor(broker: Broker, ask: FollowerAsk): boolean {
  const [answer] = copyFor(broker, ask, 1);
  if (answer === undefined) return true;
  return answer.fetched.kind !== "records" || answer.fetched.records.length > 0;
}

function noteFollower(ctx: Context, broker: Broker, { follower, asks }: FollowerAsks): void {
  for (const ask of asks) {
    const replica = led(broker, ask.partition);
    if (replica === null || replica.leadership.epoch !== ask.epoch) continue;
    if (replica.serveFollower({ ...ask, countMax: 0 }).kind !== "records") continue;
    const before = replica.highWatermark;
    replica.noteFollower(follower, ask.from, ctx.nowUs);
    if (replica.highWatermark !== before) touch(ctx, broker, ask.partition);
    if (!replica.leadership.isr.includes(follower)) broker.approached.wakeAll(null);
  }
}

function copyFor(broker: Broker, ask: FollowerAsk, countMax = COPIED_MAX): FollowerAnswers {
  const replica = led(broker, ask.partition);
  // Another leadership than the one it follows (FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH).
  if (replica === null || replica.leadership.epoch !== ask.epoch) return [];
  const { partition, epoch } = ask;
  const fetched = replica.serveFollower({ ...ask, countMax });
  return [{ partition, epoch, fetched, highWatermark: replica.highWatermark }];
}

export const tellingLeaders = (settings: Settings) =>
  function* tellLeaders(ctx: Context): Process<readonly PartitionLeadership[]> {
    const { leaderships } = brokerOf(ctx, settings);
    return [...leaderships].map(([partition, leadership]) => ({ partition, ...leadership }));
  };

export const hearing = (settings: Settings) =>
  // biome-ignore lint/correctness/useYield: it waits for nothing.
  function* hearController(ctx: Context, metadata: Metadata): Process<null> {
    learn(ctx, brokerOf(ctx, settings), metadata);
    return null;
  };
