/** UC-SAGA-02 and 03: where a saga stands, and which ones are not over. Both read the base, nothing else. */
import { type Context, type Process, type Refusal, refuse } from "../../simulator/scenario.ts";
import type { AboutSaga, SagaAnswer, SagaList, SagaState } from "./operations.ts";

export function* tellState(ctx: Context, { checkout }: AboutSaga): Process<SagaAnswer | Refusal> {
  const saga = yield* ctx.db.one("SELECT state FROM sagas WHERE checkout_id = $1", [checkout]);
  return saga === null
    ? refuse("aucune saga pour ce checkout")
    : { state: saga.state as SagaState };
}

export function* listActive(ctx: Context): Process<SagaList> {
  const rows = yield* ctx.db.all(
    `SELECT checkout_id, state FROM sagas
     WHERE state NOT IN ('SAGA_TERMINEE', 'SAGA_ANNULEE') ORDER BY updated_at, id`,
  );
  return rows.map((row) => ({
    checkout: row.checkout_id as string,
    state: row.state as SagaState,
  }));
}
