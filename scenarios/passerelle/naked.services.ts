/** The gateway without protection: it waits as long as the service makes it wait. */
import { hours } from "../../simulator/base/time.ts";
import type { Context, Process, Refusal } from "../../simulator/scenario.ts";
import { type Answer, type Asked, answerOf, askService, insist } from "./operations.ts";

/** No deadline was set: the operating system gives a silent connection up after two hours. */
const KEEP_ALIVE = hours(2);

export const relayTo = (service: string) =>
  function* relay(ctx: Context, { key }: Asked): Process<Answer | Refusal> {
    const outcome = yield* insist(ctx, "essais-passerelle", function* relayOnce() {
      return yield* askService(ctx, service, { key, workMaxUs: null }, KEEP_ALIVE);
    });
    return answerOf(outcome);
  };
