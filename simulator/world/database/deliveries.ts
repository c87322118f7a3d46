/**
 * Answers are delivered when the database is at rest, never from the middle of a commit.
 *
 * Owns one queue. A listener may execute or finish statements at once: what this produces goes to the
 * end of the same queue, so the order of answers depends on nothing but the order of causes.
 */

export class Deliveries {
  readonly #queue: (() => void)[] = [];
  #isDelivering = false;

  push(deliver: () => void): void {
    this.#queue.push(deliver);
  }

  drain(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) next();
    } finally {
      this.#isDelivering = false;
    }
  }
}
