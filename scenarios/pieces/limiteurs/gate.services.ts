/**
 * Clients that ask for prices, and a gateway that lets so many through.
 *
 * The gateway is the same whatever the limiter, the arrivals are the same whatever the gateway.
 */
import { type DurationUs, ms, seconds, us } from "../../../simulator/base/time.ts";
import type { NodeLimiter } from "../../../simulator/resilience.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

const ask = operation<null, string>("passerelle", "demander");
const read = operation<null, string>("tarifs", "lire");

/** The first burst is over, and the next second about to begin, after this many windows. */
const BURST_AT_WINDOW = 2;
const BURST_SIZE = 20;

/** Where the i-th demand stands, µs after the start; bursts come again every four windows. */
export type Timetable = (i: number, windowUs: number) => number;

/** Twenty in the last twentieth of a window, twenty in the first twentieth of the next one. */
export const inTwoBursts: Timetable = (i, windowUs) => {
  const [round, rank] = [Math.floor(i / (2 * BURST_SIZE)), i % (2 * BURST_SIZE)];
  const boundary = (BURST_AT_WINDOW + 4 * round) * windowUs;
  return boundary + Math.floor(((rank - BURST_SIZE) * windowUs) / (20 * BURST_SIZE)) - ms(10);
};

/** Twenty in the last twentieth of a window, then twenty evenly over the next one. */
export const inOneBurstThenEvenly: Timetable = (i, windowUs) => {
  const [round, rank] = [Math.floor(i / (2 * BURST_SIZE)), i % (2 * BURST_SIZE)];
  const spacing = rank < BURST_SIZE ? 20 * BURST_SIZE : BURST_SIZE;
  const boundary = (BURST_AT_WINDOW + 4 * round) * windowUs;
  return boundary + Math.floor(((rank - BURST_SIZE) * windowUs) / spacing) - ms(10);
};

export const visitAt = (timetable: Timetable | null) =>
  function* visit(ctx: Context): Process<void> {
    const windowUs = ctx.parameters.fenetre as number;
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      const waitUs =
        timetable === null
          ? ctx.random.exponential(ctx.parameters.intervalle as DurationUs)
          : us(Math.max(0, timetable(i - 1, windowUs) - ctx.nowUs));
      yield* ctx.sleep(waitUs);
      yield* ctx.spawn("visitOnce", `${i}`, visitOnce);
    }
  };

function* visitOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, ask.id, null);
  const outcome = yield* ctx.call(ask, null, { timeoutUs: seconds(5) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const passThrough = (limiter: NodeLimiter) =>
  function* passOrRefuse(ctx: Context): Process<string | Refusal> {
    // 429 Too Many Requests: at once, before any work.
    if (!limiter.lets(ctx)) return refuse("trop de demandes, revenez plus tard");
    const outcome = yield* ctx.call(read, null, { timeoutUs: seconds(2) });
    return outcome.kind === "replied" ? outcome.reply : refuse("tarifs muets");
  };

export function* readPrice(ctx: Context): Process<string> {
  yield* ctx.work(ms(5));
  return "prix";
}
