/**
 * What a broker does to the outside, in order: plain facts that an adapter sends or a test compares.
 */
import type { DeathReason, Message } from "./messages.ts";

export type Effect =
  | {
      readonly kind: "delivered";
      readonly channel: number;
      readonly consumer: string;
      readonly tag: number;
      readonly queue: string;
      readonly isRedelivered: boolean;
      /** `x-delivery-count` of a quorum queue; 0 elsewhere. */
      readonly returnCount: number;
      readonly message: Message;
    }
  /** `isAccepted` false: a queue refused it (`reject-publish`). */
  | {
      readonly kind: "confirmed";
      readonly channel: number;
      readonly publication: number;
      readonly isAccepted: boolean;
    }
  /** A mandatory message that no queue receives comes back, before its confirm (RMQ-5). */
  | { readonly kind: "returned"; readonly channel: number; readonly message: Message }
  /** The broker closes a channel that broke the protocol. */
  | {
      readonly kind: "channel-closed";
      readonly channel: number;
      readonly code: 404 | 406;
      readonly text: string;
    }
  | {
      readonly kind: "dead-lettered";
      readonly queue: string;
      readonly reason: DeathReason;
      readonly message: Message;
      /** Queues that received it; empty: lost in silence. */
      readonly to: readonly string[];
    }
  | {
      readonly kind: "dropped";
      readonly queue: string;
      readonly reason: DeathReason;
      readonly message: Message;
    };

/** The answer to `basic.get`. */
export interface Got {
  readonly tag: number;
  readonly isRedelivered: boolean;
  readonly returnCount: number;
  readonly message: Message;
  /** How many are still ready. */
  readonly remaining: number;
}
