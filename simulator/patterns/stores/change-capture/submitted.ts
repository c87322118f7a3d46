/**
 * Records on their way, in the order of their source: how far may one say « done »?
 *
 * Acknowledgements come in any order, because records go to several partitions; only what has nothing
 * unacknowledged before it is done (`SubmittedRecords` of Kafka Connect, since 3.0). Pure.
 */
import { assert } from "../../../base/assert.ts";
import { Fifo } from "../../../world/brokers/queues/fifo.ts";
import type { Position } from "./change-event.ts";

interface Submitted {
  readonly position: Position;
  isAcknowledged: boolean;
}

/** Says that the broker has it. */
export type Acknowledge = () => void;

export class SubmittedRecords {
  readonly #line = new Fifo<Submitted>();

  submit(position: Position): Acknowledge {
    const submitted: Submitted = { position, isAcknowledged: false };
    this.#line.add(submitted);
    return () => {
      assert(!submitted.isAcknowledged, "a record is acknowledged once", position.lsn);
      submitted.isAcknowledged = true;
    };
  }

  /** The last position with everything before it acknowledged; null when that says nothing new. */
  committable(): Position | null {
    let last: Position | null = null;
    while (this.#line.first()?.isAcknowledged) last = this.#line.take()?.position ?? last;
    return last;
  }
}
