/**
 * The three steps of the corrected saga. Each carries a key made from the order: asked twice, done
 * once, whoever asks.
 */
import type { Context, Outcome, Process } from "../../simulator/scenario.ts";
import {
  cancelShipping,
  chargeCustomer,
  confirm,
  type OrderRequest,
  refundCustomer,
  release,
  reserve,
  ship,
} from "./operations.ts";
import { countOf, durationOf } from "./settings.ts";

export interface KeyedStep {
  readonly name: string;
  readonly execute: (ctx: Context, order: OrderRequest) => Process<Outcome<unknown>>;
  readonly compensate: (ctx: Context, order: OrderRequest) => Process<Outcome<unknown>>;
  /** Which refusals mean « not yet », and until when to wait for them. */
  readonly patience: (ctx: Context) => {
    readonly notYet: readonly string[];
    readonly untilUs: number;
  };
}

const none = () => ({ notYet: [], untilUs: 0 });

export const CORRECTED_STEPS: readonly KeyedStep[] = [
  {
    name: "RESERVE_STOCK",
    *execute(ctx, { orderId, sku, quantity }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return yield* ctx.call(
        reserve,
        { orderId, sku, quantity, key: `r-${orderId}` },
        { timeoutUs },
      );
    },
    *compensate(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return yield* ctx.call(release, { reservationId: `r-${orderId}` }, { timeoutUs });
    },
    // Articles that an unfinished saga holds may come back: refusing now would lose the sale (8).
    patience: (ctx) => ({
      notYet: ["en attente"],
      untilUs: ctx.nowUs + countOf(ctx.parameters, "patience-stock"),
    }),
  },
  {
    name: "PROCESS_PAYMENT",
    *execute(ctx, { orderId, amountCents }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-paiement");
      const key = `order-${orderId}`;
      return yield* ctx.call(chargeCustomer, { orderId, amountCents, key }, { timeoutUs });
    },
    *compensate(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-remboursement");
      return yield* ctx.call(refundCustomer, { paymentId: `p-${orderId}` }, { timeoutUs });
    },
    patience: none,
  },
  {
    name: "CREATE_SHIPMENT",
    *execute(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-livraison");
      return yield* ctx.call(ship, { orderId, key: `c-${orderId}` }, { timeoutUs });
    },
    *compensate(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-livraison");
      return yield* ctx.call(cancelShipping, { shipmentId: `c-${orderId}` }, { timeoutUs });
    },
    patience: none,
  },
  {
    name: "CONFIRM_STOCK",
    *execute(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return yield* ctx.call(confirm, { reservationId: `r-${orderId}` }, { timeoutUs });
    },
    *compensate(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return yield* ctx.call(release, { reservationId: `r-${orderId}` }, { timeoutUs });
    },
    patience: none,
  },
];
