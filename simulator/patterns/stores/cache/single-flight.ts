/**
 * One question at a time for each key: who asks what somebody is already asking waits for the same answer.
 *
 * The answer, good or bad, goes to all who wait, and is forgotten at once: the next question is asked again.
 * One node, one line: two nodes ask twice. Dies with its node, those who wait too.
 */

import { type Process, StoryError } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../../world/context.ts";

/** What the question ended in: whoever waited for it gets the same, an error too, as with the real one. */
type Shared<T> = { readonly value: T } | { readonly error: StoryError };

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
  if (flight !== undefined) {
    const shared = yield* flight.wait();
    if ("error" in shared) throw shared.error;
    return shared.value;
  }
  const mine = ctx.objects.signal<Shared<T>>();
  flights.set(key, mine);
  let shared: Shared<T> = { error: new StoryError(`${name} : question abandonnée`) };
  try {
    const value = yield* ask(ctx);
    shared = { value };
    return value;
  } catch (error) {
    if (error instanceof StoryError) shared = { error };
    throw error;
  } finally {
    // A crash does not come here: it has forgotten those who waited as well.
    flights.delete(key);
    mine.wakeAll(shared);
  }
}
