/**
 * Answers are delivered when the database is at rest, never from the middle of a commit.
 *
 * Owns one queue. A listener may execute or finish statements at once: what this produces goes to the
 * end of the same queue, so the order of answers depends on nothing but the order of causes.
 */

import type { Outcome, StatementListener, WaitNotice } from "./outcome.ts";

interface Delivery {
  readonly listener: StatementListener;
  readonly said: Outcome | { readonly kind: "waiting"; readonly notice: WaitNotice };
}

export class Deliveries {
  #queue: Delivery[] = [];
  #isDelivering = false;

  push(listener: StatementListener, said: Delivery["said"]): void {
    this.#queue.push({ listener, said });
  }

  drain(): void {
    if (this.#isDelivering || this.#queue.length === 0) return;
    this.#isDelivering = true;
    try {
      // The queue may grow on the way.
      for (let at = 0; at < this.#queue.length; at += 1) deliver(this.#queue[at] as Delivery);
    } finally {
      this.#queue.length = 0;
      this.#isDelivering = false;
    }
  }
}

function deliver({ listener, said }: Delivery): void {
  if (said.kind === "waiting") listener.waiting?.(said.notice);
  else listener.outcome(said);
}
