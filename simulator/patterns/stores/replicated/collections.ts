/**
 * Documents by collection and id: what a log makes of an empty database.
 *
 * Knows no history: to go back, copy an older state and do the log again up to where it should be. That is
 * how a real member rolls back (it returns to its stable checkpoint).
 */
import type { Value } from "../../../vocabulary/values.ts";
import type { Entry, Operation } from "./oplog.ts";

export class Collections {
  readonly #documents: Map<string, Map<string, Value>>;

  constructor(documents: Map<string, Map<string, Value>> = new Map()) {
    this.#documents = documents;
  }

  get(collection: string, id: string): Value | undefined {
    return this.#documents.get(collection)?.get(id);
  }

  /** Ids and documents of a collection, in order of insertion. */
  all(collection: string): readonly (readonly [string, Value])[] {
    return [...(this.#documents.get(collection) ?? [])];
  }

  has(collection: string): boolean {
    return this.#documents.has(collection);
  }

  apply({ operations }: Pick<Entry, "operations">): void {
    for (const operation of operations) this.#do(operation);
  }

  copy(): Collections {
    return new Collections(
      new Map([...this.#documents].map(([name, all]) => [name, new Map(all)])),
    );
  }

  #do(operation: Operation): void {
    switch (operation.op) {
      case "noop":
        return;
      case "drop":
        this.#documents.delete(operation.collection);
        return;
      case "delete":
        this.#documents.get(operation.collection)?.delete(operation.id);
        return;
      case "insert":
      case "replace": {
        const { collection, id, document } = operation;
        const documents = this.#documents.get(collection) ?? new Map<string, Value>();
        documents.set(id, document);
        this.#documents.set(collection, documents);
      }
    }
  }
}
