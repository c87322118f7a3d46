/**
 * A replication slot of PostgreSQL: how far somebody has confirmed, and therefore what log must be kept (DBZ-5).
 *
 * Lives on the server's disk and outlives its reader: while nobody confirms, the log is kept, for ever unless
 * « max_slot_wal_keep_size » says otherwise; then the slot is lost, and with it what nobody had read.
 * Counted in commits where the real one counts bytes. Pure.
 */
import { assert } from "../../../base/assert.ts";

export class ReplicationSlot {
  readonly #keepMax: number | null;
  #confirmedLsn: number;
  #isLost = false;
  #holder: { readonly node: string; readonly lastWordUs: number } | null = null;

  /** `keepMax`: commits kept for it at most; null: all of them (−1, the default of PostgreSQL). */
  constructor(createdAtLsn: number, keepMax: number | null) {
    this.#confirmedLsn = createdAtLsn;
    this.#keepMax = keepMax;
  }

  /** « confirmed_flush_lsn » */
  get confirmedLsn(): number {
    return this.#confirmedLsn;
  }

  /** « wal_status » = lost */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Where a reader that asks to go on after `lsn` really goes on: never before what it confirmed. */
  startAfter(lsn: number): number {
    return Math.max(lsn, this.#confirmedLsn);
  }

  /** Commits that may not be thrown away. */
  retained(endLsn: number): number {
    return this.#isLost ? 0 : endLsn - this.#confirmedLsn;
  }

  /** An older word that arrives late changes nothing. */
  confirm(lsn: number, endLsn: number): void {
    assert(lsn <= endLsn, "nobody confirms what was not committed", lsn);
    if (!this.#isLost) this.#confirmedLsn = Math.max(this.#confirmedLsn, lsn);
  }

  /** The log has grown: is too much kept? */
  checkRetention(endLsn: number): void {
    if (this.#keepMax !== null && this.retained(endLsn) > this.#keepMax) this.#isLost = true;
  }

  /**
   * One reader at a time. A reader that starts again takes its own place at once, because its old connection
   * died with it; another one waits until the server has given the first one up (« wal_sender_timeout »).
   */
  take(node: string, nowUs: number, senderTimeoutUs: number): boolean {
    const isHeld = this.#holder !== null && nowUs - this.#holder.lastWordUs < senderTimeoutUs;
    if (isHeld && this.#holder?.node !== node) return false;
    this.#holder = { node, lastWordUs: nowUs };
    return true;
  }
}
