/**
 * One question at a time for each key: who asks what somebody is already asking waits for the same answer.
 *
 * The answer, good or bad, goes to all who wait, and is forgotten at once: the next question is asked again.
 * One node, one line: two nodes ask twice. Dies with its node, those who wait too.
 */

import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../../world/context.ts";

interface Shared<T> {
  readonly value: T;
}

/** `name`: what is asked for; two parts of a node that ask for different things have two names. */
export function* singleFlight<T>(
  ctx: Context,
  { name, key }: { readonly name: string; readonly key: string },
  ask: (ctx: Context) => Process<T>,
): Process<T> {
  const flights = ctx.objects.volatile(
    `vol unique/${name}`,
    () => new Map<string, Signal<Shared<T>>>(),
  );
  const flight = flights.get(key);
  if (flight !== undefined) return (yield* flight.wait()).value;
  const mine = ctx.objects.signal<Shared<T>>();
  flights.set(key, mine);
  const value = yield* ask(ctx);
  flights.delete(key);
  mine.wakeAll({ value });
  return value;
}
