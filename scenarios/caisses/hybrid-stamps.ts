/**
 * What a hybrid clock would have written beside the vectors: the same events, the same letters between
 * registers, stamped again from the log. It orders effects after their causes, and cannot say « concurrents ».
 *
 * A register’s watch is read in `created_at`; when it hears a neighbour, the true time stands for it.
 */
import {
  HYBRID_START,
  type HybridStamp,
  receiveHybrid,
  tickHybrid,
} from "../../simulator/coordination.ts";

export interface HybridStamps {
  /** A register writes an event; the stamp that it would bear. `clockUs`: what its watch shows. */
  readonly write: (register: string, clockUs: number) => HybridStamp;
  readonly send: (register: string, message: string) => void;
  readonly hear: (register: string, message: string, atUs: number) => void;
}

/** Nobody is refused here: the size of a stamp does not hang on it. */
const ANY_ADVANCE_US = Number.MAX_SAFE_INTEGER;

export function createHybridStamps(): HybridStamps {
  const stamps = new Map<string, HybridStamp>();
  const letters = new Map<string, HybridStamp>();
  const of = (register: string): HybridStamp => stamps.get(register) ?? HYBRID_START;
  return {
    write(register, clockUs) {
      const stamp = tickHybrid(of(register), clockUs);
      stamps.set(register, stamp);
      return stamp;
    },
    send: (register, message) => void letters.set(message, of(register)),
    hear(register, message, atUs) {
      const seen = letters.get(message);
      letters.delete(message);
      if (seen === undefined) return;
      const own = of(register);
      const heard = receiveHybrid({
        ...{ own, seen, clockUs: atUs, offsetMaxUs: ANY_ADVANCE_US },
      });
      if (heard.kind === "ok") stamps.set(register, heard.stamp);
    },
  };
}
