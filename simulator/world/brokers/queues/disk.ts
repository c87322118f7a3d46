/**
 * What a broker's disk holds: the persistent messages of its durable queues, and nothing else.
 *
 * A crash takes everything that is not here. Messages come here when the disk is synchronised, a moment
 * after they were received: a confirmed message is here or was already acknowledged (RMQ-5).
 */
import type { Entry } from "./ready-line.ts";

/** Messages of one queue by their place, in order of arrival. */
type Journal = Map<number, Entry>;

export interface Disk {
  readonly write: (queue: string, entry: Entry) => void;
  readonly erase: (queue: string, entry: Entry) => void;
  /** What is left of a queue, oldest first: for a broker that starts. */
  readonly read: (queue: string) => readonly Entry[];
  readonly count: (queue: string) => number;
}

export function createDisk(): Disk {
  const journals = new Map<string, Journal>();
  const journalOf = (queue: string): Journal => {
    let journal = journals.get(queue);
    if (journal === undefined) {
      journal = new Map();
      journals.set(queue, journal);
    }
    return journal;
  };
  return {
    write: (queue, entry) => void journalOf(queue).set(entry.sequence, entry),
    erase: (queue, entry) => void journalOf(queue).delete(entry.sequence),
    read: (queue) => [...journalOf(queue).values()].sort((a, b) => a.sequence - b.sequence),
    count: (queue) => journalOf(queue).size,
  };
}
