/**
 * Two shops that share a total and a list of offers, and send each other their whole state.
 *
 * Merging adds up what each has done; keeping the last writing throws one of the two away.
 */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import { crdt } from "../../../simulator/coordination.ts";
import { type Context, operation, type Process } from "../../../simulator/scenario.ts";

type State = {
  readonly sold: crdt.Counter;
  readonly offers: crdt.AddWinsSet;
  readonly total: { readonly value: string; readonly atUs: number; readonly writer: string };
};

/** How two states become one, and what a shop then believes to have been sold. */
export interface Memory {
  readonly merge: (own: State, other: State) => State;
  readonly soldIn: (state: State) => number;
}

export const merging: Memory = {
  merge: (own, other) => ({
    sold: crdt.mergeCounters(own.sold, other.sold),
    offers: crdt.mergeSets(own.offers, other.offers),
    total: own.total,
  }),
  soldIn: ({ sold }) => crdt.countOf(sold),
};

export const lastWriting: Memory = {
  merge: (own, other) => ({
    sold: own.sold,
    offers: crdt.mergeSets(own.offers, other.offers),
    // The younger of two totals that both were right: the sales of the other one are gone.
    total: crdt.mergeRegisters(own.total, other.total),
  }),
  soldIn: ({ total }) => Number(total.value),
};

const START: State = {
  sold: crdt.ZERO,
  offers: crdt.EMPTY_SET,
  total: { value: "0", atUs: 0, writer: "" },
};

/** On disk: a shop that restarts goes on where it stood. */
interface Desk {
  state: State;
  doneCount: number;
}

const deskOf = (ctx: Context): Desk =>
  ctx.objects.durable("boutique", () => ({ state: START, doneCount: 0 }));

function show(memory: Memory, { state }: Desk, ctx: Context): void {
  const offers = crdt.elementsOf(state.offers);
  ctx.memory.set("vendus", memory.soldIn(state));
  ctx.memory.set("detail", Object.entries(state.sold.added).sort());
  ctx.memory.set("offres", { first: 1, cells: offers.slice(-12), marks: [] });
}

/** Sells at its own pace; one sale in four changes the offers. */
export const sellWith = (memory: Memory) =>
  function* sell(ctx: Context): Process<void> {
    const luck = ctx.random;
    const sales = Math.ceil((ctx.parameters.demandes as number) / 2);
    const desk = deskOf(ctx);
    while (desk.doneCount < sales) {
      yield* ctx.sleep(luck.exponential((2 * (ctx.parameters.intervalle as number)) as DurationUs));
      ctx.subject = `${ctx.nodeId}-${++desk.doneCount}`;
      const { state } = desk;
      const value = String(memory.soldIn(state) + 1);
      desk.state = {
        sold: crdt.count(state.sold, ctx.nodeId, 1),
        offers: changedOffers(state.offers, luck.integerBelow(8), ctx.subject),
        total: { value, atUs: ctx.clockUs, writer: ctx.nodeId },
      };
      ctx.memory.set("faites", desk.doneCount);
      show(memory, desk, ctx);
    }
    ctx.log.note("fermé");
  };

const OFFERS = ["pain", "sel", "thé", "riz"] as const;

function changedOffers(offers: crdt.AddWinsSet, luck: number, name: string): crdt.AddWinsSet {
  const offer = OFFERS[luck % OFFERS.length] as string;
  if (luck < 2) return crdt.remove(offers, offer);
  return luck < 4 ? crdt.add(offers, offer, name) : offers;
}

/** Sends its whole state now and then; nobody waits for an answer. */
export function* exchange(ctx: Context): Process<void> {
  const other = ctx.nodeId === "nord" ? "sud" : "nord";
  for (let i = 0; i < 90; i++) {
    yield* ctx.sleep(ctx.parameters.echange as DurationUs);
    ctx.subject = null;
    yield* ctx.send(operation<State, null>(other, "echanger"), deskOf(ctx).state);
  }
}

export const learnWith = (memory: Memory) =>
  function* learn(ctx: Context, other: State): Process<null> {
    yield* ctx.work(ms(1));
    const desk = deskOf(ctx);
    desk.state = memory.merge(desk.state, other);
    show(memory, desk, ctx);
    return null;
  };
