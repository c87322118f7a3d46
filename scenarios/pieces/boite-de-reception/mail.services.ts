/**
 * A courier that insists: a transfer is brought again until the bank says that it has it.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import { type Context, numbered, operation, type Process } from "../../../simulator/scenario.ts";

export type Transfer = { readonly id: string };
export const deliver = operation<Transfer, string>("banque", "livrer");

export function* bringTransfers(ctx: Context): Process<void> {
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("bringTransfer", `v${i}`, bringTransfer);
  }
}

function* bringTransfer(ctx: Context): Process<void> {
  const id = `${ctx.subject}`;
  const timeoutUs = ctx.parameters.patience as DurationUs;
  ctx.log.commandIssued(id, deliver.id, { id });
  for (;;) {
    const outcome = yield* ctx.call(deliver, { id }, { timeoutUs });
    if (outcome.kind === "replied") {
      ctx.log.commandEnded(id, "ok", outcome.reply);
      return;
    }
    // Silence is not a « no », and a refusal here is only the bank's bad moment.
    yield* ctx.sleep(timeoutUs);
  }
}
