/**
 * Keyframes: sparse copies of the state, so that a jump never walks the whole undo log.
 *
 * Most slots are absent at any instant (messages arrive, processes end), so a keyframe keeps the
 * present ones only. The distance between keyframes grows with their size: together they never
 * weigh more than the undo log itself.
 */
import { countUpTo, IntColumn } from "./columns.ts";
import { ABSENT } from "./slots.ts";

const DELTAS_BETWEEN_MIN = 8_192;
/** Filling 16 slots with absence costs about as much as walking one delta. */
const SLOTS_PER_DELTA = 16;

interface Keyframe {
  readonly slots: Int32Array;
  readonly values: Int32Array;
}

export interface KeyframeOffer {
  readonly index: number;
  /** Deltas up to and including this event. */
  readonly delta: number;
  readonly state: Int32Array;
  /** Slots in use. */
  readonly size: number;
}

export interface Keyframes {
  /** Told after each event; copies the state when the last copy is far enough. */
  readonly offer: (offer: KeyframeOffer) => void;
  /**
   * Where to walk from to reach delta `to`: from where the state is, or from a keyframe below,
   * which is then copied into `state`. Returns the delta the state now stands at.
   */
  readonly nearer: (jump: {
    readonly from: number;
    readonly to: number;
    readonly state: Int32Array;
  }) => number;
}

export function createKeyframes(): Keyframes {
  const frames: Keyframe[] = [];
  const deltas = new IntColumn();
  let nextDelta = DELTAS_BETWEEN_MIN;

  return {
    offer({ delta, state, size }) {
      if (delta < nextDelta) return;
      let count = 0;
      for (let slot = 0; slot < size; slot++) if (state[slot] !== ABSENT) count++;
      const slots = new Int32Array(count);
      const values = new Int32Array(count);
      let at = 0;
      for (let slot = 0; slot < size; slot++) {
        if (state[slot] === ABSENT) continue;
        slots[at] = slot;
        values[at++] = state[slot] as number;
      }
      frames.push({ slots, values });
      deltas.push(delta);
      nextDelta = delta + Math.max(DELTAS_BETWEEN_MIN, count, Math.floor(size / 4));
    },
    nearer({ from, to, state }) {
      const below = countUpTo(deltas.values, deltas.length, to) - 1;
      const start = below < 0 ? 0 : deltas.at(below);
      const frame = frames[below];
      const restoreCost =
        state.length / SLOTS_PER_DELTA + (frame?.slots.length ?? 0) + (to - start);
      if (Math.abs(to - from) <= restoreCost) return from;
      state.fill(ABSENT);
      if (frame !== undefined) {
        for (let i = 0; i < frame.slots.length; i++)
          state[frame.slots[i] as number] = frame.values[i] as number;
      }
      return start;
    },
  };
}
