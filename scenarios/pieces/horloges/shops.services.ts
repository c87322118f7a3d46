/**
 * Three shops that write to each other; each letter bears the time of four clocks.
 *
 * The watch says when, the other three say what may have been known. Logical clocks live in memory:
 * they move with what happens, and wait for nobody.
 */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import {
  HYBRID_START,
  type HybridStamp,
  NOTHING_SEEN,
  receive,
  receiveHybrid,
  receiveVector,
  tick,
  tickHybrid,
  tickVector,
  type VectorClock,
} from "../../../simulator/coordination.ts";
import { type Context, numbered, operation, type Process } from "../../../simulator/scenario.ts";

/** What a letter says of its own moment. */
export type Letter = {
  readonly watchUs: number;
  readonly lamport: number;
  readonly vector: VectorClock;
  readonly hybrid: { readonly physicalUs: number; readonly logical: number };
};

interface Clocks {
  lamport: number;
  vector: VectorClock;
  hybrid: HybridStamp;
}

const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  ...{ a: ["b", "c"], b: ["a", "c"], c: ["a", "b"] },
};

const clocksOf = (ctx: Context): Clocks =>
  ctx.objects.volatile("horloges", () => ({
    ...{ lamport: 0, vector: NOTHING_SEEN, hybrid: HYBRID_START },
  }));

function show({ lamport, vector, hybrid }: Clocks, ctx: Context): void {
  ctx.memory.set("lamport", lamport);
  ctx.memory.set("vecteur", Object.entries(vector).sort());
  ctx.memory.set("hybride", [
    ["ms", Math.floor(hybrid.physicalUs / 1_000)],
    ["rang", hybrid.logical],
  ]);
}

/** Writes to a neighbour from time to time: writing is an event, every clock ticks. */
export function* correspond(ctx: Context): Process<void> {
  const luck = ctx.random;
  const others = NEIGHBOURS[ctx.nodeId] as readonly string[];
  const letters = Math.ceil((ctx.parameters.demandes as number) / 3);
  for (const i of numbered(ctx, "lettres", letters)) {
    yield* ctx.sleep(luck.exponential((3 * (ctx.parameters.intervalle as number)) as DurationUs));
    const clocks = clocksOf(ctx);
    clocks.lamport = tick(clocks.lamport);
    clocks.vector = tickVector(clocks.vector, ctx.nodeId);
    clocks.hybrid = tickHybrid(clocks.hybrid, ctx.clockUs);
    show(clocks, ctx);
    const letter: Letter = { watchUs: ctx.clockUs, ...clocks };
    ctx.subject = `${ctx.nodeId}${i}`;
    const to = others[luck.integerBelow(others.length)] as string;
    yield* ctx.send(operation<Letter, null>(to, "ecrire"), letter);
  }
}

/** Reading is an event too, and it knows what the letter knew. */
export function* readLetter(ctx: Context, letter: Letter): Process<null> {
  yield* ctx.work(ms(1));
  const clocks = clocksOf(ctx);
  clocks.lamport = receive(clocks.lamport, letter.lamport);
  clocks.vector = receiveVector(clocks.vector, ctx.nodeId, letter.vector);
  const received = receiveHybrid({
    ...{ own: clocks.hybrid, seen: letter.hybrid, clockUs: ctx.clockUs },
    offsetMaxUs: ctx.parameters.avance as number,
  });
  // Without this refusal one mad watch would drag every clock into the future.
  if (received.kind === "ok") clocks.hybrid = received.stamp;
  show(clocks, ctx);
  const read: Letter = { watchUs: ctx.clockUs, ...clocks };
  const isRefused = received.kind !== "ok";
  ctx.records.set(`lectures-${ctx.nodeId}`, ctx.subject ?? "", {
    ...{ hybride: isRefused ? "refusée" : "acceptée" },
    ...{ lamportEcrite: letter.lamport, lamportLue: read.lamport },
    ...{ sent: letter, read, isRefused },
  });
  return null;
}
