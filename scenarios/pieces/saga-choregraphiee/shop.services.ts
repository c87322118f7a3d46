/**
 * Stock, payment, delivery, each reacting to the events of the others; the shop begins and hears of the end.
 *
 * No handler knows the whole: each says what it does for an order, and how it takes it back. Who reacts to
 * what is written in the chain below, and nowhere else.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { Chain, Choreography, StepEffects } from "../../../simulator/coordination.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";

export const chain: Chain = {
  ...{ beginType: "CommandeReçue", expiredType: "DélaiDépassé" },
  steps: [
    {
      ...{ name: "stock", node: "stock", canBeUndone: true },
      ...{ doneType: "StockRéservé", backType: "StockLibéré" },
    },
    {
      ...{ name: "paiement", node: "paiement", canBeUndone: true },
      ...{ doneType: "PaiementPris", backType: "PaiementRendu" },
    },
    // A parcel that has left does not come back.
    {
      ...{ name: "livraison", node: "livraison", canBeUndone: false },
      ...{ doneType: "ColisParti", backType: "ColisAnnulé" },
    },
  ],
};

export const effects: StepEffects = {
  execute(saga, _, ctx) {
    if (ctx.random.chance(ctx.parameters.refus as number)) return "refusé par le service";
    ctx.records.set(`effets-${ctx.nodeId}`, saga, { saga, etat: "fait" });
    return null;
  },
  undo: (saga, _, ctx) => ctx.records.set(`effets-${ctx.nodeId}`, saga, { saga, etat: "défait" }),
};

/** The shop answers at once: « received » is all that it knows. */
export const receivingWith = (begin: Choreography["begin"]) =>
  function* receiveOrders(ctx: Context): Process<void> {
    const received = ctx.objects.durable("reçues", () => ({ count: 0 }));
    while (received.count < (ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      const order = `${++received.count}`;
      ctx.subject = order;
      ctx.log.commandIssued(order, "commander", { order });
      yield* begin(ctx, order, null);
      ctx.log.commandEnded(order, "ok", "reçue");
    }
  };
